"""The 2009 story: planted once, apart from the town's own entries, and true to its sources."""

from __future__ import annotations

from datetime import date

import pytest

from folkmoot.directory import trail
from folkmoot.directory.models import Activity, Organisation, Programme, Record
from folkmoot.home.story.board import board
from folkmoot.home.story.plant import plant
from folkmoot.joinup.looking import look_again
from folkmoot.joinup.models import Finding


@pytest.fixture
def story(village):
    return plant()


def test_planting_it_twice_changes_nothing(story):
    counted = [model.objects.count() for model in (Activity, Organisation, Programme, Record, Finding)]
    plant()
    assert [model.objects.count() for model in (Activity, Organisation, Programme, Record, Finding)] == counted


@pytest.mark.once
def test_every_activity_names_its_source(story):
    assert not Activity.objects.of_story().filter(records=None).exists()


@pytest.mark.once
def test_every_programme_and_body_names_its_source_too(client, story):
    for model in (Programme, Organisation):
        assert not model.objects.of_story().filter(records=None).exists()
    page = client.get(story.programmes["bdif"].get_absolute_url()).text
    assert "Where it comes from" in page and Record.objects.get(row="programme bdif").source.name in page


@pytest.mark.once
def test_each_fact_comes_from_a_source_of_the_time_and_not_from_the_day_of_planting(story):
    for entry in (*story.activities.values(), *story.programmes.values(), *story.bodies.values()):
        for fact in trail.facts_of(entry):
            assert fact.source and fact.origin[1].year < 2020, (entry, fact.name)


@pytest.mark.once
def test_what_a_source_says_is_told_in_words(story):
    grants = story.activities["Grants for new ways to get people engaged"]
    _, rows = trail.side_by_side(grants)
    said = {str(row.label): row.cells[0] for row in rows}
    assert said["What it costs in all"] == "£150,000"
    assert said["Who"] == "Ministry of Justice (delivers)" and said["Where"] == "United Kingdom in 2009"
    assert not {"Money", "Delivers", "Places", "Words"} & said.keys()
    assert grants.filled is None


def test_how_much_is_known_is_counted_as_everywhere(story):
    for activity in Activity.objects.of_story():
        assert activity.completeness == sum(activity.known().values())


@pytest.mark.once
def test_on_the_day_of_the_workshop_several_trained_and_nobody_knew_what_works(story):
    seen = board(date(2009, 9, 21))

    several = {kind.pk: n for kind, n in seen.several}
    assert several["networks"] >= 5 and several["fund"] >= 4 and several["train"] >= 2
    assert [kind.pk for kind in seen.none] == ["whatworks"]


def test_it_never_stands_in_a_list_with_the_town(story):
    assert not Activity.objects.live().filter(title__contains="Knowledge Hub").exists()
    assert not Activity.objects.of_story().filter(title__contains="Tuesday").exists()


@pytest.mark.once
def test_the_overlap_the_synergy_and_the_one_kept_separate_are_three_findings(story):
    said = Finding.objects.filter(story=True, certainty="said then")
    choices = [reason["choice"] for each in said for reason in each.reasons if reason["field"] == "answer"]

    assert said.filter(kind="duplication", reasons__icontains="Ministry of Justice").count() == 1
    assert said.filter(kind="synergy", reasons__icontains="Knowledge Hub").count() == 1
    assert choices.count("separate") == 1


@pytest.mark.once
def test_what_we_added_says_so(story):
    for each in Finding.objects.filter(certainty="said then"):
        for reason in each.reasons:
            assert reason["field"] != "answer" or reason["words"].startswith("Example, not theirs")


def test_looking_through_it_leaves_what_was_said_then(story):
    before = Finding.objects.filter(certainty="said then").count()
    look_again(date(2026, 11, 20), story=True)
    assert Finding.objects.filter(certainty="said then", gone_at=None).count() == before


@pytest.mark.once
def test_its_page_opens_for_everyone(client, story):
    words = client.get("/story/").content.decode()

    assert "Building Democracy Innovation Fund" in words and "find what works" in words
    assert client.get("/story/?on=nonsense").status_code == client.get("/story/?on=all").status_code == 200
