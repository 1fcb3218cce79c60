"""What entries share, field by field, for many pairs at once."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from .entries import FIELDS, Atlas, Entry, completeness
from .vocabulary import groups_of
from .whereabouts import Whereabouts
from .wording import Floats, Ints, Weighed, dots, stems, weighed, weighed_texts

Bools = npt.NDArray[np.bool_]
# What any two entries have in common; what is not said counts as this much alike.
ORDINARY = 0.25
GUESS = 0.5  # a guessed value weighs half
PERHAPS = 0.7  # vague dates that may overlap
WHAT = ("kind", "topic", "people", "text")
_FAR = 10**7


@dataclass(frozen=True)
class Likeness:
    """For each pair: how alike in each field (pairs × 6, order of FIELDS) and how much each field weighs."""

    alike: Floats
    weight: Floats
    sound: Bools  # said by both, guessed by neither

    def only(self, pair: int) -> "Likeness":
        """That of one pair."""
        row = slice(pair, pair + 1)
        return Likeness(self.alike[row], self.weight[row], self.sound[row])

    @property
    def certainty(self) -> Floats:
        return np.asarray(self.weight.sum(axis=1))

    @property
    def likeness(self) -> Floats:
        return np.asarray((self.weight * self.alike).sum(axis=1) / np.maximum(self.certainty, 1e-9))

    @property
    def score(self) -> Floats:
        """Likeness, drawn towards ORDINARY by as much as is not known."""
        known = self.certainty
        return np.asarray((self.weight * self.alike).sum(axis=1) + (1 - np.minimum(known, 1)) * ORDINARY)


class Evidence:
    """Entries made ready for comparing. `weights` are those of FIELDS and add up to 1."""

    def __init__(self, entries: Sequence[Entry], atlas: Atlas, weights: dict[str, float]) -> None:
        self.entries, self.atlas = entries, atlas
        self.weights: Floats = np.array([weights[name] for name in FIELDS])
        self.words = {name: self._weighed(name) for name in WHAT}
        self.what = {name: found.matrix for name, found in self.words.items()}
        self.bits = self._bits()
        self.where = Whereabouts((entry.places for entry in entries), atlas)
        self.first, self.last, self.sure = self._days()
        self.said: Bools = self._said()
        self.guessed: Bools = np.array([[name in e.guessed for name in FIELDS] for e in entries], dtype=bool).reshape(
            -1, 6
        )
        self.complete = [completeness(entry) for entry in entries]
        self._org, self._orgs = self._organisations()

    def weighing(self, weights: dict[str, float]) -> "Evidence":
        """The same entries with other weights."""
        other = copy(self)
        other.weights = np.array([weights[name] for name in FIELDS])
        return other

    def compare(self, left: Ints, right: Ints) -> Likeness:
        alike = np.column_stack([self._alike(name, left, right) for name in FIELDS])
        both = self.said[left] & self.said[right]
        guess = self.guessed[left] | self.guessed[right]
        weight = self.weights * both * np.where(guess, GUESS, 1.0)
        return Likeness(alike * both, weight, both & ~guess)

    def same_organisation(self, left: Ints, right: Ints) -> Bools:
        """Whether the two have an organisation in common."""
        shared = self._org[left] == self._org[right]
        several = np.flatnonzero((self._org[left] < 0) | (self._org[right] < 0))
        for n in several:
            shared[n] = not self._orgs[left[n]].isdisjoint(self._orgs[right[n]])
        return np.asarray(shared)

    def overlap(self, left: Ints, right: Ints) -> tuple[Bools, Bools]:
        """Whether the dates may overlap, and whether they do for certain; both False where dates are not known."""
        both = self.said[left, 4] & self.said[right, 4]
        may = both & (self.first[left] <= self.last[right]) & (self.first[right] <= self.last[left])
        return may, may & self.sure[left] & self.sure[right]

    def could_overlap(self, rows: Ints, cols: Ints) -> Bools:
        """A table of rows × columns: whether nothing known keeps the dates apart."""
        first, last = self.first, self.last
        return np.asarray((first[rows][:, None] <= last[cols]) & (first[cols] <= last[rows][:, None]))

    def could_share(self, rows: Ints, cols: Ints) -> Bools:
        """A table of rows × columns: whether they may share a type of help, or one has not said any.

        Beyond 64 types two may stand for one another here; the likeness tells them apart afterwards.
        """
        shared = (self.bits[rows][:, None] & self.bits[cols]) != 0
        return np.asarray(shared | ~self.said[rows, 0][:, None] | ~self.said[cols, 0])

    def _alike(self, name: str, left: Ints, right: Ints) -> Floats:
        if name == "place":
            return self.where.likeness(left, right)
        if name == "dates":
            may, surely = self.overlap(left, right)
            return np.where(surely, 1.0, np.where(may, PERHAPS, 0.0))
        found = dots(self.what[name][left], self.what[name][right])
        # Two descriptions of one thing seldom share more than half their words.
        return np.minimum(1.0, found * 2 if name == "text" else found)

    def _weighed(self, name: str) -> Weighed:
        owners = [entry.organisations for entry in self.entries]
        counted = [not entry.private for entry in self.entries]
        if name == "text":
            return weighed_texts([f"{entry.name} {entry.text}" for entry in self.entries], owners, counted)
        return weighed([_BAGS[name](entry, self.atlas) for entry in self.entries], owners, counted)

    def _bits(self) -> npt.NDArray[np.uint64]:
        """The types of help of each entry as bits, with which a table of who shares one is quickly made."""
        kinds = self.what["kind"]
        bits = np.zeros(len(self.entries), dtype=np.uint64)
        rows = np.repeat(np.arange(len(self.entries)), np.diff(kinds.indptr))
        np.bitwise_or.at(bits, rows, np.uint64(1) << (kinds.indices % 64).astype(np.uint64))
        return bits

    def _days(self) -> tuple[Ints, Ints, Bools]:
        spans = [entry.dates for entry in self.entries]
        first = [s.earliest.toordinal() if s.earliest else -_FAR for s in spans]
        last = [s.latest.toordinal() if s.latest else _FAR for s in spans]
        return (
            np.array(first, dtype=np.int64),
            np.array(last, dtype=np.int64),
            np.array([s.sure for s in spans], dtype=bool),
        )

    def _said(self) -> Bools:
        what = {name: np.diff(matrix.indptr) > 0 for name, matrix in self.what.items()}
        dates = (self.first > -_FAR) | (self.last < _FAR)
        return np.column_stack([what.get(name, self.where.known if name == "place" else dates) for name in FIELDS])

    def _organisations(self) -> tuple[Ints, list[frozenset[str]]]:
        """A number for each entry's only organisation; -1 for several; one of its own where none is said."""
        orgs = [entry.organisations for entry in self.entries]
        number = {name: n for n, name in enumerate(sorted(set().union(*orgs)))}
        code = [
            number[next(iter(each))] if len(each) == 1 else -1 if each else len(number) + n
            for n, each in enumerate(orgs)
        ]
        return np.array(code, dtype=np.int64), orgs


def _kinds(entry: Entry, atlas: Atlas) -> Mapping[str, float]:
    return dict.fromkeys(entry.kinds, 1.0)


def _topics(entry: Entry, atlas: Atlas) -> Mapping[str, float]:
    """Each topic, and the wider ones it lies in, which count for less the wider they are."""
    found = dict.fromkeys(entry.topics, 1.0)
    for topic in entry.topics:
        for level, wider in enumerate(atlas.within.get(topic, ()), start=1):
            found[wider] = max(found.get(wider, 0.0), 0.5**level)
    return found


def _people(entry: Entry, atlas: Atlas) -> Mapping[str, float]:
    return _served(entry.people)


@cache
def _served(people: frozenset[str]) -> Mapping[str, float]:
    """The words for those served, and the group they name, so that "youth" is like "young people"."""
    said = " ; ".join(sorted(people))
    return dict.fromkeys(stems(said), 1.0) | dict.fromkeys((f"group {name}" for name in groups_of(said)), 2.0)


_BAGS = {"kind": _kinds, "topic": _topics, "people": _people}
