"""The map that goes on, held to the map made anew after every few votes of random histories."""

import doctest
from dataclasses import dataclass, field

import numpy as np
import pytest

from reckon.opinions import Opinions, Running, Votes, directions, groups, knots, opinions, running
from reckon.opinions.groups import grouped
from reckon.opinions.statements import counted, dividing, representative, uniting
from reckon.tests import oracles_opinions as slow
from reckon.tests.sizes import FULL, some


@dataclass
class History:
    """Votes as they come, by throw: few or many people and statements, camps that lean, minds that change."""

    seed: int
    people: int
    statements: int
    rows: list = field(default_factory=list)

    def __post_init__(self):
        self.dice = np.random.default_rng(self.seed)
        self.camp = self.dice.integers(0, 3, self.people)
        self.lean = self.dice.normal(0, 1.5, (3, self.statements))

    def more(self, count: int) -> list:
        """Votes that come now, some of them on what was voted on before; they are part of the history from now on."""
        came = [self._vote() for _time in range(count)]
        self.rows += came
        return came

    def _vote(self):
        who, what = int(self.dice.integers(self.people)), int(self.dice.integers(self.statements))
        felt = self.lean[self.camp[who], what] + self.dice.normal(0, 0.7)
        return f"p{who}", f"s{what}", 1 if felt > 0.3 else -1 if felt < -0.3 else 0

    def votes(self) -> Votes:
        return Votes.of(self.rows)


def strengths(found: Opinions) -> np.ndarray:
    """How strong each direction is, strongest first, the plain way: from the whole filled-in table."""
    table = [[None] * len(found.votes.statements) for _one in found.votes.people]
    for who, what, value in zip(found.votes.person, found.votes.statement, found.votes.value, strict=True):
        table[who][what] = int(value)
    inside = [row for row, group in zip(table, found.group, strict=True) if group >= 0]
    squares = np.linalg.svd(slow.filled_in(inside), compute_uv=False) ** 2 if inside else np.zeros(0)
    return np.concatenate([squares, np.zeros(3)])[:3]


def is_told_apart(found: Opinions) -> bool:
    """Whether the two directions are the votes' own: no other is as good as equally strong."""
    first, second, third = strengths(found)
    return first > 0 and min(first - second, second - third) > 1e-3 * first


def turned_by(found: Opinions, anew: Opinions) -> float:
    """The larger of the angles between their directions, whichever way these point."""
    pairs = zip(found.positions.directions, anew.positions.directions, strict=True)
    return max(min(np.linalg.norm(one - other), np.linalg.norm(one + other)) for one, other in pairs)


def said_of_statements(found: Opinions):
    return found.holds, found.unites, found.divides


def must_be_right_by_itself(found: Opinions, history: History, out=()) -> None:
    """What is promised exactly: the votes, who is counted, the means, every count, and what follows from them."""
    votes = history.votes().without(out)
    assert list(found.votes.people) == list(votes.people) and list(found.votes.statements) == list(votes.statements)
    for ours, theirs in ((found.votes.person, votes.person), (found.votes.statement, votes.statement)):
        assert ours.tolist() == theirs.tolist()
    assert found.votes.value.tolist() == votes.value.tolist()
    anew = opinions(history.votes(), out)
    assert ((found.group >= 0) == (anew.group >= 0)).all()
    assert found.positions.means == pytest.approx(anew.positions.means, abs=1e-15)
    counts = counted(votes, found.group)
    for mine, theirs in zip(vars(found.counts).values(), vars(counts).values(), strict=True):
        assert mine.tolist() == theirs.tolist()
    assert said_of_statements(found) == (representative(counts), uniting(counts), dividing(counts))


@pytest.mark.parametrize("seed", range(some(45)))
def test_after_each_few_votes_it_is_the_map_made_anew(seed):
    dice = np.random.default_rng(1000 + seed)
    history = History(seed, int(dice.integers(4, 50)), int(dice.integers(2, 25)))
    least, keep = int(dice.choice([1, 1, 4])), int(dice.choice([0, 0, 3]))
    history.more(int(dice.integers(0, history.people * history.statements)))
    kept = Running.of(history.votes(), least=least, keep=keep, within=1e-9)
    out: set[str] = set()
    for _step in range(10):
        found = kept.add(history.more(int(dice.choice([1, 1, 2, 7, 20]))))
        if dice.random() < 0.15:
            out = set(dice.choice(found.votes.statements, 1).tolist()) if not out else set()
            found = kept.leave_out(out)

        must_be_right_by_itself(found, history, out)
        anew = opinions(history.votes(), out, least=least, keep=keep)
        mine = found.positions.people[found.group >= 0]
        assert found.group[found.group >= 0].tolist() == grouped(mine, None, least, keep).labels.tolist()
        if is_told_apart(anew):
            assert found.positions.people == pytest.approx(anew.positions.people, abs=1e-6)
            assert found.positions.shares == pytest.approx(anew.positions.shares, abs=1e-9)
            assert found.group.tolist() == anew.group.tolist()
            assert said_of_statements(found) == said_of_statements(anew)


@pytest.mark.parametrize("seed", range(5 if FULL else 2))
@pytest.mark.parametrize("begun_with", [1500, 6000])
@pytest.mark.parametrize("within", [1e-2, 1e-3])
def test_no_direction_is_further_off_than_is_promised(seed, begun_with, within):
    """Where it begins with 1,500 votes, many of the people have not said enough to be counted, and come to be."""
    history = History(seed, 250, 60)
    history.more(begun_with)
    kept, far = Running.of(history.votes(), within=within), []
    for _step in range(30):
        found = kept.add(history.more(int(history.dice.choice([1, 1, 5, 20]))))
        anew = opinions(history.votes())
        assert is_told_apart(anew)
        far.append(turned_by(found, anew))
    assert max(far) <= within
    assert max(far) > 1e-9, "it looked at all votes each time"


@pytest.mark.parametrize("begun_with", [1500, 2500])
@pytest.mark.parametrize("seed", range(4 if FULL else 2))
def test_no_residual_is_larger_than_is_believed(seed, begun_with):
    """The residual of the first two kept, from the whole table of products, beside what is known of it and bounded."""
    history = History(seed, 250, 60)
    history.more(begun_with)
    kept = Running.of(history.votes(), within=0.05)
    for _step in range(40):
        kept.add(history.more(int(history.dice.choice([1, 1, 5, 20]))))
        ours = kept._directions
        table = ours.cells.table().toarray()[ours.counted]
        along = table @ ours._basis
        assert ours._products == pytest.approx(along.T @ along, abs=1e-9 * ours.strengths[0])
        rest = table.T @ along[:, :2]
        rest -= ours._basis @ (ours._basis.T @ rest)
        assert np.linalg.norm(rest) <= np.linalg.norm(ours._outer()) + ours._slack + 1e-9 * ours.strengths[0]


def test_the_oracle_sees_it_when_nobody_looks(monkeypatch):
    history = History(7, 250, 60)
    history.more(6000)
    kept = Running.of(history.votes())
    monkeypatch.setattr(directions.Directions, "_is_near", lambda *_given: True)
    far = []
    for _step in range(30):
        found = kept.add(history.more(20))
        far.append(turned_by(found, opinions(history.votes())))
    assert max(far) > running.WITHIN


def test_a_direction_that_grows_up_outside_of_those_kept_is_found():
    """Thirty statements on which nobody votes but those who come later, and they all fall into two camps there."""
    rows = [(f"p{n}", f"s{m}", 1 if (n + m) % 5 else -1) for n in range(20) for m in range(12)]
    rows += [("p0", f"late{m}", 0) for m in range(30)]
    kept = Running.of(Votes.of(rows))
    for n in range(40):
        more = [(f"new{n}", f"late{m}", 1 if n % 2 else -1) for m in range(30)]
        rows += more
        found = kept.add(more)
    assert turned_by(found, opinions(Votes.of(rows))) <= running.WITHIN
    assert [len(each) for each in found.groups()] == [len(each) for each in opinions(Votes.of(rows)).groups()]


def spread(found: Opinions, where: np.ndarray) -> float:
    """Summed squared distance of everybody counted from the middle of their group."""
    each = [where[found.group == group] for group in range(found.grouping.count)]
    return sum(((mine - mine.mean(axis=0)) ** 2).sum() for mine in each)


@pytest.mark.parametrize("seed", range(4 if FULL else 2))
def test_of_very_many_people_the_groups_are_as_tight_as_those_made_anew(monkeypatch, seed):
    """With knots from sixty people on, and another ten of them looked at again at each vote."""
    for module in (groups, running):
        monkeypatch.setattr(module, "EXACT", 60)
    monkeypatch.setattr(groups, "KNOTS", 20)
    monkeypatch.setattr(knots, "IN_TURN", 10)
    history = History(seed, 150, 30)
    history.more(300)
    kept, crossed = Running.of(history.votes()), []
    for _step in range(60):
        found = kept.add(history.more(int(history.dice.choice([1, 5, 60]))))
        must_be_right_by_itself(found, history)
        crossed.append(kept._knots is not None)
        anew = opinions(history.votes())
        if crossed[-1] and found.grouping.count == anew.grouping.count > 1 and is_told_apart(anew):
            assert spread(found, anew.positions.people) <= spread(anew, anew.positions.people) * 1.15
    assert crossed[0] is False and crossed[-1] is True


def test_the_same_vote_again_changes_nothing():
    history = History(3, 30, 12)
    kept = Running.of(Votes.of(history.more(200)))
    before = kept.add(more := history.more(10))
    last = dict(((who, what), value) for who, what, value in more)
    assert kept.add([(who, what, value) for (who, what), value in last.items()]) is before
    assert kept.add([]) is before


def test_a_value_that_is_none_is_refused_and_nothing_changed():
    history = History(3, 30, 12)
    kept = Running.of(Votes.of(history.more(200)))
    before = kept.map
    with pytest.raises(ValueError, match="'new' on 's1' has 5"):
        kept.add([("p1", "s1", 1), ("new", "s1", 5)])
    must_be_right_by_itself(kept.add(history.more(1)), history)
    assert kept.map is not before


def test_a_map_handed_out_stays_as_it_is():
    history = History(5, 30, 12)
    kept = Running.of(Votes.of(history.more(250)))
    found = kept.add(history.more(3))
    then = opinions(history.votes())
    kept.add(history.more(40))
    assert found.votes.value.tolist() == then.votes.value.tolist()
    assert [len(each) for each in found.groups()] == [len(each) for each in then.groups()]
    assert found.counts.voted.tolist() == then.counts.voted.tolist()


def test_it_begins_with_no_votes_and_past_the_room_there_is_begins_anew(monkeypatch):
    monkeypatch.setattr("reckon.opinions.cells.ROOM", 25)
    history = History(11, 12, 9)
    kept = Running.of(Votes.of([]))
    for _step in range(40):
        found = kept.add(history.more(6))
    must_be_right_by_itself(found, history)
    assert found.group.tolist() == opinions(history.votes()).group.tolist()


def test_a_vote_on_what_is_left_aside_counts_as_taking_part_and_no_more():
    rows = [(f"p{n}", f"s{m}", 1 if (n + m) % 3 else -1) for n in range(12) for m in range(10) if n or m < 6]
    kept = Running.of(Votes.of(rows), out={"s9"})
    assert kept.map.group[0] == -1
    found = kept.add([("p0", "s9", 1)])
    assert found.group[0] >= 0 and "s9" not in found.votes.statements


def test_the_example_is_true():
    tried = doctest.testmod(running)
    assert tried.attempted and not tried.failed
