"""Other words for the same thing: whoever asks for a bicycle is glad of a bike. The words are in alike.txt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from .words import asked, stem

WORDS = Path(__file__).with_name("alike.txt")
LONGEST = 4
Way = tuple[str, ...]


def phrases(words: Sequence[str]) -> list[str]:
    """These words in order, those that are one thing together in one: food, bank, near → "food bank", "near"."""
    found, left = [], list(words)
    while left:
        several = (n for n in range(min(LONGEST, len(left)), 1, -1) if _stems(left[:n]) in _known())
        taken = next(several, 1)
        found.append(" ".join(left[:taken]))
        left = left[taken:]
    return found


def ways(phrase: str) -> tuple[Way, ...]:
    """The stems of a word or phrase, and those of every other that stands for it; each way by all of its stems."""
    said = _stems(phrase.split())
    return (said, *_known().get(said, ()))


def _stems(words: Sequence[str]) -> Way:
    return tuple(stem(word) for word in words)


@cache
def _known() -> dict[Way, tuple[Way, ...]]:
    found: dict[Way, dict[Way, None]] = defaultdict(dict)
    for one, other in _pairs():
        if one != other:
            found[one][other] = None
    return {one: tuple(others) for one, others in found.items()}


def _pairs() -> Iterator[tuple[Way, Way]]:
    """Each way of saying something, with each other that stands for it."""
    for line in WORDS.read_text().splitlines():
        wide, arrow, narrow = line.partition("#")[0].partition(">")
        said, stands = _of_line(wide), _of_line(narrow if arrow else wide)
        yield from ((one, other) for one in said for other in stands)


def _of_line(text: str) -> list[Way]:
    return [_stems(asked(each)) for each in text.split(",") if each.strip()]
