"""Counting a decision: delegations followed, totals added, orders compared pair by pair."""

from __future__ import annotations

import doctest
import json
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reckon.deciding import going_along, ranked, totals, weighed
from reckon.deciding.__main__ import count, main
from reckon.tests import oracles_deciding as slow
from reckon.tests.sizes import some

PEOPLE = list("abcdefgh")
OPTIONS = ["w", "x", "y", "z"]
orders = st.dictionaries(st.sampled_from(OPTIONS), st.integers(1, 4), max_size=4)
sheets = st.dictionaries(st.sampled_from(PEOPLE), orders, max_size=8)
delegations = st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), max_size=8)


@given(sheets, delegations)
def test_each_person_is_counted_once_or_not_at_all(said, delegates):
    found = weighed(said, delegates)
    speakers = slow.speakers(said, delegates)
    assert found.people == sum(speaker is not None for speaker in speakers.values())
    assert set(found.silent) == {person for person, speaker in speakers.items() if speaker is None}


@given(sheets, delegations)
def test_totals_are_those_of_a_sheet_for_everybody(said, delegates):
    found = totals(OPTIONS, weighed(said, delegates))
    copies = slow.ballots(said, delegates)
    for line in found.lines:
        assert line.total == sum(sheet.get(line.option, 0) for sheet in copies)
        assert line.people == sum(bool(sheet.get(line.option)) for sheet in copies)
    most = max(line.total for line in found.lines)
    assert found.first == [line.option for line in found.lines if most and line.total == most]


@given(sheets, delegations)
def test_an_order_wins_as_trying_each_path_says(said, delegates):
    found = ranked(OPTIONS, weighed(said, delegates))
    assert (found.beats, found.winners) == slow.first(OPTIONS, slow.ballots(said, delegates))


@given(sheets, st.permutations(OPTIONS))
def test_the_order_of_the_options_changes_no_winner(said, shuffled):
    of = weighed(said, {})
    assert set(ranked(OPTIONS, of).winners) == set(ranked(shuffled, of).winners)


def test_a_published_example_of_the_method():
    """45 voters, five candidates, E first: the worked example of the article "Schulze method" (Wikipedia, 2024)."""
    lines = [
        (5, "ACBED"),
        (5, "ADECB"),
        (8, "BEDAC"),
        (3, "CABED"),
        (7, "CAEBD"),
        (2, "CBADE"),
        (7, "DCEBA"),
        (8, "EBADC"),
    ]
    sheets = [{one: place for place, one in enumerate(order, start=1)} for times, order in lines for _ in range(times)]
    found = ranked(list("ABCDE"), weighed(dict(enumerate(sheets)), {}))
    assert [found.beats["A"][other] for other in "BCDE"] == [20, 26, 30, 22]
    assert (found.winners, found.beats_all) == (["E"], None)


willing = st.dictionaries(st.sampled_from(OPTIONS[:3]), st.integers(0, 5), max_size=3)


@settings(max_examples=some(150))
@given(st.dictionaries(st.sampled_from(PEOPLE), willing, max_size=6), delegations)
def test_who_goes_along_is_the_largest_set_there_is_and_each_has_one_slip(said, delegates):
    found = going_along(OPTIONS[:3], weighed(said, delegates))
    along, slips = slow.slips(OPTIONS[:3], slow.ballots(said, delegates))
    assert {one.option: one.along for one in found.options} == along
    assert {one.option: one.slips for one in found.options} == slips


def test_a_majority_gains_by_going_along_with_what_most_can_live_with():
    """Eleven want a car park, nine a garden; all but one can live with both halved. Those who hold out have 11 slips in
    20 for their own; those who go along have 19 in 20 for what they can live with, which nobody outvotes."""
    hold_out = {n: {"cars": 5} if n < 11 else {"garden": 5, "half": 1} for n in range(20)}
    go_along = {n: ({"cars": 5} if n < 11 else {"garden": 5}) | ({"half": 1} if n else {}) for n in range(20)}
    options = ["cars", "garden", "half"]
    assert [one.slips for one in going_along(options, weighed(hold_out, {})).options] == [11, 9, 0]
    found = going_along(options, weighed(go_along, {}))
    assert [(one.along, one.slips) for one in found.options] == [(11, 1), (9, 0), (19, 19)]
    assert found.first == ["half"] and not found.settled


def test_who_asks_for_more_than_come_does_not_go_along_and_says_so_beside():
    said = {n: {"half": 2} for n in range(7)} | {n: {"cars": 5} for n in range(7, 10)}
    [cars, half] = going_along(["cars", "half"], weighed(said, {})).options
    assert (cars.along, cars.slips) == (3, 3) and (half.along, half.nearly, half.slips) == (0, 7, 0)


def test_what_is_said_oneself_counts_before_what_is_delegated():
    found = weighed({"ann": {"x": 1}, "ben": {"y": 1}}, {"ann": "ben"})
    assert found.weights == {"ann": 1, "ben": 1} and found.delegated == 0


def test_nobody_and_nothing():
    assert totals(OPTIONS, weighed({}, {})).first == []
    assert ranked(OPTIONS, weighed({}, {})).winners == []
    assert ranked([], weighed({"ann": {}}, {})).winners == []


def test_the_command_counts_a_file_again(tmp_path, capsys):
    path = tmp_path / "decision.json"
    path.write_text(
        json.dumps(
            {"method": "dot", "options": ["x", "y"], "said": {"1": {"x": 3}, "2": {"y": 2}}, "delegates": {"3": "2"}}
        )
    )
    assert main([str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["first"] == ["y"]


@pytest.mark.parametrize("wrong", ["{", '{"method": "shouting"}', '{"method": "dot", "options": 3, "said": {}}'])
def test_the_command_says_what_is_wrong_with_a_file(tmp_path, capsys, wrong):
    path = tmp_path / "decision.json"
    path.write_text(wrong)
    assert main([str(path)]) == 2 and str(path) in capsys.readouterr().err


def test_the_command_counts_slips_again():
    told = count({"method": "together", "options": ["x", "y"], "said": {"1": {"x": 5}, "2": {"y": 5, "x": 1}}})
    assert told["slips"] == 2 and told["first"] == ["x"] and [row["slips"] for row in told["lines"]] == [2, 0]


@pytest.mark.parametrize("name", ["delegation", "going_along", "ranking", "totals"])
def test_the_examples_run(name):
    assert doctest.testmod(sys.modules[f"reckon.deciding.{name}"]).failed == 0


def test_count_gives_the_contests_of_a_ranking():
    asked = {"method": "rank", "options": ["x", "y"], "said": {"1": {"x": 1, "y": 2}}}
    assert count(asked)["beats_all"] == "x"
