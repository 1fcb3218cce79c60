"""Wishes met by reckon/agenda and the CPU-seconds it took, beside OR-tools' CP-SAT in the same run.

CPU-seconds are user and system of the whole command, starting Python and reading the file included. The given days and
the real grid come from FOLKMOOT_REAL_DATA, the others are made here. The peer needs an environment of its own:
``python -m venv /tmp/peer && /tmp/peer/bin/pip install ortools``, then
``FOLKMOOT_BENCH_PEER=/tmp/peer/bin/python bin/bench agenda``; FOLKMOOT_BENCH_SECONDS is what it gets for a day of 24,
80 and 400 sessions (20,60,90 by the clock unless said otherwise).
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench._agenda_made import KINDS, europython, made  # noqa: E402
from reckon.agenda import Place, torn  # noqa: E402
from reckon.agenda.command import read_day  # noqa: E402

PEER = os.environ.get("FOLKMOOT_BENCH_PEER")
SECONDS = [float(each) for each in os.environ.get("FOLKMOOT_BENCH_SECONDS", "20,60,90").split(",")]
REAL = os.environ.get("FOLKMOOT_REAL_DATA")
SIZES = {"small": (24, 6, 4, 60), "medium": (80, 10, 8, 300), "large": (400, 20, 22, 3000)}


def spent(command: list[str]) -> tuple[float, str]:
    """CPU seconds of a command, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def compare(name: str, data: dict, seconds: float) -> int:
    """Runs both on one day; wishes met by ours, counted again from the grid it printed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "day.json")
        file.write_text(json.dumps(data))
        cpu, out = spent([sys.executable, "-m", "reckon.agenda", str(file)])
        found = json.loads(out)
        met = torn(read_day(data), [Place(**each) for each in found["grid"]]).met
        assert met == found["met"]
        print(f"{name}: {met} of {found['of']} met, {len(found['left_out'])} left out, {cpu:.2f} CPU-s", flush=True)
        if PEER:
            peer_cpu, said = spent([PEER, str(ROOT / "bench/_agenda_peer.py"), str(file), str(seconds)])
            print(f"  CP-SAT, {seconds:.0f} s: {said.strip()}, {peer_cpu:.1f} CPU-s ({peer_cpu / cpu:.0f} times ours)")
    return met


def given(folder: Path) -> None:
    for name, seconds in zip(SIZES, SECONDS):
        compare(f"given, {name}", json.loads((folder / f"agenda-{name}.json").read_bytes()), seconds)
    data, grid = europython(folder / "europython2014.xml")
    met = compare("EuroPython 2014, real talks, hosts and places, made wishes", data, SECONDS[1])
    real = torn(read_day(data), [Place(*each) for each in grid]).met
    print(f"  the real grid, drawn up without these wishes: {real}; ours {met / real - 1:+.1%}", flush=True)


def main() -> None:
    if REAL:
        given(Path(REAL, "schedules"))
    else:
        print("FOLKMOOT_REAL_DATA is unset: the given days and the real grid are left out.")
    for kind, how in KINDS.items():
        compare(f"made, small, {kind}", made(*SIZES["small"], seed=1, **{"wish": 4, **how}), SECONDS[0])
        compare(f"made, medium, {kind}", made(*SIZES["medium"], seed=1, **how), SECONDS[1] / 3)
    compare("made, large", made(*SIZES["large"], seed=1, wish=12), SECONDS[2] / 3)


if __name__ == "__main__":
    main()
