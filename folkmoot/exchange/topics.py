"""UK-CAT's word patterns, all at once against a text: only those whose beginning stands in it are tried."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

WORD = re.compile(r"\b\w")
LONGEST = 10
MOST_READ = 4_000
MOST_KNOWN = 200_000


@dataclass(frozen=True, eq=False)
class Pattern:
    """One topic and its words; `unless` speaks against it."""

    code: str
    matches: re.Pattern[str]
    unless: re.Pattern[str] | None

    def count(self, text: str) -> int:
        """How many of its words the text says."""
        if self.unless and self.unless.search(text):
            return 0
        return sum(1 for found in self.matches.finditer(text) if found.group(0))

    def count_at(self, text: str, spots: list[int]) -> int:
        """The same, for a pattern that can match only where one of its beginnings stands."""
        found = end = 0
        for spot in spots:
            if spot >= end and (match := self.matches.match(text, spot)):
                found, end = found + 1, match.end()
        return 0 if found and self.unless and self.unless.search(text) else found


class Topics:
    """Every topic of a classification, ready for many texts. A pattern that cannot be read is passed over."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]):
        """Rows of (code, pattern, pattern of its exception or "")."""
        self._by_start: dict[str, list[Pattern]] = defaultdict(list)
        self._inside: list[tuple[Pattern, list[str]]] = []
        self._leading: set[str] = set()
        self._known: dict[str, tuple[Pattern, ...]] = {}
        for code, words, unless in rows:
            try:
                one = Pattern(code, re.compile(words, re.I), re.compile(unless, re.I) if unless else None)
            except re.error:
                continue
            if words:
                self._file(one, words)

    def _file(self, one: Pattern, words: str) -> None:
        starts = beginnings(words)
        if starts is None:
            self._inside.append((one, sorted(beginnings(words, inside=True) or [""])))
        for start in starts or ():
            self._by_start[start].append(one)
            self._leading |= {start[:n] for n in range(1, len(start) + 1)}

    def found_in(self, text: str, most: int = 3) -> list[str]:
        """The codes of up to `most` topics the text speaks of, those said most often first, then the narrower."""
        text = text[:MOST_READ].replace("’", "'").lower()
        said = [(one.code, one.count_at(text, spots)) for one, spots in self._likely(text).items()]
        said += [(one.code, _count_inside(one, starts, text)) for one, starts in self._inside]
        found = sorted((-n, -len(code), code) for code, n in said if n)
        return [code for _, _, code in found[:most]]

    def _likely(self, text: str) -> dict[Pattern, list[int]]:
        """Patterns of which a beginning stands in the text, and where."""
        here: dict[Pattern, list[int]] = {}
        known = self._known
        for at in [word.start() for word in WORD.finditer(text)]:
            start = text[at : at + LONGEST]
            for one in known[start] if start in known else self._learn(start):
                here.setdefault(one, []).append(at)
        return here

    def _learn(self, start: str) -> tuple[Pattern, ...]:
        """Patterns that may begin with these ten letters; words come again and again, so it is kept."""
        found: dict[Pattern, None] = {}
        for end in range(1, len(start) + 1):
            if start[:end] not in self._leading:
                break
            found |= dict.fromkeys(self._by_start.get(start[:end], ()))
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
        self._known[start] = tuple(found)
        return self._known[start]


def _count_inside(one: Pattern, starts: list[str], text: str) -> int:
    """How many of its words the text says, for a pattern that may begin inside a word with one of these."""
    here = [start for start in starts if start in text]
    if not here or "" in here:
        return one.count(text) if here else 0
    spots = {at for start in here for at in _spots(start, text)}
    return one.count_at(text, sorted(spots))


def _spots(start: str, text: str) -> Iterator[int]:
    """Where these letters stand, overlapping ones too."""
    at = text.find(start)
    while at >= 0:
        yield at
        at = text.find(start, at + 1)


def beginnings(words: str, *, inside: bool = False) -> set[str] | None:
    """What a match of the pattern can begin with, up to ten small letters; None when it may begin inside a word.

    With `inside` also of a pattern that may; then None when nothing can be said.

    >>> sorted(beginnings(r"\\b(cats?|dogs?)\\b"))
    ['cat', 'dog']
    >>> beginnings(r"\\b(men)\\b|male")
    >>> sorted(beginnings(r"\\b(men)\\b|male", inside=True))
    ['male', 'men']
    """
    tree = list(parser.parse(words, re.I))
    branches = tree[0][1][1] if len(tree) == 1 and tree[0][0] is op.BRANCH else [tree]
    found: set[str] = set()
    for items in map(list, branches):
        bounded = bool(items) and items[0] == (op.AT, op.AT_BOUNDARY)
        if not items or not (bounded or inside):
            return None
        starts = {start.lower() for start, _ in _grown([("", False)], items[bounded:])}
        if any(not start or not (inside or start[0].isalnum()) for start in starts):
            return None
        found |= starts
    return found


Start = tuple[str, bool]


def _grown(starts: list[Start], items: list) -> list[Start]:
    """Each beginning with what may follow it; True once it is as long as it gets or can go on in any way."""
    for item in items:
        if all(ended for _, ended in starts):
            break
        grown: dict[Start, None] = {}
        for start, ended in starts:
            more = [(start, True)] if ended else _one_more(start, item)
            grown |= dict.fromkeys(more)
        starts = list(grown)
    return starts


def _one_more(start: str, item: tuple) -> list[Start]:
    kind, what = item
    if kind is op.LITERAL:
        return [(start + chr(what).lower(), len(start) + 1 >= LONGEST)]
    if kind is op.IN and all(one is op.LITERAL for one, _ in what):
        return [(start + chr(letter).lower(), len(start) + 1 >= LONGEST) for _, letter in what]
    if kind is op.SUBPATTERN:
        return _grown([(start, False)], list(what[-1]))
    if kind is op.BRANCH:
        return [one for branch in what[1] for one in _grown([(start, False)], list(branch))]
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        least, most, inner = what
        once = _grown([(start, False)], list(inner))
        # What may come twice may go on with itself: the beginning known so far is kept as it is.
        again = [(grown, True) if most > 1 else (grown, ended) for grown, ended in once]
        return again if least else [*again, (start, False)]
    return [(start, True)]
