"""What stands between the rows of a list and is none of them: totals, headings of a part, and marks for “as above”."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, takewhile
from statistics import median

from .rows import About

OF_WHAT = "amounts?|awarded|awards?|costs?|groups?|grants?|income|members|numbers?|requested|rows|spend|spent"
TOTAL = re.compile(
    rf"(sub|grand|overall|column)?[ -]?(totals?|sum|average|mean|count)( (of )?({OF_WHAT}))?|cyfanswm", re.I
)
# Said in one cell: “Total 10”, “Total: 10 groups”, “12 rows in all”.
COUNTED = re.compile(
    rf"(grand )?totals?\s*[:= ]\s*[£$€]?\d[\d,.]*( ({OF_WHAT}))?|\d[\d,]* ({OF_WHAT}) (in )?(all|total|altogether)",
    re.I,
)
NUMBER = re.compile(r"[-+£$€(]?\s?\d[\d,. ]*\s?[%)]?|#\S{1,9}[!?]")
DITTO = frozenset(["ditto", "Ditto", "DITTO", '"', "''", "〃", "-do-", "as above", "As above", "AS ABOVE"])
# A list of fewer columns has rows of one cell by right.
WIDE = 4


@dataclass
class Between:
    """Looks at each row in turn, and says at the end what was left out and what was filled in."""

    about: About
    usual: float
    shouts: bool
    totals: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    dittos: list[int] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    last: int = 0

    @classmethod
    def of(cls, about: About, first: list[list[str]]) -> "Between":
        """`first`: the cells of the first filled rows below the headings, from which the usual row is known."""
        leading = [cells[0] for cells in first if len(cells) > 1 and cells[0] and any(cells[1:])]
        capitals = sum(cell.isupper() for cell in leading)
        usual = median([sum(map(bool, map(str.strip, cells))) for cells in first]) if first else 0
        return cls(about, usual, shouts=2 * capitals > len(leading))

    def is_none(self, number: int, cells: list[str], filled: int) -> bool:
        """Whether the row is a total or the heading of a part; `filled` is how many of its cells say something."""
        if filled > max(2, self.usual * 0.75) or self.usual < 2:
            return False
        if self._is_total(number, cells, filled):
            self.totals.append(number)
            self.last = number
        elif filled == 1 and self.usual >= WIDE and self._is_part(cells[0].strip()):
            self.parts.append(number)
        else:
            return False
        return True

    def _is_total(self, number: int, cells: list[str], filled: int) -> bool:
        words, *rest = [cell.strip() for cell in cells if cell.strip()]
        counts = bool(rest) and all(map(NUMBER.fullmatch, rest))
        # “Left in the fund 3,210” stands right below the total.
        follows = self.last == number - 1 and filled == 2
        alone = not rest and bool(COUNTED.fullmatch(words.rstrip(". ")))
        return alone or (bool(TOTAL.fullmatch(words.rstrip(":. "))) and (counts or not rest)) or (counts and follows)

    def _is_part(self, said: str) -> bool:
        return len(said) <= 60 and (said.endswith(":") or (said.isupper() and not self.shouts))

    def filled_in(self, number: int, cells: list[str], filled: int) -> list[str]:
        """The cells, with what stands above in place of “ditto”."""
        if filled > 2 and not DITTO.isdisjoint(cells):
            meant = [
                above if cell in DITTO and above else cell
                for cell, above in zip(cells, [*self.above, *[""] * len(cells)])
            ]
            if meant != cells:
                self.dittos.append(number)
                cells = meant
        self.above = cells
        return cells

    def say(self) -> None:
        """Note it all, once the last row is through."""
        for rows, words in (
            (self.totals, "as a total of the others, so left out."),
            (
                self.parts,
                "as a heading between the rows, so left out; give it more than one cell if it is one of them.",
            ),
        ):
            if rows:
                self.about.note(f"{_named(rows)} {'reads' if len(rows) == 1 else 'read'} {words}", rows[0])
        if self.dittos:
            words = "has cells" if len(self.dittos) == 1 else "have cells"
            self.about.note(
                f"{_named(self.dittos)} {words} that say “ditto”; taken as what stands above.", self.dittos[0]
            )


def _named(rows: list[int]) -> str:
    """
    >>> _named([4]), _named([4, 5, 6]), _named([4, 9, 12])
    ('row 4', 'rows 4 to 6', 'rows 4, 9 and 12')
    """
    if len(rows) == 1:
        return f"row {rows[0]}"
    if len(rows) > 2 and list(takewhile(lambda n: n <= rows[-1], count(rows[0]))) == rows:
        return f"rows {rows[0]} to {rows[-1]}"
    shown = [str(row) for row in rows[:6]]
    more = f"{len(rows) - 6:,} more" if len(rows) > 6 else shown.pop()
    return f"rows {', '.join(shown)} and {more}"


def groups_above(cells: list[str], width: int) -> Iterator[str]:
    """For each column the heading of its group, as a row of merged cells above the headings gives it."""
    group = ""
    for at in range(width):
        group = (cells[at].strip() if at < len(cells) else "") or group
        yield group
