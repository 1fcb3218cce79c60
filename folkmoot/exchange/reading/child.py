"""The child process: reads one file from its standard input and says what is in it, one JSON line at a time.

`python -m folkmoot.exchange.reading.child` with a JSON wish as its argument. Run by `apart.read`, never by hand.
Lines are {"about": …}, then lists that are rows, then {"end": …}; or {"refused": …} in their place.
"""

import encodings.mac_roman
import encodings.utf_16
import encodings.utf_32  # noqa: F401  codecs are loaded before files are locked away
import json
import sys
from collections.abc import Iterator
from typing import Any

from folkmoot.kit.confine import confine, tighten

from .limits import Limits
from .opening import Ask, open_up
from .rows import Refused

ROWS_A_LINE = 200


def main(wish: str) -> None:
    """Reads, and writes lines. Whatever goes wrong becomes a sentence; only the system can end this without one."""
    asked = json.loads(wish)
    limits = Limits(**asked["limits"])
    ask = Ask(**asked["ask"])
    confine(limits)
    try:
        raw = sys.stdin.buffer.read(limits.file_bytes + 1)
        tighten(raw, limits)
        for line in _lines(raw, ask, limits):
            sys.stdout.write(line)
    except Refused as refused:
        problem = refused.problem
        _say({"refused": [problem.file or ask.file, problem.row, problem.column, problem.words]})
    except MemoryError:
        _say(
            {
                "refused": [
                    ask.file,
                    0,
                    "",
                    "needs more memory than one file may have. Save only the sheet you need, as CSV.",
                ]
            }
        )
    except RecursionError:
        _say({"refused": [ask.file, 0, "", "is nested deeper than any list should be."]})
    sys.stdout.flush()


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write("\n" + json.dumps(line) + "\n")


def _lines(raw: bytes, ask: Ask, limits: Limits) -> Iterator[str]:
    about, rows = open_up(raw, ask, limits)
    page: list[Any] = []
    taken = 0
    for row in rows:
        taken += 1
        page.append(row.as_plain())
        if len(page) == ROWS_A_LINE:
            yield json.dumps(page) + "\n"
            page = []
    yield json.dumps(page) + "\n"
    # Said last, because some notes are only known once the last row is through.
    yield json.dumps({"about": about.as_plain(), "rows": taken}) + "\n"


if __name__ == "__main__":
    main(sys.argv[1])
