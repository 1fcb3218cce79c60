"""The peer, red-dwarf, run by the interpreter of a throw-away environment that has it: see opinions.py.

``python _opinions_peer.py FILE.json``: {votes: [[person, statement, value]], out: [ids]} in; JSON out: CPU-seconds of
its pipeline alone, peak memory in MB, and the groups.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from reddwarf.implementations.polis import run_pipeline


def main() -> None:
    told = json.loads(Path(sys.argv[1]).read_text())
    votes = [{"participant_id": p, "statement_id": s, "vote": v} for p, s, v in told["votes"]]
    begin = time.process_time()
    found = run_pipeline(votes=votes, mod_out_statement_ids=told["out"], random_state=0)
    cpu = time.process_time() - begin
    labels = found.participants_df["cluster_id"].dropna()
    groups = {str(who): int(group) for who, group in labels.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(json.dumps({"cpu": cpu, "peak": peak, "groups": groups}) + "\n")


if __name__ == "__main__":
    main()
