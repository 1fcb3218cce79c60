"""The grid, and remixing it while the day runs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from folkmoot.events.grid import Grid
from folkmoot.events.models import Event, Pitch, Remix, Session, Slot
from folkmoot.events.models.rooms import open_room
from folkmoot.kit.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-12-05 13:40Z")


@pytest.fixture
def grid(village):
    return Grid(village.winter)


def where(session) -> tuple[str, str]:
    found = Session.objects.select_related("slot__event", "room").get(pk=session.pk)
    return (found.slot.clock(), found.room.name) if found.slot else ("", "")


def at(grid, clock, room):
    cell = next(c for row in grid.rows for c in row.cells if (c.slot.clock(), c.room.name) == (clock, room))
    return cell.slot, cell.room


def test_a_pitch_gets_a_place_and_the_grid_a_new_version(village, grid):
    version = village.winter.grid_version
    made = Session.place(village.pitches[5], *at(grid, "15:20", "Hall"), village.amina)
    assert where(made) == ("15:20", "Hall")
    village.winter.refresh_from_db()
    assert village.winter.grid_version == version + 1


def test_placing_twice_is_placing_once(village, grid):
    for _twice in (1, 2):
        Session.place(village.pitches[5], *at(grid, "15:20", "Hall"), village.amina)
    assert Session.objects.filter(pitches=village.pitches[5]).count() == 1
    assert village.winter.remixes.count() == 1


def test_a_taken_room_is_refused_in_words_that_say_what_to_do(village, grid):
    with pytest.raises(Refusal, match="“Warm rooms this winter” has Hall at 13:30. Swap the two"):
        Session.place(village.pitches[5], *at(grid, "13:30", "Hall"), village.amina)
    assert not Session.objects.filter(pitches=village.pitches[5]).exists()


def test_nobody_leads_in_two_places_at_once(village, grid):
    with pytest.raises(Refusal, match="Emeka Obi leads both .* Choose another slot for one"):
        Session.place(village.pitches[5], *at(grid, "14:20", "Upper room"), village.amina)


def test_a_slot_for_all_together_takes_no_session(village, grid):
    tea = village.winter.slots.get(title="Tea")
    with pytest.raises(Refusal, match="for all together"):
        village.sessions[0].move(tea, grid.rooms[0], village.amina)


def test_a_running_session_moves_and_it_can_be_undone(village, grid):
    running = village.sessions[0]
    change = running.move(*at(grid, "13:30", "Upper room"), village.amina)
    assert where(running) == ("13:30", "Upper room")

    undone = change.undo(village.amina)
    assert where(running) == ("13:30", "Hall") and change.undo(village.amina) == undone


def test_two_change_places(village):
    one, other = village.sessions[0], village.sessions[2]
    change = one.swap(other, village.amina)
    assert (where(one), where(other)) == (("14:20", "Hall"), ("13:30", "Hall"))
    change.undo(village.amina)
    assert (where(one), where(other)) == (("13:30", "Hall"), ("14:20", "Hall"))


def test_a_running_session_splits_in_two(village, grid):
    new = village.sessions[0].split("Warm rooms: who pays?", at(grid, "13:30", "Upper room"), village.amina)
    assert where(new) == ("13:30", "Upper room") and new.split_from == village.sessions[0]
    village.winter.remixes.first().undo(village.amina)
    new.refresh_from_db()
    assert new.state == "dropped" and new.slot is None


def test_a_session_merges_into_another_with_its_pitches(village):
    one, other = village.sessions[1], village.sessions[0]
    assert one.merge(other, village.amina)
    assert one.merge(other, village.amina) is None
    one.refresh_from_db()
    assert (one.state, one.merged_into, one.room) == ("merged", other, None)
    assert set(other.pitches.all()) == {village.pitches[0], village.pitches[2]}

    village.winter.remixes.first().undo(village.amina)
    assert where(one) == ("13:30", "Library") and set(other.pitches.all()) == {village.pitches[0]}


def test_a_dropped_session_gives_its_pitch_back_to_the_list(village):
    village.sessions[0].drop(village.amina)
    assert village.sessions[0].drop(village.amina) is None
    assert village.pitches[0] in Grid(village.winter).unplaced
    with pytest.raises(Refusal, match="dropped or merged meanwhile"):
        village.sessions[0].merge(village.sessions[1], village.amina)


def test_what_came_later_is_undone_first(village, grid):
    first = village.sessions[0].move(*at(grid, "13:30", "Upper room"), village.amina)
    later = village.sessions[0].move(*at(grid, "15:20", "Hall"), village.amina)
    with pytest.raises(Refusal, match="Undo what came later first"):
        first.undo(village.amina)
    later.undo(village.amina)
    first.undo(village.amina)
    assert where(village.sessions[0]) == ("13:30", "Hall")


def test_undoing_into_a_place_that_is_taken_since_is_refused(village, grid):
    change = village.sessions[0].move(*at(grid, "15:20", "Hall"), village.amina)
    Session.place(village.pitches[5], *at(grid, "13:30", "Hall"), village.amina)
    with pytest.raises(Refusal, match="has Hall at 13:30"):
        change.undo(village.amina)


def test_a_room_is_opened_during_the_day(village):
    room = open_room(village.winter, "Under the stairs", 5, village.amina)
    assert open_room(village.winter, "under the Stairs", 9, village.amina) == room
    assert room in Grid(village.winter).rooms
    assert room not in Grid(Event.objects.create(title="Another", venue=village.old_school)).rooms
    with pytest.raises(Refusal, match="1 or more"):
        open_room(village.winter, "Cupboard", 0, village.amina)


def test_every_change_is_a_row_with_its_version(village, grid):
    village.sessions[0].rename("Warm rooms, and who pays", village.amina)
    village.sessions[0].move(*at(grid, "15:20", "Hall"), village.amina)
    rows = village.winter.remixes.values_list("version", "what", "by__name")
    assert list(rows) == [(2, "moved", "Amina Yusuf"), (1, "named", "Amina Yusuf")]


def test_a_session_taken_off_the_grid_waits_for_a_place(village):
    village.sessions[0].move(None, None, village.amina)
    assert [one.pk for one in Grid(village.winter).loose] == [village.sessions[0].pk]


def test_slots_say_what_is_wrong_with_them(village):
    day = village.winter.starts_at
    tea = village.winter.slots.get(title="Tea")
    hour = timedelta(hours=1)
    for span, words in (
        ((day + hour, day), "Choose an end after the start"),
        ((day - hour, day - hour / 2), "outside the event, 13:00 to 17:00"),
        ((day + 3 * hour, day + 9 * hour), "outside the event"),
        ((tea.starts_at, tea.ends_at), "overlaps “Tea” at 15:00"),
    ):
        with pytest.raises(Refusal, match=words):
            Slot.add(village.winter, span, "Late", True, village.amina)
    assert village.winter.slots.count() == 6


def test_a_slot_with_sessions_is_neither_removed_nor_closed(village):
    slot = village.sessions[0].slot
    with pytest.raises(Refusal, match=r"Sessions stand in this slot \(2\)"):
        slot.remove(village.amina)
    with pytest.raises(Refusal, match="Sessions stand"):
        slot.change((slot.starts_at, slot.ends_at), "Lunch", False, village.amina)
    empty = village.winter.slots.filter(is_open=True).last()
    assert empty.remove(village.amina) and not empty.remove(village.amina)


def test_several_open_slots_are_laid_out_at_once(village):
    village.winter.sessions.all().delete()
    village.winter.slots.all().delete()
    start = village.winter.starts_at
    made = Slot.lay(village.winter, (start, start + timedelta(hours=3)), (45, 15), village.amina)
    assert [slot.clock() for slot in made] == ["13:00", "14:00", "15:00"] and all(slot.is_open for slot in made)


def test_an_event_without_a_day_or_rooms_says_what_to_do_first(village, client):
    bare = Event.objects.create(title="Some day", published_at=village.winter.published_at)
    bare.hosts.create(person=village.amina, role="organiser")
    with pytest.raises(Refusal, match="Settle the day"):
        Slot.add(bare, (village.winter.starts_at, village.winter.ends_at), "", True, village.amina)
    client.force_login(village.amina)
    page = client.get(f"/events/{bare.pk}/agenda/").content.decode()
    assert "There are no rooms yet" in page and "a corner will do" in page


def test_the_grid_of_a_cleared_day_is_still_a_page(village, client):
    Pitch.objects.all().delete()
    Session.objects.all().delete()
    Slot.objects.all().delete()
    assert "No slots yet" in client.get(f"/events/{village.winter.pk}/grid/").content.decode()
    assert Remix.objects.count() == 0
