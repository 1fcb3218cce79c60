"""A sheet read again: its types of help, topics, people and places reach the entry, unless a person said otherwise."""

from __future__ import annotations

import pytest

from folkmoot.directory.models import Activity, Organisation, Revision
from folkmoot.exchange import jobs
from folkmoot.kit.work import drain

from .bringing import taken

pytestmark = pytest.mark.django_db
HEADINGS = ("No", "Name", "Type of help", "People served", "Area", "Town")
MAPPING = {
    "No": ("id", "matched"),
    "Type of help": ("type_of_help", "shown"),
    "People served": ("people_served", "shown"),
}
MAPPING |= {"Area": ("place", "shown"), "Town": ("town", "shown")}
FIRST = ("7", "Mill Lane Menders", "events", "Older people", "Mill Lane", "Thornbeck")
LATER = ("7", "Mill Lane Menders", "train", "Young people", "Northfield", "Farmoor")


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


def bring(village, values) -> object:
    others = [(str(n), f"Group {n}", "events", "", "Mill Lane", "") for n in range(20, 30)]
    rows = [dict(zip(HEADINGS, each)) for each in (values, *others)]
    return taken(village.amina, rows, headings=HEADINGS, mapping={name: list(said) for name, said in MAPPING.items()})


def deed() -> Activity:
    return Activity.objects.get(parties__organisation__name="Mill Lane Menders")


def said(activity) -> tuple:
    facts = activity.facts()
    return facts["types"], facts["people"], facts["served"]


def test_what_a_list_tells_otherwise_reaches_the_entry_and_undoing_brings_it_back(village):
    bring(village, FIRST)
    before = said(deed())
    assert before == (["events"], ["older-people"], [village.mill_lane.pk])
    second = bring(village, LATER)
    assert said(deed()) == (["train"], ["young-people"], [village.northfield.pk])
    assert Organisation.objects.get(name="Mill Lane Menders").place == village.farmoor
    changes = Revision.objects.of(deed()).first().changes
    assert changes["types"] == [["events"], ["train"]] and "served" in changes
    jobs.go_on(second.undo(village.amina))
    drain(scheduled=False)
    assert said(deed()) == before
    assert Organisation.objects.get(name="Mill Lane Menders").place == village.thornbeck


def test_what_a_person_said_stays(village):
    bring(village, FIRST)
    deed().revise(village.amina, {"types": ["fund"], "served": [village.thornbeck.pk]})
    bring(village, LATER)
    assert said(deed()) == (["fund"], ["young-people"], [village.thornbeck.pk])


def test_how_much_is_known_follows(village):
    bring(village, FIRST)
    known = deed().completeness
    bring(village, (*FIRST[:3], "", *FIRST[4:]))
    assert (deed().completeness, deed().completeness) == (known - 1, sum(deed().known().values()))
