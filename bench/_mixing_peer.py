"""The peer, CP-SAT, run by the interpreter of a throw-away environment that has ortools: see mixing.py.

Reads JSON {worth: [[…]], fill: […], rounds, seconds} from standard input; prints {status, cpu, repeats, worth}. A
repeat weighs more than everything else.
"""

import json
import sys
import time
from itertools import combinations

from ortools.sat.python import cp_model


def main() -> None:
    asked = json.load(sys.stdin)
    worth, fill, rounds = asked["worth"], asked["fill"], asked["rounds"]
    people, tables = range(len(worth)), range(len(fill))
    model = cp_model.CpModel()
    at = {(p, r, t): model.new_bool_var("") for p in people for r in range(rounds) for t in tables}
    for r in range(rounds):
        for p in people:
            model.add_exactly_one(at[p, r, t] for t in tables)
        for t in tables:
            model.add(sum(at[p, r, t] for p in people) == fill[t])
    model.add(at[0, 0, 0] == 1)
    gain, repeats = [], []
    for p, q in combinations(people, 2):
        shared = []
        for r in range(rounds):
            same = model.new_bool_var("")
            for t in tables:
                model.add(same >= at[p, r, t] + at[q, r, t] - 1)
                model.add(same <= 1 - at[p, r, t] + at[q, r, t])
                model.add(same <= 1 + at[p, r, t] - at[q, r, t])
            shared.append(same)
            gain.append(worth[p][q] * same)
        if rounds > 1:
            again = model.new_int_var(0, rounds - 1, "")
            model.add(again >= sum(shared) - 1)
            repeats.append(again)
    step = sum(map(sum, worth)) * rounds + 1
    model.minimize(step * sum(repeats) - sum(gain))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = asked["seconds"]
    solver.parameters.num_workers = 2
    began = time.process_time()
    status = solver.solve(model)
    found = {"status": solver.status_name(status), "cpu": time.process_time() - began}
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        found["repeats"] = sum(solver.value(one) for one in repeats)
        found["worth"] = step * found["repeats"] - round(solver.objective_value)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
