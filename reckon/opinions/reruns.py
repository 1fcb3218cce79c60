"""Loud is not many: the same result counted again without the strongest voices, without any one group, without floods.

Every re-run is the whole sum, groups and all, on fewer votes; what moves is said for each of the claims that the
result makes.
"""

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from .flooding import kept
from .positions import Positions
from .statements import Counts, Divided, Shared
from .statements import counted as count
from .votes import AGREE, DISAGREE, Ints, Votes

STRONGEST = 0.05
# A share that moves by this much has moved, though the claim may still hold.
MOVED = 0.10
CLAIMS = 5


class Map(Protocol):
    """What is read of a map of votes: see `Opinions`."""

    @property
    def votes(self) -> Votes: ...
    @property
    def group(self) -> Ints: ...
    @property
    def positions(self) -> Positions: ...
    @property
    def counts(self) -> Counts: ...
    @property
    def unites(self) -> list[Shared]: ...
    @property
    def divides(self) -> list[Divided]: ...


Counting = Callable[[Votes], Map]


@dataclass(frozen=True)
class Claim:
    """Something the result says of a statement: "unites" (in every group most are on `side`) or "divides"."""

    kind: str
    statement: Hashable
    side: int = 0


@dataclass(frozen=True)
class Moved:
    """What became of one claim: the share of all who are on its side (of those who voted), before and after; whether
    it still holds. None where fewer than the least that is told are left who voted on it."""

    claim: Claim
    was: float | None
    now: float | None
    holds: bool


@dataclass(frozen=True)
class Rerun:
    """`without` names it; `left` people are counted in it; `moved` has only what moved, in order of the claims. `ran`
    is false where too few are left to say anything."""

    without: str
    left: int
    ran: bool
    moved: list[Moved] = field(default_factory=list)


def claims(found: Map, most: int = CLAIMS) -> list[Claim]:
    """What a map claims: the first statements that unite its groups, then the first that divide them."""
    names = found.votes.statements
    unite = [Claim("unites", names[one.statement], one.side) for one in found.unites[:most]]
    return unite + [Claim("divides", names[one.statement]) for one in found.divides[:most]]


def rerun(found: Map, counted: Counting, without: str, people: Collection[int], least: int) -> Rerun:
    """The result again without these people (positions in the votes). `counted` makes a map of votes."""
    votes = found.votes
    out = np.array(sorted(people), dtype=np.int64)
    left = np.setdiff1d(np.arange(len(votes.people)), out)
    if len(left) < least:
        return Rerun(without, len(left), False)
    again = counted(kept(votes, left))
    return Rerun(without, len(left), True, _moved(found, again, least))


def _moved(found: Map, again: Map, least: int) -> list[Moved]:
    before, after = whole(found.votes), whole(again.votes)
    united = {(again.votes.statements[one.statement], one.side) for one in again.unites}
    divided = {again.votes.statements[one.statement] for one in again.divides}
    at = {one: n for n, one in enumerate(found.votes.statements)}
    moves = []
    for claim in claims(found):
        holds = (claim.statement, claim.side) in united if claim.kind == "unites" else claim.statement in divided
        side = claim.side or AGREE
        was, now = (share_of(counts, at[claim.statement], side, least) for counts in (before, after))
        if not holds or was is None or now is None or abs(was - now) >= MOVED:
            moves.append(Moved(claim, was, now, holds))
    return moves


def whole(votes: Votes) -> Counts:
    """Everybody as one group, whether in a group of the map or not."""
    return count(votes, np.zeros(len(votes.people), dtype=np.int64))


def share_of(counts: Counts, statement: int, side: int, least: int = 1) -> float | None:
    """Of those who voted on it, the share on that side; None where fewer than `least` did."""
    voted = int(counts.voted[:, statement].sum())
    table = counts.agree if side == AGREE else counts.disagree
    return int(table[:, statement].sum()) / voted if voted >= max(1, least) else None


def strongest(found: Map, share: float = STRONGEST) -> list[int]:
    """The voices that carry furthest, one in twenty and at least one: those furthest from the middle of the picture
    times how much they said. Ties: whoever comes first."""
    n = len(found.votes.people)
    away = np.hypot(*found.positions.people.T)
    said = (found.votes.value != 0).astype(np.float64)
    weight = away * np.sqrt(np.bincount(found.votes.person, said, minlength=n))
    order = np.argsort(-np.round(weight, 9), kind="stable")
    return sorted(int(at) for at in order[: max(1, round(share * n))]) if n else []


def any_one_group(found: Map, counted: Counting, least: int) -> Rerun:
    """The worst of the re-runs in which one group is left out, claim by claim, so that no group is named: of all of
    them each claim's largest move. `left` is the fewest that were left. Claims that divide are left out: without one
    of the two groups they part, nothing is left to divide."""
    groups = range(len(found.counts.voted))
    if len(groups) < 2:
        return Rerun("a group", len(found.votes.people), False)
    runs = [rerun(found, counted, "a group", np.flatnonzero(found.group == g).tolist(), least) for g in groups]
    ran = [one for one in runs if one.ran]
    worst: dict[Claim, Moved] = {}
    for moved in (move for one in ran for move in one.moved if move.claim.kind == "unites"):
        known = worst.get(moved.claim)
        if known is None or _far(moved) > _far(known):
            worst[moved.claim] = moved
    order = {claim: at for at, claim in enumerate(claims(found))}
    moves = sorted(worst.values(), key=lambda move: order[move.claim])
    return Rerun("a group", min((one.left for one in ran), default=0), bool(ran), moves)


def _far(move: Moved) -> tuple[bool, float]:
    apart = 1.0 if move.was is None or move.now is None else abs(move.was - move.now)
    return not move.holds, apart


def flooded(votes: Votes, share: float, noise: float, seed: int, against: list[Claim]) -> Votes:
    """The votes with a block of false voices put in: `share` of all voices afterwards. Each votes on every statement
    as one made-up voice does, which is against the claims and elsewhere says agree or disagree by throw, but with
    chance `noise` it throws anew for each. Statements and people keep their order; the false come last."""
    dice = np.random.default_rng(seed)
    n, m = len(votes.people), len(votes.statements)
    false = max(1, round(share / (1 - share) * n))
    block = dice.choice([AGREE, DISAGREE], m)
    at = {one: place for place, one in enumerate(votes.statements)}
    for claim in against:
        block[at[claim.statement]] = -claim.side if claim.side else block[at[claim.statement]]
    thrown = np.where(dice.random((false, m)) < noise, dice.choice([AGREE, DISAGREE], (false, m)), block)
    who = np.repeat(np.arange(n, n + false), m)
    what = np.tile(np.arange(m), false)
    people = [*votes.people, *(("false", number) for number in range(false))]
    return Votes(
        people,
        votes.statements,
        np.concatenate([votes.person, who]),
        np.concatenate([votes.statement, what]),
        np.concatenate([votes.value, thrown.ravel().astype(np.int8)]),
    )


SHARES = (0.01, 0.02, 0.03, 0.05, 0.075, 0.10, 0.15, 0.20, 0.25, 0.30)


@dataclass(frozen=True)
class Broken:
    """At which share of all voices a block of false ones, of the shares in SHARES the smallest, took most of the first
    five statements that unite out of the first five (`first`), and made them statements that unite no more (`agreed`).
    None where no share did."""

    first: float | None
    agreed: float | None


def breaking(found: Map, counted: Counting, *, noise: float = 0.2, seeds: int = 3, lost: int = 3) -> Broken:
    """Measured with a noisy block: it took `lost` of the five, or all where fewer unite, in most of so many tries.

    A block that is not alike at all but copies real people, with the five turned round, is no weaker by much: see
    bench/manipulation.py. So no search for voices that are alike would move these shares far.
    """
    first = [claim for claim in claims(found) if claim.kind == "unites"]
    broken: dict[str, float | None] = {"first": None, "agreed": None}
    for share in SHARES if first else ():
        tries = [counted(flooded(found.votes, share, noise, seed, first)) for seed in range(seeds)]
        for name, most in (("first", CLAIMS), ("agreed", len(found.votes.statements))):
            taken = sum(_gone(first, again, most) >= min(lost, len(first)) for again in tries)
            if broken[name] is None and taken * 2 > seeds:
                broken[name] = share
        if None not in broken.values():
            break
    return Broken(broken["first"], broken["agreed"])


def _gone(first: list[Claim], again: Map, most: int) -> int:
    """How many of the claims are not among the first so many that unite."""
    still = {(again.votes.statements[one.statement], one.side) for one in again.unites[:most]}
    return sum((claim.statement, claim.side) not in still for claim in first)
