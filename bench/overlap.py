"""Overlap's figures: charities beside plain TF-IDF, alike sets beside other joins, and the three lists over a nation.

The other joins need an environment of their own: ``python -m venv /tmp/peer && /tmp/peer/bin/pip install scipy
sparse_dot_topn``, then ``FOLKMOOT_BENCH_PEER=/tmp/peer/bin/python bin/bench overlap``.
"""

import csv
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from scipy.sparse import csr_matrix, diags

from bench._overlap_activities import nation, tag_sets
from reckon.overlap import duplications, gaps, pairs_of_sets, read_topics, synergies
from reckon.overlap.nearest import Record, nearest
from reckon.overlap.vocabulary import DATA


def timed(name: str, call):
    """What the call gives, its CPU-seconds printed."""
    start = time.process_time()
    found = call()
    print(f"{name}: {time.process_time() - start:.1f} CPU-seconds", flush=True)
    return found


def plain_tfidf(records: list[Record], top: int = 10) -> Iterator[tuple[str, str]]:
    """The peer: raw counts, smoothed log idf, cosine of the activities alone."""
    bags = [Counter(re.findall(r"\b\w\w+\b", record.text.lower())) for record in records]
    users = Counter(word for bag in bags for word in bag)
    column = {word: n for n, word in enumerate(sorted(users))}
    idf = {word: np.log((1 + len(bags)) / (1 + many)) + 1 for word, many in users.items()}
    cells = [(n, column[word], count * idf[word]) for n, bag in enumerate(bags) for word, count in bag.items()]
    rows, cols, values = zip(*cells)
    matrix = csr_matrix((values, (rows, cols)), shape=(len(bags), len(column)))
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix = diags(1 / np.where(length > 0, length, 1)) @ matrix
    alike = (matrix @ matrix.T).toarray()
    np.fill_diagonal(alike, -1)
    for n, others in enumerate(np.argsort(-alike, axis=1, kind="stable")[:, :top]):
        yield from ((records[n].id, records[m].id) for m in others)


def precision(pairs, tags: dict[str, set[str]]) -> float:
    """The mean over records with a code of the share of their ten that share the first three letters of one."""
    hits: dict[str, list[bool]] = {}
    for a, b in pairs:
        if tags[a]:
            hits.setdefault(a, []).append(bool(tags[a] & tags[b]))
    return sum(sum(each) / len(each) for each in hits.values()) / len(hits)


def charities(path: Path) -> None:
    rows = list(csv.DictReader(path.open(newline="", encoding="utf-8")))
    tags: dict[str, set[str]] = {}
    for row in rows:
        tags.setdefault(row["org_id"], set()).update(code[:3] for code in row["UKCAT"].split(";") if len(code) > 2)
    records = list({row["org_id"]: Record(row["org_id"], row["name"], row["activities"]) for row in rows}.values())
    topics = read_topics(DATA / "ukcat.csv")
    for name, part in (("all", records), ("even half", records[::2]), ("odd half", records[1::2])):
        for peer, call in (
            ("plain TF-IDF", lambda part=part: list(plain_tfidf(part))),
            ("ours, words alone", lambda part=part: [(near.a, near.b) for near in nearest(part)]),
            ("ours, with word patterns", lambda part=part: [(near.a, near.b) for near in nearest(part, topics)]),
        ):
            pairs = timed(f"  {name} ({len(part):,}), {peer}", call)
            print(f"    precision at 10: {precision(pairs, tags):.3f}")


def other_joins(sets: list[list[int]], least: float) -> None:
    """The peers' CPU-seconds for the same pairs, in the same run."""
    peer = os.environ.get("FOLKMOOT_BENCH_PEER")
    if not peer:
        print("  other joins: not run (set FOLKMOOT_BENCH_PEER)")
        return
    asked = json.dumps({"sets": sets, "least": least})
    script = Path(__file__).with_name("_overlap_peer.py")
    done = subprocess.run([peer, str(script)], input=asked, capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        found = json.loads(line)
        print(f"  {found['name']}: {found['cpu']:.1f} CPU-seconds, {found['pairs']:,} pairs")


def main() -> None:
    real = os.environ.get("FOLKMOOT_REAL_DATA")
    print("Charities")
    if real:
        charities(Path(real) / "uk-charities" / "charities-tagged.csv")
    else:
        print("  skipped: FOLKMOOT_REAL_DATA is not set")
    sets = tag_sets()
    found = timed(f"Pairs with Jaccard >= 0.5 among {len(sets):,} sets", lambda: pairs_of_sets(sets, 0.5))
    print(f"  {len(found.left):,} pairs")
    other_joins(sets, 0.5)
    entries, atlas = nation()
    print(f"Three lists over {len(entries):,} entries")
    timed("  duplications", lambda: duplications(entries, atlas))
    timed("  synergies", lambda: synergies(entries, atlas))
    timed("  gaps", lambda: gaps(entries, atlas, kinds=["train", "fund"]))
    print(f"  most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
