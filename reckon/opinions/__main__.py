"""The opinion map of a file of votes: python -m reckon.opinions VOTES.csv [--comments COMMENTS.csv] --json"""

import argparse
import json
import sys
from array import array
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from ..tables import Unreadable, cells_of, rows_of
from . import Opinions, Votes, once_each, opinions, shown

VALUES = {"1": 1, "0": 0, "-1": -1}


def main(arguments: list[str] | None = None) -> int:
    """0 when the map is printed; 2, with a sentence, when something has to be mended first."""
    asked = _parser().parse_args(arguments)
    try:
        votes = read_votes(asked.votes)
        out = read_left_out(asked.comments) if asked.comments else set()
    except Unreadable as error:
        sys.stderr.write(f"{error}\n")
        return 2
    votes = once_each(votes) if asked.copies_once else votes
    found = opinions(votes, out, least=asked.least)
    found = shown(found, asked.shown) if asked.shown else found
    sys.stdout.write(json.dumps(as_json(found), ensure_ascii=False) + "\n" if asked.json else in_words(found))
    return 0


def read_votes(path: Path) -> Votes:
    """Votes from the columns comment-id, voter-id, vote (1, 0, -1; 1.0 is read as 1), and timestamp where there is one.

    The later of two votes of one person on one statement counts: by timestamp, and by line where that is the same.
    """
    people: dict[str, int] = {}
    statements: dict[str, int] = {}
    who, what, said, when = array("q"), array("q"), array("b"), array("d")
    for line, (statement, person, vote, moment) in cells_of(path, ("comment-id", "voter-id", "vote"), "timestamp"):
        if not (statement and person):
            raise Unreadable(f"{path}, line {line}: it does not say who voted, or not on what.")
        value = VALUES.get(vote)
        said.append(_vote(path, line, vote) if value is None else value)
        who.append(people.setdefault(person, len(people)))
        what.append(statements.setdefault(statement, len(statements)))
        when.append(_moment(moment))
    return _in_order(list(people), list(statements), (np.array(who), np.array(what), np.array(said)), np.array(when))


def _in_order(people: list[str], statements: list[str], votes: tuple[Any, Any, Any], when: Any) -> Votes:
    """By time; people and statements in the order in which they then come."""
    order = np.argsort(when, kind="stable")
    who, what, said = (each[order] for each in votes)
    (people, who), (statements, what) = _first_come(people, who), _first_come(statements, what)
    return Votes.of_arrays(people, statements, who, what, said)


def _first_come(names: list[str], at: Any) -> tuple[list[str], Any]:
    _used, first = np.unique(at, return_index=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(names), dtype=np.int64)
    rank[order] = np.arange(len(names))
    return [names[one] for one in order], rank[at]


def read_left_out(path: Path) -> set[str]:
    """The ids of the statements moderated out: those with -1 in the column moderated (1 is let in, 0 or nothing not
    looked at)."""
    out = set()
    for line, row in rows_of(path, ("comment-id", "moderated")):
        if row["moderated"] and _number(row["moderated"]) not in (-1, 0, 1):
            raise Unreadable(f"{path}, line {line}: moderated is 1, 0 or -1, and this is {row['moderated'][:40]!r}.")
        if _number(row["moderated"]) == -1:
            out.add(row["comment-id"])
    return out


def _number(said: str) -> float | None:
    try:
        return float(said) if said.isascii() else None
    except ValueError:
        return None


def _moment(said: str) -> float:
    """A time as a number; a date and time in ISO 8601; nought for what is neither."""
    number = _number(said)
    if number is not None:
        return number if isfinite(number) else 0.0
    try:
        return datetime.fromisoformat(said).replace(tzinfo=UTC).timestamp() if said else 0.0
    except ValueError:
        return 0.0


def _vote(path: Path, line: int, said: str) -> int:
    value = _number(said)
    if value not in (1, 0, -1):
        raise Unreadable(f"{path}, line {line}: a vote is 1, 0 or -1, and this is {said[:40]!r}.")
    return int(value)


def as_json(found: Opinions) -> dict[str, Any]:
    """Plain values; ids as strings, groups from 0 in order of size."""
    names = [str(one) for one in found.votes.statements]
    places = zip(found.votes.people, np.round(found.positions.people, 6).tolist(), strict=True)
    return {
        "groups": [
            {"id": at, "size": len(people), "people": [str(one) for one in people]}
            for at, people in enumerate(found.groups())
        ],
        "silhouettes": found.grouping.silhouettes,
        "shares": np.round(found.positions.shares, 6).tolist(),
        "positions": {str(one): where for one, where in places},
        "representative": [
            {
                "group": group,
                "statements": [
                    {
                        "statement": names[one.statement],
                        "side": one.side,
                        "said": one.said,
                        "voted": one.voted,
                        "said_elsewhere": one.said_elsewhere,
                        "voted_elsewhere": one.voted_elsewhere,
                        "strength": round(one.strength, 6),
                        "sure": one.is_sure,
                    }
                    for one in held
                ],
            }
            for group, held in enumerate(found.holds)
        ],
        "unites": [
            {"statement": names[one.statement], "side": one.side, "firmness": round(one.firmness, 6)}
            for one in found.unites
        ],
        "divides": [
            {
                "statement": names[one.statement],
                "more": one.more,
                "less": one.less,
                "difference": round(one.difference, 6),
                "interval": [round(one.low, 6), round(one.high, 6)],
            }
            for one in found.divides
        ],
    }


def in_words(found: Opinions) -> str:
    """The same for people: sizes, and what each group holds."""
    names, lines = found.votes.statements, []
    if not len(found.counts.voted):
        return "Nobody voted on enough of it to stand in a group.\n"
    for at, people in enumerate(found.groups()):
        lines.append(f"Group {at}: {len(people):,} people")
        for one in found.holds[at]:
            does = "agrees with" if one.side > 0 else "disagrees with"
            lines.append(f"  {does} {names[one.statement]}: {one.said:,} of {one.voted:,} who voted on it")
    lines += [f"Uniting: {names[one.statement]}" for one in found.unites[:10]]
    lines += [f"Dividing: {names[one.statement]}" for one in found.divides[:10]]
    return "\n".join(lines) + "\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reckon.opinions", description=__doc__)
    parser.add_argument("votes", type=Path, metavar="VOTES.csv", help="columns comment-id, voter-id, vote (1, 0, -1)")
    parser.add_argument("--comments", type=Path, metavar="COMMENTS.csv", help="columns comment-id, moderated")
    parser.add_argument("--least", type=int, default=1, metavar="N", help="no group of fewer people than this")
    shown_help = "only claims on which N of each group voted; first what most more people are for than not"
    parser.add_argument("--shown", type=int, default=0, metavar="N", help=shown_help)
    parser.add_argument("--copies-once", action="store_true", help="voices that are copies of each other count once")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
