"""Promises about the mix report, latecomers and no-shows."""

import random

import pytest

from reckon.mixing import UNKNOWN, Between, Person, mix, rebalance, report, seat
from reckon.tests import oracles_mixing as oracle
from reckon.tests.test_mixing import crowd


def seated(people, fill):
    ids = iter(person.id for person in people)
    return tuple(tuple(next(ids) for _ in range(many)) for many in fill)


def test_chance_is_the_mean_over_every_order_in_which_they_could_sit_down():
    for seed in range(60):
        dice = random.Random(seed)
        people = [Person(f"p{n}", dice.choice(["", "a", "b", "c"])) for n in range(dice.randint(1, 6))]
        first = dice.randint(0, len(people))
        fill = [first, len(people) - first]

        found = report(people, [seated(people, fill)])

        across, _, others = oracle.at_random(people, fill, {})
        sure = [person.id for person in people if person.sector]
        assert found.across.at_random == pytest.approx(float(across))
        mean = float(sum(others[who] for who in sure) / len(sure)) if sure else 0
        assert found.others.at_random == pytest.approx(mean)
        assert found.across.here <= found.across.at_most and found.across.at_random <= found.across.at_most + 1e-9
        assert found.others.here <= found.others.at_most


def test_two_rounds_are_two_chances_of_meeting_a_sector():
    people = [Person("Ann", "a"), Person("Bo", "b"), Person("Cy", "a"), Person("Di", "a")]
    tables = (("Ann", "Bo"), ("Cy", "Di"))

    found = report(people, [tables, tables])

    once = [1 / 3, 1, 1 / 3, 1 / 3]
    assert found.others.at_random == pytest.approx(sum(1 - (1 - p) ** 2 for p in once) / 4)
    assert (found.meetings, found.new, found.repeats) == (4, 2, 2)


def test_every_table_is_counted_with_those_we_do_not_know_in_a_row_of_their_own():
    people = [Person("Ann", "a", more={"age": "old"}), Person("Bo"), Person("Cy", "a"), Person("Di", "b")]

    found = report(people, [(("Ann", "Bo", "Di"), ("Cy",))], Between(met={("Di", "Ann"): 1}))

    assert found.counts["sector"] == (("a", 2), ("b", 1), (UNKNOWN, 1))
    first = found.tables[0]
    assert first.counts["sector"] == (("a", 1), ("b", 1), (UNKNOWN, 1))
    assert first.counts["age"] == (("old", 1), (UNKNOWN, 2))
    assert (first.people, first.pairs, first.across, first.new) == (3, 3, 1, 2)
    assert found.unsure == 2


def test_the_report_counts_what_mix_says():
    for seed in range(8):
        people = crowd(20, seed)
        between = Between(met={("p1", "p2"): 1, ("p5", "p6"): 1})
        found = mix(people, [5] * 4, 3, between)

        counted = report(people, found.seating, between)

        assert counted.repeats == found.repeats
        assert sum(table.across for table in counted.tables) == counted.across.here


@pytest.mark.parametrize(
    "seating, said",
    [([(("Ann", "Zoe"),)], "Zoe sits in round 1 and is not among"), ([(("Ann",), ("Ann",))], "Ann sits twice")],
)
def test_a_seating_that_cannot_be_is_refused(seating, said):
    with pytest.raises(ValueError, match=said):
        report([Person("Ann")], seating)


def worst_first(person, people, ids, between):
    """What a table costs a walk-in, the slow way: the rule as its words say it."""
    value = {one.id: one for one in people}
    apart = {frozenset(pair) for pair in between.apart}
    met = {frozenset(pair) for pair in between.met}
    friends = {who for group in between.together if person.id in group for who in group} - {person.id}
    return (
        sum(frozenset((person.id, who)) in apart for who in ids),
        -sum(who in friends for who in ids),
        sum(frozenset((person.id, who)) in met and who not in friends for who in ids),
        sum(value[who].sector == person.sector for who in ids),
        len(ids),
    )


def test_a_walk_in_gets_the_best_table_and_nobody_moves():
    for seed in range(100):
        dice = random.Random(seed)
        people = crowd(13, seed)
        ids = [f"p{n}" for n in range(12)]
        between = Between(
            met={("p12", who): 1 for who in dice.sample(ids, 4)},
            apart=[("p12", dice.choice(ids))],
            together=[("p12", dice.choice(ids))] if dice.random() < 0.5 else [],
        )
        now = mix(people[:12], [5, 5, 4], seed=seed).seating

        found = seat(people[12], people[:12], now, [5, 5, 4], between)

        at = found.tables[0] - 1
        assert [[who for who in table if who != "p12"] for table in found.seating[0]] == [list(t) for t in now[0]]
        assert found.seating[0][at][-1] == "p12"
        costs = [worst_first(people[12], people, table, between) for table in now[0]]
        free = [cost for cost, table, top in zip(costs, now[0], [5, 5, 4]) if len(table) < top]
        assert costs[at] == min(free)


def test_a_walk_in_meets_others_in_the_next_round():
    people = [Person("Ann", "a"), Person("Bo", "a"), Person("Cy", "a")]
    rounds = [(("Ann",), ("Bo", "Cy")), (("Ann",), ("Bo", "Cy"))]

    found = seat(Person("Di", "b"), people, rounds, [3, 3])

    assert found.tables == (1, 2)


def test_what_a_walk_in_cannot_have_is_said():
    people = [Person("Ann"), Person("Bo")]
    tables = [(("Ann",), ("Bo",))]

    found = seat(Person("Cy"), people, tables, [1, 2], Between(apart=[("Cy", "Bo")], together=[("Cy", "Ann")]))

    assert found.unmet == (
        "Cy and Bo were to be kept apart; in round 1 only table 2 was free for Cy.",
        "Cy was to sit with Ann, but in round 1 that table cannot be had.",
    )
    with pytest.raises(ValueError, match="Every seat is taken in round 1. Bring a chair"):
        seat(Person("Cy"), people, tables, [1, 1])
    with pytest.raises(ValueError, match="Ann sits in round 1 already"):
        seat(Person("Ann"), people, tables, [2, 2])
    with pytest.raises(ValueError, match="2 tables are seated and 1 are given"):
        seat(Person("Cy"), people, tables, [4])


def test_after_no_shows_no_way_to_even_the_tables_moves_fewer():
    for seed in range(300):
        dice = random.Random(seed)
        tables = [dice.randint(1, 5) for _ in range(dice.randint(1, 4))]
        counts = [dice.randint(0, top) for top in tables]
        people = crowd(sum(counts), seed)
        within = dice.randint(1, 2)
        now = seated(people, counts)

        found = rebalance(people, now, tables, within=within)

        assert len(found.moves) == oracle.fewest_moves(counts, tables, within), (tables, counts, within)
        stayed = {who for who, _, _ in found.moves}
        assert len(stayed) == len(found.moves)
        after = [len(ids) for ids in found.tables]
        used = [(many, top) for many, before, top in zip(after, counts, tables) if before]
        assert all(many == top or many >= max(after) - within for many, top in used)
        assert all(who in found.tables[to - 1] and who in now[source - 1] for who, source, to in found.moves)


def test_companions_are_not_moved_and_it_says_where_that_stops_short():
    people = [Person(who) for who in "abcde"]

    found = rebalance(people, (("a", "b", "c", "d"), ("e",)), [4, 4], Between(together=[("a", "b")]))
    stuck = rebalance(people, (("a", "b", "c", "d"), ("e",)), [4, 4], Between(together=[("a", "b", "c", "d")]))

    assert [who for who, _, _ in found.moves] in (["c"], ["d"])
    assert stuck.moves == () and "Too few sit by themselves" in stuck.unmet[0]
    with pytest.raises(ValueError, match="3 people are at table 1, which has 2 seats"):
        rebalance(people, (("a", "b", "c"),), [2])
    with pytest.raises(ValueError, match="Tables within 0"):
        rebalance(people, (("a",),), [2], within=0)
