"""A shopping basket with prices: what people would buy when they cannot have everything."""

from collections.abc import Hashable, Iterable, Mapping, Set
from dataclasses import dataclass
from math import sqrt

WIDE = 1.6448536269514722


@dataclass(frozen=True)
class Chosen:
    """`buyers` of `sheets` put it into their basket; `low` and `high` are the nine-in-ten interval of that share
    (Wilson, 1927). `price` in pence."""

    item: Hashable
    price: int
    buyers: int
    sheets: int
    low: float
    high: float


@dataclass(frozen=True)
class Basket:
    """`chosen`: every thing, most buyers first, then the cheaper, then by name as given. `fits`: going down that list,
    what the purse still pays for; `left` pence of it."""

    chosen: list[Chosen]
    fits: list[Hashable]
    left: int


def baskets(sheets: Iterable[Set[Hashable]], prices: Mapping[Hashable, int], purse: int) -> Basket:
    """From baskets that cost no more than the purse, all in pence. ValueError for one that does, for a thing without
    a price, and for a price below nought.

    >>> found = baskets([{"bus", "shed"}, {"park"}, {"bus"}], {"bus": 50, "park": 90, "shed": 40}, 100)
    >>> [(one.item, one.buyers) for one in found.chosen], found.fits, found.left
    ([('bus', 2), ('shed', 1), ('park', 1)], ['bus', 'shed'], 10)
    """
    rows = [_checked(sheet, prices, purse) for sheet in sheets]
    if any(price < 0 for price in prices.values()):
        raise ValueError("A price cannot be below nought.")
    found = [_of(item, price, rows) for item, price in prices.items()]
    chosen = sorted(found, key=lambda one: (-one.buyers, one.price))
    fits, left = [], purse
    for one in chosen:
        if one.buyers and one.price <= left:
            fits.append(one.item)
            left -= one.price
    return Basket(chosen, fits, left)


def _checked(sheet: Set[Hashable], prices: Mapping[Hashable, int], purse: int) -> Set[Hashable]:
    unknown = [one for one in sheet if one not in prices]
    if unknown:
        raise ValueError(f"There is no price for {unknown[0]!r}.")
    cost = sum(prices[one] for one in sheet)
    if cost > purse:
        raise ValueError(f"This basket costs {cost} pence and the purse holds {purse}.")
    return sheet


def _of(item: Hashable, price: int, rows: list[Set[Hashable]]) -> Chosen:
    buyers, n = sum(item in row for row in rows), len(rows)
    if not n:
        return Chosen(item, price, 0, 0, 0.0, 1.0)
    share, z = buyers / n, WIDE
    middle, whole = share + z * z / (2 * n), 1 + z * z / n
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return Chosen(item, price, buyers, n, max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole))
