"""A year on: whoever carries a theme is asked how it stands, once a year; nobody's theme is not forgotten either."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.events import recording
from folkmoot.events.models import WriteUp
from folkmoot.journal.models import Notice
from folkmoot.points.jobs import ask_how_themes_stand
from folkmoot.points.models import Theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme(village):
    Theme.objects.all().delete()
    return recording.name_theme(village.winter, village.amina, "Power", [], groups_said=7)


def asked(time_machine, days: int) -> list[str]:
    """What is told while the job runs twice every fortnight or so, from today on."""
    began, before = timezone.now(), Notice.objects.count()
    for day in range(0, days, 15):
        for _twice in range(2):
            time_machine.move_to(began + timedelta(days=day), tick=False)
            ask_how_themes_stand.call()
    rows = Notice.objects.order_by("pk")[before:]
    return [f"{row.person.name}: {row.words}" for row in rows]


HOW = "Bram de Wit: You carry on “Power”. Nothing was said of it for a year: how does it stand?"


def test_whoever_carries_it_is_told_and_asked_once_a_year(theme, village, time_machine):
    assert theme.hand_to(village.amina, village.bram, None)
    assert not theme.hand_to(village.amina, village.bram, None)
    assert Notice.objects.filter(person=village.bram, words__startswith="You carry on “Power”, says Amina").count() == 1

    assert asked(time_machine, 360) == []
    assert asked(time_machine, 5 * 365) == [HOW] * 3


def test_a_word_on_it_begins_a_new_year_and_an_end_ends_it(theme, village, time_machine):
    theme.hand_to(village.amina, village.bram, None)
    time_machine.move_to(timezone.now() + timedelta(days=300), tick=False)
    theme.report(village.bram, "under-way", "Two wards decide themselves.")
    assert asked(time_machine, 360) == []
    assert asked(time_machine, 40) == [HOW]

    theme.report(village.bram, "done", "All wards do.")
    assert asked(time_machine, 800) == []


def test_of_one_that_nobody_carries_whoever_named_it_hears(theme, time_machine):
    told = asked(time_machine, 380)
    assert told == ["Amina Yusuf: Nobody carries on “Power”, and nothing was said of it for a year. Who could?"]


def test_hosts_say_who_carries_it_and_they_say_how_it_stands(theme, village):
    host, owner, stranger = Client(), Client(), Client()
    host.force_login(village.amina)
    owner.force_login(village.bram)
    page = f"/themes/theme/{theme.pk}/"
    assert owner.get(page).status_code == stranger.get(page).status_code == 404, "The record is not open."
    host.post(f"/events/{village.winter.pk}/themes/", {"name": "Power", "owner": "Bram de Wit"})

    assert b"Say how it stands" in owner.get(page).content
    owner.post(f"{page}stands/", {"state": "under-way", "words": "Two wards decide themselves."})
    assert stranger.get(page).status_code == 404
    WriteUp.write(village.winter, village.amina, "").publish(village.amina, "everyone")
    words = stranger.get(page).content.decode()
    assert "Two wards decide themselves." in words and "Bram de Wit" in words and "Say how it stands" not in words
    assert "Two wards decide themselves." in stranger.get(f"/events/{village.winter.pk}/record/").content.decode()
