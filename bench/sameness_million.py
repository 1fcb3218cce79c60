"""A million organisation records made from real names and addresses, with one to three slips each, to be put together.

``python bench/sameness_million.py [ROWS] [--truth FILE]`` makes them, groups them, holds 1,000 new rows against them,
and prints seconds, memory and pairwise F1. Real data is read from FOLKMOOT_REAL_DATA. The seed is fixed.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reckon.sameness import Index, Record, against, cluster  # noqa: E402

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def parts(data: Path) -> tuple[list[str], list[str]]:
    """Real names (charities and sites) and real addresses (sites)."""
    with (data / "uk-charities/charities-tagged.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    with (data / "chicago-early-childhood/csv_example_messy_input.csv").open(encoding="utf-8", newline="") as file:
        sites = list(csv.DictReader(file))
    names += [" ".join(row["Site name"].split()) for row in sites]
    return sorted(set(names)), sorted({" ".join(row["Address"].split()) for row in sites})


def slip(r: random.Random, text: str) -> str:
    """One letter wrong, missing, added or swapped; or a word left out."""
    if len(text) < 3:
        return text
    k = r.randrange(len(text) - 1)
    kind = r.randrange(5)
    if kind == 0:
        return text[:k] + r.choice(LETTERS) + text[k + 1 :]
    if kind == 1:
        return text[:k] + text[k + 1 :]
    if kind == 2:
        return text[:k] + r.choice(LETTERS) + text[k:]
    if kind == 3:
        return text[:k] + text[k + 1] + text[k] + text[k + 2 :]
    words = text.split()
    return " ".join(words[: k % len(words)] + words[k % len(words) + 1 :]) if len(words) > 2 else text.upper()


def bodies(r: random.Random, names: list[str], addresses: list[str], count: int) -> list[list[str]]:
    """Different organisations: a name (often with the place it works in), an address of its own, postcode and phone."""
    made = []
    for _ in range(count):
        house, _, street = r.choice(addresses).partition(" ")
        number = str(r.randint(1, 9999)) if house.isdigit() else house
        postcode = f"{60600 + r.randrange(4000)}"
        name = r.choice(names)
        if r.random() < 0.5:
            name += " " + street.split()[-1 if r.random() < 0.5 else 0].strip(".,")
        made.append([name, f"{number} {street}", postcode, f"{2000000 + r.randrange(7_999_999)}"])
    return made


def copy(r: random.Random, body: list[str]) -> Record:
    """The body as one list has it: one to three slips in name or address, a postcode or phone now and then unknown."""
    said = list(body)
    for _ in range(r.randint(1, 3)):
        which = r.choices(range(4), [5, 4, 1, 1])[0]
        said[which] = slip(r, said[which])
    if r.random() < 0.3:
        said[2] = ""
    if r.random() < 0.4:
        said[3] = ""
    return Record(name=said[0], address=said[1], postcode=said[2], phone=said[3])


def make(rows: int, extra: int, seed: int = 2009) -> tuple[list[Record], list[int], list[Record], list[int]]:
    """``rows`` records of about 0.4 × rows bodies, one to six each; and ``extra`` more, half of known bodies."""
    r = random.Random(seed)
    names, addresses = parts(Path(os.environ["FOLKMOOT_REAL_DATA"]))
    known = bodies(r, names, addresses, int(rows * 0.4) + extra)
    truth = [n for n in range(len(known) - extra) for _ in range(r.choice([1, 1, 2, 3, 4, 6]))]
    r.shuffle(truth)
    truth = truth[:rows]
    new = [r.choice(truth) for _ in range(extra // 2)] + [len(known) - 1 - n for n in range(extra - extra // 2)]
    return [copy(r, known[n]) for n in truth], truth, [copy(r, known[n]) for n in new], new


def f1(found: list[int], truth: list[int]) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs."""
    import numpy as np

    def together(labels: object) -> int:
        count = np.unique(labels, return_counts=True)[1].astype(np.int64)
        return int((count * (count - 1) // 2).sum())

    a, b = np.array(found, dtype=np.int64), np.array(truth, dtype=np.int64)
    both, ours, true = together(a * (b.max() + 1) + b), together(a), together(b)
    return both / max(ours, 1), both / max(true, 1), 2 * both / max(ours + true, 1)


def memory() -> float:
    """The most memory used so far, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("rows", nargs="?", type=int, default=1_000_000)
    rows = asked.parse_args().rows
    records, truth, new, new_truth = make(rows, 1_000)
    print(f"made {rows:,} records of {len(set(truth)):,} bodies; {memory():.2f} GB so far")
    wall, cpu = time.perf_counter(), time.process_time()
    found = cluster(records)
    labels = found.cluster
    print(f"grouped in {time.perf_counter() - wall:.1f} s ({time.process_time() - cpu:.1f} CPU), {memory():.2f} GB")
    print(
        "pairs compared {:,}; precision {:.4f} recall {:.4f} F1 {:.4f}".format(len(found.taught.i), *f1(labels, truth))
    )
    wall = time.perf_counter()
    index = Index.of(found)
    print(f"indexed in {time.perf_counter() - wall:.1f} s, {memory():.2f} GB")
    wall = time.perf_counter()
    matches = against(index, new)
    spent = time.perf_counter() - wall
    right = sum(bool(m) and truth[m[0].row] == n for m, n in zip(matches, new_truth))
    wrong = sum(bool(m) and truth[m[0].row] != n for m, n in zip(matches, new_truth))
    print(
        f"1,000 new rows in {spent:.1f} s: {right} of 500 known ones found, {wrong} wrongly matched; {memory():.2f} GB"
    )


if __name__ == "__main__":
    main()
