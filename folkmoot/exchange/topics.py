"""UK-CAT's word patterns, all at once against a text: only those whose beginning stands in it are tried."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

WORD = re.compile(r"\b\w")
LONGEST = 10
MOST_READ = 4_000


@dataclass(frozen=True)
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


class Topics:
    """Every topic of a classification, ready for many texts. A pattern that cannot be read is passed over."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]):
        """Rows of (code, pattern, pattern of its exception or "")."""
        self._by_start: dict[str, list[Pattern]] = defaultdict(list)
        self._always: list[Pattern] = []
        self._leading: set[str] = set()
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
            self._always.append(one)
        for start in starts or ():
            self._by_start[start].append(one)
            self._leading |= {start[:n] for n in range(1, len(start) + 1)}

    def found_in(self, text: str, most: int = 3) -> list[str]:
        """The codes of up to `most` topics the text speaks of, those said most often first, then the narrower."""
        text = text[:MOST_READ].replace("’", "'")
        said = Counter({one.code: n for one in self._likely(text) if (n := one.count(text))})
        return sorted(said, key=lambda code: (-said[code], -len(code), code))[:most]

    def _likely(self, text: str) -> Iterator[Pattern]:
        here: dict[str, Pattern] = {}
        small = text.lower()
        for word in WORD.finditer(small):
            at = word.start()
            for end in range(at + 1, at + LONGEST + 1):
                start = small[at:end]
                if start not in self._leading:
                    break
                for one in self._by_start.get(start, ()):
                    here[one.code] = one
        yield from here.values()
        yield from self._always


def beginnings(words: str) -> set[str] | None:
    """What a match of the pattern can begin with, up to ten small letters; None when it may begin inside a word.

    >>> sorted(beginnings(r"\\b(cats?|dogs?)\\b"))
    ['cat', 'dog']
    >>> beginnings(r"\\b(men)\\b|male")
    """
    tree = list(parser.parse(words, re.I))
    branches = tree[0][1][1] if len(tree) == 1 and tree[0][0] is op.BRANCH else [tree]
    found: set[str] = set()
    for branch in branches:
        items = list(branch)
        if not items or items[0] != (op.AT, op.AT_BOUNDARY):
            return None
        starts = {start.lower() for start, _ in _grown([("", False)], items[1:])}
        if any(not start[:1].isalnum() for start in starts):
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
