"""What a reading of a file came to, how far it has come, and what stopped it."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import TextIO


class CannotTake(Exception):
    """A file, or one line of it, cannot be used; the message names both and says what to do."""


@dataclass
class Told:
    """How many things were new, changed, the same or refused; the first refusals in words."""

    what: str
    counts: Counter = field(default_factory=Counter)
    refusals: list[str] = field(default_factory=list)
    most: int = 20

    def count(self, verdict: str, n: int = 1) -> None:
        self.counts[verdict] += n

    def refuse(self, file: str, line: int, why: str) -> None:
        self.counts["refused"] += 1
        if len(self.refusals) < self.most:
            self.refusals.append(f"{file}, line {line}: {why}")

    def sentence(self) -> str:
        always = ("new", "changed", "same", "refused")
        more = [verdict for verdict in self.counts if verdict not in always]
        parts = [f"{self.counts[verdict]:,} {verdict}" for verdict in (*always, *more)]
        return f"{self.what}: {', '.join(parts)}."


class Progress:
    """A line on the screen that says how far a file has been read; silent where nobody watches."""

    def __init__(self, size: int, out: TextIO = sys.stderr) -> None:
        self.size, self.out, self.shown = max(size, 1), out, -1
        self.watched = bool(getattr(out, "isatty", lambda: False)())

    def at(self, read: int) -> None:
        percent = min(100, 100 * read // self.size)
        if self.watched and percent != self.shown:
            self.shown = percent
            self.out.write(f"\r{'█' * (percent // 4):<25} {percent:3d} %")
            self.out.flush()

    def done(self) -> None:
        if self.watched and self.shown >= 0:
            self.out.write("\r" + " " * 34 + "\r")
