"""For each record of a list, the others nearest to it by name, words, topics and, a little, by place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import scipy  # its parts are read when they are first used: 40 MB that a page does without

from .guesses import Topic
from .reasons import RARE, as_written, listed
from .wording import Floats, Ints, Weighed, bag, plain, unit_rows, weighed, words

# Squared, these are the parts that words, topics and pieces of words have in a score.
_WORDS, _TOPICS, _PIECES = 1.0, 0.6**0.5, 0.3**0.5
_IN_NAME = 1.5  # a topic found in the name
_LEVELS = (0.7, 1.0, 0.3)  # of a topic, the group it is in, and its division
_PLACE = 0.02  # only to tell equals apart
_KIN = 20
_CELLS = 20_000_000
_UKCAT = re.compile(r"[A-Z]{2}\d{3}")
_POSTCODE = re.compile(r"([A-Z]{1,2})(\d[A-Z\d]?)(?: ?(\d)([A-Z]{2}))?")


@dataclass(frozen=True)
class Record:
    """One row of a list: `place` is a postcode or the name of a place, "" where not said."""

    id: str
    name: str = ""
    text: str = ""
    place: str = ""


@dataclass(frozen=True)
class Near:
    """`score` is higher for nearer, 0 for nothing in common; it orders one record's others, no more."""

    a: str
    b: str
    score: float
    reasons: tuple[str, ...]


def nearest(records: Sequence[Record], topics: Sequence[Topic] = (), top: int = 10) -> Iterator[Near]:
    """For each record in turn its `top` others (all, where there are fewer), best first, however weak; ties by order.

    A word weighs more the fewer records use it. Two that share no word can still be near through a third: each
    record is read together with the KIN most like it, which is what a reader new to a list does. Ids must differ.

    >>> town = [Record("a", "Bowls club", "Bowls for all"), Record("b", "", "Lawn bowls"), Record("c", "Food bank")]
    >>> [(near.a, near.b) for near in nearest(town, top=1)]
    [('a', 'b'), ('b', 'a'), ('c', 'a')]
    """
    if len(records) < 2:
        return
    seen = _Reading(records, topics)
    for rows, scores in seen.scores():
        order = _best(scores, rows, top)
        for row, others in zip(rows.tolist(), order.tolist()):
            for other in others:
                score = round(float(scores[row - rows[0], other]), 6)
                yield Near(records[row].id, records[other].id, score, seen.reasons(row, other))


class _Reading:
    """Records as rows of numbers."""

    def __init__(self, records: Sequence[Record], topics: Sequence[Topic]) -> None:
        self.records, self.topics = records, {topic.code: topic for topic in topics}
        said = [f"{record.name} . {record.text}" for record in records]
        self.found = [{t.code: words for t in topics if (words := t.found_in(text))} for text in said]
        self.words = self._weighed([bag(text) for text in said])
        about = self._weighed([self._about(record, found) for record, found in zip(records, self.found)])
        pieces = self._weighed([_pieces(text) for text in said])
        parts = ((self.words, _WORDS), (about, _TOPICS), (pieces, _PIECES))
        self.rows = unit_rows(scipy.sparse.hstack([part.matrix * weight for part, weight in parts], format="csr"))
        self.outward = [_outward(record.place) for record in records]
        self.kin = self._kin()

    def scores(self) -> Iterator[tuple[Ints, Floats]]:
        """Rows in turn, a piece at a time, and their scores with every record; themselves at -1."""
        near = scipy.sparse.identity(len(self.records), format="csr") + self.kin
        length = np.concatenate([self._length(near[rows]) for rows in self._pieces()])
        for rows in self._pieces():
            shared = ((near[rows] @ self.rows) @ self.rows.T).toarray()
            scores: Floats = np.asarray((near @ shared.T).T) / np.outer(length[rows], length)
            scores = (scores + _PLACE * self._together(rows)) / (1 + _PLACE)
            scores[np.arange(len(rows)), rows] = -1
            yield rows, np.round(scores, 6)

    def reasons(self, row: int, other: int) -> tuple[str, ...]:
        """What two share, in words; or whose company they keep."""
        found = [*self._same_topics(row, other), *self._same_words(row, other), *self._same_place(row, other)]
        return tuple(found) or self._company(row, other)

    def _weighed(self, bags: Sequence[dict[str, float]]) -> Weighed:
        return weighed(bags, [()] * len(bags), [True] * len(bags))

    def _about(self, record: Record, found: dict[str, list[str]]) -> dict[str, float]:
        """Each topic found, with the wider ones it is part of; more for one in the name."""
        said: dict[str, float] = {}
        for code in found:
            much = _IN_NAME if self.topics[code].found_in(record.name) else 1.0
            parts = zip((code, code[:3], code[:2]), _LEVELS) if _UKCAT.fullmatch(code) else [(code, 1.0)]
            for part, level in parts:
                said[part] = max(said.get(part, 0.0), much * level)
        return said

    def _pieces(self) -> Iterator[Ints]:
        count = len(self.records)
        size = max(1, _CELLS // max(1, count))
        yield from (np.arange(start, min(start + size, count)) for start in range(0, count, size))

    def _kin(self) -> scipy.sparse.csr_matrix:
        """For each row the KIN most like it, as shares that add up to 1; none for a row like no other."""
        rows, cols, values = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
        for piece in self._pieces():
            alike = np.round((self.rows[piece] @ self.rows.T).toarray(), 9)
            alike[np.arange(len(piece)), piece] = 0
            best = _best(alike, piece, _KIN)
            rows.append(np.repeat(piece, best.shape[1]))
            cols.append(best.ravel())
            values.append(np.take_along_axis(alike, best, axis=1).ravel())
        shape = (len(self.records), len(self.records))
        near = scipy.sparse.csr_matrix(
            (np.concatenate(values), (np.concatenate(rows), np.concatenate(cols))), shape=shape
        )
        total = np.asarray(near.sum(axis=1)).ravel()
        return scipy.sparse.csr_matrix(scipy.sparse.diags(1 / np.where(total > 0, total, 1.0)) @ near)

    def _length(self, near: scipy.sparse.csr_matrix) -> Floats:
        held = near @ self.rows
        length = np.sqrt(np.asarray(held.multiply(held).sum(axis=1)).ravel())
        return np.asarray(np.where(length > 0, length, 1.0))

    def _together(self, rows: Ints) -> Floats:
        """1 for one postcode district or place of the same name."""
        code = {place: n for n, place in enumerate(dict.fromkeys(self.outward))}
        number = np.array([code[place] for place in self.outward])
        said = np.array([bool(place) for place in self.outward])
        together = (number[rows][:, None] == number[None, :]) & said[rows][:, None]
        return np.asarray(together, dtype=np.float64)

    def _same_topics(self, row: int, other: int) -> Iterator[str]:
        mine, theirs = self.found[row], self.found[other]
        shared = sorted(mine.keys() & theirs.keys(), key=lambda code: (-len(code), code))
        for code in shared[:3]:
            said = listed([f"“{word}”" for word in dict.fromkeys([mine[code][0], theirs[code][0]])])
            yield f"both are about {self.topics[code].name} ({said})"

    def _same_words(self, row: int, other: int) -> Iterator[str]:
        shared = self.words.matrix[row].multiply(self.words.matrix[other]).tocsr()
        best = shared.indices[np.lexsort((shared.indices, -np.round(shared.data, 9)))[:3]]
        if len(best):
            text = f"{self.records[row].name} {self.records[row].text}"
            said = listed([f"“{as_written(text, self.words.features[n])}”" for n in best])
            rare = (self.words.users[best] <= max(2, RARE * len(self.records))).all() and len(self.records) >= 10
            yield f"their words share {said}" + (", rare here" if rare else "")

    def _same_place(self, row: int, other: int) -> Iterator[str]:
        if self.outward[row] and self.outward[row] == self.outward[other]:
            yield f"both are in {self.outward[row]}"

    def _company(self, row: int, other: int) -> tuple[str, ...]:
        between = self.kin[row].multiply(self.kin[other]).tocsr()
        if not between.nnz:
            return ("nothing in common that we know of",)
        third = self.records[int(between.indices[np.argmax(between.data)])]
        return (f"no word in common, but both are like {third.name or third.id}",)


def _best(scores: Floats, rows: Ints, top: int) -> Ints:
    """Columns of the largest of each row, largest first, equal ones in order; never the row's own column."""
    top = min(top, scores.shape[1] - 1)
    if top <= 0:
        return np.zeros((len(rows), 0), dtype=np.int64)
    scores = scores.copy()
    scores[np.arange(len(rows)), rows] = -np.inf
    edge = -np.partition(-scores, top - 1, axis=1)[:, top - 1 : top]
    found = np.empty((len(rows), top), dtype=np.int64)
    for n, row in enumerate(scores):
        at_least = np.flatnonzero(row >= edge[n, 0])
        found[n] = at_least[np.argsort(-row[at_least], kind="stable")][:top]
    return found


def _pieces(text: str) -> dict[str, float]:
    """Every four letters in a row of every word, its ends marked, so that "sport" is like "sportsman"."""
    found: dict[str, float] = {}
    for word in words(text):
        marked = f" {word} "
        for start in range(max(1, len(marked) - 3)):
            piece = marked[start : start + 4]
            found[piece] = found.get(piece, 0.0) + 1
    return {piece: 1 + float(np.log(count)) for piece, count in found.items()}


def _outward(place: str) -> str:
    """The district of a postcode ("NG34"), or the name of a place as said, in small letters."""
    if found := _POSTCODE.fullmatch(re.sub(r"\s+", " ", place.strip().upper())):
        return found[1] + found[2]
    return plain(re.sub(r"\s+", " ", place.strip()))
