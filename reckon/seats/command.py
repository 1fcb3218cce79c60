"""``python -m reckon.seats``: a list of replies in, what could be done out."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from reckon.sameness.table import BadInput, headings, read

from .expected import Expected, expected
from .options import Option, Possible, options
from .party import ANSWERS, Party, people_in
from .sectors import many

COLUMNS = ("id", "party", "answer", "sector", "organisation", "place", "topic", "remote", "dates")
USAGE = """Who is in the room when more want to come than there are seats.

Reads one reply a line, earliest first. Columns: id; party (people, itself included: 1 when empty); answer (yes, maybe,
waiting, no: yes when empty); sector, organisation, place; topic, remote (yes or no), dates: any but id may be left
out. Several topics or dates in one cell are parted by semicolons. Prints what could be done, fewest squeezed out first.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when done, 2 with a sentence on stderr when something has to be mended first."""
    asked = _parser().parse_args(arguments)
    try:
        parties = parties_in(asked.file)
        dates = _dates(asked.dates)
        possible = Possible([_room(said) for said in asked.room], dates, asked.screens)
        found = options(parties, asked.capacity, possible, asked.maybe)
        coming = expected(_saying(parties, "yes") + _saying(parties, "waiting"), _saying(parties, "maybe"), asked.maybe)
    except (BadInput, ValueError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    sys.stdout.write(_json(coming, found) if asked.json else _words(coming, asked.capacity, found))
    return 0


def parties_in(path: str) -> list[Party]:
    """One party for each line of a CSV file, numbered in the order they stand; BadInput says which line is at fault."""
    there = {name.strip().casefold(): name for name in headings(path)}
    known = [name for name in COLUMNS if name in there]
    rows = read(path, "utf-8", [there[name] for name in known] if "id" in known else ["id"])
    found, ids = [], set[str]()
    for number, row in enumerate(rows, start=1):
        party = _party(dict(zip(known, (cell.strip() for cell in row))), number, f"{path}, reply {number}")
        if party.id in ids:
            raise BadInput(f"{path}, reply {number}: {party.id} has replied already; take one of the two out.")
        ids.add(party.id)
        found.append(party)
    return found


def _party(cells: dict[str, str], number: int, where: str) -> Party:
    if not cells["id"]:
        raise BadInput(f"{where}: there is no id; give every reply one.")
    people = cells.get("party") or "1"
    if not (people.isascii() and people.isdigit() and 0 < int(people) < 100_000):
        raise BadInput(f"{where}: a party of “{people}”; write how many people come, 1 or more.")
    answer = (cells.get("answer") or "yes").casefold()
    if answer not in ANSWERS:
        raise BadInput(f"{where}: the answer “{answer}”; use one of {', '.join(ANSWERS)}.")
    remote = cells.get("remote", "").casefold()
    if remote not in ("", "yes", "no"):
        raise BadInput(f"{where}: remote is “{remote}”; write yes or no, or leave it empty.")
    return Party(
        cells["id"],
        int(people),
        answer,
        cells.get("sector", ""),
        cells.get("organisation", ""),
        cells.get("place", ""),
        _several(cells.get("topic", "")),
        None if not remote else remote == "yes",
        frozenset(_several(cells["dates"])) if cells.get("dates") else None,
        number,
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in cell.split(";")))))


def _saying(parties: Sequence[Party], answer: str) -> int:
    return people_in(party for party in parties if party.answer == answer)


def _room(said: str) -> tuple[str, int]:
    name, equals, seats = said.rpartition("=")
    if not equals or not name.strip() or not (seats.isascii() and seats.isdigit()):
        raise BadInput(f"--room {said}: write it as NAME=SEATS, for example --room “Town hall=120”.")
    return name.strip(), int(seats)


def _dates(said: Sequence[str]) -> tuple[str, str] | None:
    if not said:
        return None
    if said[0] == said[1]:
        raise BadInput(f"--dates {said[0]} {said[1]}: the second date is the first; give another day.")
    return said[0], said[1]


def _json(coming: Expected, found: Sequence[Option]) -> str:
    return json.dumps({"expected": asdict(coming), "options": [asdict(o) for o in found]}, ensure_ascii=False) + "\n"


def _words(coming: Expected, capacity: int, found: Sequence[Option]) -> str:
    lines = [f"Expected: {coming.words}; {many(capacity, 'seat')}."]
    for number, option in enumerate(found, start=1):
        tied = f" (as few as: {', '.join(option.tied)})" if option.tied else ""
        lines += [
            "",
            f"{number}. {option.title}: {option.squeezed_people} squeezed out{tied}, {option.short} seats short",
        ]
        lines += [f"   - {reason}" for reason in option.reasons]
        lines += [f"   Cost: {option.cost}", f"   {'sector':<24}{'before':>8}{'in':>8}{'out':>8}{'maybe':>8}"]
        for row in option.by_sector:
            lines.append(f"   {row.sector:<24}{row.before:>8}{row.after:>8}{row.squeezed:>8}{row.maybe:>8}")
        lines += [f"   Out: {', '.join(option.squeezed)}"] if option.squeezed else []
    return "\n".join(lines) + "\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m reckon.seats", description=USAGE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", metavar="FILE.csv", help="the replies, earliest first")
    parser.add_argument("--capacity", type=int, required=True, help="how many seats the room has")
    parser.add_argument("--maybe", type=float, default=0.5, help="the share of those saying maybe who come (0.5)")
    parser.add_argument("--room", action="append", default=[], metavar="NAME=SEATS", help="a room that could be had")
    parser.add_argument("--dates", nargs=2, default=[], metavar="DATE", help="the date and another that could be had")
    parser.add_argument("--screens", type=int, default=None, help="places by screen (as many as like)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser
