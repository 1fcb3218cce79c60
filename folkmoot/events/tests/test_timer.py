"""The clock of the opening talks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.events.models import Opening, Pitch, Timer
from folkmoot.kit.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def openers(village):
    village.winter.openings.all().delete()
    return [Opening.add(village.winter, name, "A point") for name in ("Dilys", "Emeka", "Mrs Kaur")]


def test_each_has_two_minutes_and_the_first_is_on(village, openers):
    timer = Timer.press(village.winter, "start")
    assert timer.opening == openers[0] and timer.left_at(timer.started_at) == 120
    assert timer.left_at(timer.started_at + timedelta(seconds=90)) == 30
    assert timer.left_at(timer.started_at + timedelta(seconds=125)) == -5


def test_a_pause_keeps_what_is_left_and_pressing_twice_changes_nothing(village, openers):
    start = timezone.now()
    Timer.press(village.winter, "start", start)
    Timer.press(village.winter, "start", start + timedelta(seconds=10))
    Timer.press(village.winter, "pause", start + timedelta(seconds=50))
    timer = Timer.press(village.winter, "pause", start + timedelta(seconds=70))
    assert timer.started_at is None and timer.left == 70
    timer = Timer.press(village.winter, "start", start + timedelta(seconds=100))
    assert timer.left_at(start + timedelta(seconds=110)) == 60


def test_next_and_back_go_through_the_list_and_stop_at_its_ends(village, openers):
    names = [Timer.press(village.winter, what).opening.name for what in ("back", "next", "next", "next", "back")]
    assert names == ["Dilys", "Emeka", "Mrs Kaur", "Mrs Kaur", "Emeka"]


def test_somebody_may_have_another_time_and_so_may_all(village):
    village.winter.openings.all().delete()
    Opening.add(village.winter, "Ann", seconds=300)
    Opening.add(village.winter, "Bo")
    assert Timer.press(village.winter, "again").left == 300
    Timer.set_seconds(village.winter, 90)
    assert Timer.press(village.winter, "next").left == 90
    with pytest.raises(Refusal, match="Two minutes are 120 seconds"):
        Timer.set_seconds(village.winter, 0)


def test_the_list_can_be_put_in_order(village, openers):
    assert openers[2].rise() and not openers[0].rise()
    assert [one.name for one in village.winter.openings.all()] == ["Dilys", "Mrs Kaur", "Emeka"]
    assert Opening.add(village.winter, "Dilys", "A point") == openers[0]


def test_screens_hear_of_a_press_and_otherwise_304(village, openers, client):
    address = f"/events/{village.winter.pk}/timer/live/"
    first = client.get(address)
    assert first.json() | {"left": 120} == {
        "left": 120, "lasts": 120, "running": False, "sound": False,
        "name": "Dilys", "title": "A point", "after": "Emeka",
    }  # fmt: skip
    seen = {"If-None-Match": first.headers["ETag"]}
    assert client.get(address, headers=seen).status_code == 304
    client.force_login(village.amina)
    client.post(f"/events/{village.winter.pk}/timer/start/")
    assert client.get(address, headers=seen).json()["running"] is True


def test_anybody_watches_and_only_hosts_press(village, openers, client):
    assert client.get(f"/events/{village.winter.pk}/timer/").status_code == 200
    client.force_login(village.bram)
    assert client.get(f"/events/{village.winter.pk}/timer/remote/").status_code == 403
    assert client.post(f"/events/{village.winter.pk}/timer/start/").status_code == 403
    assert not Timer.objects.exists()


def test_the_remote_control_keeps_the_list(village, client):
    client.force_login(village.amina)
    address = f"/events/{village.winter.pk}/timer/remote/"
    client.post(address, {"name": "Zed", "title": "Bees"})
    opening = Opening.objects.get(name="Zed")
    assert "Zed" in client.get(address).content.decode()
    assert client.post(f"/events/{village.winter.pk}/timer/explode/").status_code == 409
    client.post(f"/events/{village.winter.pk}/timer/{opening.pk}/off/")
    assert not Opening.objects.filter(name="Zed").exists()


def test_another_order_of_those_who_open_reaches_the_screen(village, openers, client):
    address = f"/events/{village.winter.pk}/timer/live/"
    first = client.get(address)
    assert first.json()["after"] == "Emeka"
    last = village.winter.openings.last()
    while last.rise():
        last.refresh_from_db()
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200 and again.headers["ETag"] != first.headers["ETag"]


def test_one_may_have_longer_and_one_who_pitched_is_chosen(village, client):
    event = village.winter
    client.force_login(village.amina)
    address = f"/events/{event.pk}/timer/remote/"
    pitch = Pitch.put(event, "Hives", by=village.amina, pitcher="Joan")
    client.post(address, {"pitch": pitch.pk, "seconds": "300"})
    opening = Opening.objects.get(pitch=pitch)
    assert (opening.name, opening.title, opening.seconds) == ("Joan", "Hives", 300)
    assert "300 seconds" in client.get(address).content.decode()
    assert client.post(address, {"name": ""}).status_code == 422
    assert client.post(address, {"name": "Zed", "seconds": "2"}).status_code == 422
