"""A list made ready once, so that new rows can be held against it at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from reckon.sameness.clues import Clues, clues
from reckon.sameness.clusters import Clusters, Rows, cluster
from reckon.sameness.evidence import Weights, chance
from reckon.sameness.linking import Lens, Linking
from reckon.sameness.reasons import Reason, in_words, said
from reckon.sameness.record import Record, as_record, fold_all
from reckon.sameness.values import Array, Values, runs

NEAREST = 40  # rows of the list that each new row is compared with
POSTINGS = 3_000  # entries of the clue lists read for one new row


@dataclass(frozen=True)
class Match:
    """A row of the list (counted in the order rows were put in) that may be the same as a new one."""

    row: int
    probability: float
    reasons: tuple[Reason, ...]


@dataclass
class Shelf:
    """Some rows, ready to compare, and for each clue the rows that have it."""

    records: list[Record]
    columns: dict[str, Values]
    unit_row: Array
    ids: dict[str, int]
    clue: Array = field(repr=False)
    start: Array = field(repr=False)
    unit: Array = field(repr=False)

    def near(self, asked: Clues) -> tuple[Array, Array]:
        """For each asking row the units that share most clues, rare ones counting more; as two arrays of pairs."""
        if not len(self.clue) or not len(asked.clue):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        place = np.minimum(np.searchsorted(self.clue, asked.clue), len(self.clue) - 1)
        known = self.clue[place] == asked.clue
        who, place = asked.unit[known], place[known]
        many = self.start[place + 1] - self.start[place]
        order = np.lexsort((many, who))
        who, place, many = who[order], place[order], many[order]
        read = np.cumsum(many) - many
        first = np.searchsorted(who, who)
        rank = np.arange(len(who)) - first
        use = (read - read[first] + many <= POSTINGS) | (rank == 0)
        return self._best(who[use], place[use], np.minimum(many[use], 4 * POSTINGS))

    def _best(self, who: Array, place: Array, many: Array) -> tuple[Array, Array]:
        inside = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        unit = self.unit[np.repeat(self.start[place], many) + inside]
        key = np.repeat(who, many) * len(self.unit_row) + unit
        once, back, _ = runs(key)
        total = np.bincount(back, np.repeat(np.log1p(len(self.unit_row) / many), many))
        asking = once // len(self.unit_row)
        order = np.lexsort((once, -total, asking))
        rank = np.arange(len(order)) - np.searchsorted(asking[order], asking[order])
        best = order[rank < NEAREST]
        return asking[best], once[best] % len(self.unit_row)


def _shelf(records: list[Record], columns: dict[str, Values], unit_row: Array, ids: Sequence[tuple[str, ...]]) -> Shelf:
    found = clues(columns, len(unit_row))
    order = np.argsort(found.clue, kind="stable")
    once, start = np.unique(found.clue[order], return_index=True)
    named = {i: unit for unit, known in reversed(list(enumerate(ids))) for i in known}
    ends = np.append(start, len(order))
    return Shelf(records, columns, unit_row, named, once, ends, found.unit[order].astype(np.int32))


@dataclass
class Index:
    """A list of records with its weights. Build it with ``Index.of``; ``add`` puts more rows in without relearning.

    Rows are counted from 0 in the order they were put in. Rebuild it when it has grown by half: weights and counts
    stay those of the rows it was built on.
    """

    lens: Lens
    weights: Weights
    shelves: list[Shelf]
    offsets: list[int]

    @classmethod
    def of(cls, records: Rows | Clusters) -> Index:
        """An index on records, or on clusters already found (which saves finding them again)."""
        found = records if isinstance(records, Clusters) else cluster(records)
        return cls._on(found.taught, found.records)

    @classmethod
    def _on(cls, made: Linking, records: list[Record]) -> Index:
        shelf = _shelf(records, made.columns, made.units.first, made.units.folded.ids)
        return cls(made.lens, made.weights, [shelf], [0])

    def __len__(self) -> int:
        return self.offsets[-1] + len(self.shelves[-1].records)

    def add(self, records: Rows) -> None:
        """Put more rows in, at the end; rows added in small lots are kept together on one shelf."""
        more = [as_record(r) for r in records]
        if len(self.shelves) > 1 and len(self.shelves[-1].records) < 20_000:
            more = self.shelves.pop().records + more
            self.offsets.pop()
        self.offsets.append(len(self))
        columns, ids = self._look(more)
        self.shelves.append(_shelf(more, columns, np.arange(len(more)), ids))

    def _look(self, records: list[Record]) -> tuple[dict[str, Values], list[tuple[str, ...]]]:
        keep = [c.key for c in self.lens.comparers if not c.key.startswith("id ")]
        folded = fold_all(records, keep)
        return self.lens.look(folded), folded.ids


def likely(new_record: Record | Mapping[str, Any], existing: Index, top: int = 5) -> list[Match]:
    """The rows of the list most likely to be the same as one new record, likeliest first; none under one in twenty.

    >>> index = Index.of([{"name": "Mill Lane Library", "phone": "0121 496 0001"}, {"name": "Oak Road Scouts"}])
    >>> [m.row for m in likely({"name": "Mill Lane Libary", "phone": "0121 496 0001"}, index)]
    [0]
    """
    return against(existing, [new_record], top, least=0.05)[0]


def against(existing: Index, new_rows: Rows, top: int = 1, least: float = 0.5) -> list[list[Match]]:
    """For each new row up to ``top`` rows of the list with at least this probability, likeliest first, then by row.

    A shared identifier is certain. New rows are not compared with one another: ``cluster`` does that.
    """
    rows = [as_record(r) for r in new_rows]
    columns, ids = existing._look(rows)
    asked = clues(columns, len(rows))
    found: list[list[Match]] = [[] for _ in rows]
    for shelf, offset in zip(existing.shelves, existing.offsets):
        i, unit = _with_identified(shelf, ids, *shelf.near(asked))
        _judge(existing, shelf, offset, (rows, columns, ids), (i, unit, least, found))
    return [sorted(matches, key=lambda m: (-m.probability, m.row))[:top] for matches in found]


def _with_identified(shelf: Shelf, ids: list[tuple[str, ...]], i: Array, unit: Array) -> tuple[Array, Array]:
    named = [(r, shelf.ids[k]) for r, known in enumerate(ids) for k in known if k in shelf.ids]
    if not named:
        return i, unit
    width = max(len(shelf.unit_row), 1)
    more = np.array(named, dtype=np.int64)
    key = np.unique(np.concatenate([i * width + unit, more[:, 0] * width + more[:, 1]]))
    return key // width, key % width


New = tuple[list[Record], dict[str, Values], list[tuple[str, ...]]]
Sought = tuple[Array, Array, float, list[list[Match]]]


def _judge(index: Index, shelf: Shelf, offset: int, new: New, sought: Sought) -> None:
    """Score the pairs and put those likely enough into each new row's list."""
    rows, columns, ids = new
    i, unit, least, found = sought
    levels = index.lens.levels(columns, i, shelf.columns, unit)
    sure = chance(index.weights.score(levels)) if levels else np.zeros(len(i))
    named = [any(shelf.ids.get(x) == u for x in ids[r]) for r, u in zip(i, unit)]
    sure[np.array(named, dtype=bool)] = 1.0
    keep = np.flatnonzero(sure >= least)
    weights = index.weights.each({key: level[keep] for key, level in levels.items()})
    for n, k in enumerate(keep.tolist()):
        row = int(shelf.unit_row[unit[k]])
        at = {key: (int(levels[key][k]), float(w[n])) for key, w in weights.items()}
        words = _words(index, (rows[i[k]], columns, int(i[k])), (shelf.records[row], shelf), at)
        found[int(i[k])].append(Match(offset + row, float(sure[k]), words))


def _words(
    index: Index,
    new: tuple[Record, dict[str, Values], int],
    old: tuple[Record, Shelf],
    at: dict[str, tuple[int, float]],
) -> tuple[Reason, ...]:
    out = []
    for c in index.lens.comparers:
        level, weight = at[c.key]
        if level >= 0:
            values, unit = new[1][c.key], new[2]
            sharing = int(values.count[values.code[unit]]) + 1
            words = in_words(c, level, said(new[0], c.key), said(old[0], c.key), sharing)
            out.append(Reason(c.key.split(" ")[0], words, round(weight, 2)))
    return tuple(sorted(out, key=lambda r: (-abs(r.weight), r.words)))
