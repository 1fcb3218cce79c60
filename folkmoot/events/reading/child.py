"""The child process: a calendar from its standard input, what it lists to its standard output, as one line of JSON.

`python -m folkmoot.events.reading.child FIRST LAST`, two days. Run by `apart.read`, never by hand.
"""

import json
import sys
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from folkmoot.kit.confine import confine

from .listing import NoCalendar, listing

MEGABYTE = 1024 * 1024


@dataclass
class Limits:
    memory: int = 700 * MEGABYTE
    processor_seconds: int = 4
    answer_bytes: int = 8 * MEGABYTE


def main(first: str, last: str) -> None:
    ZoneInfo("Europe/London")  # what finding a zone needs is loaded before files are locked away
    confine(Limits())
    try:
        answer = listing(sys.stdin.buffer.read(), date.fromisoformat(first), date.fromisoformat(last))
    except NoCalendar as wrong:
        answer = {"refused": str(wrong)}
    except (MemoryError, RecursionError):
        answer = {"refused": "is nested deeper or larger than any calendar should be."}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
