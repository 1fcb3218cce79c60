"""Mixing's figures: beside chance (the mean of 1,000 seatings drawn), every seating of small rooms, and CP-SAT.

For CP-SAT: ``python -m venv /tmp/peer && /tmp/peer/bin/pip install ortools``, then
``FOLKMOOT_BENCH_ORTOOLS=/tmp/peer/bin/python bin/bench mixing``. Without it the rest is run.
"""

import json
import os
import random
import subprocess
import sys
import time
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from reckon.mixing import Person, mix, report, worth
from reckon.mixing.tables import fills
from reckon.seats import Hold, Party, allot, options
from reckon.tests import oracles_mixing as oracle
from reckon.tests.test_mixing import crowd, small_room

HERE = Path(__file__).parent
PEER = os.environ.get("FOLKMOOT_BENCH_ORTOOLS", "")
DRAWS = 1000
CASES = ((12, 3, 1, 20), (12, 3, 2, 40), (20, 5, 2, 60), (24, 4, 1, 60), (40, 5, 1, 60), (40, 5, 3, 90))


def spent(call, *said):
    """What the call gives, and the least CPU-seconds of three."""
    taken = []
    for _ in range(3):
        began = time.process_time()
        found = call(*said)
        taken.append(time.process_time() - began)
    return found, min(taken)


def drawn(people: list[Person], fill: list[int], rounds: int) -> tuple[float, float, float]:
    """Means over seatings by chance: meetings across sectors, meetings again, other sectors met."""
    dice, across, again, others = random.Random(1), 0, 0, 0
    for _ in range(DRAWS):
        met, seen = set(), {person.id: set() for person in people}
        for _ in range(rounds):
            order, at = dice.sample(people, len(people)), 0
            for many in fill:
                here, at = order[at : at + many], at + many
                for a, b in combinations(here, 2):
                    pair = (min(a.id, b.id), max(a.id, b.id))
                    again += pair in met
                    met.add(pair)
                    if a.sector != b.sector:
                        across += 1
                        seen[a.id].add(b.sector)
                        seen[b.id].add(a.sector)
        others += sum(map(len, seen.values())) / len(people)
    return across / DRAWS, again / DRAWS, others / DRAWS


def beside_chance() -> None:
    print("Beside chance: across sectors, again, other sectors met; ours | drawn | exact chance | at most")
    for many, tables, seats, rounds in ((300, 40, 8, 3), (117, 18, 7, 3), (40, 5, 8, 3), (40, 5, 8, 1), (40, 10, 4, 3)):
        people = crowd(many)
        found, cpu = spent(mix, people, [seats] * tables, rounds)
        told = report(people, found.seating)
        fill = fills(many, [seats] * tables)
        across, again, others = drawn(people, fill, rounds)
        print(
            f"  {many} people, {tables} tables, {rounds} rounds: {cpu:.3f} CPU-s; "
            f"across {told.across.here} | {across:.1f} | {told.across.at_random:.1f} | {told.across.at_most}; "
            f"again {found.repeats} | {again:.1f} | | at least {found.fewest}; "
            f"others {told.others.here:.2f} | {others:.2f} | {told.others.at_random:.2f} | {told.others.at_most:.2f}; "
            f"worth {found.worth} of at most {found.most}"
        )


def beside_every_seating() -> None:
    same = tried = 0
    for seed in range(1000):
        people, tables, rounds, between = small_room(seed)
        try:
            found = mix(people, tables, rounds, between)
        except ValueError:
            continue
        fill = [len(ids) for ids in found.seating[0]]
        tried += 1
        same += oracle.cost(found.seating, people, between) == oracle.best(people, fill, rounds, between)
    print(f"Beside every seating of small rooms: {same} of {tried} as good as the best")


def golfers() -> None:
    print("Nobody twice (social golfers): people, at a table, rounds -> repeats, CPU-s")
    cases = [(9, 3, 4), (15, 3, 7), (16, 4, 5), (20, 4, 5), (25, 5, 6), (28, 4, 7), (32, 4, 8), (32, 4, 9), (49, 7, 8)]
    for people, table, rounds in [*cases, (24, 4, 6), (18, 3, 8), (30, 5, 5)]:
        began = time.process_time()
        found = mix(crowd(people), [table] * (people // table), rounds)
        print(f"  {people}, {table}, {rounds} -> {found.repeats}, {time.process_time() - began:.2f}", flush=True)


def beside_cp_sat() -> None:
    if not PEER:
        print("CP-SAT: not run (set FOLKMOOT_BENCH_ORTOOLS)")
        return
    print("Beside CP-SAT, two threads: repeats and worth; ours, CPU-s | CP-SAT, CPU-s; worth at most")
    for many, tables, rounds, seconds in CASES:
        people, fill = crowd(many), [many // tables] * tables
        found, cpu = spent(mix, people, fill, rounds)
        values = [[worth(a, b) for b in people] for a in people]
        asked = json.dumps({"worth": values, "fill": fill, "rounds": rounds, "seconds": seconds})
        command = [PEER, str(HERE / "_mixing_peer.py")]
        peer = json.loads(subprocess.run(command, input=asked, capture_output=True, check=True, text=True).stdout)
        print(
            f"  {many} at {tables}, {rounds} rounds: {found.repeats}, {found.worth}, {cpu:.3f} | "
            f"{peer.get('repeats')}, {peer.get('worth')}, {peer['cpu']:.1f} ({peer['status']}); {found.most}",
            flush=True,
        )


def seats() -> None:
    dice = random.Random(1)
    line = [
        Party(
            f"p{n}",
            dice.choice([1, 1, 2, 3]),
            "yes",
            dice.choice("abcd"),
            f"o{dice.randrange(800)}",
            replied=n,
            topics=(f"t{dice.randrange(12)}",),
        )
        for n in range(10_000)
    ]
    held = [Hold("sector", "a", 50), Hold("organisation", "o1", 5)]
    _, one = spent(allot, line[:5000], 30, held[1:])
    _, two = spent(allot, line, 5000, held)
    _, three = spent(options, line[:500], 300)
    print(f"Seats, CPU-ms: 5,000 replies for 30 seats {one * 1000:.0f}; 10,000 for 5,000 {two * 1000:.0f};")
    print(f"  all options for 500 replies of 12 topics and 300 seats {three * 1000:.0f}")


if __name__ == "__main__":
    beside_chance()
    golfers()
    seats()
    beside_cp_sat()
    beside_every_seating()
