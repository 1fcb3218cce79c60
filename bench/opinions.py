"""Opinion maps: agreement with the groups that Polis published, and what they cost, beside red-dwarf.

Real conversations are read from FOLKMOOT_REAL_DATA. The peer needs an environment of its own:
``python -m venv /tmp/dwarf && /tmp/dwarf/bin/pip install red-dwarf==0.4.0``, then
``FOLKMOOT_BENCH_DWARF=/tmp/dwarf/bin/python bin/bench opinions``. Without it only ours is run.
"""

from __future__ import annotations

import csv
import json
import multiprocessing
import os
import resource
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from math import comb
from pathlib import Path

import numpy as np

from reckon.opinions import Opinions, Running, Votes, opinions
from reckon.opinions.__main__ import read_left_out, read_votes
from reckon.opinions.statements import counted

REAL = os.environ.get("FOLKMOOT_REAL_DATA", "")
PEER = os.environ.get("FOLKMOOT_BENCH_DWARF", "")
HERE = Path(__file__).parent
# People, statements, votes thrown (many fall on the same pair, so fewer count). For maps that go on: small ones, the
# largest whose groups are made of people, and those whose groups are made of knots.
GROWING = (
    (400, 120, 23_000),
    (2_000, 200, 69_000),
    (4_900, 300, 500_000),
    (8_000, 300, 540_000),
    (7_890, 7_725, 1_200_000),
    (100_000, 8_000, 10_300_000),
)
ONES, TWENTIES = 200, 10
LARGE = ((7_890, 7_725, 2_700_000), (100_000, 8_000, 15_000_000))


def rand_index(one: list, other: list) -> float:
    """Hubert and Arabie's adjusted Rand index of two groupings of the same people."""
    pairs = sum(comb(n, 2) for n in Counter(zip(one, other, strict=True)).values())
    a, b = (sum(comb(n, 2) for n in Counter(each).values()) for each in (one, other))
    by_chance, most = a * b / comb(len(one), 2), (a + b) / 2
    return (pairs - by_chance) / (most - by_chance) if most != by_chance else 1.0


def published(folder: Path) -> dict[str, str]:
    with (folder / "participants-votes.csv").open(newline="") as file:
        return {row["participant"]: row["group-id"] for row in csv.DictReader(file) if row["group-id"]}


def agreement(groups: dict[str, int], told: dict[str, str]) -> float:
    both = [(told[who], group) for who, group in groups.items() if who in told]
    return rand_index(*map(list, zip(*both, strict=True)))


def ours(votes: Votes, out: set[str], times: int = 3) -> tuple[Opinions, float]:
    """The map, and the least CPU-seconds of so many times."""
    spent = []
    for _time in range(times):
        begin = time.process_time()
        found = opinions(votes, out)
        spent.append(time.process_time() - begin)
    return found, min(spent)


def peer(votes: Votes, out: set) -> dict | None:
    if not PEER:
        return None
    rows = zip(votes.person.tolist(), votes.statement.tolist(), votes.value.tolist(), strict=True)
    number = {one: at for at, one in enumerate(votes.statements)}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({"votes": list(rows), "out": [number[one] for one in out if one in number]}, file)
        file.flush()
        told = subprocess.run([PEER, str(HERE / "_opinions_peer.py"), file.name], capture_output=True, check=True)
    return json.loads(told.stdout.splitlines()[-1])


def conversations() -> None:
    means = []
    for folder in sorted(path for path in Path(REAL, "polis").iterdir() if path.is_dir()):
        votes, told = read_votes(folder / "votes.csv"), published(folder)
        out = read_left_out(folder / "comments.csv")
        found, cpu = ours(votes, out)
        groups = {who: int(at) for who, at in zip(votes.people, found.group, strict=True) if at >= 0}
        index = agreement(groups, told)
        line = f"  {folder.name}: {len(votes.value):,} votes; ours {index:.3f}, {cpu * 1000:.0f} CPU-ms"
        theirs = peer(votes, out)
        if theirs:
            named = {str(votes.people[int(who)]): group for who, group in theirs["groups"].items()}
            other = agreement(named, told)
            line += f"; red-dwarf {other:.3f}, {theirs['cpu'] * 1000:.0f} CPU-ms, {theirs['cpu'] / cpu:.0f} × ours"
            means.append((index, other))
        print(line, flush=True)
    if means:
        print(f"  mean: ours {np.mean([a for a, _b in means]):.3f}, red-dwarf {np.mean([b for _a, b in means]):.3f}")


def made_up(n: int, m: int, thrown: int) -> Votes:
    """Seeded: three camps that lean differently on each statement, few people who vote on much, many on little."""
    dice = np.random.default_rng(2009)
    camp = dice.integers(0, 3, n)
    lean, common = dice.normal(0, 1.2, (3, m)), dice.normal(0.3, 0.8, m)
    keen, seen = dice.pareto(1.6, n) + 0.5, dice.pareto(2.5, m) + 0.5
    person, statement = dice.choice(n, thrown, p=keen / keen.sum()), dice.choice(m, thrown, p=seen / seen.sum())
    felt = lean[camp[person], statement] + common[statement] + dice.normal(0, 1, thrown)
    value = np.where(felt > 0.3, 1, np.where(felt < -0.3, -1, 0)).astype(np.int8)
    return Votes.of_arrays(list(range(n)), list(range(m)), person, statement, value)


def large(n: int, m: int, thrown: int, with_peer: bool) -> None:
    votes = made_up(n, m, thrown)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    begin, clock = time.process_time(), time.monotonic()
    found = opinions(votes)
    cpu, wall = time.process_time() - begin, time.monotonic() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"  {len(votes.value):,} votes of {n:,} people on {m:,} statements: {found.grouping.count} groups, "
        f"{cpu:.2f} CPU-s, {wall:.1f} s, {peak:,} MB at most ({before:,} MB with the votes made)",
        flush=True,
    )
    theirs = peer(votes, set()) if with_peer else None
    if theirs:
        print(f"    red-dwarf: {theirs['cpu']:.1f} CPU-s ({theirs['cpu'] / cpu:.0f} × ours), {theirs['peak']:,} MB")


def going_on(n: int, m: int, thrown: int) -> None:
    """Votes taken out by throw and added to the map of the others, one at a time and then twenty at once."""
    votes = made_up(n, m, thrown)
    order = np.random.default_rng(1215).permutation(len(votes.value))
    late, first = order[: ONES + TWENTIES * 20], np.sort(order[ONES + TWENTIES * 20 :])
    held = resident()
    kept = Running.of(
        Votes(votes.people, votes.statements, votes.person[first], votes.statement[first], votes.value[first])
    )
    held = resident() - held
    rows = [(votes.people[votes.person[x]], votes.statements[votes.statement[x]], int(votes.value[x])) for x in late]
    ones = np.array([spent(kept, [row]) for row in rows[:ONES]])
    twenties = np.array([spent(kept, rows[at : at + 20]) for at in range(ONES, len(rows), 20)])
    found, (anew, cpu) = kept.map, ours(votes, set(), times=1)
    off = np.linalg.norm(found.positions.people - anew.positions.people) / np.linalg.norm(anew.positions.people)
    same = all(map(np.array_equal, vars(counted(found.votes, found.group)).values(), vars(found.counts).values()))
    print(
        f"  {len(votes.value):,} votes of {n:,} people on {m:,} statements: one more {in_short(ones)}, twenty more "
        f"{in_short(twenties)} CPU-ms; from nothing {cpu * 1000:.0f}; kept in {held:,} MB\n    beside the map made "
        f"anew: counts {'exact' if same else 'WRONG'}, positions {off:.0e} off, {found.grouping.count} groups of "
        f"{anew.grouping.count}, {np.mean(found.group != anew.group):.2%} in another, spread within them "
        f"{within(found.group, anew) / within(anew.group, anew) - 1:+.2%}",
        flush=True,
    )


def within(group: np.ndarray, anew: Opinions) -> float:
    """Summed squared distance of everybody from the middle of their group, at the places of a map made anew."""
    each = [anew.positions.people[group == at] for at in range(int(group.max()) + 1)]
    return float(sum(((mine - mine.mean(axis=0)) ** 2).sum() for mine in each))


def resident() -> int:
    """Megabytes this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 2**20


def spent(kept: Running, rows: list) -> float:
    begin = time.process_time()
    kept.add(rows)
    return (time.process_time() - begin) * 1000


def in_short(spent: np.ndarray) -> str:
    return f"{np.median(spent):.1f} (95 in 100 {np.percentile(spent, 95):.1f}, at most {spent.max():.1f})"


def main() -> None:
    if REAL:
        conversations()
    else:
        print("  real conversations not run: FOLKMOOT_REAL_DATA is not set")
    for at, size in enumerate(LARGE):
        apart(large, *size, at == 0)
    for size in GROWING:
        apart(going_on, *size)


def apart(what: Callable[..., None], *given: int) -> None:
    """In a process of its own, so that the memory is its own."""
    process = multiprocessing.Process(target=what, args=given)
    process.start()
    process.join()


if __name__ == "__main__":
    main()
