"""What changed between two texts: line by line, and word by word inside the lines that changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .keeping import kept

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
MOST_WORDS = 16_000_000  # pairs of words in one stretch: four thousand beside four thousand
ALIKE = 0.3  # with less than this in common, old and new are easier to read whole


@dataclass(frozen=True)
class Piece:
    """Some words: "same", taken "out", or put "in"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """A stretch of lines that is the "same" in both, or "changed"; `pieces` hold the words of a changed one.

    The pieces that are not "in", one after another, are the lines before; those that are not "out" the lines after.
    """

    kind: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Count:
    """How many words were put in and taken out, and in how many stretches."""

    words_in: int
    words_out: int
    stretches: int


def changes(before: str, after: str) -> list[Change]:
    r"""The whole of both texts as stretches of lines, in order.

    >>> [(one.kind, one.before, one.after) for one in changes("a\nb", "a\nc\nd")]
    [('same', ('a',), ('a',)), ('changed', ('b',), ('c', 'd'))]
    """
    old, new = before.split("\n"), after.split("\n")
    found: list[Change] = []
    a = b = 0
    for run_a, run_b, length in _runs(kept(old, new), len(old), len(new)):
        if run_a > a or run_b > b:
            found.append(_changed(old[a:run_a], new[b:run_b]))
        a, b = run_a + length, run_b + length
        if length:
            found.append(Change("same", tuple(old[run_a:a]), tuple(new[run_b:b])))
    return found


def count(found: Iterable[Change]) -> Count:
    """
    >>> count(changes("Open on Monday.", "Open on Tuesday and Friday."))
    Count(words_in=3, words_out=1, stretches=1)
    """
    changed = [one for one in found if one.kind == "changed"]
    pieces = [piece for one in changed for piece in one.pieces]
    return Count(_words(pieces, "in"), _words(pieces, "out"), len(changed))


def _words(pieces: Sequence[Piece], kind: str) -> int:
    return sum(len(re.findall(r"\w+", piece.text)) for piece in pieces if piece.kind == kind)


def _runs(pairs: Sequence[tuple[int, int]], end_a: int, end_b: int) -> list[tuple[int, int, int]]:
    """Pairs that follow each other as (start, start, length); one of length 0 at the end of both closes the list."""
    runs: list[tuple[int, int, int]] = []
    for a, b in pairs:
        if runs and (a, b) == (runs[-1][0] + runs[-1][2], runs[-1][1] + runs[-1][2]):
            runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((a, b, 1))
    return [*runs, (end_a, end_b, 0)]


def _changed(old: Sequence[str], new: Sequence[str]) -> Change:
    before, after = "\n".join(old), "\n".join(new)
    return Change("changed", tuple(old), tuple(new), tuple(_pieces(before, after)) if old and new else _whole(old, new))


def _whole(old: Sequence[str], new: Sequence[str]) -> tuple[Piece, ...]:
    pieces = (Piece("out", "\n".join(old)), Piece("in", "\n".join(new)))
    return tuple(piece for piece in pieces if piece.text)


def _pieces(before: str, after: str) -> list[Piece]:
    old, new = WORDS.findall(before), WORDS.findall(after)
    pieces: list[Piece] = []
    a = b = 0
    for run_a, run_b, length in _runs(kept(old, new, MOST_WORDS), len(old), len(new)):
        _put(pieces, "out", old[a:run_a])
        _put(pieces, "in", new[b:run_b])
        a, b = run_a + length, run_b + length
        _put(pieces, "same", old[run_a:a])
    pieces = _joined(pieces)
    same = sum(len(piece.text.strip()) for piece in pieces if piece.kind == "same")
    if same < ALIKE * min(len(before), len(after)):
        return [piece for piece in (Piece("out", before), Piece("in", after)) if piece.text]
    return pieces


def _put(pieces: list[Piece], kind: str, words: Sequence[str]) -> None:
    if words:
        pieces.append(Piece(kind, "".join(words)))


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """A space that stayed between two changed words is changed with them: "red hat" → "blue coat" is one change."""
    made: list[Piece] = []
    out = new = ""
    for place, piece in enumerate(pieces):
        between = piece.kind == "same" and not piece.text.strip() and (out or new) and place + 1 < len(pieces)
        out += piece.text if piece.kind == "out" or between else ""
        new += piece.text if piece.kind == "in" or between else ""
        if piece.kind == "same" and not between:
            made += [one for one in (Piece("out", out), Piece("in", new)) if one.text] + [piece]
            out = new = ""
    return made + [one for one in (Piece("out", out), Piece("in", new)) if one.text]
