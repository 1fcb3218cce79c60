"""The child process: a file from its standard input, the pages in it to its standard output, as one line of JSON.

`python -m folkmoot.library.reading.child NAME`. Run by `apart.read`, never by hand.
"""

import json
import sys
from dataclasses import dataclass

from folkmoot.kit.confine import confine

from .pages import NoPages, read

MEGABYTE = 1024 * 1024


@dataclass
class Limits:
    memory: int = 700 * MEGABYTE
    processor_seconds: int = 10
    answer_bytes: int = 96 * MEGABYTE


def main(file_name: str) -> None:
    b"".decode("cp1252")  # what a codec needs is loaded before files are locked away
    confine(Limits())
    try:
        answer = {"pages": read(sys.stdin.buffer.read(), file_name)}
    except NoPages as wrong:
        answer = {"refused": str(wrong)}
    except (MemoryError, RecursionError):
        answer = {"refused": "is larger than any wiki should be."}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
