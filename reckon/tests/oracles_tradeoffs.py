"""Strengths the slow way: the likelihood written out, and climbed by halving steps."""

from math import exp, log

import numpy as np


def log_likelihood(values: list[float], orders: list[list[int]], counts: list[float], *, rest: bool = False) -> float:
    """`values` are logarithms of weights; each thing also won once and lost once against one of weight 1. With `rest`
    what an order leaves out stood there to be chosen too, to the last. Each order stands for `counts` people."""
    total = sum(value - 2 * log(exp(value) + 1) for value in values)
    return total + sum(n * said(values, order, rest=rest) for order, n in zip(orders, counts, strict=True))


def said(values: list[float], order: list[int], *, rest: bool = False) -> float:
    """How likely one order is, as a logarithm."""
    left_out = [at for at in range(len(values)) if at not in order] if rest else []
    total = 0.0
    for begin in range(len(order)):
        total += values[order[begin]] - log(sum(exp(values[at]) for at in [*order[begin:], *left_out]))
    return total


def likeliest(orders: list[list[int]], n: int, counts: list[float] | None = None, *, rest: bool = False) -> list[float]:
    """Logarithms of weights at the top, one coordinate after another by ternary search; right to about 1e-8."""
    times = counts or [1.0] * len(orders)
    values = [0.0] * n
    for _sweep in range(200):
        before = list(values)
        for at in range(n):
            low, high = values[at] - 2, values[at] + 2
            for _step in range(45):
                one, two = low + (high - low) / 3, high - (high - low) / 3
                if _with(values, at, one, orders, times, rest) < _with(values, at, two, orders, times, rest):
                    low = one
                else:
                    high = two
            values[at] = (low + high) / 2
        if max(abs(a - b) for a, b in zip(values, before, strict=True)) < 1e-8:
            break
    return values


def _with(
    values: list[float], at: int, value: float, orders: list[list[int]], counts: list[float], rest: bool
) -> float:
    return log_likelihood([*values[:at], value, *values[at + 1 :]], orders, counts, rest=rest)


def spread(values: list[float], orders: list[list[int]], whose: list[int], counts: list[float], *, rest: bool) -> list:
    """How far each value may stand from the mean of all, as a standard deviation: the wider of what the bend of the
    likelihood says and what the pulls of people say, each bend and pull by small steps to either side."""
    n = len(values)

    def whole(at: list[float]) -> float:
        return log_likelihood(at, orders, counts, rest=rest)

    bend = np.array([[-_second(whole, values, a, b) for b in range(n)] for a in range(n)])
    people = {}
    for order, who, times in zip(orders, whose, counts, strict=True):
        pull = [times * _first(lambda at, one=order: said(at, one, rest=rest), values, a) for a in range(n)]
        people[who] = [mine + more for mine, more in zip(people.get(who, [0.0] * n), pull, strict=True)]
    pulls = np.zeros((n, n))
    for pull in people.values():
        pulls += np.outer(pull, pull)
    pulls *= len(people) / (len(people) - 1) if len(people) > 1 else 1
    flat, level = np.linalg.inv(bend), np.eye(n) - np.ones((n, n)) / n
    both = [np.diag(level @ one @ level.T) for one in (flat, flat @ pulls @ flat)]
    return [float(max(a, b, 0)) ** 0.5 for a, b in zip(*both, strict=True)]


STEP = 1e-4


def _first(of, values: list[float], a: int) -> float:
    up, down = ([v + (STEP if at == a else 0) * way for at, v in enumerate(values)] for way in (1, -1))
    return (of(up) - of(down)) / (2 * STEP)


def _second(of, values: list[float], a: int, b: int) -> float:
    up, down = ([v + (STEP if at == b else 0) * way for at, v in enumerate(values)] for way in (1, -1))
    return (_first(of, up, a) - _first(of, down, a)) / (2 * STEP)


def to_overtake(orders: list[list[int]], n: int, ahead: int, behind: int) -> int:
    """One false sheet after another, each choice of it once, until the one is no longer before the other."""
    others = [at for at in range(n) if at not in (ahead, behind)]
    sheet = [[behind, ahead], *([behind, at] for at in others), *([at, ahead] for at in others)]
    false = 0
    while True:
        values = likeliest([*orders, *sheet * false], n)
        if values[behind] >= values[ahead] - 1e-7:
            return false
        false += 1


def rings(before: set[tuple[str, str]]) -> int:
    """Rings of three, each found from each of its three things, so divided by three."""
    things = {one for pair in before for one in pair}
    found = sum(
        (a, b) in before and (b, c) in before and (c, a) in before for a in things for b in things for c in things
    )
    return found // 3
