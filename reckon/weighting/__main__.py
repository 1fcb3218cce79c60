"""Weighted figures found again: python -m reckon.weighting WEIGHTS.csv POPULATION.csv --kind KIND

The files are those a question gives out. POPULATION.csv has the columns margin, kind, people. WEIGHTS.csv has a column
for each margin and, for statements, baskets and points, comment-id, people, sum and squares: what all of one kind said
of one thing. For choices between two it has sheet, chosen, other, and for orders sheet, place, option-id. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..tables import Unreadable, rows_of
from .kinds import Counted, Sheet, mean_of, orders_of, share_of
from .raking import CannotWeigh

KINDS = ("statements", "basket", "points", "pairs", "rank")
NEEDED = {"pairs": ("sheet", "chosen", "other"), "rank": ("sheet", "place", "option-id")}
COUNTS = ("comment-id", "people", "sum", "squares")
Row = dict[str, str]


def main(words: list[str] | None = None) -> int:
    """0 when the figures are printed; 2, with a sentence, when something has to be mended first."""
    asked = _parser().parse_args(words)
    try:
        population = _population(asked.population)
        rows = list(rows_of(asked.weights, (*NEEDED.get(asked.kind, COUNTS), *population)))
        told = figures(asked.kind, [row for _line, row in rows], population)
    except (Unreadable, CannotWeigh, ValueError) as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    sys.stdout.write(json.dumps({"rows": told}, ensure_ascii=False, indent=1) + "\n")
    return 0


def figures(kind: str, rows: list[Row], population: dict[str, dict[str, float]]) -> list[dict[str, Any]]:
    """Of each thing the figure as said and as weighted, with its interval, of how many people (`n`)."""
    if kind in NEEDED:
        items = list(dict.fromkeys(one for row in rows for one in _items(kind, row)))
        sheets = _sheets(kind, rows, population)
        found = orders_of(sheets, population, items, rest_behind=kind == "rank")
        return [_row(one.item, one.n, one.share, one) for one in found]
    told: dict[str, list[Counted]] = {}
    for row in rows:
        who = _kind(row, population)
        numbers = (_number(row, name) for name in COUNTS[1:])
        told.setdefault(row["comment-id"], []).append(Counted(who, *numbers))
    if kind == "points":
        means = {item: mean_of(kinds, population) for item, kinds in told.items()}
        return [_row(item, sum(one.people for one in told[item]), mean.mean, mean) for item, mean in means.items()]
    shares = {item: share_of(kinds, population) for item, kinds in told.items()}
    return [_row(item, share.n, share.share, share) for item, share in shares.items()]


def _row(item: Any, n: int, said: float, found: Any) -> dict[str, Any]:
    return {"item": item, "n": n, "share": said, "weighted": found.weighted, "low": found.low, "high": found.high}


def _items(kind: str, row: Row) -> Iterable[str]:
    return (row["chosen"], row["other"]) if kind == "pairs" else (row["option-id"],)


def _sheets(kind: str, rows: list[Row], population: dict[str, dict[str, float]]) -> list[Sheet]:
    """Each sheet's rows together: its choices, or its one order by place."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["sheet"], []).append(row)
    made = []
    for mine in found.values():
        if kind == "pairs":
            orders: list[tuple[str, ...]] = [(row["chosen"], row["other"]) for row in mine]
        else:
            orders = [tuple(row["option-id"] for row in sorted(mine, key=lambda row: _number(row, "place")))]
        made.append(Sheet(_kind(mine[0], population), orders))
    return made


def _kind(row: Row, population: dict[str, dict[str, float]]) -> dict[str, str]:
    for margin, people in population.items():
        if row[margin] not in people:
            raise ValueError(f"The population has no kind {row[margin][:40]!r} in {margin}.")
    return {margin: row[margin] for margin in population}


def _number(row: Row, name: str) -> int:
    if not row[name].isdecimal() or len(row[name]) > 15:
        raise ValueError(f"The column {name} has whole numbers; this is {row[name][:40]!r}.")
    return int(row[name])


def _population(path: Path) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for _line, row in rows_of(path, ("margin", "kind", "people")):
        found.setdefault(row["margin"], {})[row["kind"]] = _number(row, "people")
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reckon.weighting", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("weights", type=Path, metavar="WEIGHTS.csv")
    parser.add_argument("population", type=Path, metavar="POPULATION.csv")
    parser.add_argument("--kind", choices=KINDS, required=True)
    return parser


if __name__ == "__main__":
    sys.exit(main())
