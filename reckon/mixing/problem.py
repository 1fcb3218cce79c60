"""The room as numbers: units (a person, or a group who sit together) and what each pair of them is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np
import numpy.typing as npt

from .people import TIMES, Between, Person, check_apart, groups
from .tables import fills, level, place_groups

Array = npt.NDArray[np.int64]
MOST = 30_000_000


@dataclass(frozen=True)
class Problem:
    """`units`: people by number. `size`: people in each unit. `home`: the table a group starts at, -1 for one alone.
    `fill`: people at each table. `kinds`: for each person and weighed attribute, heaviest first, the value's number.

    For each pair of units, over the pairs of people in them: what they are `worth` at one table, how many are to be
    kept `apart`, how many have `met` and how many `times`, how many there are (`product`), and `fixed`, the price of it
    all but for what the other rounds add. `steps` are the prices of one pair kept apart who share a table, of one
    repeat, and of one earlier meeting of such a pair: each more than everything below it, so the order is strict.
    """

    units: list[list[int]]
    size: Array
    home: Array
    fill: Array
    kinds: Array
    worth: Array
    apart: Array
    met: Array
    times: Array
    product: Array
    fixed: Array
    steps: tuple[int, int, int]


def problem(people: Sequence[Person], tables: Sequence[int], rounds: int, between: Between) -> Problem:
    """ValueError for two who are to be apart and together, for groups that fit no table, and for a room too large."""
    if len(people) ** 2 * rounds > MOST:
        raise ValueError(
            f"{len(people)} people in {rounds} rounds are too many to seat at once (3,000 in 3 rounds are not). "
            "Part them into two rooms, or ask for fewer rounds."
        )
    units = groups(people, between.together)
    check_apart(people, units, between.apart)
    size = np.array([len(unit) for unit in units], dtype=np.int64)
    home, fill = _homes(size, len(people), tables)
    names = sorted(between.weights, key=lambda name: -between.weights[name])
    kinds = np.array([_numbered([p.value(name) for p in people]) for name in names], dtype=np.int64).reshape(
        -1, len(people)
    )
    worth = np.zeros((len(people), len(people)), dtype=np.int64)
    for name, kind in zip(names, kinds):
        worth += between.weights[name] * (kind[:, None] != kind[None, :])
    steps = _steps(fill, rounds, int(size.max(initial=1)), sum(between.weights.values()))
    times = _square(people, between.times())
    apart = _square(people, {one: 1 for one in between.apart})
    parts = [_by_unit(part, units) for part in (worth, apart, (times > 0).astype(np.int64), times)]
    product = _by_unit(np.ones_like(worth), units)
    fixed = parts[0] - steps[0] * parts[1] - steps[2] * parts[3]
    return Problem(units, size, home, fill, kinds.T, parts[0], parts[1], parts[2], parts[3], product, fixed, steps)


def tally(problem: Problem, table: Array) -> tuple[int, int, int, int]:
    """Pairs kept apart who share a table, repeats, earlier meetings of those who repeat, and what it all is worth; each
    counted once for every round. Companions are left out.
    """
    shared = (table[:, :, None] == table[:, None, :]).sum(axis=0)
    again = problem.met * shared + (problem.product - problem.met) * np.maximum(0, shared - 1)
    earlier = problem.times * shared + problem.product * (shared * (shared - 1) // 2)
    counted = (problem.apart * shared, again, earlier, problem.worth * shared)
    return tuple(int(part.sum()) // 2 for part in counted)  # type: ignore[return-value]


def _homes(size: Array, people: int, tables: Sequence[int]) -> tuple[Array, Array]:
    large = np.flatnonzero(size > 1)
    wanted = fills(people, tables)
    home = np.full(len(size), -1, dtype=np.int64)
    if len(large):
        home[large] = place_groups(size[large].tolist(), wanted, tables)
        taken = np.bincount(home[large], weights=size[large], minlength=len(tables)).astype(int).tolist()
        open_ = [top if want or used else 0 for top, want, used in zip(tables, wanted, taken)]
        wanted = level(people, open_ if sum(open_) >= people else tables, taken)
    return home, np.array(wanted, dtype=np.int64)


def _numbered(values: Sequence[str]) -> list[int]:
    order = {value: n for n, value in enumerate(sorted(set(values)))}
    return [order[value] for value in values]


def _square(people: Sequence[Person], pairs: dict[tuple[str, str], int]) -> Array:
    number = {person.id: n for n, person in enumerate(people)}
    found = np.zeros((len(people), len(people)), dtype=np.int64)
    for (a, b), times in pairs.items():
        if a in number and b in number:
            found[number[a], number[b]] = found[number[b], number[a]] = times
    return found


def _by_unit(square: Array, units: Sequence[Sequence[int]]) -> Array:
    if len(units) < len(square):
        order = [n for unit in units for n in unit]
        first = np.cumsum([0] + [len(unit) for unit in units[:-1]])
        square = np.add.reduceat(np.add.reduceat(square[np.ix_(order, order)], first, axis=0), first, axis=1)
    np.fill_diagonal(square, 0)
    return square


def _steps(fill: Array, rounds: int, size: int, weight: int) -> tuple[int, int, int]:
    """Where the whole would not fit 64 bits (tables of hundreds), each is more than all that one swap can change."""
    most = int(fill.max(initial=0)) + 1
    for meetings in (rounds * sum(comb(int(people), 2) for people in fill) + 1, 8 * most):
        earlier = meetings * weight + 1
        repeat = earlier * (meetings * (TIMES + rounds) + 1)
        apart = repeat * (meetings + 1)
        if 4 * apart * most * size < 2**62:
            return apart, repeat, earlier
    raise ValueError("The tables are too large to weigh every pair. Give smaller tables, fewer rounds or weights.")


def price(problem: Problem, before: Array, *rows: Any) -> Array:
    """What each pair is worth at one table when it shares `before` other rounds; `rows` picks units."""
    _, repeat, earlier = problem.steps
    product = problem.product[rows]
    again = np.where(before > 0, product, problem.met[rows])
    return np.asarray(problem.fixed[rows] - repeat * again - earlier * (before * product), dtype=np.int64)
