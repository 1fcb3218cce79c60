"""Two entries of one body become one, and can be parted again."""

from __future__ import annotations

from datetime import date

import pytest

from folkmoot.directory.models import Activity, CannotMerge, Organisation, Revision
from folkmoot.kit.refusals import NotYours

DAY = date(2026, 11, 20)


@pytest.fixture
def twin(village) -> Organisation:
    body = Organisation.enter(village.bram, {"name": "Thornbeck On-line"})
    facts = {"title": "Phone help", "parties": [[body.pk, "delivers", None]], "served": [village.mill_lane.pk]}
    village.phone_help = Activity.enter(village.bram, facts)
    return body


def test_it_moves_nothing_and_keeps_both_histories(village, twin):
    twin.merge_into(village.online, village.kofi)
    assert Organisation.objects.get(pk=twin.pk).survivor() == village.online
    assert village.phone_help.parties.get().organisation_id == twin.pk
    assert village.phone_help.parties.get().body == village.online
    assert [r.changes.get("same_as") for r in Revision.objects.of(twin)] == [[None, village.online.pk], None]


def test_those_who_speak_for_the_survivor_speak_for_what_it_absorbed(village, twin):
    assert not village.phone_help.may_be_edited_by(village.emeka, DAY)
    twin.merge_into(village.online, village.kofi)
    assert village.phone_help.may_be_edited_by(village.emeka, DAY)
    assert not twin.may_be_edited_by(village.kofi, DAY), "an absorbed entry is changed by nobody"


def test_the_absorbed_one_leaves_the_lists(village, twin):
    twin.merge_into(village.online, village.kofi)
    assert twin not in Organisation.objects.live()


def test_merging_twice_is_merging_once(village, twin):
    twin.merge_into(village.online, village.kofi)
    twin.merge_into(village.online, village.kofi)
    assert Revision.objects.of(twin).count() == 2


def test_parting_puts_back_what_was(village, twin):
    twin.merge_into(village.online, village.kofi)
    twin.unmerge(village.kofi)
    twin.unmerge(village.kofi)
    twin.refresh_from_db()
    assert twin.survivor() == twin and twin in Organisation.objects.live()
    assert Revision.objects.of(twin).count() == 3


def test_it_refuses_strangers_itself_rings_and_the_story(village, twin):
    with pytest.raises(NotYours):
        twin.merge_into(village.online, village.bram)
    with pytest.raises(CannotMerge):
        twin.merge_into(twin, village.kofi)
    twin.merge_into(village.online, village.kofi)
    with pytest.raises(CannotMerge):
        village.online.merge_into(twin, village.kofi)
    Organisation.objects.filter(pk=village.choir.pk).update(story=True)
    with pytest.raises(CannotMerge):
        village.library.merge_into(village.choir, village.kofi)


def test_a_chain_of_merges_leads_to_the_last(village, twin):
    twin.merge_into(village.online, village.kofi)
    village.online.merge_into(village.library, village.kofi)
    twin.refresh_from_db()
    assert twin.survivor() == village.library
    assert set(village.library.selves()) == {village.library.pk, village.online.pk, twin.pk}
