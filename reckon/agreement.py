"""How far two people who sorted the same things agree, beyond what chance alone would bring: Cohen's kappa.

    >>> found = agreement([("bus", "bus")] * 20 + [("bus", "shops")] * 5 + [("shops", "bus")] * 10
    ...     + [("shops", "shops")] * 15)
    >>> found.n, found.agreed, round(found.kappa, 3), round(found.low, 3), round(found.high, 3)
    (50, 35, 0.4, 0.151, 0.649)

From a file, with the columns first and second (and any others): python -m reckon.agreement FILE.csv [--json]
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path

from .tables import Unreadable, rows_of

Z95 = 1.959963984540054  # the normal deviate that 95 in 100 lie within


@dataclass(frozen=True)
class Agreement:
    """Two people's sorting of `n` things, of which they put `agreed` into the same class.

    `kappa` is 1 for full agreement and 0 for what chance would bring; it can be negative. `low` and `high` are its
    95 % interval, cut at -1 and 1. All four figures are None where they cannot be had: nothing sorted, or both put
    everything into one class, so that there is nothing to agree beyond chance. `apart` lists each pair of classes
    they disagreed on with how often, the most frequent first, then in order of the classes' names.
    """

    n: int
    agreed: int
    kappa: float | None
    error: float | None
    low: float | None
    high: float | None
    apart: tuple[tuple[str, str, int], ...]


def agreement(pairs: Iterable[tuple[Hashable, Hashable]]) -> Agreement:
    """The agreement of (what the first said, what the second said) of each thing, in any order.

    Kappa after Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20
    (1960) 37-46; its standard error after Fleiss, Cohen and Everitt, "Large sample standard errors of kappa and
    weighted kappa", Psychological Bulletin 72 (1969) 323-327. The interval is for large samples: with fewer than
    about 30 things it is too narrow, and full agreement gives one of no width.
    """
    cells = Counter(pairs)
    n = sum(cells.values())
    agreed = sum(count for (one, other), count in cells.items() if one == other)
    apart = sorted(
        ((str(one), str(other), count) for (one, other), count in cells.items() if one != other),
        key=lambda row: (-row[2], row[0], row[1]),
    )
    figures = _kappa(cells, n) if n else None
    kappa, error = figures or (None, None)
    low = max(-1.0, kappa - Z95 * error) if kappa is not None and error is not None else None
    high = min(1.0, kappa + Z95 * error) if kappa is not None and error is not None else None
    return Agreement(n, agreed, kappa, error, low, high, tuple(apart))


def _kappa(cells: Counter[tuple[Hashable, Hashable]], n: int) -> tuple[float, float] | None:
    rows: Counter[Hashable] = Counter()
    columns: Counter[Hashable] = Counter()
    for (one, other), count in cells.items():
        rows[one] += count
        columns[other] += count
    chance = sum(rows[name] * columns[name] for name in rows) / n**2
    if chance >= 1 - 1e-12:
        return None
    same = sum(count for (one, other), count in cells.items() if one == other) / n
    kappa = (same - chance) / (1 - chance)
    rest = 1 - kappa
    spread = 0.0
    for (one, other), count in cells.items():
        if one == other:
            spread += count / n * (1 - (rows[one] + columns[one]) / n * rest) ** 2
        else:
            spread += count / n * rest**2 * ((columns[one] + rows[other]) / n) ** 2
    variance = (spread - (kappa - chance * rest) ** 2) / (n * (1 - chance) ** 2)
    return kappa, math.sqrt(max(0.0, variance))


def main(arguments: list[str] | None = None) -> int:
    """0 when the figures are printed; 2, with a sentence, when something has to be mended first."""
    parser = argparse.ArgumentParser(prog="python -m reckon.agreement", description="How far two coders agree.")
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="columns first, second: where each put a thing")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    asked = parser.parse_args(arguments)
    try:
        found = agreement(read_pairs(asked.file))
    except Unreadable as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(json.dumps(vars(found), ensure_ascii=False) + "\n" if asked.json else in_words(found))
    return 0


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """The columns first and second of each row; rows where either is empty are left out."""
    rows = [(row["first"], row["second"]) for _line, row in rows_of(path, ("first", "second"))]
    return [(one, other) for one, other in rows if one and other]


def in_words(found: Agreement) -> str:
    """For people: how many, and the figure with its interval."""
    lines = [f"{found.agreed:,} of {found.n:,} in the same class."]
    if found.kappa is None:
        lines.append("No figure: there is nothing they could agree on beyond chance.")
    else:
        lines.append(f"Cohen's kappa {found.kappa:.3f} (95 % interval {found.low:.3f} to {found.high:.3f}).")
    lines += [f"Apart: {one} / {other}, {count:,}" for one, other, count in found.apart[:10]]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
