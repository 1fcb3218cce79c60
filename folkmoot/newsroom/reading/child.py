"""The child process: what was fetched comes in at its standard input, what it says goes out as one line of JSON.

`python -m folkmoot.newsroom.reading.child feed|page|outline CONTENT-TYPE BASE TARGET`. Run by `apart`, never by hand.
"""

import json
import sys
from dataclasses import dataclass

from folkmoot.kit.confine import confine

from . import feed, outline, page

MEGABYTE = 1024 * 1024


@dataclass
class Limits:
    memory: int = 500 * MEGABYTE
    processor_seconds: int = 2
    answer_bytes: int = 16 * MEGABYTE


def _answer(what: str, raw: bytes, content_type: str, base: str, target: str) -> dict:
    if what == "page":
        return page.read(raw, content_type, base, target)
    if what == "outline":
        return outline.read(raw)
    try:
        return feed.read(raw, content_type, base)
    except feed.NoFeed:
        found = page.read(raw, content_type, base)["feeds"]  # a page that says where its feeds are
        if not found:
            raise
        return {"feeds": found}


def main(what: str, content_type: str, base: str, target: str) -> None:
    feed.read(b"<rss version='2.0'><channel><item><title>x</title></item></channel></rss>", "", base)  # all is loaded
    confine(Limits())
    try:
        answer = _answer(what, sys.stdin.buffer.read(), content_type, base, target)
    except (feed.NoFeed, outline.NoList) as wrong:
        answer = {"refused": str(wrong)}
    except (MemoryError, RecursionError):
        answer = {"refused": "is nested deeper or larger than any feed or page should be."}
    except Exception as wrong:  # noqa: BLE001 - whatever a parser stumbles over is said in words
        answer = {"refused": f"could not be read ({type(wrong).__name__})."}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:5])
