"""Two people changed the same text at the same time: what both did, put together, and where they meet.

The text is cut where both kept a line of the base; between two cuts, whoever changed something has it their way, and
where both did differently it is a clash (Khanna, Kunal and Pierce, A formal investigation of diff3, 2007). A clash of
lines is tried once more sentence by sentence, since a paragraph of prose is one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .keeping import kept

SENTENCE_ENDS = re.compile(r"[.!?]\s+")
CHOICES = ("mine", "theirs", "both")


@dataclass(frozen=True)
class Part:
    """Some lines as they were and as each has them.

    `kind`: "same" (nobody changed them), "mine" or "theirs" (one did), "both" (both did, and alike), "sentences" (both
    did, in different sentences: `together` is the outcome), or "clash".
    """

    kind: str
    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    together: tuple[str, ...] = ()


@dataclass(frozen=True)
class Merge:
    parts: tuple[Part, ...]

    @property
    def clashes(self) -> list[Part]:
        return [part for part in self.parts if part.kind == "clash"]

    @property
    def text(self) -> str | None:
        """Both put together; None where they clash."""
        return None if self.clashes else self.chosen([])

    def chosen(self, choices: Sequence[str]) -> str:
        """The text with "mine", "theirs" or "both" (theirs first, then mine) chosen for each clash, in order; "both"
        where nothing is said, so that nothing is lost.

        >>> clash = merge("tea", mine="coffee", theirs="milk")
        >>> clash.text, clash.chosen(["mine"]), clash.chosen([])
        (None, 'coffee', 'milk\\ncoffee')
        """
        said = iter(choices)
        lines: list[str] = []
        for part in self.parts:
            lines += _chosen(part, next(said, "both") if part.kind == "clash" else part.kind)
        return "\n".join(lines)


def merge(base: str, mine: str, theirs: str) -> Merge:
    """What became of `base` with both changes; nothing that either wrote is left out of the parts."""
    parts = _parts(base.split("\n"), mine.split("\n"), theirs.split("\n"))
    return Merge(tuple(_by_sentences(part) if part.kind == "clash" else part for part in parts))


def _chosen(part: Part, choice: str) -> tuple[str, ...]:
    if choice == "both" and part.kind == "clash":
        return part.theirs + part.mine
    if choice == "sentences":
        return part.together
    return part.theirs if choice == "theirs" else part.mine


def _parts(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[Part]:
    in_mine, in_theirs = dict(kept(base, mine)), dict(kept(base, theirs))
    both = [place for place in range(len(base)) if place in in_mine and place in in_theirs]
    b = m = t = 0
    for place in [*both, len(base)]:
        at_mine, at_theirs = in_mine.get(place, len(mine)), in_theirs.get(place, len(theirs))
        if (b, m, t) != (place, at_mine, at_theirs):
            yield _part(base[b:place], mine[m:at_mine], theirs[t:at_theirs])
        if place < len(base):
            yield _part(base[place : place + 1], base[place : place + 1], base[place : place + 1])
        b, m, t = place + 1, at_mine + 1, at_theirs + 1


def _part(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Part:
    if mine == theirs:
        kind = "same" if mine == base else "both"
    else:
        kind = "theirs" if mine == base else "mine" if theirs == base else "clash"
    return Part(kind, tuple(base), tuple(mine), tuple(theirs))


def _by_sentences(part: Part) -> Part:
    texts = ["\n".join(lines) for lines in (part.base, part.mine, part.theirs)]
    if not all(texts):
        return part
    parts = list(_parts(*(_sentences(text) for text in texts)))
    if any(one.kind == "clash" for one in parts):
        return part
    together = "".join("".join(_chosen(one, one.kind)) for one in parts)
    return Part("sentences", part.base, part.mine, part.theirs, tuple(together.split("\n")))


def _sentences(text: str) -> list[str]:
    """Each with the space after it.

    >>> _sentences("Come in. Sit down!  Tea?")
    ['Come in. ', 'Sit down!  ', 'Tea?']
    """
    ends = [0, *(found.end() for found in SENTENCE_ENDS.finditer(text)), len(text)]
    return [text[start:end] for start, end in zip(ends, ends[1:], strict=False) if end > start]
