"""Which pairs are worth comparing: those that share two clues, or one rare one.

A clue is a word of a name, the bones of that word, a house number with its street, a postcode, a phone and so on.
Every record gives its rarest clues, one by one and two by two; records that share a key meet. This takes the place
of comparing all pairs: about one in a thousand pairs is ever looked at, and nearly all true ones are among them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy  # its parts are read when they are first used: 40 MB that a page does without

from reckon import likeness
from reckon.sameness.values import Array, Values, digest, distinct, mix, runs, within

_SOFT = re.compile(r"[aeiouyhw]+")


def bones(word: str) -> str:
    """A word's first letter and its next four consonants, doubled ones once: what most slips leave standing.

    >>> bones("stanning"), bones("staning"), bones("library")
    ('stng', 'stng', 'lbr')
    """
    rest = re.sub(r"(.)\1+", r"\1", _SOFT.sub("", word[1:]))
    return word[0] + rest[:4]


def _of_name(text: str) -> list[str]:
    words = text.split()
    few = words if len(words) <= 12 else words[:12]
    found = ["=" + text, *("w" + w for w in few), *("k" + bones(w) for w in few if len(w) > 3)]
    return [*found, "i" + "".join(sorted(w[0] for w in words))] if len(words) > 2 else found


def _of_address(text: str) -> list[str]:
    numbers = likeness.numbers(text)
    words = [w for w in text.split() if w not in numbers]
    long = sorted(words, key=lambda w: (-len(w), w))[:2]
    found = ["=" + text, *("w" + w for w in words[:8])]
    return found + [f"n{n} {bones(w)}" for n in numbers[:2] for w in long] + ["#" + n for n in numbers[:2]]


def _of_postcode(text: str) -> list[str]:
    return ["=" + text, "p" + text[:-3]] if len(text) > 4 else ["=" + text]


def _of_day(text: str) -> list[str]:
    return ["=" + text, "y" + text[:4], "m" + text[4:]] if len(text) == 8 else ["=" + text]


def _of_text(text: str) -> list[str]:
    words = text.split()
    return ["=" + text, *("w" + w for w in words)] if len(words) <= 6 else ["=" + text]


def _of_email(text: str) -> list[str]:
    return ["=" + text, "@" + text.split("@")[-1]]


def _whole(text: str) -> list[str]:
    return ["=" + text]


CLUES: dict[str, Callable[[str], list[str]]] = {
    "name": _of_name,
    "address": _of_address,
    "postcode": _of_postcode,
    "date": _of_day,
    "text": _of_text,
    "email": _of_email,
}


@dataclass
class Clues:
    """Every clue of every unit, as two arrays of the same length: the unit and the clue's number."""

    unit: Array
    clue: Array


def clues(columns: dict[str, Values], units: int) -> Clues:
    """All clues of all units; the same word in a name and in an address are two different clues."""
    unit: list[Array] = []
    clue: list[Array] = []
    for key, found in columns.items():
        make = CLUES.get(key.split(" ")[0], _whole)
        lists = [list(dict.fromkeys(make(t))) for t in found.texts]
        size = np.array([len(m) for m in lists], dtype=np.int64)
        flat = _numbered([c for made in lists for c in made], digest(key))
        start = np.concatenate([[0], np.cumsum(size)[:-1]]) if len(size) else np.zeros(0, dtype=np.int64)
        who = np.flatnonzero(found.code >= 0)
        code = found.code[who]
        take = size[code]
        unit.append(np.repeat(who, take))
        inside = np.arange(take.sum()) - np.repeat(np.cumsum(take) - take, take)
        clue.append(flat[np.repeat(start[code], take) + inside])
    none = np.zeros(0, dtype=np.int64)
    return Clues(np.concatenate([none, *unit]), np.concatenate([none, *clue]))


def _numbered(flat: list[str], salt: int) -> Array:
    known: dict[str, int] = {}
    code = np.fromiter((known.setdefault(c, len(known)) for c in flat), dtype=np.int64, count=len(flat))
    number = mix(np.fromiter((digest(c) for c in known), dtype=np.int64, count=len(known)), salt)
    return number[code] if len(code) else code


def rarest(found: Clues, units: int, most: int = 9) -> Array:
    """A row for each unit with its rarest clues that another unit has too, rarest first; -1 where it has no more."""
    _, back, count = runs(found.clue)
    many = count[back]
    use = many > 1
    unit, back, many = found.unit[use], back[use], many[use]
    order = np.lexsort((back, many, unit))
    unit, back = unit[order], back[order]
    fresh = np.concatenate([[True], (unit[1:] != unit[:-1]) | (back[1:] != back[:-1])]) if len(unit) else unit == 0
    unit, back = unit[fresh], back[fresh]
    begin = np.searchsorted(unit, np.arange(units))
    place = np.arange(len(unit)) - begin[unit]
    out = np.full((units, most), -1, dtype=np.int64)
    keep = place < most
    out[unit[keep], place[keep]] = back[keep]
    return out


def pairs(table: Array, reach: int = 30, wide: int = 4, least: int = 1) -> tuple[Array, Array]:
    """The pairs of units that share a key, lower unit first, each once, in order.

    A key that up to ``reach`` units share brings each with each; a commoner one only brings each beside the ``wide``
    next in order, so that many copies of one record still hang together. A key is one clue or two.
    ``least`` is the number of keys a pair must share.
    """
    units, most = table.shape
    met: list[Array] = []
    for part in range(_parts(units)):
        unit, key = _keys(table, most, part, _parts(units))
        met.append(_meet(unit, key, units, reach, wide))
    joined = np.concatenate(met) if met else np.zeros(0, dtype=np.int64)
    once = _often(joined, least)
    return once // max(units, 1), once % max(units, 1)


def _often(keys: Array, least: int) -> Array:
    """The different keys that occur at least so often, in order; the array given is put in order."""
    keys.sort()
    ordered = keys
    if len(ordered) < least:
        return ordered[:0]
    last = ordered[least - 1 :]
    good = last == ordered[: len(last)]
    return distinct(last[good])


def _parts(units: int) -> int:
    return 1 + units // 150_000


def _keys(table: Array, most: int, part: int, parts: int) -> tuple[Array, Array]:
    unit: list[Array] = []
    key: list[Array] = []
    for p in range(most):
        for q in range(p, most):
            a, b = table[:, p], table[:, q]
            who = np.flatnonzero((a >= 0) & (b >= 0))
            made = mix(np.minimum(a[who], b[who]) + 1, np.maximum(a[who], b[who]) + 1)
            here = made % parts == part if parts > 1 else slice(None)
            unit.append(who[here].astype(np.int32))
            key.append(made[here])
    return np.concatenate(unit), np.concatenate(key)


def _meet(unit: Array, key: Array, units: int, reach: int, wide: int) -> Array:
    order = np.lexsort((unit, key))
    unit, key = unit[order].astype(np.int64), key[order]
    begin = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else np.zeros(0, dtype=np.int64)
    size = np.diff(np.append(begin, len(key)))
    limit = np.where(size <= reach, reach, wide)
    left = np.repeat(begin + size, size) - np.arange(len(key)) - 1
    span = np.minimum(left, np.repeat(limit, size))
    met: list[Array] = []
    for step in range(1, reach + 1):
        at = np.flatnonzero(span >= step)
        if not len(at):
            break
        met.append(unit[at] * units + unit[at + step])
    return np.concatenate(met) if met else np.zeros(0, dtype=np.int64)


def friends_of_friends(units: int, i: Array, j: Array, score: Array, near: int = 6) -> tuple[Array, Array]:
    """Pairs that both match a third but never met themselves; each unit brings its ``near`` best matches only."""
    both_i, both_j = np.concatenate([i, j]), np.concatenate([j, i])
    both = np.concatenate([score, score])
    order = np.lexsort((both_j, -both, both_i))
    who, other = both_i[order], both_j[order]
    place = np.arange(len(who)) - np.searchsorted(who, np.arange(units))[who]
    keep = place < near
    links = scipy.sparse.csr_matrix(
        (np.ones(int(keep.sum()), dtype=np.int32), (who[keep], other[keep])), shape=(units, units)
    )
    links = links.maximum(links.T)
    second = scipy.sparse.triu(links @ links, 1).tocoo()
    key = second.row.astype(np.int64) * units + second.col
    key = distinct(key)
    fresh = key[~within(key, i * units + j)]
    return fresh // max(units, 1), fresh % max(units, 1)


def alike_names(
    groups: scipy.sparse.csr_matrix, total: Array, least: float = 0.55, most_common: int = 400
) -> tuple[Array, Array]:
    """Pairs of rows whose letter groups are alike (cosine of at least ``least``), by a sparse product in slices.

    Letter groups that more than ``most_common`` rows have are left out of the product, so it stays quick.
    """
    buckets, place, having = runs(groups.indices)
    dense = scipy.sparse.csr_matrix((groups.data, place, groups.indptr), shape=(groups.shape[0], len(buckets)))
    kept = np.flatnonzero((having > 1) & (having <= most_common))
    scaled = scipy.sparse.diags((1 / np.sqrt(np.maximum(total, 1e-9))).astype(np.float32)) @ dense[:, kept]
    turned = scaled.T.tocsr()
    met: list[Array] = []
    rows = groups.shape[0]
    for start in range(0, rows, 2_000):
        block = (scaled[start : start + 2_000] @ turned).tocoo()
        good = (block.data >= least) & (block.row + start < block.col)
        met.append((block.row[good] + start).astype(np.int64) * rows + block.col[good])
    key = np.sort(np.concatenate(met)) if met else np.zeros(0, dtype=np.int64)
    return key // max(rows, 1), key % max(rows, 1)
