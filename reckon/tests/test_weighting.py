"""Small numbers are hidden, by subtraction too."""

from __future__ import annotations

import doctest
import json
import random
from dataclasses import astuple
from importlib import import_module
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reckon.opinions import wilson
from reckon.weighting import CannotWeigh, hide_small, raked, weighted_mean, weighted_share
from reckon.weighting.__main__ import main
from reckon.weighting.kinds import counted, mean_of, share_of


def could_be(shown: dict[str, int | None], total: int, least: int) -> list[dict[str, int]]:
    """The slow way: every set of counts that a reader who knows the total and the rule holds possible."""
    hidden = [key for key, count in shown.items() if count is None]
    known = sum(count for count in shown.values() if count is not None)
    found = []
    for guess in product(range(1, total - known + 1), repeat=len(hidden)):
        counts = {key: count if count is not None else guess[hidden.index(key)] for key, count in shown.items()}
        if sum(guess) == total - known and hide_small(counts, least) == shown:
            found.append(counts)
    return found


def test_what_is_large_enough_is_shown():
    assert hide_small({"a": 5, "b": 9, "c": 0}, 5) == {"a": 5, "b": 9, "c": 0}


def test_one_small_number_hides_another_with_it():
    assert hide_small({"a": 30, "b": 2, "c": 7}, 5) == {"a": 30, "b": None, "c": None}


def test_two_small_ones_that_make_too_few_hide_a_third():
    assert hide_small({"a": 30, "b": 1, "c": 1, "d": 8}, 5) == {"a": 30, "b": None, "c": None, "d": None}


def test_ties_hide_the_first():
    assert hide_small({"a": 6, "b": 6, "c": 4}, 5) == {"a": None, "b": 6, "c": None}


def test_a_room_of_few_shows_nothing():
    assert hide_small({"a": 2, "b": 0}, 5) == {"a": None, "b": 0}


def test_a_count_is_not_negative():
    with pytest.raises(ValueError):
        hide_small({"a": -1}, 5)


def test_no_small_number_can_be_reckoned_back():
    dice = random.Random(7)
    for _ in range(400):
        counts = {key: dice.choice((0, 1, 1, 2, 3, 4, 5, 6, 7, 8)) for key in "abcd"[: dice.randint(2, 4)]}
        total, shown = sum(counts.values()), hide_small(counts, 4)
        small = [key for key, count in counts.items() if 0 < count < 4]
        assert all(shown[key] is None for key in small)
        open_enough = sum(1 for count in shown.values() if count is None) >= 2 and total >= 4
        if small and open_enough:
            every = could_be(shown, total, 4)
            assert counts in every
            assert all(len({one[key] for one in every}) > 1 for key in small), (counts, shown)


def test_raking_meets_every_margin_and_keeps_the_odds():
    """The table of Ardilly and Tillé, "Sampling Methods: Exercises and Solutions", 2006, as the R package
    TeachingSampling gives it: margins 430, 360, 210 and 150, 300, 550. What makes a raked table the raked one (Deming and
    Stephan, 1940) is that it has these margins and the odds ratios it began with."""
    table = [[80, 170, 150], [90, 80, 210], [10, 80, 130]]
    rows, columns = (430, 360, 210), (150, 300, 550)
    kinds = [{"row": r, "column": c} for r in range(3) for c in range(3) for _one in range(table[r][c])]
    weights = raked(kinds, {"row": dict(enumerate(rows)), "column": dict(enumerate(columns))})
    found = [[0.0] * 3 for _row in range(3)]
    for kind, weight in zip(kinds, weights, strict=True):
        found[kind["row"]][kind["column"]] += weight
    assert [sum(row) for row in found] == pytest.approx(rows, abs=1e-6)
    assert [sum(column) for column in zip(*found, strict=True)] == pytest.approx(columns, abs=1e-6)
    for r, c in product(range(2), range(2)):
        odds, was = (t[r][c] * t[r + 1][c + 1] / (t[r][c + 1] * t[r + 1][c]) for t in (found, table))
        assert odds == pytest.approx(was)


def test_too_few_of_a_kind_are_not_weighted_up():
    kinds = [{"age": "young"}] * 9 + [{"age": "old"}] * 91
    with pytest.raises(CannotWeigh):
        raked(kinds, {"age": {"young": 1, "old": 1}})
    with pytest.raises(CannotWeigh):
        raked([{"age": "young"}] * 20 + [{"age": "old"}] * 20, {"age": {"young": 1, "old": 1}})
    with pytest.raises(CannotWeigh):
        raked([{"age": "young"}] * 10 + [{"age": "old"}] * 200, {"age": {"young": 9, "old": 1}})


def test_equal_weights_leave_the_share_and_its_interval_as_they_are():
    """Wilson's interval of 81 of 263, Newcombe's example, here at nine in ten."""
    found = weighted_share([True] * 81 + [False] * 182, [1.0] * 263)
    assert found.share == found.weighted == pytest.approx(81 / 263) and found.effective == pytest.approx(263)
    low, high = wilson(81, 263)
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


def test_weighting_costs_certainty():
    said = [True] * 20 + [False] * 60
    even, uneven = weighted_share(said, [1.0] * 80), weighted_share(said, [2.0] * 20 + [2 / 3] * 60)
    assert uneven.effective == pytest.approx(60) and uneven.high - uneven.low > even.high - even.low


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), st.integers(0, 9)), min_size=1, max_size=60))
def test_what_kinds_said_together_gives_the_figures_of_each_by_himself(rows):
    """Each person's own answer with their own weight, the slow way; and the same people counted by kind."""
    rows = [*rows, *((one, two, n) for n, (one, two) in enumerate(product("ab", "xy")))] * 10
    population = {"age": {"a": 60, "b": 40}, "part": {"x": 30, "y": 70}}
    people = [{"age": one, "part": two} for one, two, _given in rows]
    try:
        each = raked(people, population)
    except CannotWeigh:
        with pytest.raises(CannotWeigh):
            mean_of(counted([(who, row[2]) for who, row in zip(people, rows, strict=True)]), population)
        return
    given_ = [float(row[2]) for row in rows]
    slow_mean, slow_share = weighted_mean(given_, each), weighted_share([one > 4 for one in given_], each)
    answers = list(zip(people, given_, strict=True))
    fast = mean_of(counted(answers), population)
    assert astuple(fast) == pytest.approx(astuple(slow_mean))
    fast_share = share_of(counted([(who, float(one > 4)) for who, one in answers]), population)
    assert astuple(fast_share) == pytest.approx(astuple(slow_share))


def test_a_kind_of_few_is_not_counted_apart():
    with pytest.raises(CannotWeigh):
        counted([({"age": "old", "part": "x"}, 1.0)] * 60 + [({"age": "old", "part": "y"}, 1.0)] * 9)


def written(folder, name: str, rows) -> str:
    path = folder / name
    path.write_text("\n".join(",".join(map(str, row)) for row in rows) + "\n")
    return str(path)


def test_the_command_prints_what_a_pencil_finds(tmp_path, capsys):
    """20 of 20 young and 15 of 60 old say yes; in the place there are as many of each: (1 + 0.25) / 2."""
    table = [("comment-id", "age", "people", "sum", "squares"), ("s1", "young", 20, 20, 20), ("s1", "old", 60, 15, 15)]
    people = written(tmp_path, "p.csv", [("margin", "kind", "people"), ("age", "young", 7), ("age", "old", 7)])
    assert main([written(tmp_path, "w.csv", table), people, "--kind", "statements"]) == 0
    [row] = json.loads(capsys.readouterr().out)["rows"]
    assert (row["item"], row["n"]) == ("s1", 80)
    assert (row["share"], row["weighted"]) == (pytest.approx(35 / 80), pytest.approx(0.625))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([("comment-id", "people", "sum", "squares"), ("s1", 20, 20, 20)], "no column called age"),
        ([("comment-id", "age", "people", "sum", "squares"), ("s1", "young", "many", 20, 20)], "whole numbers"),
        ([("comment-id", "age", "people", "sum", "squares"), ("s1", "young", 20, 20, 20)], "are needed"),
        ([("comment-id", "age", "people", "sum", "squares"), ("s1", "aged", 60, 20, 20)], "no kind"),
    ],
)
def test_the_command_says_what_is_wrong_with_a_file(tmp_path, capsys, table, words):
    people = written(tmp_path, "p.csv", [("margin", "kind", "people"), ("age", "young", 7), ("age", "old", 7)])
    assert main([written(tmp_path, "w.csv", table), people, "--kind", "statements"]) == 2
    said = capsys.readouterr().err
    assert words in said and len(said.splitlines()) == 1


@pytest.mark.parametrize("module", ["", ".raking", ".kinds"])
def test_the_examples_are_true(module):
    tried = doctest.testmod(import_module(f"reckon.weighting{module}"))
    assert tried.attempted and not tried.failed
