"""Words of a text, and how rare each is."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
import numpy.typing as npt
import scipy  # its parts are read when they are first used: 40 MB that a page does without
import snowballstemmer

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bag = Mapping[str, float]

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_STEMMER = snowballstemmer.stemmer("english")
_SMALL_WORDS = """
    a about above after again all also am an and any are as at be because been before being below between both but by
    can could did do does doing down during each etc few for from further had has have having he her here him his how
    i ie if in into is it its itself just may me more most must my no nor not now of off on once only or other our ours
    out over own per same shall she should so some such than that the their theirs them themselves then there these
    they this those through to too under until up upon us very via was we were what when where whether which while who
    whom whose why will with within without would you your yours
"""
STOP = frozenset(_SMALL_WORDS.split())


@cache
def stem(word: str) -> str:
    """The stem of a word in small letters."""
    return str(_STEMMER.stemWord(word))


def plain(text: str) -> str:
    """Small letters, accents folded, quotes straight."""
    text = text.lower().replace("’", "'")
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Its words in order, in small letters, the commonest small words left out.

    >>> words("Training for the bloggers of Dudley's cafés")
    ['training', 'bloggers', 'dudley', 'cafes']
    """
    found = (word[:-2] if word.endswith("'s") else word for word in _WORD.findall(plain(text)))
    return [word for word in found if len(word) > 1 and word not in STOP]


def stems(text: str) -> list[str]:
    """The stems of its words.

    >>> stems("Training the trainers")
    ['train', 'trainer']
    """
    return [stem(word) for word in words(text)]


def bag(text: str) -> dict[str, float]:
    """Each stem and how much it is used: twice counts for less than double."""
    return {word: 1 + float(np.log(n)) for word, n in Counter(stems(text)).items()}


@dataclass(frozen=True)
class Weighed:
    """`matrix` has a row of length 1 for each bag, so that a product of two rows is their likeness, 0 to 1; an empty
    bag is a row of zeros. `features` names its columns, `users` counts the owners of each feature, of `owners` in all.
    """

    matrix: scipy.sparse.csr_matrix
    features: list[str]
    users: Ints
    owners: int


def weighed(bags: Sequence[Bag], owners: Sequence[Iterable[Hashable]], counted: Sequence[bool]) -> Weighed:
    """Bags made comparable.

    A feature weighs more the fewer *owners* use it: someone who fills in a thousand rows makes no word common.
    A row that is not `counted` (a private plan) has no say in what is rare.
    Columns are in order of the alphabet, so that the order of rows changes nothing.
    """
    features = sorted(set().union(*bags))
    column = {feature: n for n, feature in enumerate(features)}
    sizes = np.array([len(each) for each in bags], dtype=np.int64)
    cols = np.fromiter((column[f] for each in bags for f in each), np.int64, int(sizes.sum()))
    values = np.fromiter((v for each in bags for v in each.values()), np.float64, int(sizes.sum()))
    starts = np.concatenate([[0], np.cumsum(sizes)])
    used = scipy.sparse.csr_matrix((values, cols, starts), shape=(len(bags), len(features)))
    return _rarer(used, features, _owners(owners, counted))


def weighed_texts(texts: Sequence[str], owners: Sequence[Iterable[Hashable]], counted: Sequence[bool]) -> Weighed:
    """The same as `weighed` of each text's `bag`, for very many texts."""
    known: dict[str, int] = {}
    found = [[known.setdefault(word, len(known)) for word in words(text)] for text in texts]
    each = [stem(word) for word in known]
    features = sorted(set(each))
    column = {feature: n for n, feature in enumerate(features)}
    of_word = np.array([column[feature] for feature in each], dtype=np.int64)
    sizes = np.array([len(row) for row in found], dtype=np.int64)
    cols = of_word[np.fromiter(chain.from_iterable(found), np.int64, int(sizes.sum()))]
    used = scipy.sparse.csr_matrix(
        (np.ones(len(cols)), cols, np.concatenate([[0], np.cumsum(sizes)])), (len(texts), len(features))
    )
    used.sum_duplicates()
    used.data = 1 + np.log(used.data)
    return _rarer(used, features, _owners(owners, counted))


def _rarer(used: scipy.sparse.csr_matrix, features: list[str], owned: tuple[Ints, Ints]) -> Weighed:
    used.sort_indices()
    users, count = _users(used, owned)
    used.data *= np.log1p(count / np.maximum(users, 1))[used.indices]
    return Weighed(unit_rows(used), features, users, count)


def _owners(owners: Sequence[Iterable[Hashable]], counted: Sequence[bool]) -> tuple[Ints, Ints]:
    """Rows and the numbers of their owners, one line for each; a row with no owner is its own."""
    number: dict[Hashable, int] = {}
    pairs = [
        (row, number.setdefault(owner, len(number)))
        for row, (names, yes) in enumerate(zip(owners, counted))
        if yes
        for owner in (tuple(names) or ((row,),))
    ]
    found = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _users(used: scipy.sparse.csr_matrix, owned: tuple[Ints, Ints]) -> tuple[Ints, int]:
    """How many owners use each feature, and how many there are (1 where there is none, to divide by)."""
    count = int(owned[1].max()) + 1 if len(owned[1]) else 1
    belongs = scipy.sparse.csr_matrix((np.ones(len(owned[0])), owned), shape=(used.shape[0], count))
    return np.asarray(((belongs.T @ used) > 0).sum(axis=0), dtype=np.int64).ravel(), count


def unit_rows(matrix: scipy.sparse.csr_matrix) -> scipy.sparse.csr_matrix:
    """The same matrix, changed in place, every row that holds anything 1 long."""
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix.data /= np.repeat(np.where(length > 0, length, 1.0), np.diff(matrix.indptr))
    return matrix


def dots(left: scipy.sparse.csr_matrix, right: scipy.sparse.csr_matrix) -> Floats:
    """Row by row products of two matrices of one shape."""
    return np.asarray(left.multiply(right).sum(axis=1)).ravel()
