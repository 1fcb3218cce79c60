"""The door: replies and walk-ins, with and without an account, once each."""

from __future__ import annotations

import pytest

from folkmoot.events.models import CheckIn, Rsvp, TableCode
from folkmoot.events.models.check_in import Came
from folkmoot.kit.links import sign
from folkmoot.kit.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-12-05 12:50Z")


@pytest.fixture
def jo(village):
    facts = {"name": "Jo Undercliff", "email": "jo@thornbeck.example", "answer": "yes", "seat": "has", "party": 2}
    return Rsvp.objects.create(event=village.winter, who="mail:jo", number=700, sector="business", **facts)


@pytest.fixture
def card(village):
    return TableCode.make(village.winter, purpose="check-in")


def test_who_replied_is_let_in_once_with_as_many_as_they_said(village, jo):
    first = CheckIn.let_in(jo, by=village.amina)
    assert CheckIn.let_in(jo, by=village.amina) == first
    assert (first.name, first.party, first.sector) == ("Jo Undercliff", 2, "business")
    assert CheckIn.let_in(jo, by=village.amina, party=3).party == 3
    with pytest.raises(Refusal, match="Between 1 and 50"):
        CheckIn.let_in(jo, party=-1)


def test_a_walk_in_sent_twice_is_one(village, client):
    client.force_login(village.amina)
    sent = {"name": "Sal", "organisation_said": "Allotments", "sector": "community", "once": "phone-1"}
    sent |= {"place": "Farmoor"}
    for _twice in (1, 2):
        assert client.post(f"/events/{village.winter.pk}/door/walk-in/", sent).status_code == 302
    came = CheckIn.objects.get(name="Sal")
    assert (came.organisation_said, came.sector, came.party, came.by) == ("Allotments", "community", 1, village.amina)
    assert came.place == village.farmoor
    client.post(f"/events/{village.winter.pk}/door/walk-in/", {"name": "Max", "place": "Atlantis", "once": "phone-2"})
    assert CheckIn.objects.get(name="Max").place is None, "nobody is kept at the door for it"


def test_a_phone_that_was_offline_says_when_they_came_and_never_the_future(village):
    now = village.winter.starts_at
    early = CheckIn.walk_in(village.winter, "Sal", came_at=now.replace(hour=12, minute=30))
    late = CheckIn.walk_in(village.winter, "Max", came_at=now.replace(hour=16))
    assert early.came_at < late.came_at < now


def test_a_walk_in_without_a_name_or_of_no_sector_is_a_sentence(village, client, card):
    with pytest.raises(Refusal, match="Write a name"):
        CheckIn.walk_in(village.winter, "  ")
    answer = client.post(f"/events/door/{card.code}/walk-in/", {"name": "Sal", "sector": "pirate"})
    assert answer.status_code == 422 and not village.winter.check_ins.exists()


def test_who_came_is_counted_against_who_replied(village, jo):
    seated = Came(village.winter).replied
    CheckIn.let_in(jo)
    CheckIn.walk_in(village.winter, "Sal", sector="community")
    came = Came(village.winter)
    assert (came.people, came.with_reply, came.walked_in, came.replied) == (3, 2, 1, seated)
    assert came.sectors[0][1] == 2


def test_with_the_card_a_helper_keeps_the_door_without_an_account(village, client, jo, card):
    page = client.get(f"/events/door/{card.code.lower()}/").content.decode()
    assert "Jo Undercliff" in page
    client.post(f"/events/door/{card.code}/in/{jo.pk}/")
    assert village.winter.check_ins.get().rsvp == jo
    assert "Jo Undercliff" not in client.get(f"/events/door/{card.code}/?q=zed").content.decode().split("Those who")[1]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_card_that_ran_out_or_is_for_something_else_opens_nothing(village, client, jo, card, method):
    card.close(village.amina)
    where = f"/events/door/{card.code}/" + ("" if method == "get" else f"in/{jo.pk}/")
    assert getattr(client, method)(where).status_code == 410
    other = TableCode.make(village.winter, purpose="scribe")
    assert client.get(f"/events/door/{other.code}/").status_code == 404
    assert not village.winter.check_ins.exists()


def test_names_are_for_hosts_and_the_door_alone(village, client, jo):
    client.force_login(village.bram)
    assert client.get(f"/events/{village.winter.pk}/door/").status_code == 403
    assert client.post(f"/events/{village.winter.pk}/door/in/{jo.pk}/").status_code == 403
    client.force_login(village.amina)
    assert "Jo Undercliff" in client.get(f"/events/{village.winter.pk}/door/").content.decode()


def test_the_square_is_shown_by_its_owner_and_pressed_by_the_door(village, client, jo, card):
    address = f"/events/in/{sign('door', jo.pk)}/"
    page = client.get(address).content.decode()
    assert "<svg" in page and "Show this at the door" in page
    assert client.post(address).status_code == 403 and not village.winter.check_ins.exists()

    client.get(f"/events/door/{card.code}/")
    assert "Let them in" in client.get(address).content.decode()
    client.post(address)
    assert "Here since 12:50" in client.get(address).content.decode()
    assert client.get("/events/in/made-up/").status_code == 404


def test_a_mistake_is_taken_back(village, client, jo):
    came = CheckIn.let_in(jo)
    client.force_login(village.amina)
    for _twice in (1, 2):
        assert client.post(f"/events/{village.winter.pk}/door/back/{came.pk}/").status_code == 302
    assert not village.winter.check_ins.exists()


def test_the_short_address_of_the_card_leads_to_the_door(village, client, card):
    assert client.get(card.get_absolute_url()).url == f"/events/door/{card.code}/"


def test_hosts_make_and_end_the_card(village, client):
    client.force_login(village.amina)
    for _twice in (1, 2):
        client.post(f"/events/{village.winter.pk}/door/code/")
    card = TableCode.objects.get(purpose="check-in")
    client.post(f"/events/{village.winter.pk}/door/code/", {"end": "yes"})
    card.refresh_from_db()
    assert not card.is_open


def test_somebody_who_said_no_and_a_reply_elsewhere_are_not_let_in(village, client, jo, card):
    Rsvp.objects.filter(pk=jo.pk).update(answer="no", seat="")
    assert client.post(f"/events/door/{card.code}/in/{jo.pk}/").status_code == 404
