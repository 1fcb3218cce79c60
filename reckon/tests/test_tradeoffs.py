"""Strengths, points, baskets and rings, held to the slow way."""

import doctest
from importlib import import_module
from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reckon.tests import oracles_tradeoffs as slow
from reckon.tests.sizes import few, some
from reckon.tradeoffs import baskets, consistency, points, strengths, to_overtake

THINGS = "abcd"
orders = st.lists(st.permutations(THINGS).flatmap(lambda p: st.integers(2, 3).map(lambda k: list(p[:k]))), max_size=6)


choices = st.lists(st.permutations(THINGS).map(lambda p: list(p[:2])), max_size=20)
short = st.lists(st.permutations(THINGS).flatmap(lambda p: st.integers(1, 4).map(lambda k: list(p[:k]))), max_size=8)


@settings(max_examples=few(20), deadline=None)
@given(st.one_of(orders, choices))
def test_strengths_are_the_likeliest(given_orders):
    _are_likeliest(given_orders, rest=False)


@settings(max_examples=few(10), deadline=None)
@given(short)
def test_where_the_rest_came_behind_an_order_of_one_counts(given_orders):
    _are_likeliest(given_orders, rest=True)


def _are_likeliest(given_orders, *, rest):
    found = {one.item: one for one in strengths(given_orders, items=THINGS, rest_behind=rest)}
    values = slow.likeliest([[THINGS.index(one) for one in order] for order in given_orders], len(THINGS), rest=rest)
    total = sum(map(exp, values))
    for at, thing in enumerate(THINGS):
        assert found[thing].share == pytest.approx(exp(values[at]) / total, abs=1e-6)
        assert found[thing].low < found[thing].against < found[thing].high


@settings(max_examples=few(8), deadline=None)
@given(
    st.one_of(st.tuples(st.just(False), choices), st.tuples(st.just(True), short)).filter(lambda one: one[1]),
    st.lists(st.sampled_from([0.4, 0.75, 1.0, 1.8]), min_size=20, max_size=20),
)
def test_weighted_strengths_and_their_intervals_are_those_of_the_slow_way(said, times):
    rest, given_orders = said
    counts, whose = times[: len(given_orders)], [at // 2 for at in range(len(given_orders))]
    numbered = [[THINGS.index(one) for one in order] for order in given_orders]
    told = strengths(given_orders, THINGS, whose, rest_behind=rest, counts=counts)
    found = {one.item: one for one in told}

    values = slow.likeliest(numbered, len(THINGS), counts, rest=rest)
    reach = slow.spread(values, numbered, whose, counts, rest=rest)

    total = sum(map(exp, values))
    for at, thing in enumerate(THINGS):
        low, high = (1 / (1 + exp(-(values[at] + way * 1.6448536269514722 * reach[at]))) for way in (-1, 1))
        assert found[thing].share == pytest.approx(exp(values[at]) / total, abs=1e-6)
        assert (found[thing].low, found[thing].high) == pytest.approx((low, high), abs=2e-4)


def test_who_stands_for_two_counts_as_two_and_choices_are_counted_as_they_were_made():
    said = [("a", "b"), ("b", "a"), ("b", "c")]
    double = {one.item: one for one in strengths([*said, said[0]], "abc")}
    weighed = {one.item: one for one in strengths(said, "abc", counts=[2, 1, 1])}
    assert {item: one.share for item, one in weighed.items()} == pytest.approx(
        {item: one.share for item, one in double.items()}
    )
    assert weighed["a"].met == 2


def test_more_choices_make_the_interval_narrower():
    few, many = strengths([("a", "b")] * 3 + [("b", "a")]), strengths([("a", "b")] * 30 + [("b", "a")] * 10)
    assert many[0].high - many[0].low < few[0].high - few[0].low


def test_one_persons_many_choices_do_not_make_it_as_certain_as_many_peoples():
    said = [("a", "b"), ("a", "c"), ("b", "c")] * 4 + [("b", "a"), ("c", "a"), ("c", "b")] * 3
    of_many = strengths(said, "abc")
    of_few = strengths(said, "abc", [at // 3 for at in range(len(said))])
    assert [one.against for one in of_many] == [one.against for one in of_few]
    assert of_few[0].high - of_few[0].low > 1.2 * (of_many[0].high - of_many[0].low)


def test_the_interval_holds_the_truth_nine_times_in_ten_when_each_person_chooses_often():
    """Forty people who lean each their own way, six choices each; the truth is that the crowd is even."""
    held, dice = 0, np.random.default_rng(5)
    throws = some(200)
    for _throw in range(throws):
        leans = dice.normal(0, 1.5, 40)
        chose = dice.random((40, 6)) < 1 / (1 + np.exp(-leans[:, None]))
        said = [("a", "b") if one else ("b", "a") for row in chose for one in row]
        first = {one.item: one for one in strengths(said, "ab", [who for who in range(40) for _n in range(6)])}["a"]
        held += first.low <= 0.5 <= first.high
    assert 0.84 <= held / throws <= 0.98


@settings(max_examples=5, deadline=None)
@given(st.lists(st.permutations("abc").map(lambda p: list(p[:2])), min_size=1, max_size=6))
def test_how_many_false_sheets_overtake_is_what_the_slow_way_says(choices):
    first, second, *_rest = strengths(choices, "abc")
    numbered = [["abc".index(one) for one in pair] for pair in choices]
    fast = to_overtake(choices, "abc", first.item, second.item)
    assert fast == slow.to_overtake(numbered, 3, "abc".index(first.item), "abc".index(second.item))


def test_so_many_false_orders_overtake_and_one_fewer_does_not():
    said = [("a", "b", "c")] * 9 + [("b",)] * 3 + [("c", "a")] * 2
    n = to_overtake(said, "abc", "a", "b", whole=True)
    places = [
        [one.item for one in strengths([*said, *[("b", "c", "a")] * k], "abc", rest_behind=True)]
        for k in (n - 1, n + 1)
    ]
    assert places[0].index("a") < places[0].index("b") and places[1].index("b") < places[1].index("a")


def test_what_always_won_has_a_strength_and_ties_keep_their_order():
    assert strengths([("a", "b")] * 5)[0].share < 1
    assert [one.item for one in strengths([], items="xyz")] == ["x", "y", "z"]
    assert strengths([]) == []


def test_an_order_that_names_one_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        strengths([("a", "b", "a")])


def test_few_who_give_much_are_seen_when_clipped():
    sheets = [{"loud": 100}] + [{"quiet": 20, "other": 20} for _sheet in range(4)]
    found = {one.item: one for one in points(sheets)}
    assert found["loud"].mean > found["quiet"].mean - 5 and found["loud"].givers == 1
    assert found["loud"].clipped < found["quiet"].clipped
    assert found["loud"].middle == 0


@pytest.mark.parametrize(("sheet", "words"), [({"a": 101}, "100"), ({"a": -1}, "less than")])
def test_a_sheet_of_points_that_cannot_be_is_refused(sheet, words):
    with pytest.raises(ValueError, match=words):
        points([sheet])


def test_no_sheets_are_no_result():
    assert points([]) == []
    assert baskets([], {"a": 5}, 10).chosen[0].high == 1.0


@pytest.mark.parametrize(("sheet", "words"), [({"a", "b"}, "costs"), ({"z"}, "no price")])
def test_a_basket_that_cannot_be_paid_is_refused(sheet, words):
    with pytest.raises(ValueError, match=words):
        baskets([sheet], {"a": 60, "b": 60}, 100)


@given(
    st.lists(st.tuples(st.sampled_from(THINGS), st.sampled_from(THINGS)).filter(lambda p: p[0] != p[1]), max_size=14)
)
def test_rings_are_counted_as_the_slow_way_counts_them(choices):
    made = set(choices)
    clear = {pair for pair in made if pair[::-1] not in made}
    found = consistency(choices)
    assert found.rings == slow.rings(clear)
    if found.example:
        a, b, c = found.example
        assert {(a, b), (b, c), (c, a)} <= clear


@pytest.mark.parametrize("module", ["", ".orders", ".overtaking", ".points", ".baskets", ".rings"])
def test_the_examples_are_true(module):
    tried = doctest.testmod(import_module(f"reckon.tradeoffs{module}"))
    assert tried.attempted and not tried.failed
