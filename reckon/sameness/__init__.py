"""Which records are the same organisation (or person).

``cluster`` groups a whole list, ``Index``, ``likely`` and ``against`` compare new rows with a list already indexed,
``ask_next`` says what to ask a person. No labels are needed; answers are obeyed and learnt from.
From the command line: ``python -m reckon.sameness FILE.csv --map name="Site name" --out clusters.csv``.
"""

from reckon.sameness.clusters import Clusters, Pair, ask_next, cluster
from reckon.sameness.gather import Contradiction
from reckon.sameness.index import Index, Match, against, likely
from reckon.sameness.reasons import Reason
from reckon.sameness.record import Record

__all__ = [
    "Clusters", "Contradiction", "Index", "Match", "Pair", "Reason", "Record",
    "against", "ask_next", "cluster", "likely",
]  # fmt: skip
