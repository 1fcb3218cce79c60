"""How many will come, of those who said yes and those who said maybe."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import exp, isfinite, lgamma, log

DEFAULT, WEIGHT = 0.5, 10.0
_SLACK = 1e-12


@dataclass(frozen=True)
class Rate:
    """The share of those who said maybe that came: `p` the best guess, `said` and `came` what it is drawn from.

    `words` says how much is known. `default` counts as `WEIGHT` maybes seen before any.
    """

    p: float
    said: int
    came: int
    default: float
    words: str


@dataclass(frozen=True)
class Expected:
    """People: `mean` as it falls out, `low` and `high` whole people, both ends included."""

    mean: float
    low: int
    high: int
    words: str


def show_rate(history: Iterable[tuple[int, int]], default: float = DEFAULT) -> Rate:
    """How often a maybe came: from past events, each (people who said maybe, those of them who came).

    Little history is drawn towards `default`: p = (came + 10 × default) / (said + 10), the mean of a beta
    distribution that starts as if ten maybes had been seen. ValueError where more came than said maybe.

    >>> show_rate([]).p, show_rate([(10, 8), (20, 16)]).p
    (0.5, 0.725)
    >>> show_rate([(10, 8)]).words
    '8 of 10 who said maybe at past events came; as there are few, the guess leans towards 50 in 100: 65 in 100'
    """
    said = came = 0
    if not 0 <= default <= 1:
        raise ValueError(f"A share of {default} to start from. Give one from 0 to 1.")
    for maybe, did in history:
        if not 0 <= did <= maybe:
            raise ValueError(f"{did} came of {maybe} who said maybe. Count only those who said maybe, from 0 up.")
        said, came = said + maybe, came + did
    p = (came + WEIGHT * default) / (said + WEIGHT)
    if not said:
        words = f"nothing is known of past events; {_in_100(p)} is our starting guess"
    else:
        lean = "; as there are few, the guess leans" if said < 5 * WEIGHT else "; the guess leans a little"
        words = f"{came} of {said} who said maybe at past events came{lean} towards {_in_100(default)}: {_in_100(p)}"
    return Rate(p, said, came, default, words)


def expected(yes: int, maybe: int, p: float | Rate, sure: float = 0.8) -> Expected:
    """How many to expect: yes + p × maybe, and the middle range that holds with at least the chance `sure`.

    Each maybe comes or not by themselves with the same chance (binomial); given a Rate, that chance is itself in doubt
    (beta-binomial), so the range is wider. Those who said yes are counted as coming. At each end of the range a chance
    of at most (1 - sure) / 2 is left out.

    >>> expected(24, 20, 0.4)
    Expected(mean=32.0, low=29, high=35, words='about 32 people, most likely 29 to 35')
    >>> expected(24, 20, show_rate([(10, 4)])).high
    37
    """
    if yes < 0 or maybe < 0:
        raise ValueError(f"{yes} yes and {maybe} maybe. Count people from 0 up.")
    share = p.p if isinstance(p, Rate) else p
    if not (isfinite(share) and 0 <= share <= 1):
        raise ValueError(f"A share of {share} of those who said maybe. Give one from 0 to 1.")
    if not 0 <= sure < 1:
        raise ValueError(f"A range that is sure to {sure}. Give a chance from 0 up to, but below, 1.")
    chances = _beta_binomial(maybe, p) if isinstance(p, Rate) and 0 < share < 1 else _binomial(maybe, share)
    low, high = _middle(list(chances), (1 - sure) / 2)
    mean = yes + share * maybe
    about = f"about {mean:.0f} people"
    words = f"{about}, most likely {yes + low} to {yes + high}" if low < high else about
    return Expected(mean, yes + low, yes + high, words)


def _binomial(n: int, p: float) -> Iterator[float]:
    """The chance of 0, 1 … n."""
    if p in (0, 1):
        yield from (float(k == n * p) for k in range(n + 1))
        return
    for k in range(n + 1):
        yield exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) + (n - k) * log(1 - p))


def _beta_binomial(n: int, rate: Rate) -> Iterator[float]:
    a = rate.came + WEIGHT * rate.default
    b = rate.said - rate.came + WEIGHT * (1 - rate.default)
    whole = lgamma(a + b) - lgamma(a) - lgamma(b) - lgamma(n + a + b)
    for k in range(n + 1):
        ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
        yield exp(ways + lgamma(k + a) + lgamma(n - k + b) + whole)


def _middle(chances: list[float], tail: float) -> tuple[int, int]:
    """The first and last number once at most `tail` is cut off each end."""
    ends = (_cut(chances, tail), len(chances) - 1 - _cut(chances[::-1], tail))
    return min(ends), max(ends)


def _cut(chances: list[float], tail: float) -> int:
    total = 0.0
    for k, chance in enumerate(chances):
        total += chance
        if total > tail + _SLACK:
            return k
    return len(chances) - 1


def _in_100(share: float) -> str:
    return f"{100 * share:.0f} in 100"
