"""Entering: what it writes, for whom it shows, and that a double click gives one entry."""

from __future__ import annotations

from datetime import date

import pytest

from folkmoot.directory.models import Activity, Need, Organisation, Revision
from folkmoot.directory.models.offers import NoSource
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours

DAY = date(2026, 11, 20)


def plan(village, **more) -> dict:
    return {
        "title": "Winter coats",
        "about": "Coats that fit, no questions asked.",
        "types": ["events"],
        "parties": [[village.online.pk, "delivers", None]],
        "served": [village.mill_lane.pk],
        "stage": "planned",
    } | more


def test_it_keeps_what_was_entered_with_its_first_revision_and_a_line(village):
    activity = Activity.enter(village.emeka, plan(village))
    assert activity.facts()["parties"] == [[village.online.pk, "delivers", None]]
    assert Revision.objects.of(activity).get().changes["title"] == [None, "Winter coats"]
    line = Line.objects.about("directory.activity", activity.pk).get()
    assert (line.verb, line.audience, line.place_path) == ("entered", "public", village.mill_lane.path)


def test_it_counts_how_many_of_ten_facts_are_known(village):
    activity = Activity.enter(village.emeka, plan(village))
    assert activity.completeness == 5
    activity.revise(village.emeka, {"contact": "the front desk"})
    assert Activity.objects.get(pk=activity.pk).completeness == 6


def test_a_double_click_gives_one_entry(village):
    first = Activity.enter(village.emeka, plan(village), once="abc")
    assert Activity.enter(village.emeka, plan(village), once="abc").pk == first.pk
    assert Activity.objects.filter(title="Winter coats").count() == 1
    assert Line.objects.about("directory.activity", first.pk).count() == 1


def test_one_persons_key_never_gives_another_persons_entry(village):
    first = Activity.enter(village.emeka, plan(village), once="abc")
    assert Activity.enter(village.bram, plan(village), once="abc").pk != first.pk


def test_a_private_plan_shows_to_its_own_people_alone(village):
    activity = Activity.enter(village.emeka, plan(village, private_for_now=True))
    seen_by = {
        name: Activity.objects.visible_to(getattr(village, name), DAY).filter(pk=activity.pk).exists()
        for name in ("amina", "bram", "carys", "dilys", "emeka", "kofi")
    }
    assert seen_by == {"amina": False, "bram": False, "carys": False, "dilys": False, "emeka": True, "kofi": False}
    assert not Activity.objects.visible_to(None, DAY).filter(pk=activity.pk).exists()
    assert Line.objects.about("directory.activity", activity.pk).get().audience == "parties"


def test_a_stranger_cannot_enter_a_private_plan_in_the_name_of_others(village):
    with pytest.raises(NotYours):
        Activity.enter(village.bram, plan(village, private_for_now=True))
    assert not Activity.objects.filter(title="Winter coats").exists()


def test_whoever_enters_a_private_plan_for_a_group_with_nobody_to_speak_sees_it(village):
    quiet = Organisation.enter(village.bram, {"name": "Mill Lane Menders"})
    facts = plan(village, parties=[[quiet.pk, "delivers", None]], private_for_now=True)
    activity = Activity.enter(village.bram, facts)
    assert Activity.objects.visible_to(village.bram, DAY).filter(pk=activity.pk).exists()
    assert not Activity.objects.visible_to(village.emeka, DAY).filter(pk=activity.pk).exists()


def test_a_figure_of_need_without_a_source_is_refused(village):
    with pytest.raises(NoSource):
        Need.enter(village.amina, {"words": "people living alone", "place": village.mill_lane.pk, "source": " "})
    assert not Need.objects.filter(words="people living alone").exists()


def test_at_finds_what_serves_a_part_of_a_place(village):
    activity = Activity.enter(village.emeka, plan(village))
    assert activity in Activity.objects.at(village.thornbeck)
    assert activity not in Activity.objects.at(village.farmoor)
    assert activity not in Activity.objects.at(village.castle_hill)
