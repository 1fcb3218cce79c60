"""Opinion maps under attack: what false voices change, on real conversations from FOLKMOOT_REAL_DATA.

A block of false voices votes against the first five statements that unite, and elsewhere by throw: all alike (naive),
each throwing anew for one statement in five (noisy), or each a copy of somebody real with the five turned round
(mimics). Told is how many of the first five it took out, on the mean; and at which share of all voices it took three
off the list of five, made three be agreed no more, and left the groups unlike those there were (adjusted Rand index
below a half), in two of three tries.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import numpy as np

from bench.opinions import rand_index
from reckon.opinions import AGREE, FEWEST, Claim, Opinions, Votes, claims, once_each, opinions, shown
from reckon.opinions.__main__ import read_left_out, read_votes
from reckon.opinions.reruns import SHARES, flooded

REAL = os.environ.get("FOLKMOOT_REAL_DATA", "")
SEEDS = int(os.environ.get("FOLKMOOT_BENCH_SEEDS", "2"))


def least_of(votes: Votes) -> int:
    """As in folkmoot/priorities/sums/maps.py, where voices are not known to be people."""
    n = len(votes.people)
    return n if n < 40 else max(10, round(0.1 * n))


def plain(votes: Votes) -> Opinions:
    return opinions(votes)


def guarded(votes: Votes) -> Opinions:
    """As a question that takes every voice is counted: near-copies once, no group under ten or a tenth, and none at
    all of fewer than forty; only what ten of each group voted on, that first which most more are for than not."""
    once = once_each(votes)
    return shown(opinions(once, least=least_of(once)), 10)


def first_five(found: Opinions) -> set:
    return {(found.votes.statements[one.statement], one.side) for one in found.unites[:5]}


def lost(counted, votes: Votes, share: float, noise: float) -> float:
    base = counted(votes)
    against = [claim for claim in claims(base) if claim.kind == "unites"]
    again = (counted(flooded(votes, share, noise, seed, against)) for seed in range(SEEDS))
    return float(np.mean([len(first_five(base) - first_five(found)) for found in again]))


def noisy(votes: Votes, share: float, seed: int, against: list[Claim]) -> Votes:
    return flooded(votes, share, 0.2, seed, against)


def mimics(votes: Votes, share: float, seed: int, against: list[Claim]) -> Votes:
    """False voices that say what somebody real said, thrown for each, but vote against the claims."""
    dice, n = np.random.default_rng(seed), len(votes.people)
    at = {one: place for place, one in enumerate(votes.statements)}
    turned = {at[claim.statement]: -claim.side for claim in against}
    starts = np.concatenate([[0], np.cumsum(votes.by_person())])
    copied = dice.choice(np.flatnonzero(votes.by_person() >= 7), max(1, round(share / (1 - share) * n)))
    rows = []
    for number, real in enumerate(copied.tolist()):
        part = slice(starts[real], starts[real + 1])
        said = dict(zip(votes.statement[part].tolist(), votes.value[part].tolist(), strict=True)) | turned
        rows += [(n + number, what, said[what]) for what in sorted(said)]
    false = np.array(rows, dtype=np.int64)
    whole = [np.concatenate([votes.person, false[:, 0]]), np.concatenate([votes.statement, false[:, 1]])]
    people = [*votes.people, *(("false", number) for number in range(len(copied)))]
    return Votes(people, votes.statements, *whole, np.concatenate([votes.value, false[:, 2].astype(np.int8)]))


def breaks_at(counted, votes: Votes, flood) -> str:
    base = counted(votes)
    against, five = [claim for claim in claims(base) if claim.kind == "unites"], first_five(base)
    least_lost, broken = min(3, len(five)), {"the five": 0.0, "what is agreed": 0.0, "the groups": 0.0}
    for share in SHARES:
        tries = [counted(flood(votes, share, seed, against)) for seed in range(3)]
        gone = {
            "the five": [len(five - first_five(again)) >= least_lost for again in tries],
            "what is agreed": [len(five - all_agreed(again)) >= least_lost for again in tries],
            "the groups": [base.grouping.count > 1 and alike(base, again) < 0.5 for again in tries],
        }
        for name, which in gone.items():
            broken[name] = broken[name] or (share if sum(which) > 1 else 0.0)
    return ", ".join(f"{name} {f'{100 * share:g} %' if share else 'not to 30 %'}" for name, share in broken.items())


def five_of_all(found: Opinions, most: bool) -> set:
    """The first five of all statements, agreed everywhere or not, by the product of every group's share of agreement
    (Polis' group-aware consensus); `most`, by how many more agree than not, those agreed in every group before others.
    """
    agree, voted = found.counts.agree, found.counts.voted
    share = (agree + 1) / (voted + 2)
    lead = (2 * agree - voted).sum(axis=0) + np.where((share > 0.5).all(axis=0), 10 * len(found.votes.people), 0)
    order = np.argsort(-(lead if most else np.round(share.prod(axis=0), 9)), kind="stable")
    return {(found.votes.statements[at], AGREE) for at in order[:5]}


def five_break_at(counted, votes: Votes, noise: float, most: bool, seeds: int = 8) -> str:
    """At which share of all who voted on enough a noisy block takes three of the first five of all statements off that
    list, by the median of so many tries: the measure by which the baseline in bench/README.md was taken."""
    base = counted(votes)
    five, many = five_of_all(base, most), int((votes.by_person() >= FEWEST).sum())
    against = [Claim("unites", what, side) for what, side in sorted(five)]
    for share in SHARES:
        false = max(1, round(share / (1 - share) * many))
        block = false / (false + len(votes.people))
        again = (counted(flooded(votes, block, noise, seed, against)) for seed in range(seeds))
        if np.median([len(five - five_of_all(found, most)) for found in again]) >= 3:
            return f"{100 * share:g}"
    return "not to 30"


def all_agreed(found: Opinions) -> set:
    return {(found.votes.statements[one.statement], one.side) for one in found.unites}


def alike(one: Opinions, other: Opinions) -> float:
    """The adjusted Rand index of their groups, over the people both put into one."""
    theirs = dict(zip(other.votes.people, other.group.tolist(), strict=True))
    mine = zip(one.votes.people, one.group.tolist(), strict=True)
    both = [(group, theirs[who]) for who, group in mine if group >= 0 and theirs.get(who, -1) >= 0]
    return rand_index(*map(list, zip(*both, strict=True)))


def main() -> None:
    if not REAL:
        print("  not run: FOLKMOOT_REAL_DATA is not set")
        return
    for folder in sorted(path for path in Path(REAL, "polis").iterdir() if path.is_dir()):
        votes = read_votes(folder / "votes.csv").without(read_left_out(folder / "comments.csv"))
        copies = len(votes.people) - len(once_each(votes).people)
        print(f"  {folder.name}: {len(votes.people):,} people, {copies} taken for copies", flush=True)
        for noise in (0.2, 0.4):
            ways = ((plain, False), (guarded, False), (guarded, True))
            told = ", ".join(five_break_at(counted, votes, noise, most) for counted, most in ways)
            print(f"    three of the first five of all, noise {noise}: plain, guarded, by lead: {told} %", flush=True)
        for name, counted in (("plain", plain), ("guarded", guarded)):
            naive = partial(lost, counted, votes, noise=0.0)
            told = ", ".join(f"{100 * share:g} %: {naive(share):.1f}" for share in (0.05, 0.1, 0.25))
            print(f"    {name}: naive block {told}", flush=True)
            for flood in (noisy, mimics):
                print(f"      broken by {flood.__name__}: {breaks_at(counted, votes, flood)}", flush=True)


if __name__ == "__main__":
    main()
