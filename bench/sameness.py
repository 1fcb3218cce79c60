"""How well and how quickly sameness groups real lists, beside splink with DuckDB in the same run.

Real data is read from FOLKMOOT_REAL_DATA. The peer and the reading of Parquet need an environment of their own:
``python -m venv /tmp/peer && /tmp/peer/bin/pip install splink duckdb pandas``, then
``FOLKMOOT_BENCH_PEER=/tmp/peer/bin/python bin/bench sameness``. Without it only what needs neither is run.
Seconds are of a whole process, user and system, starting Python and reading the file included.
"""

from __future__ import annotations

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.sameness_million import f1  # noqa: E402
from reckon.sameness import Record, ask_next, cluster  # noqa: E402

PEER = os.environ.get("FOLKMOOT_BENCH_PEER")
REAL = Path(os.environ.get("FOLKMOOT_REAL_DATA", "../shared/data"))
CHICAGO = REAL / "chicago-early-childhood/csv_example_messy_input.csv"
TRUE = REAL / "chicago-early-childhood/csv_example_input_with_true_ids.csv"
SITES = ["name=Site name", "address=Address", "postcode=Zip", "phone=Phone"]
FIGURES = ["name=full_name", "postcode=postcode_fake", "date=dob", "text=birth_place", "text=occupation"]
PERSONS = ["name=name", "address=address", "postcode=postcode", "date=dob", "text=suburb"]


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened, skipinitialspace=True))


def spent(command: list[str]) -> tuple[float, float, str]:
    """Run it; wall seconds, CPU seconds of it and its children, and what it printed."""
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - wall, cpu, done.stdout


def ours(file: Path, maps: list[str], truth: list[str]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out.csv")
        asked = [x for m in maps for x in ("--map", m)]
        wall, cpu, _ = spent([sys.executable, "-m", "reckon.sameness", str(file), *asked, "--out", str(out)])
        found = [int(row["cluster"]) for row in rows(out)]
    print("  folkmoot: precision {:.4f} recall {:.4f} F1 {:.4f}".format(*f1(found, numbered(truth))), end="")
    print(f"; {wall:.1f} s, {cpu:.1f} CPU-seconds")
    return cpu


def peer(which: str, file: Path, truth: list[str], cpu: float) -> None:
    if not PEER:
        print("  splink: not run (set FOLKMOOT_BENCH_PEER)")
        return
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out.csv")
        wall, peer_cpu, _ = spent([PEER, str(ROOT / "bench/_sameness_peer.py"), which, str(file), str(out)])
        found = list(csv.reader(out.open(newline="")))
    scores = [f1(numbered([row[k] for row in found]), numbered(truth)) for k in range(1, len(found[0]))]
    best = max(scores, key=lambda s: s[2])
    print("  splink, its best threshold: precision {:.4f} recall {:.4f} F1 {:.4f}".format(*best), end="")
    print(f"; {wall:.1f} s, {peer_cpu:.1f} CPU-seconds, {peer_cpu / cpu:.1f} × ours")


def numbered(labels: list[str]) -> list[int]:
    known: dict[str, int] = {}
    return [known.setdefault(label, len(known)) for label in labels]


def chicago() -> None:
    print("Chicago, 3,337 sites on ten lists, no labels")
    true = {row["Id"]: row["True Id"] for row in rows(TRUE)}
    listed = rows(CHICAGO)
    truth = [true[row["Id"]] for row in listed]
    peer("chicago", CHICAGO, truth, ours(CHICAGO, SITES, truth))
    taught(listed, truth)


def taught(listed: list[dict[str, str]], truth: list[str]) -> None:
    print("  with answers, twenty at a time, in the order asked:")
    records = [Record(name=r["Site name"], address=r["Address"], postcode=r["Zip"], phone=r["Phone"]) for r in listed]
    cpu = time.process_time()
    found = cluster(records)
    for asked in range(20, 401, 20):
        same, different = [], []
        for pair in ask_next(found, 20):
            (same if truth[pair.i] == truth[pair.j] else different).append((pair.i, pair.j))
        found = found.answered(same, different)
        if asked in (100, 200, 400):
            score = f1(found.cluster, numbered(truth))[2]
            print(
                f"    {len(found.same | found.different)} answers: F1 {score:.4f}; {time.process_time() - cpu:.1f} CPU"
            )


def historical() -> None:
    print("Historical figures, 50,578 records of 5,156 people, no labels")
    if not PEER:
        print("  not run: reading Parquet needs the peer's environment (set FOLKMOOT_BENCH_PEER)")
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "figures.csv")
        subprocess.run([PEER, str(ROOT / "bench/_sameness_peer.py"), "export", str(file)], check=True)
        truth = [row["cluster"] for row in rows(file)]
        peer("historical", file, truth, ours(file, FIGURES, truth))


def febrl() -> None:
    for title, files in (("FEBRL 3, 5,000 persons", ["dataset3"]), ("FEBRL 4, a with b", ["dataset4a", "dataset4b"])):
        print(title)
        found = [row for file in files for row in rows(REAL / f"linkage/{file}.csv")]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "persons.csv")
            with file.open("w", newline="", encoding="utf-8") as opened:
                writer = csv.writer(opened)
                writer.writerow(["name", "address", "postcode", "dob", "suburb"])
                for r in found:
                    road = " ".join(r[k] for k in ("street_number", "address_1", "address_2"))
                    name = f"{r['given_name']} {r['surname']}"
                    writer.writerow([name, road, r["postcode"], r["date_of_birth"], r["suburb"]])
            ours(file, PERSONS, [r["rec_id"].split("-")[1] for r in found])


if __name__ == "__main__":
    chicago()
    historical()
    febrl()
