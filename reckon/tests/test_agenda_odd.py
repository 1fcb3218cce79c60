"""Odd shapes get an answer with words; a grid that stands is changed as little as can be; the command."""

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from reckon.agenda import Day, Place, Session, improve, plan, torn
from reckon.agenda.command import main
from reckon.tests import oracles_agenda as oracle
from reckon.tests.test_agenda import day_of, tiny_day


def reasons(day, **how):
    return {out.session: out.why for out in plan(day, **how).left_out}


def test_odd_shapes_are_answered():
    empty = plan(Day(0, [], [], {}))
    assert (empty.grid, empty.left_out, empty.met, empty.of) == ((), (), 0, 0)
    assert reasons(Day(0, [5], [Session("a")], {"Ann": ["a"]})) == {"a": "There are no slots: add one."}
    assert reasons(Day(2, [], [Session("a")], {"Ann": ["a"]})) == {"a": "There are no rooms: add one."}
    unwanted = plan(Day(2, [5], [Session("a")], {"Ann": [], "Bo": ["of no session"]}))
    assert (len(unwanted.grid), unwanted.met, unwanted.of) == (1, 0, 0)


def test_what_did_not_fit_says_why():
    two = [Session("a", ("Ann",)), Session("b", ("Ann",))]
    assert reasons(Day(1, [5, 5], two)) == {
        "b": "Ann hosts 2 sessions and there is only 1 slot: find another host for one, or merge two."
    }
    assert reasons(Day(1, [5], [Session("a"), Session("b")], {"Ann": ["b"]})) == {
        "a": "There are 2 sessions and 1 place (1 slot, 1 room): add a slot or a room, or merge two."
    }
    assert reasons(Day(1, [5], [Session("a", needs=frozenset({"step-free", "a piano"}))])) == {
        "a": "It needs a room with a piano and step-free, and there is none."
    }
    assert reasons(Day(1, [5], [Session("a", slots=frozenset({4}))])) == {
        "a": "None of the slots its hosts can make is on this day."
    }
    assert reasons(Day(2, [5], [Session("a", slots=frozenset({0})), Session("b", slots=frozenset({0}))])) == {
        "b": "Of the slots its hosts can make, in 1 slot every room is taken."
    }


def test_two_sessions_of_one_name_are_told_apart_in_words():
    found = plan(Day(2, [5], [Session("a"), Session("a")], {"Ann": ["a"]}))

    assert [place.session for place in found.grid] == ["a"]
    assert "an id of its own" in found.left_out[0].why


def test_fixed_sessions_that_cannot_both_stand_say_so():
    fixed = Session("a", ("Ann",), slot=0, room=0)
    assert reasons(Day(1, [5, 5], [fixed, Session("b", slot=0, room=0)])) == {
        "b": "It is fixed in slot 0, room 0, which a has."
    }
    assert reasons(Day(1, [5, 5], [fixed, Session("b", ("Ann",), slot=0)])) == {
        "b": "It is fixed in slot 0, where Ann is already hosting a."
    }
    assert reasons(Day(1, [5], [Session("b", slot=7)])) == {
        "b": "It is fixed in slot 7, and the slots are numbered 0 to 0."
    }
    assert reasons(Day(1, [5], [Session("b", room=7)])) == {
        "b": "It is to be in room 7, and the rooms are numbered 0 to 0."
    }


@pytest.mark.parametrize(
    "slots,rooms,words",
    [
        (-1, [5], "The number of slots must be a whole number, 0 or more, not -1."),
        (1, [-5], "A room must seat a whole number of people, 0 or more, not -5."),
        (10**9, [5], "A day has at most 1,000 slots and 1,000 rooms: split it in two."),
    ],
)
def test_nonsense_is_refused_in_a_sentence(slots, rooms, words):
    with pytest.raises(ValueError) as problem:
        Day(slots, rooms, [])

    assert str(problem.value) == words


def test_everybody_in_one_hosts_hands_still_gets_as_many_places_as_there_are_slots():
    day = Day(4, [5, 5, 5], [Session(n, ("Ann",)) for n in range(9)], {"Bo": range(9)})

    found = plan(day)

    assert len(found.grid) == 4 and found.met == 4 and len(found.left_out) == 5


def test_a_torn_count_is_the_slow_count_for_any_grid():
    r = Random(1)
    for seed in range(100):
        day = tiny_day(seed)
        grid = [Place(s.id, r.randrange(day.slots), r.randrange(len(day.rooms))) for s in day.sessions]

        seen = torn(day, [*grid, Place("unknown", 0, 0), Place("late", 99, 0)])

        assert seen.met == oracle.met(day, grid)
        at_once = [
            sum(place.session in want for place in grid if place.slot == slot)
            for want in day.wishes.values()
            for slot in range(day.slots)
        ]
        assert seen.torn == sum(many > 1 for many in at_once)
        for tear in seen.tears:
            assert tear.people == sum(set(tear.sessions) <= want for want in day.wishes.values()) > 0
        if len(seen.tears) < 20:
            assert sum(tear.people for tear in seen.tears) == sum(many * (many - 1) // 2 for many in at_once)


def test_remixing_moves_nothing_that_may_stay():
    day = day_of(24, 6, 5, 60, seed=4)
    before = plan(day, effort=0.2)

    again = improve(day, before.grid, moves=0)

    assert again.grid == before.grid and again.moved == ()


def test_a_new_session_finds_a_place_and_the_others_stay():
    day = day_of(23, 6, 4, 60, seed=4)
    before = plan(day, effort=0.2)
    more = Day(day.slots, day.rooms, [*day.sessions, Session("new")], {**day.wishes, "Zoe": ["new"]})

    after = improve(more, before.grid, moves=0)

    assert after.moved == () and set(before.grid) < set(after.grid)
    assert oracle.broken(more, after.grid) == []


def test_a_few_moves_win_wishes_and_no_more_are_made_than_said():
    day = day_of(24, 6, 4, 60, seed=8)
    poor = plan(replace_wishes(day, {}), effort=0)

    few = improve(day, poor.grid, moves=4)
    many = improve(day, poor.grid, moves=20)

    start = oracle.met(day, poor.grid)
    assert start < few.met < many.met
    rooms_aside = {place.session: place.slot for place in poor.grid}
    assert sum(place.slot != rooms_aside[place.session] for place in few.grid) <= 4
    assert few.met == oracle.met(day, few.grid) and oracle.broken(day, few.grid) == []


def replace_wishes(day, wishes):
    return Day(day.slots, day.rooms, day.sessions, wishes)


def test_what_is_running_keeps_slot_and_room():
    for seed in range(60):
        day = tiny_day(seed)
        grid = plan(day, effort=0.1).grid
        running = [place.session for place in grid[::2]]
        host = Session("late", ("A",), needs=frozenset("x"))
        more = Day(day.slots, day.rooms, [*day.sessions, host], {**day.wishes, "Zoe": ["late", "s0"]})

        after = improve(more, grid, keep=running, moves=3)

        assert {place for place in grid if place.session in running} <= set(after.grid)
        assert oracle.broken(more, after.grid) == []
        assert {place.session for place in after.grid} >= {place.session for place in grid}


def test_a_room_that_is_gone_moves_only_its_own():
    day = Day(2, [20, 10], [Session("a"), Session("b"), Session("c")])
    grid = [Place("a", 0, 0), Place("b", 0, 1), Place("c", 1, 0)]

    after = improve(Day(2, [20], day.sessions[1:]), grid, moves=0)

    assert {place.session: (place.slot, place.room) for place in after.grid} == {"b": (0, 0), "c": (1, 0)}
    assert after.moved == ("b",)


def test_a_host_now_in_two_places_is_parted():
    sessions = [Session("a", ("Ann",)), Session("b", ("Ann", "Bo"))]

    after = improve(Day(2, [9, 9], sessions, {"Cy": ["a"]}), [Place("a", 0, 0), Place("b", 0, 1)], keep=["a"])

    assert [place.slot for place in after.grid] == [0, 1] and after.moved == ("b",)


def run(path, *more):
    return subprocess.run(
        [sys.executable, "-m", "reckon.agenda", str(path), *more],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def test_the_command_prints_the_plan_as_json(tmp_path):
    file = tmp_path / "day.json"
    sessions = [
        {"id": "a", "hosts": ["Ann"]},
        {"id": 7, "hosts": []},
        {"id": "c", "hosts": ["Ann"], "needs": ["a piano"]},
    ]
    file.write_text(json.dumps({"slots": 2, "rooms": [9], "sessions": sessions, "wishes": {"Bo": ["a", 7, "x"]}}))

    done = run(file)

    assert done.returncode == 0 and done.stderr == ""
    assert json.loads(done.stdout) == {
        "grid": [{"session": "a", "slot": 0, "room": 0}, {"session": 7, "slot": 1, "room": 0}],
        "left_out": [{"session": "c", "why": "It needs a room with a piano, and there is none."}],
        "met": 2,
        "of": 2,
    }


BAD = [
    "",
    "[]",
    "{}",
    '{"slots": 2}',
    '{"slots": -1, "rooms": [], "sessions": []}',
    '{"slots": 2.5, "rooms": [], "sessions": []}',
    '{"slots": true, "rooms": [], "sessions": []}',
    '{"slots": 1, "rooms": 4, "sessions": []}',
    '{"slots": 1, "rooms": [-4], "sessions": []}',
    '{"slots": 1, "rooms": ["big"], "sessions": []}',
    '{"slots": 1, "rooms": [4], "sessions": ["a"]}',
    '{"slots": 1, "rooms": [4], "sessions": [{"id": null}]}',
    '{"slots": 1, "rooms": [4], "sessions": [{"id": {"a": 1}}]}',
    '{"slots": 1, "rooms": [4], "sessions": [{"id": "a", "hosts": "Ann"}]}',
    '{"slots": 1, "rooms": [4], "sessions": [{"id": "a", "slot": -1}]}',
    '{"slots": 1, "rooms": [4], "sessions": [], "wishes": ["a"]}',
    '{"slots": 1, "rooms": [4], "sessions": [], "wishes": {"Ann": "a"}}',
    '{"slots": 1, "rooms": [4], "sessions": [], "wishes": {"Ann": [["a"]]}}',
    '{"slots": 1' + "0" * 5000 + ', "rooms": [4], "sessions": []}',
    "[" * 100_000,
]


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_a_bad_file_gets_one_sentence(tmp_path, capsys, text):
    file = tmp_path / "day.json"
    file.write_text(text)

    assert main([str(file)]) == 2

    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and err.endswith(".\n") and len(err) < 300


@pytest.mark.parametrize("words", [[], ["a", "b"], ["/no/such/file"], ["/"]])
def test_a_file_that_cannot_be_read_is_said(capsys, words):
    assert main(words) == 2

    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.real
@pytest.mark.parametrize("name,met,of", [("small", 228, 250), ("medium", 1784, 2020), ("large", 29201, 34235)])
def test_it_meets_more_wishes_than_is_known_elsewhere(name, met, of):
    folder = os.environ.get("FOLKMOOT_REAL_DATA")
    if not folder:
        pytest.skip("FOLKMOOT_REAL_DATA is not set")

    done = run(Path(folder, f"schedules/agenda-{name}.json"))

    found = json.loads(done.stdout)
    assert found["of"] == of and found["left_out"] == []
    assert found["met"] >= met
