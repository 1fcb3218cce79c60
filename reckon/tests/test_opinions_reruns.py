"""Loud is not many: re-runs, floods, and how many false voices a claim withstands."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest

from reckon.opinions import (
    Broken,
    Votes,
    any_one_group,
    breaking,
    bursts,
    claims,
    copies,
    kept,
    most_first,
    once_each,
    opinions,
    rerun,
    shown,
    strongest,
    to_undo_dividing,
    to_undo_uniting,
)
from reckon.opinions.reruns import flooded, share_of, whole
from reckon.opinions.statements import Counts, counted, dividing, uniting


def camps(people: int = 40, statements: int = 12, seed: int = 1) -> Votes:
    dice = random.Random(seed)  # noqa: S311 - a made-up town
    rows = []
    for who in range(people):
        for what in range(statements):
            lean = 0.92 if what < 3 else (0.9 if (what + who % 2) % 2 else 0.1)
            if dice.random() < 0.9:
                rows.append((f"p{who}", f"s{what}", 1 if dice.random() < lean else -1))
    return Votes.of(rows)


def copied_slowly(votes: Votes, alike: float = 0.95) -> set[frozenset]:
    """By the rule, pair by pair, then whoever is reached from one to the next."""
    said: dict[int, dict[int, int]] = {}
    for who, what, value in zip(votes.person.tolist(), votes.statement.tolist(), votes.value.tolist(), strict=True):
        said.setdefault(who, {})[what] = value
    people = [who for who, mine in said.items() if len(mine) >= 7]
    near = {who: {who} for who in people}
    for a, b in product(people, people):
        either = said[a].keys() | said[b].keys()
        same = sum(said[a].get(what, "no") == said[b].get(what, "nor") for what in either)
        if a < b and same >= alike * len(either) - 1e-9:
            joined = near[a] | near[b]
            for each in joined:
                near[each] = joined
    return {frozenset(group) for group in near.values() if len(group) > 1}


@pytest.mark.parametrize("seed", range(25))
def test_copies_are_those_of_the_slow_rule(seed):
    dice = random.Random(seed)  # noqa: S311
    rows = []
    for who in range(18):
        like = who if dice.random() < 0.6 else 0
        for what in range(12):
            lean = random.Random(f"{like} {what}").choice((1, -1, 0, None))  # noqa: S311
            if lean is not None:
                rows.append((who, what, lean if dice.random() < 0.97 else 0))
    votes = Votes.of(rows)
    names = {frozenset(votes.people[at] for at in group) for group in copies(votes)}
    slow = {frozenset(votes.people[at] for at in group) for group in copied_slowly(votes)}
    assert names == slow


def test_a_thousand_copies_count_as_one():
    votes = camps(statements=40)
    block = flooded(votes, 0.96, 0.0, 1, claims(opinions(votes)))
    assert len(once_each(block).people) == len(votes.people) + 1


def test_people_who_only_agree_on_most_are_no_copies():
    assert copies(camps(statements=40)) == []


def test_a_quiet_week_has_no_burst_and_a_flood_has():
    assert not any(bursts([*"aabbccddeeff"]))
    assert not any(bursts([None, None])) and bursts([]) == []
    flood = bursts([*"aabbccdd", *("z" * 30)])
    assert flood.count(True) == 30 and not any(flood[:8])


def test_a_share_of_fewer_than_are_told_is_none():
    counts = whole(Votes.of([(who, "s", 1 if who else -1) for who in range(10)]))
    assert share_of(counts, 0, 1, least=10) == 0.9 and share_of(counts, 0, 1, least=11) is None


def test_a_rerun_says_what_moves_and_nothing_else():
    votes = camps()
    found = opinions(votes, least=10)
    same = rerun(found, lambda v: opinions(v, least=10), "nobody", [], 10)
    assert same.ran and same.moved == [] and same.left == len(votes.people)
    few = rerun(found, lambda v: opinions(v, least=10), "most", range(35), 10)
    assert not few.ran and few.left == 5


def test_leaving_out_a_group_gives_the_worst_of_all_groups_and_names_none():
    found = opinions(camps(), least=10)
    again = any_one_group(found, lambda v: opinions(v, least=10), 10)
    assert again.ran and again.left == min(len(found.votes.people) - len(group) for group in found.groups())
    assert all(move.claim.kind == "unites" for move in again.moved)


def test_the_strongest_are_one_in_twenty_and_at_least_one():
    found = opinions(camps())
    assert len(strongest(found)) == 2 and len(strongest(opinions(camps(people=8)))) == 1


def test_kept_people_keep_their_votes():
    votes = camps()
    part = kept(votes, np.array([3, 5, 20]))
    assert part.people == [votes.people[at] for at in (3, 5, 20)]
    assert part.by_person().tolist() == votes.by_person()[[3, 5, 20]].tolist()


def table(dice: random.Random, groups: int) -> Counts:
    voted = np.array([[dice.randint(10, 40)] for _g in range(groups)])
    agree = np.array([[dice.randint(0, int(n[0]))] for n in voted])
    disagree = np.array([[dice.randint(0, int(n[0] - a[0]))] for n, a in zip(voted, agree, strict=True)])
    return Counts(agree, disagree, voted)


def attacked(counts: Counts, false: int, split: list[int], say: list[int]) -> Counts:
    agree, disagree, voted = counts.agree.copy(), counts.disagree.copy(), counts.voted.copy()
    for group, how in zip(split, say, strict=True):
        if group < len(agree):
            (agree if how > 0 else disagree)[group, 0] += how != 0
            voted[group, 0] += 1
    own = [how for group, how in zip(split, say, strict=True) if group == len(agree)]
    if own:
        agree = np.append(agree, [[sum(how > 0 for how in own)]], axis=0)
        disagree = np.append(disagree, [[sum(how < 0 for how in own)]], axis=0)
        voted = np.append(voted, [[len(own)]], axis=0)
    assert len(split) == false
    return Counts(agree, disagree, voted)


@pytest.mark.parametrize("seed", range(40))
def test_one_false_voice_fewer_never_undoes_what_unites_and_that_many_do(seed):
    dice, least = random.Random(seed), 10  # noqa: S311
    counts = table(dice, dice.randint(1, 4))
    for claim in uniting(counts):
        margin = to_undo_uniting(counts, claim, least)
        assert 1 <= margin <= least
        for _attack in range(60):
            split = [dice.randrange(len(counts.agree) + 1) for _one in range(margin - 1)]
            split = [g if split.count(len(counts.agree)) >= least or g < len(counts.agree) else 0 for g in split]
            say = [dice.choice((-claim.side, -claim.side, 0, claim.side)) for _one in split]
            after = uniting(attacked(counts, margin - 1, split, say))
            assert any(one.side == claim.side for one in after), (counts, split, say)
        groups = range(len(counts.agree) + 1)
        worst = [attacked(counts, margin, [g] * margin, [-claim.side] * margin) for g in groups]
        assert any(all(one.side != claim.side for one in uniting(one_of)) for one_of in worst)


@pytest.mark.parametrize("seed", range(40))
def test_one_false_voice_fewer_never_undoes_what_divides_and_that_many_do(seed):
    dice = random.Random(seed)  # noqa: S311
    counts = table(dice, 2)
    for claim in dividing(counts):
        margin = to_undo_dividing(counts, claim)
        for _attack in range(60):
            split = [dice.choice((claim.more, claim.less)) for _one in range(margin - 1)]
            say = [dice.choice((1, 0, -1)) for _one in split]
            after = dividing(attacked(counts, margin - 1, split, say))
            assert any((one.more, one.less) == (claim.more, claim.less) for one in after)
        undone = False
        for against in range(margin + 1):
            split = [claim.more] * against + [claim.less] * (margin - against)
            say = [-1] * against + [1] * (margin - against)
            after = dividing(attacked(counts, margin, split, say))
            undone |= all((one.more, one.less) != (claim.more, claim.less) for one in after)
        assert undone


def test_a_small_flood_breaks_little_and_the_break_point_is_found():
    votes = camps(people=60)
    found = opinions(votes, least=10)
    found = breaking(found, lambda v: opinions(v, least=10))
    assert 0 < found.first <= found.agreed <= 0.3


def test_a_claim_can_leave_the_list_of_five_long_before_it_is_agreed_no_more():
    """Nine statements that all agree with nearly alike: a few voices change which come first, and no more."""
    rows = [(f"p{n}", f"s{m}", -1 if (n + 7 * m) % 60 < 1 + m // 3 else 1) for n in range(60) for m in range(9)]
    found = opinions(Votes.of(rows), least=60)
    broken = breaking(found, lambda votes: opinions(votes, least=60))
    assert len(found.unites) == 9 and broken.first is not None
    assert broken.first < 0.1 and (broken.agreed is None or broken.agreed > 2 * broken.first)


def test_where_nothing_unites_nothing_can_be_broken():
    found = opinions(Votes.of((f"p{n}", f"s{m}", 1 if (n + m) % 2 else -1) for n in range(20) for m in range(8)))
    assert not found.unites and breaking(found, opinions) == Broken(None, None)


def test_a_knot_of_few_that_stands_far_out_takes_no_map_away_from_the_others():
    """Two camps of forty, and five who vote as nobody else does: without a floor they are a group of their own, with
    one of ten they stand with the camp that is nearest, and the camps are as they were."""
    rows = [(f"p{n}", f"s{m}", 1 if (n < 40) == (m < 4) else -1) for n in range(80) for m in range(8)]
    rows += [(f"p{n}", f"t{m}", 1) for n in range(80) for m in range(30)]
    far = [(f"x{n}", f"{'st'[m % 2]}{m // 2 % (4 if m % 2 else 8)}", -1) for n in range(5) for m in range(8)]
    far += [(f"x{n}", f"t{m}", -1) for n in range(5) for m in range(30)]
    free, floored = opinions(Votes.of([*rows, *far])), opinions(Votes.of([*rows, *far]), least=10)
    assert min(len(group) for group in free.groups()) == 5
    camps_found = [{who for who in group if str(who)[0] == "p"} for group in floored.groups()]
    assert sorted(map(len, camps_found)) == [40, 40] and floored.grouping.count == 2
    assert all((floored.group[floored.votes.people.index(f"x{n}")] >= 0) for n in range(5))


def test_no_group_is_smaller_than_asked_and_the_number_of_groups_is_kept():
    votes = camps()
    assert min(len(group) for group in opinions(votes, least=10).groups()) >= 10
    assert opinions(votes, least=30).grouping.count == 1
    clear = opinions(votes).grouping.silhouettes
    near = [k for k, score in clear.items() if score >= max(clear.values()) - 0.02]
    assert all(opinions(votes, keep=k).grouping.count == k for k in near)


def test_groups_counted_again_are_those_of_the_map():
    found = opinions(camps())
    assert (counted(found.votes, found.group).voted == found.counts.voted).all()


@pytest.mark.parametrize("seed", range(20))
def test_a_voice_moves_two_statements_by_two_towards_each_other_at_most_in_whichever_group(seed):
    dice = random.Random(seed)  # noqa: S311 - a made-up town
    voted = np.array([[dice.randint(10, 40) for _what in range(9)] for _group in range(3)])
    agree = np.array([[dice.randint(int(n * 0.6), n) for n in row] for row in voted])
    counts = Counts(agree, np.zeros_like(agree), voted)
    leads = (2 * agree - voted).sum(axis=0)
    order = [one.statement for one in most_first(counts, uniting(counts))]
    first, next_to_it = order[0], order[1]
    apart = int(leads[first] - leads[next_to_it])
    false = (apart - 1) // 2
    for group in range(3):
        add = np.zeros_like(agree)
        add[group, next_to_it] = false
        cast = add.copy()
        cast[group, first] = false
        again = most_first(Counts(agree + add, counts.disagree, voted + cast), uniting(counts))
        assert [one.statement for one in again][0] == first


def test_what_is_shown_is_what_enough_of_every_group_voted_on_those_with_most_behind_them_first():
    found = opinions(camps())
    told = shown(found, 10)
    assert {one.statement for one in told.unites} <= {one.statement for one in found.unites}
    few = shown(found, 1 + int(found.counts.voted[:, told.unites[0].statement].min()))
    assert told.unites[0] not in few.unites
    voted, agree, against = (found.counts.voted, found.counts.agree, found.counts.disagree)
    leads = [int((2 * (agree if o.side > 0 else against) - voted)[:, o.statement].sum()) for o in told.unites]
    assert len(leads) >= 3 and leads == sorted(leads, reverse=True)
