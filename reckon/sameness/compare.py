"""How two values of one column compare, as a small whole number (a level) that evidence can be counted on.

A level of -1 means one side is not known: that is never evidence, for or against.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from reckon import likeness
from reckon.sameness.values import (
    Array,
    Tally,
    Values,
    digests,
    letter_groups,
    rarity,
    runs,
    shared,
    tally,
    weigh,
    word_sets,
)

_FREE_MAIL = (
    "gmail.com googlemail.com hotmail.com hotmail.co.uk outlook.com live.com live.co.uk yahoo.com yahoo.co.uk "
    "btinternet.com aol.com icloud.com me.com msn.com sky.com talktalk.net virginmedia.com ntlworld.com gmx.de web.de "
    "orange.fr free.fr laposte.net libero.it mail.ru yandex.ru proton.me protonmail.com"
)
FREE_MAIL = frozenset(_FREE_MAIL.split())


# differ, same part, a slip apart, and the same: common, less common, rare
FIRST_WEIGHT = {
    "postcode": [-2.5, -0.5, 0.5, 0.7, 1.5, 2.5],
    "phone": [-1.5, 0.0, 0.8, 1.5, 3.0, 4.5],
    "website": [-1.0, 0.0, 0.5, 1.0, 2.5, 4.0],
    "email": [-0.9, 0.5, 1.0, 1.5, 3.0, 5.0],
    "date": [-2.5, -0.5, 1.5, 1.0, 2.5, 4.0],
    "id": [-3.0, -1.0, 0.9, 3.0, 4.0, 6.0],
}


def _guess(share: list[float], weight: list[float]) -> tuple[Array, Array]:
    """Starting shares of each level among the same and among the different, from a starting weight for each."""
    same = np.array(share) / sum(share)
    other = same * np.exp(-np.array(weight))
    return same, other / other.sum()


def _each_once(left: Values, i: Array, right: Values, j: Array) -> tuple[Array, Array, Array, Array]:
    """The different pairs of values among pairs of units, which pairs are known, and the way back."""
    a, b = left.code[i], right.code[j]
    known = (a >= 0) & (b >= 0)
    key = a[known] * max(len(right.texts), 1) + b[known]
    once, back, _ = runs(key)
    width = max(len(right.texts), 1)
    return once // width, once % width, known, back


def _spread(known: Array, back: Array, levels: Array) -> Array:
    out = np.full(len(known), -1, dtype=np.int8)
    out[known] = levels[back]
    return out


def slips(left: Values, a: Array, right: Values, b: Array, most: int = 1) -> Array:
    """Letters typed wrong, left out, put in or swapped between two values; ``most`` + 1 stands for any more."""
    ours, theirs = left.extra["texts"], right.extra["texts"]
    return np.asarray(
        process.cpdist(ours[a], theirs[b], scorer=OSA.distance, score_cutoff=most, dtype=np.int32)
        if len(a)
        else np.zeros(0, dtype=np.int32)
    )


def crowded(found: Values) -> bool:
    """Whether values lie so close (phones given out in a row) that being one slip apart says nothing.

    So it is when over one in twenty pairs of different values are; judged on two hundred values, ten at the least.
    """
    chosen = [found.texts[k] for k in np.argsort(found.hashes)[:200]]
    if len(chosen) < 10:
        return False
    near = process.cdist(chosen, chosen, scorer=OSA.distance, score_cutoff=1, dtype=np.int32) <= 1
    return bool(near.sum() - len(chosen) > 0.05 * len(chosen) * (len(chosen) - 1))


@dataclass
class Wording:
    """Names and descriptions: how much they share, letter group by letter group, and how rare what they share is."""

    key: str
    cuts: tuple[float, ...] = (0.15, 0.3, 0.45, 0.6, 0.75, 0.9)
    rare: tuple[float, ...] = (4.0, 8.0, 11.0)

    @property
    def levels(self) -> int:
        return (len(self.cuts) + 3) * (len(self.rare) + 1)

    def start(self) -> tuple[Array, Array]:
        likes = [-4.0, -3.0, -2.0, -0.5, 1.0, 2.0, 3.0, 4.0, 1.0]
        share = [0.03, 0.04, 0.05, 0.07, 0.1, 0.12, 0.14, 0.35, 0.1]
        bonus = [-2.5, -0.5, 0.5, 1.5]
        spread = [0.15, 0.3, 0.3, 0.25]
        return _guess([s * r for s in share for r in spread], [w + b for w in likes for b in bonus])

    def fit(self, found: Values) -> Tally:
        counted = tally(found)
        count = np.bincount(found.code[found.code >= 0], minlength=len(found.texts))
        found.extra["groups"] = letter_groups(found.texts)
        found.extra["words"] = word_sets(found.texts)
        counted.groups = rarity(found.extra["groups"], count)
        counted.words = rarity(found.extra["words"], count)
        return counted

    def ready(self, found: Values, counted: Tally) -> None:
        assert counted.groups is not None and counted.words is not None
        groups = found.extra.pop("groups", None)
        words = found.extra.pop("words", None)
        groups = letter_groups(found.texts) if groups is None else groups
        words = word_sets(found.texts) if words is None else words
        found.extra["groups_of"], found.extra["groups_sum"] = weigh(groups, counted.groups)
        found.extra["words_of"], _ = weigh(words, counted.words)
        found.count = counted.of(found.hashes)

    def compare(self, left: Values, i: Array, right: Values, j: Array) -> Array:
        a, b, known, back = _each_once(left, i, right, j)
        both = shared(left.extra["groups_of"], a, right.extra["groups_of"], b)
        ours, theirs = left.extra["groups_sum"][a], right.extra["groups_sum"][b]
        alike = both / np.sqrt(np.maximum(ours * theirs, 1e-9))
        inside = both / np.maximum(np.minimum(ours, theirs), 1e-9)
        level = np.digitize(alike, self.cuts)
        level = np.where((inside >= 0.8) & (alike < 0.75), len(self.cuts) + 2, level)
        level = np.where(left.hashes[a] == right.hashes[b], len(self.cuts) + 1, level)
        how_rare = np.digitize(shared(left.extra["words_of"], a, right.extra["words_of"], b), self.rare)
        return _spread(known, back, level * (len(self.rare) + 1) + how_rare)


@dataclass
class Addressing:
    """Addresses: whether the house numbers agree, and how alike the rest is."""

    key: str
    cuts: tuple[float, ...] = (0.2, 0.4, 0.6, 0.8)

    @property
    def levels(self) -> int:
        return 4 * (len(self.cuts) + 1)

    def start(self) -> tuple[Array, Array]:
        street = [-2.0, -0.5, 1.0, 2.0, 2.5]
        number = [-3.0, -0.5, 1.5, 0.0]
        share = [0.06, 0.08, 0.12, 0.2, 0.54]
        kind = [0.08, 0.05, 0.7, 0.17]
        return _guess([k * s for k in kind for s in share], [n + s for n in number for s in street])

    def fit(self, found: Values) -> Tally:
        counted = tally(found)
        count = np.bincount(found.code[found.code >= 0], minlength=len(found.texts))
        found.extra["groups"] = letter_groups([_without_numbers(t) for t in found.texts])
        counted.groups = rarity(found.extra["groups"], count)
        return counted

    def ready(self, found: Values, counted: Tally) -> None:
        assert counted.groups is not None
        groups = found.extra.pop("groups", None)
        groups = letter_groups([_without_numbers(t) for t in found.texts]) if groups is None else groups
        found.extra["groups_of"], found.extra["groups_sum"] = weigh(groups, counted.groups)
        numbered = [likeness.numbers(t) for t in found.texts]
        found.extra["texts"] = np.array([n[0] if n else "" for n in numbered], dtype=object)
        found.extra["first"] = word_sets([n[0] if n else "" for n in numbered])
        found.extra["all"] = word_sets([" ".join(n) for n in numbered])
        found.count = counted.of(found.hashes)

    def compare(self, left: Values, i: Array, right: Values, j: Array) -> Array:
        a, b, known, back = _each_once(left, i, right, j)
        both = shared(left.extra["groups_of"], a, right.extra["groups_of"], b)
        alike = both / np.sqrt(np.maximum(left.extra["groups_sum"][a] * right.extra["groups_sum"][b], 1e-9))
        street = np.digitize(alike, self.cuts)
        return _spread(known, back, self._numbers(left, a, right, b) * (len(self.cuts) + 1) + street)

    def _numbers(self, left: Values, a: Array, right: Values, b: Array) -> Array:
        """0 they differ, 1 one digit apart, 2 the same, 3 one side has none."""
        ours, theirs = left.extra["texts"], right.extra["texts"]
        lacking = (ours[a] == "") | (theirs[b] == "")
        agree = shared(left.extra["first"], a, right.extra["all"], b) > 0
        agree |= shared(left.extra["all"], a, right.extra["first"], b) > 0
        long = np.array([len(t) > 2 for t in ours], dtype=bool)[a] if len(ours) else np.zeros(0, dtype=bool)
        near = (slips(left, a, right, b) <= 1) & long
        return np.select([lacking, agree, near], [3, 2, 1], 0)


@dataclass
class Exactly:
    """Postcodes, phones, websites, emails and dates: the same (rare or common), a slip apart, the same part, or not."""

    key: str
    levels: int = 6

    def start(self) -> tuple[Array, Array]:
        share = [0.15, 0.07, 0.08, 0.1, 0.2, 0.4]
        return _guess(share, FIRST_WEIGHT[self.key.split(" ")[0]])

    def fit(self, found: Values) -> Tally:
        counted = tally(found)
        counted.crowded = crowded(found)
        return counted

    def ready(self, found: Values, counted: Tally) -> None:
        found.count = counted.of(found.hashes)
        found.extra["texts"] = np.array(found.texts, dtype=object)
        found.extra["crowded"] = counted.crowded
        found.extra["part"] = values_of_parts([self.part(t) for t in found.texts])
        often = np.maximum([5, 5], counted.total * np.array([0.001, 0.01]))
        found.extra["common"] = (found.count[:, None] > often[None, :]).sum(axis=1)

    def part(self, text: str) -> str:
        """The part of a value that still says something when the rest differs: an area, a year, a domain."""
        kind = self.key.split(" ")[0]
        if kind == "postcode" and len(text) >= 4:
            return text[:-3] if text[0].isalpha() and len(text) > 4 else text[: max(2, min(3, len(text) - 2))]
        if kind == "date" and len(text) == 8:
            return text[:4]
        return "" if kind != "email" or text.split("@")[-1] in FREE_MAIL else text.split("@")[-1]

    def compare(self, left: Values, i: Array, right: Values, j: Array) -> Array:
        a, b, known, back = _each_once(left, i, right, j)
        same = left.hashes[a] == right.hashes[b]
        common = np.maximum(left.extra["common"][a], right.extra["common"][b])
        part = (left.extra["part"][a] == right.extra["part"][b]) & (left.extra["part"][a] != 0)
        near = np.zeros(len(a), dtype=bool)
        if self.key != "website" and not left.extra["crowded"]:
            near[~same] = slips(left, a[~same], right, b[~same]) <= 1
            near |= self._turned(left, a, right, b)
        return _spread(known, back, np.select([same, near, part], [5 - common, 2, 1], 0))

    def _turned(self, left: Values, a: Array, right: Values, b: Array) -> Array:
        """Day and month the other way round."""
        if not self.key.startswith("date"):
            return np.zeros(len(a), dtype=bool)
        if "turned" not in right.extra:
            right.extra["turned"] = np.array([t[:4] + t[6:] + t[4:6] for t in right.texts], dtype=object)
        return np.asarray(left.extra["texts"][a] == right.extra["turned"][b], dtype=bool)


def values_of_parts(parts: list[str]) -> Array:
    """A number for each part; 0 where there is none."""
    return np.where(np.array([p != "" for p in parts], dtype=bool), digests(parts), 0)


def _without_numbers(address: str) -> str:
    numbers = set(likeness.numbers(address))
    return " ".join(w for w in address.split() if w not in numbers) or address


Comparer = Wording | Addressing | Exactly


def comparer(key: str) -> Comparer:
    """The way to compare a column, by its name."""
    kind = key.split(" ")[0]
    if kind in ("name", "text"):
        return Wording(key)
    return Addressing(key) if kind == "address" else Exactly(key)
