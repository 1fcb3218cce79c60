"""The peer: OR-tools' CP-SAT, run by an interpreter that has it: ``python _agenda_peer.py FILE.json SECONDS``.

Prints wishes met, whether that is proven best, and its own bound. One yes or no for each session and slot, one for each
person and slot in which something they want might run; two workers, the time limit as said, and nothing else set.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ortools.sat.python import cp_model


def solve(day: dict, seconds: float) -> str:
    model = cp_model.CpModel()
    slots, ids = range(day["slots"]), [session["id"] for session in day["sessions"]]
    runs = {(session, slot): model.new_bool_var("") for session in ids for slot in slots}
    for session in ids:
        model.add_at_most_one(runs[session, slot] for slot in slots)
    model.add(sum(runs.values()) == min(len(ids), day["slots"] * len(day["rooms"])))
    hosted: dict[str, list[str]] = {}
    for session in day["sessions"]:
        for host in session.get("hosts", ()):
            hosted.setdefault(host, []).append(session["id"])
        if session.get("slot") is not None:
            model.add(runs[session["id"], session["slot"]] == 1)
    for slot in slots:
        model.add(sum(runs[session, slot] for session in ids) <= len(day["rooms"]))
        for many in hosted.values():
            if len(many) > 1:
                model.add_at_most_one(runs[session, slot] for session in many)
    served = []
    for want in day["wishes"].values():
        met = [model.new_bool_var("") for _ in slots]
        for slot in slots:
            model.add_bool_or([runs[session, slot] for session in want] + [met[slot].negated()])
        model.add(sum(met) <= min(len(want), day["slots"]))
        served += met
    model.maximize(sum(served))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    found = round(solver.objective_value) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else "nothing"
    proven = "proven best" if status == cp_model.OPTIMAL else f"at most {round(solver.best_objective_bound)} possible"
    return f"{found} ({proven})"


if __name__ == "__main__":
    print(solve(json.loads(Path(sys.argv[1]).read_bytes()), float(sys.argv[2])))
