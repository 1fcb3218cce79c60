"""Rows in, sums done, plain values out: the only file of this app that calls reckon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reckon import texts


@dataclass(frozen=True)
class Difference:
    """What changed between two texts: `stretches` of lines, and how many words came in and went out."""

    stretches: list[texts.Change]
    words_in: int
    words_out: int
    places: int


@dataclass(frozen=True)
class Together:
    """Two changes of one text. `text`: both put together, None where they clash; `clashes`: (mine, theirs) as texts."""

    text: str | None
    clashes: list[tuple[str, str]]
    merge: texts.Merge

    def chosen(self, choices: Sequence[str]) -> str:
        """The text with "mine", "theirs" or "both" for each clash in order."""
        return self.merge.chosen(choices)


def difference(before: str, after: str) -> Difference:
    found = texts.changes(before, after)
    counted = texts.count(found)
    return Difference(found, counted.words_in, counted.words_out, counted.stretches)


def together(base: str, mine: str, theirs: str) -> Together:
    merged = texts.merge(base, mine, theirs)
    clashes = [("\n".join(part.mine), "\n".join(part.theirs)) for part in merged.clashes]
    return Together(merged.text, clashes, merged)
