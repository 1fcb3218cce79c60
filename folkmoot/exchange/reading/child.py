"""The child process: reads one file from its standard input and says what is in it, one JSON line at a time.

`python -m folkmoot.exchange.reading.child` with a JSON wish as its argument. Run by `apart.read`, never by hand.
Lines are {"about": …}, then lists that are rows, then {"end": …}; or {"refused": …} in their place.
"""

import encodings.mac_roman
import encodings.utf_16
import encodings.utf_32  # noqa: F401  codecs are loaded before files are locked away
import json
import sys
from collections.abc import Callable, Iterator
from typing import IO, Any

from folkmoot.kit.confine import confine, tighten

from .limits import Limits
from .opening import Ask, open_up
from .rows import Refused

ROWS_A_LINE = 200


def main(wish: str) -> None:
    asked = json.loads(wish)
    limits = Limits(**asked["limits"])
    confine(limits)
    for line in told(sys.stdin.buffer, Ask(**asked["ask"]), limits, tighten):
        sys.stdout.write(line)
    sys.stdout.flush()


def told(
    given: IO[bytes], ask: Ask, limits: Limits, once_read: Callable[[bytes, Limits], None] | None = None
) -> Iterator[str]:
    """Reads, and gives lines. Whatever goes wrong becomes a sentence; only the system can end this without one.
    `once_read` is called with what was read before any of it is looked at."""
    try:
        raw = given.read(limits.file_bytes + 1)
        if once_read:
            once_read(raw, limits)
        yield from _lines(raw, ask, limits)
    except Refused as refused:
        problem = refused.problem
        yield _refusal(problem.file or ask.file, problem.row, problem.column, problem.words)
    except MemoryError:
        words = "needs more memory than one file may have. Save only the sheet you need, as CSV."
        yield _refusal(ask.file, 0, "", words)
    except RecursionError:
        yield _refusal(ask.file, 0, "", "is nested deeper than any list should be.")


def _refusal(*said: object) -> str:
    return "\n" + json.dumps({"refused": said}) + "\n"


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
