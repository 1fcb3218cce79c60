"""Which records of a list are most alike: python -m reckon.overlap FILE.csv --id ID --text TEXT --out pairs.csv"""

import argparse
import sys
from pathlib import Path

from .guesses import Topic, read_topics
from .nearest import nearest
from .table import Columns, TableError, read_records, write_pairs
from .vocabulary import DATA


def main(arguments: list[str] | None = None) -> int:
    """0 when the pairs are written; 2, with a sentence, when something has to be mended first."""
    asked = _parser().parse_args(arguments)
    try:
        columns = Columns(asked.id, asked.text, asked.place)
        records = read_records(asked.file, columns)
        written = write_pairs(asked.out, nearest(records, _topics(asked), asked.top))
    except TableError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    of = f"{len(records):,} record{'' if len(records) == 1 else 's'}"
    sys.stderr.write(f"{written:,} pairs for {of} in {asked.out}\n")
    return 0


def _topics(asked: argparse.Namespace) -> list[Topic]:
    if asked.no_patterns:
        return []
    try:
        return read_topics(asked.patterns)
    except (OSError, ValueError) as error:
        raise TableError(f"--patterns: {error}") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m reckon.overlap",
        description="For every record its best others, best first, with the reasons. A column called name is read too.",
    )
    parser.add_argument(
        "file", type=Path, metavar="FILE.csv", help="a list (commas, semicolons or tabs) with a first row of headings"
    )
    parser.add_argument("--id", required=True, help="the column that tells the records apart")
    parser.add_argument(
        "--text", required=True, action="append", help="a column that says what they do; may be repeated"
    )
    parser.add_argument("--place", default="", help="a column with a postcode or a place")
    parser.add_argument("--top", type=_count, default=10, help="how many others for each (10)")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="PAIRS.csv", help="where to write a, b, score, reasons"
    )
    parser.add_argument("--patterns", type=Path, default=DATA / "ukcat.csv", help="word patterns of topics (UK-CAT's)")
    parser.add_argument("--no-patterns", action="store_true", help="go by the words of the list alone")
    return parser


def _count(said: str) -> int:
    if not said.isdigit() or not int(said):
        raise argparse.ArgumentTypeError(f"{said!r} is not a number from 1 up")
    return int(said)


if __name__ == "__main__":
    sys.exit(main())
