"""A trade-off counted again: python -m reckon.tradeoffs VOTES.csv --statements STATEMENTS.csv --kind KIND

The files are those a question gives out. VOTES.csv has the columns chosen, other, voter-id for choices between two, and
option-id, voter-id, value for points, orders (1 is first) and baskets (1 is bought). STATEMENTS.csv says in comment-id
what can be chosen, in its order, in moderated what was taken out (-1), and for baskets the price-pence. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..tables import Unreadable, rows_of
from . import baskets, points, strengths

KINDS = ("pairs", "points", "rank", "basket")
NEEDED = {"pairs": ("chosen", "other", "voter-id")}
SHEET = ("option-id", "voter-id", "value")


def main(words: list[str] | None = None) -> int:
    """0 when the result is printed; 2, with a sentence, when something has to be mended first."""
    asked = _parser().parse_args(words)
    try:
        shown, prices = _statements(asked.statements)
        rows = [row for _line, row in rows_of(asked.votes, NEEDED.get(asked.kind, SHEET))]
        told = count(asked.kind, rows, shown, prices, asked.purse)
    except (Unreadable, ValueError) as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    return 0


def count(
    kind: str, rows: list[dict[str, str]], items: list[str], prices: dict[Any, int], purse: int | None
) -> dict[str, Any]:
    """The result as plain values, best first; ValueError with words for what cannot be counted."""
    if kind == "pairs":
        pairs = [(row["chosen"], row["other"]) for row in rows if {row["chosen"], row["other"]} <= set(items)]
        whose = [row["voter-id"] for row in rows if {row["chosen"], row["other"]} <= set(items)]
        return {"rows": [asdict(one) for one in strengths(pairs, items, whose)]}
    sheets = _sheets(rows, set(items))
    if kind == "points":
        return {"rows": [asdict(one) for one in points(sheets.values(), items)]}
    if kind == "rank":
        orders = [sorted(sheet, key=lambda item: sheet[item]) for sheet in sheets.values()]
        return {"rows": [asdict(one) for one in strengths(orders, items, rest_behind=True)]}
    if purse is None or any(item not in prices for item in items):
        raise ValueError("A basket needs --purse, in pence, and a column price-pence in the statements.")
    found = baskets([{item for item, n in sheet.items() if n} for sheet in sheets.values()], prices, purse)
    return {"rows": [asdict(one) for one in found.chosen], "fits": found.fits, "left": found.left}


def _sheets(rows: list[dict[str, str]], items: set[str]) -> dict[str, dict[Any, int]]:
    sheets: dict[str, dict[Any, int]] = {}
    for row in rows:
        if not row["value"].isdecimal():
            raise ValueError(f"A value is a whole number; this is {row['value'][:40]!r}.")
        if row["option-id"] in items:
            sheets.setdefault(row["voter-id"], {})[row["option-id"]] = int(row["value"])
    return sheets


def _statements(path: Path) -> tuple[list[str], dict[Any, int]]:
    """What can be chosen, in its order, and what each costs where that is said."""
    rows = [row for _line, row in rows_of(path, ("comment-id", "moderated")) if row["moderated"] != "-1"]
    prices: dict[Any, int] = {
        row["comment-id"]: int(row["price-pence"]) for row in rows if row.get("price-pence", "").isdecimal()
    }
    return [row["comment-id"] for row in rows], prices


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reckon.tradeoffs", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("votes", type=Path, metavar="VOTES.csv")
    parser.add_argument("--statements", type=Path, required=True, metavar="STATEMENTS.csv")
    parser.add_argument("--kind", choices=KINDS, required=True)
    parser.add_argument("--purse", type=int, metavar="PENCE", help="for baskets: how much there is")
    return parser


if __name__ == "__main__":
    sys.exit(main())
