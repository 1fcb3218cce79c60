"""The one plain shape that every reader gives: rows, and problems said in words."""

from dataclasses import asdict, dataclass, field
from typing import Any


def letters(column: int) -> str:
    """The letters a spreadsheet shows above a column, counted from 0.

    >>> letters(0), letters(25), letters(26), letters(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    said = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said


def number_of(said: str) -> int:
    """The column, counted from 0, that spreadsheet letters stand for.

    >>> number_of("A"), number_of("XFD")
    (0, 16383)
    """
    total = 0
    for letter in said:
        total = total * 26 + ord(letter) - 64
    return total - 1


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know about one file, row or cell.

    `row` is the number a spreadsheet shows at the side, 0 when the whole file is meant; `column` is the heading, or
    the letters above it, or "". `refused` says that the row was not taken; otherwise it was, and this is a note.
    """

    file: str
    row: int
    column: str
    words: str
    refused: bool = True

    def __str__(self) -> str:
        where = [self.file]
        if self.row:
            where.append(f"row {self.row}")
        if self.column:
            where.append(f"column {self.column}")
        return f"{', '.join(where)}: {self.words}"


class Refused(Exception):
    """A whole file that could not be read; says what is wrong, where, and what to do."""

    def __init__(self, words: str, file: str = "", row: int = 0, column: str = ""):
        super().__init__(words)
        self.problem = Problem(file, row, column, words)

    def __str__(self) -> str:
        return str(self.problem) if self.problem.file else self.problem.words


@dataclass(slots=True)
class Row:
    """One record as it was kept.

    `number` is the row as the person sees it in their sheet (the place in the list for JSON, from 1); `line` is the
    physical line where it starts in a text file, 0 elsewhere. `key` tells the same record apart at the next reading;
    "" when the file gives none. `fields` holds text, or for the open standards also lists and plain dictionaries.
    A row with a refusing problem still carries its fields, so that it can be given back with the reason.
    """

    number: int
    key: str
    fields: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    kind: str = "entry"
    line: int = 0

    @property
    def refused(self) -> bool:
        return bool(self.problems) and any(problem.refused for problem in self.problems)

    def as_plain(self) -> list[Any]:
        """A list ready for JSON; `from_plain` turns it back."""
        said = [[p.row, p.column, p.words, p.refused] for p in self.problems]
        return [self.number, self.key, self.fields, said, self.kind, self.line]

    @classmethod
    def from_plain(cls, plain: list[Any], file: str) -> "Row":
        number, key, fields, said, kind, line = plain
        return cls(number, key, fields, [Problem(file, *one) for one in said], kind, line)


@dataclass(slots=True)
class About:
    """What a reading found before its rows: what kind of file, its headings, and notes for the person."""

    file: str
    kind: str
    headings: list[str] = field(default_factory=list)
    sheet: str = ""
    other_sheets: list[str] = field(default_factory=list)
    heading_row: int = 0
    first_column: int = 0
    encoding: str = ""
    separator: str = ""
    notes: list[Problem] = field(default_factory=list)

    def letters(self, at: int) -> str:
        """The letters above the heading at place `at`; a sheet may start further right than A."""
        return letters(at + self.first_column)

    def note(self, words: str, row: int = 0, column: str = "") -> None:
        self.notes.append(Problem(self.file, row, column, words, refused=False))

    def as_plain(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "About":
        return cls(**{**plain, "notes": [Problem(**note) for note in plain["notes"]]})
