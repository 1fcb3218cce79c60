"""The chain of the journal, and a check of it that needs nothing but Python.

    python folkmoot/journal/chain.py journal.jsonl --head 1042:6f2c…

reads an export (`bin/manage check_journal --export journal.jsonl`) and says whether any line was changed, taken out,
put in or moved since it was written. Each line holds the digest of the line before it. A line's title and detail are
in the chain only as a salted digest, so that they can be blanked when somebody is forgotten; a later line then says
so. What this cannot see is lines cut off the end or a whole chain written anew: for that, give it heads (count and
digest) that were told to the keepers at the time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

BLANKED = "blanked"
LINE_KIND = "journal.line"
FIELDS = ("by_id_then", "verb", "kind", "key", "address", "place_path", "audience", "said")


class Break(NamedTuple):
    """Where the chain does not hold: the number of the first bad line (None for the end), and what is wrong."""

    line: int | None
    why: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}" if self.line is not None else self.why


class Head(NamedTuple):
    """How many lines there were, and the digest of the last of them."""

    count: int
    digest: str

    def __str__(self) -> str:
        return f"{self.count}:{self.digest}"

    @classmethod
    def read(cls, words: str) -> Head:
        count, digest = words.strip().split(":")
        return cls(int(count), digest)


def digest_of_words(salt: str, title: str, detail: dict) -> str:
    """Of the title and detail with their salt."""
    words = json.dumps([title, detail], sort_keys=True, default=str)
    return hashlib.sha256((salt + words).encode()).hexdigest()


def digest_of_line(line: dict) -> str:
    """Over the line before, the time to the microsecond in UTC, and every field but the words themselves."""
    at = line["at"] if isinstance(line["at"], datetime) else datetime.fromisoformat(line["at"])
    parts = [at.astimezone(UTC).isoformat(timespec="microseconds"), *(line[field] for field in FIELDS)]
    return hashlib.sha256(json.dumps([line["previous"], *parts]).encode()).hexdigest()


def first_break(lines: Iterable[dict], heads: Iterable[Head] = ()) -> Break | None:
    """The first place where the chain does not hold, or None.

    `lines` are dicts with id, at, previous, digest, salt, title, detail, the FIELDS above, and by_id where it is
    known; in the order of their ids. `heads` are those told earlier. Lines with a true `kept_back` came without
    their words, for readers who may not see them.
    """
    told = {head.count: head.digest for head in heads}
    count, previous, blank, excused = 0, "", [], set()
    for count, line in enumerate(lines, start=1):
        wrong = _wrong_in(line, previous) or _wrong_head(told.pop(count, None), line)
        if wrong:
            return Break(line["id"], wrong)
        if _is_blank(line) and not line.get("kept_back"):
            blank.append(line["id"])
        if line["verb"] == BLANKED and line["kind"] == LINE_KIND:
            excused.add(line["key"])
        previous = line["digest"]
    for number in blank:
        if str(number) not in excused:
            return Break(number, "its words were taken out, and no line says why")
    if told:
        return Break(None, f"{max(told)} lines were told of, and only {count} are left")
    return None


def _is_blank(line: dict) -> bool:
    return not (line["salt"] or line["title"] or line["detail"])


def _wrong_in(line: dict, previous: str) -> str:
    if line["previous"] != previous:
        return "it does not follow the line before it: one was taken out, put in or moved"
    if digest_of_line(line) != line["digest"]:
        return "it was changed"
    if not _is_blank(line) and digest_of_words(line["salt"], line["title"], line["detail"]) != line["said"]:
        return "its words were changed"
    if line.get("by_id") not in (None, line["by_id_then"]):
        return "it names another person than it did"
    return ""


def _wrong_head(told: str | None, line: dict) -> str:
    return "" if told in (None, line["digest"]) else "another line stood here when the keepers were told"


def read_export(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as export:
        for number, row in enumerate(export, start=1):
            try:
                yield json.loads(row)
            except ValueError as wrong:
                raise SystemExit(f"{path}, line {number}: not JSON ({wrong}).") from wrong


def main() -> None:
    parser = argparse.ArgumentParser(description="Checks an export of the journal.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--head", action="append", default=[], type=Head.read, help="count:digest, told earlier")
    wish = parser.parse_args()
    broken = first_break(read_export(wish.file), wish.head)
    sys.stdout.write(f"{broken or 'The chain holds.'}\n")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
