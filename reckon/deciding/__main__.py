"""python -m reckon.deciding FILE.json: count a decision again.

FILE.json holds {"method", "options": [words], "said": {person: {option: value}}, "delegates": {person: person}}, as the
site gives it beside each result (people are numbers there). Prints the count as JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from . import going_along, ranked, totals, weighed

METHODS = ("consent", "gradients", "advice", "score", "rank", "dot", "together")


def count(asked: dict[str, Any]) -> dict[str, Any]:
    """The count as plain values; ValueError with words for a file that is not what it should be."""
    method, options, said = asked.get("method"), asked.get("options"), asked.get("said")
    if method not in METHODS:
        raise ValueError(f'"method" must be one of {", ".join(METHODS)}, not {method!r}.')
    if not isinstance(options, list) or not isinstance(said, dict):
        raise ValueError('"options" must be a list, and "said" must say for each person what they gave to each option.')
    of = weighed(said, asked.get("delegates") or {})
    heads = {"people": of.people, "in_person": len(of.weights), "delegated": of.delegated, "silent": list(of.silent)}
    if method == "rank":
        order = ranked(options, of)
        return heads | {"beats": order.beats, "winners": order.winners, "beats_all": order.beats_all}
    if method == "together":
        found = going_along(options, of)
        slips = [{"option": one.option, "along": one.along, "slips": one.slips} for one in found.options]
        return heads | {"lines": slips, "slips": found.slips, "first": found.first}
    added = totals(options, of)
    lines = [{"option": one.option, "people": one.people, "total": one.total} for one in added.lines]
    return heads | {"lines": lines, "first": added.first}


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m reckon.deciding", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("file", type=Path)
    path = parser.parse_args(words).file
    try:
        sys.stdout.write(json.dumps(count(json.loads(path.read_text())), ensure_ascii=False, indent=1) + "\n")
    except (OSError, ValueError) as wrong:
        sys.stderr.write(f"{path}: {wrong}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
