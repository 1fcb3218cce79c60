"""``python -m reckon.mixing``: a list of people in, who sits at which table in which round out."""

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from math import ceil
from pathlib import Path

from reckon.sameness.table import BadInput, headings, read

from .mix import Mix, mix
from .people import Between, Pair, Person, pair
from .report import report

COLUMNS = ("id", "sector", "organisation", "place", "role")
USAGE = """Tables that put people beside those outside their usual circle.

Reads one person a line. Columns: id; sector, organisation, place, role, any of which may be left out or empty. Writes
row (people counted from 0 as they stand), round and table (counted from 1). How mixed it is goes to the screen.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when done, 2 with a sentence on stderr when something has to be mended first."""
    asked = _parser().parse_args(arguments)
    try:
        people = people_in(asked.file)
        between = Between(met=_met(asked.met, people) if asked.met else {})
        found = mix(people, _tables(asked, len(people)), asked.rounds, between, asked.seed)
        _write(asked.out, _lines(people, found))
    except (BadInput, ValueError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    sys.stderr.write(f"{report(people, found.seating, between).words}\n")
    sys.stderr.write(f"Meetings again: {found.repeats}; at least {found.fewest} cannot be avoided.\n")
    for sentence in found.unmet:
        sys.stderr.write(f"{sentence}\n")
    return 0


def people_in(path: str) -> list[Person]:
    """One person for each line of a CSV file; BadInput says what is at fault and where."""
    there = {name.strip().casefold(): name for name in headings(path)}
    known = [name for name in COLUMNS if name in there]
    rows = read(path, "utf-8", [there[name] for name in known] if "id" in known else ["id"])
    people, ids = [], set[str]()
    for number, row in enumerate(rows, start=1):
        cells = dict(zip(known, (cell.strip() for cell in row)))
        person = Person(
            cells["id"],
            cells.get("sector", ""),
            cells.get("organisation", ""),
            cells.get("place", ""),
            cells.get("role", ""),
        )
        if not person.id:
            raise BadInput(f"{path}, person {number}: there is no id; give everybody one.")
        if person.id in ids:
            raise BadInput(f"{path}, person {number}: {person.id} is there already; take one of the two out.")
        ids.add(person.id)
        people.append(person)
    return people


def _met(path: str, people: Sequence[Person]) -> dict[Pair, int]:
    here = {person.id for person in people}
    found: dict[Pair, int] = {}
    for a, b in read(path, "utf-8", ["a", "b"]):
        one = pair(a.strip(), b.strip())
        if one[0] in here and one[1] in here:
            found[one] = found.get(one, 0) + 1
    return found


def _tables(asked: argparse.Namespace, people: int) -> list[int]:
    if asked.table < 1:
        raise BadInput(f"--table {asked.table}: a table needs 1 seat or more.")
    return [asked.table] * max(1, asked.tables if asked.tables is not None else ceil(people / asked.table))


def _lines(people: Sequence[Person], found: Mix) -> Iterator[list[object]]:
    yield ["row", "round", "table"]
    at = [{who: t for t, ids in enumerate(tables, start=1) for who in ids} for tables in found.seating]
    for row, person in enumerate(people):
        for number, seats in enumerate(at, start=1):
            yield [row, number, seats[person.id]]


def _write(out: str, lines: Iterator[list[object]]) -> None:
    if out == "-":
        csv.writer(sys.stdout, lineterminator="\n").writerows(lines)
        return
    try:
        with Path(out).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)
    except OSError as problem:
        raise BadInput(f"{out}: can't be written ({problem.strerror}); choose another place with --out.") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m reckon.mixing", description=USAGE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", metavar="FILE.csv", help="the people")
    parser.add_argument("--table", type=int, required=True, help="how many seats each table has")
    parser.add_argument("--tables", type=int, help="how many tables there are (as many as are needed)")
    parser.add_argument("--rounds", type=int, default=1, help="how many times they change tables (1)")
    parser.add_argument("--met", metavar="MET.csv", help="who has met before: columns a and b, a line each time")
    parser.add_argument("--seed", type=int, default=0, help="another number gives another seating (0)")
    parser.add_argument("--out", default="-", help="where to write; left out or -, to the screen")
    return parser
