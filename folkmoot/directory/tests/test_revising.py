"""Changing an entry: who may, what is kept of it, undoing, and how it stood on a day."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from folkmoot.directory.models import Activity, ChangedSince, Membership, Organisation, Revision
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours
from folkmoot.moderation.models import Standing

LONDON = ZoneInfo("Europe/London")
DAY = date(2026, 11, 20)


def test_it_keeps_before_and_after(village):
    revision = village.course.revise(village.emeka, {"filled": 12, "types": ["train", "events"]}, why="room for more")
    assert revision.changes == {"filled": [None, 12], "types": [["train"], ["events", "train"]]}
    assert Activity.objects.get(pk=village.course.pk).filled == 12
    assert village.course.filled == 12


def test_nothing_different_is_nothing_written(village):
    assert village.course.revise(village.emeka, {"title": village.course.title}) is None
    assert not Line.objects.about("directory.activity", village.course.pk).filter(verb="changed").exists()


@pytest.mark.parametrize("who", ["bram", "carys", "dilys"])
def test_it_refuses_strangers(village, who):
    with pytest.raises(NotYours):
        village.course.revise(getattr(village, who), {"title": "Mine"})


def test_a_keeper_may_change_what_is_public_and_not_a_private_plan(village):
    assert village.course.may_be_edited_by(village.kofi, DAY)
    village.course.revise(village.emeka, {"private_for_now": True})
    assert not village.course.may_be_edited_by(village.kofi, DAY)
    assert village.course.may_be_edited_by(village.emeka, DAY)


def test_speaking_for_a_body_ends_with_its_dates(village):
    Membership.objects.filter(person=village.emeka).update(until=date(2026, 6, 30))
    assert village.course.may_be_edited_by(village.emeka, date(2026, 6, 30))
    assert not village.course.may_be_edited_by(village.emeka, date(2026, 7, 1))


def test_whoever_entered_it_may_until_the_body_has_its_own_speaker(village):
    body = Organisation.enter(village.bram, {"name": "Mill Lane Menders"})
    assert body.may_be_edited_by(village.bram, DAY)
    accepted = datetime(2026, 1, 1, tzinfo=LONDON)
    Membership.objects.create(person=village.carys, organisation=body, speaks_for=True, accepted_at=accepted)
    assert not body.may_be_edited_by(village.bram, DAY)
    assert body.may_be_edited_by(village.carys, DAY)


def test_the_story_is_changed_by_nobody(village):
    Activity.objects.filter(pk=village.course.pk).update(story=True)
    village.course.refresh_from_db()
    assert not village.course.may_be_edited_by(village.kofi, DAY)


def test_undoing_is_a_new_revision_and_safe_twice(village):
    change = village.course.revise(village.emeka, {"filled": 12})
    back = change.undo(village.emeka)
    assert back.undoes == change and back.changes == {"filled": [12, None]}
    assert change.undo(village.emeka) == back
    assert Activity.objects.get(pk=village.course.pk).filled is None
    assert Revision.objects.of(village.course).filter(pk__gte=change.pk).count() == 2


def test_it_refuses_to_undo_what_was_changed_again_since(village):
    change = village.course.revise(village.emeka, {"filled": 12})
    village.course.revise(village.emeka, {"filled": 15})
    with pytest.raises(ChangedSince):
        change.undo(village.emeka)
    assert Activity.objects.get(pk=village.course.pk).filled == 15


def test_a_stranger_cannot_undo(village):
    change = village.course.revise(village.emeka, {"filled": 12})
    with pytest.raises(NotYours):
        change.undo(village.bram)


def test_it_says_how_it_stood_on_a_day(village):
    Activity.objects.filter(pk=village.course.pk).update(entered_at=datetime(2026, 1, 5, 9, tzinfo=LONDON))
    village.course.refresh_from_db()
    for day, filled in ((10, 12), (20, 15)):
        change = village.course.revise(village.emeka, {"filled": filled})
        Revision.objects.filter(pk=change.pk).update(at=datetime(2026, 5, day, 23, 30, tzinfo=LONDON))
    stood = {day: village.course.stood_on(date(2026, 5, day))["filled"] for day in (9, 10, 19, 20)}
    assert stood == {9: None, 10: 12, 19: 12, 20: 15}
    assert village.course.stood_on(date(2026, 1, 4)) is None


def _read_by_all(village, client) -> str:
    return client.get("/journal/").text + b"".join(client.get("/journal/?as=csv")).decode()


def test_once_private_its_old_lines_are_read_by_nobody_until_it_is_public_again(village, client):
    village.course.revise(village.emeka, {"filled": 12})
    assert village.course.title in _read_by_all(village, client)
    village.course.revise(village.emeka, {"private_for_now": True})
    assert village.course.title not in _read_by_all(village, client)
    village.course.revise(village.emeka, {"private_for_now": False})
    assert village.course.title in _read_by_all(village, client)


def test_moderators_who_put_a_private_plan_back_do_not_open_its_old_lines(village, client):
    village.course.revise(village.emeka, {"filled": 12})
    standing = Standing.of(village.course)
    standing.rule("held", "We look.", village.kofi)
    village.course.revise(village.emeka, {"private_for_now": True})
    standing.rule("shown", "It was nothing.", village.kofi)
    assert village.course.title not in _read_by_all(village, client)
    village.course.revise(village.emeka, {"private_for_now": False})
    assert village.course.title in _read_by_all(village, client)


def test_made_public_while_held_its_lines_wait_for_the_moderators(village, client):
    village.course.revise(village.emeka, {"filled": 12})
    village.course.revise(village.emeka, {"private_for_now": True})
    standing = Standing.of(village.course)
    standing.rule("held", "We look.", village.kofi)
    Activity.objects.get(pk=village.course.pk).revise(village.emeka, {"private_for_now": False})
    assert village.course.title not in _read_by_all(village, client)
    standing.rule("shown", "It was nothing.", village.kofi)
    assert village.course.title in _read_by_all(village, client)
