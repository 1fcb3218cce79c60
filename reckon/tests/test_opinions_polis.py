"""The opinion map beside what Polis itself published for real conversations: the same wherever the votes determine it.

What they don't: who was let in with fewer than seven votes while there were few to have, and in which order the votes
came, from which Polis' groups go on. The last votes alone are kept, so there nobody can come to the same.
"""

from __future__ import annotations

import csv
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reckon.opinions import Votes, opinions
from reckon.opinions.__main__ import read_left_out
from reckon.opinions.groups import grouped
from reckon.opinions.positions import positions
from reckon.opinions.statements import Counts, _tested, counted, representative, uniting

REAL = os.environ.get("FOLKMOOT_REAL_DATA", "")
pytestmark = pytest.mark.skipif(not REAL, reason="FOLKMOOT_REAL_DATA is not set")


@dataclass
class Published:
    """One conversation: its votes, and what Polis published of them (`told`, its math-pca2.json)."""

    votes: Votes
    told: dict[str, Any]

    @property
    def left(self) -> Votes:
        return self.votes.without(self.told["mod-out"])

    @property
    def group(self) -> dict[int, int]:
        """Person → the group Polis put them in, by way of its base clusters."""
        knots = dict(zip(self.told["base-clusters"]["id"], self.told["base-clusters"]["members"], strict=True))
        return {who: one["id"] for one in self.told["group-clusters"] for knot in one["members"] for who in knots[knot]}

    @property
    def counts(self) -> Counts:
        return counted(self.votes, np.array([self.group.get(who, -1) for who in self.votes.people]))

    def column(self, statement: int | str) -> int:
        return self.votes.statements.index(int(statement))


@pytest.fixture(params=["150ptpt-3gp-no-strict-no-meta", "above-100-ptpts"])
def polis(request) -> Published:
    folder = Path(REAL) / "polis-math" / request.param
    rows = sorted(json.loads((folder / "votes.json").read_text()), key=lambda row: row["modified"])
    votes = Votes.of((row["participant_id"], row["statement_id"], int(row["vote"])) for row in rows)
    return Published(votes, json.loads((folder / "math-pca2.json").read_text()))


def test_the_directions_are_those_published(polis):
    found = opinions(polis.votes, polis.told["mod-out"])
    kept = [at for at, one in enumerate(polis.told["tids"]) if one in found.votes.statements]
    order = [found.votes.statements.index(polis.told["tids"][at]) for at in kept]
    for theirs, ours in zip(polis.told["pca"]["comps"], found.positions.directions, strict=True):
        one, two = np.array(theirs)[kept], ours[order]
        assert abs(one @ two) / np.linalg.norm(one) / np.linalg.norm(two) > 0.999


def test_everybody_with_seven_votes_is_in_and_nobody_is_in_who_was_not_in_theirs(polis):
    found, theirs = opinions(polis.votes, polis.told["mod-out"]), set(polis.told["in-conv"])
    votes = dict(zip(polis.votes.people, polis.votes.by_person().tolist(), strict=True))
    assert votes == {int(who): n for who, n in polis.told["user-vote-counts"].items()}
    ours = {who for who, group in zip(polis.votes.people, found.group, strict=True) if group >= 0}
    assert ours <= theirs and all(votes[who] < 7 for who in theirs - ours)


def test_base_clusters_stand_where_they_were_published(polis):
    """The middles of their members' places, in Polis' own stretch; either direction may be turned round."""
    left, base = polis.left, polis.told["base-clusters"]
    counting = np.array([who in polis.group for who in left.people])
    where = positions(left, counting)
    off = left.value - where.means[left.statement]
    stretch, people = np.sqrt(len(left.statements) / np.maximum(left.by_person(), 1)), len(left.people)
    for side, theirs in enumerate((base["x"], base["y"])):
        along = np.bincount(left.person, off * where.directions[side, left.statement], minlength=people)
        place = dict(zip(left.people, along * stretch, strict=True))
        ours = [np.mean([place[who] for who in members]) for members in base["members"]]
        assert abs(np.corrcoef(ours, theirs)[0, 1]) > 0.996


def test_there_are_as_many_groups_as_were_published(polis):
    """Both from the places Polis published and from the votes of the people it let in."""
    published, base = len(polis.told["group-clusters"]), polis.told["base-clusters"]
    rows = zip(base["x"], base["y"], base["members"], strict=True)
    spots = np.array([(x, y) for x, y, members in rows for _who in members])
    assert grouped(spots).count == published
    counting = np.array([who in polis.group for who in polis.left.people])
    assert grouped(positions(polis.left, counting).people[counting]).count == published


def test_the_votes_of_each_group_are_those_published(polis):
    counts = polis.counts
    for group, row in polis.told["group-votes"].items():
        assert (np.array(list(polis.group.values())) == int(group)).sum() == row["n-members"]
        for statement, theirs in row["votes"].items():
            cell = int(group), polis.column(statement)
            ours = counts.agree[cell], counts.disagree[cell], counts.voted[cell]
            assert ours == (theirs["A"], theirs["D"], theirs["S"])


def test_how_far_every_group_agrees_is_as_published(polis):
    """Polis' group-aware consensus: the product of the groups' shares of agreement."""
    counts, theirs = polis.counts, polis.told["group-aware-consensus"]
    share = ((counts.agree + 1) / (counts.voted + 2)).prod(axis=0)
    assert {int(one) for one in theirs} == set(polis.told["tids"])
    for statement, product in theirs.items():
        assert share[polis.column(statement)] == pytest.approx(product, abs=1e-9)
    ours = {one.statement: one.firmness for one in uniting(counts) if one.side > 0}
    assert ours and all(share[at] == pytest.approx(firmness) for at, firmness in ours.items())


def test_what_most_say_of_all_is_as_published(polis):
    counts = counted(polis.votes, np.zeros(len(polis.votes.people), dtype=np.int64))
    for side, said in ((1, counts.agree), (-1, counts.disagree)):
        most, _more, _strength = _tested(counts, side)
        for row in polis.told["consensus"]["agree" if side > 0 else "disagree"]:
            at = polis.column(row["tid"])
            assert (said[0, at], counts.voted[0, at]) == (row["n-success"], row["n-trials"])
            assert most[0, at] == pytest.approx(row["p-test"], abs=1e-9)


def test_the_tests_of_what_groups_hold_and_what_they_choose_are_as_published(polis):
    counts = polis.counts
    tests = {"agree": _tested(counts, 1), "disagree": _tested(counts, -1)}
    for group, rows in polis.told["repness"].items():
        for row in rows:
            most, more, _strength = tests[row["repful-for"]]
            cell = int(group), polis.column(row["tid"])
            assert counts.voted[cell] == row["n-trials"]
            assert most[cell] == pytest.approx(row["p-test"], abs=1e-3)
            assert more[cell] == pytest.approx(row["repness-test"], abs=1e-3)
        ours = representative(counts)[int(group)]
        chosen = {(polis.votes.statements[one.statement], "agree" if one.side > 0 else "disagree") for one in ours}
        theirs = {(row["tid"], row["repful-for"]) for row in rows}
        # Where nothing is sure Polis names what most of the group agree with, and we the strongest, whichever way.
        assert chosen == theirs if ours[0].is_sure else len(chosen) == len(theirs) == 1


def changes(folder: Path, *, keeping: bool) -> int:
    """How often the number of groups is another one than at the twenty voters before."""
    with (folder / "votes.csv").open(newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["timestamp"]))
    out, heard, k, told = read_left_out(folder / "comments.csv"), set(), 0, []
    for at, row in enumerate(rows, start=1):
        new = row["voter-id"] not in heard
        heard.add(row["voter-id"])
        if at == len(rows) or (new and len(heard) % 20 == 0):
            said = ((each["voter-id"], each["comment-id"], int(each["vote"])) for each in rows[:at])
            least = max(10, round(0.1 * len(heard)))
            k = opinions(Votes.of(said), out, least=least, keep=k if keeping else 0).grouping.count
            told.append(k)
    return sum(one != other for one, other in zip(told, told[1:], strict=False))


def test_the_number_of_groups_does_not_flicker_as_voters_come():
    """Counted anew at each twenty voters of a real conversation, as the site does it."""
    folder = Path(REAL) / "polis" / "brexit-consensus"
    assert changes(folder, keeping=False) > 4
    assert changes(folder, keeping=True) <= 2
