"""Records into rows: finds the headings, keeps the numbers people see, and says what is wrong with a row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from statistics import median

from .between import Between, groups_above
from .headings import heading_says
from .limits import Limits
from .rows import About, Problem, Refused, Row
from .values import looks_like_data

PEEK = 40


@dataclass(slots=True)
class Record:
    """One line of cells before anyone knows the headings. `wrong` is why it cannot be taken, "" when it can."""

    number: int
    cells: list[str]
    line: int = 0
    wrong: str = ""

    @property
    def filled(self) -> int:
        return sum(1 for cell in self.cells if cell.strip())


@dataclass
class Table:
    """Headings and the rows below them, which can be walked once."""

    about: About
    records: Iterator[Record]
    limits: Limits = field(default_factory=Limits)
    strict_width: bool = False
    names: list[str] = field(default_factory=list)
    between: Between | None = None
    taken: int = 0

    def rows(self) -> Iterator[Row]:
        """Every row that holds anything, but for totals and the headings of parts, which are noted. Refused rows come
        too, with their reason; too many rows refuse the file."""
        width = len(self.about.headings)
        for record in self.records:
            filled = record.filled
            if not record.wrong and not filled:
                continue
            self._count(record)
            if record.cells[:width] != self.names and not self._passed_over(record, filled):
                yield self._row(record, width)
        if self.between:
            self.between.say()

    def _passed_over(self, record: Record, filled: int) -> bool:
        """Whether it is no row of the list; fills in what its cells say by “ditto”."""
        if self.between is None or record.wrong:
            return False
        if self.between.is_none(record.number, record.cells, filled):
            return True
        record.cells = self.between.filled_in(record.number, record.cells, filled)
        return False

    def _count(self, record: Record) -> None:
        self.taken += 1
        if self.taken > self.limits.rows:
            words = (
                f"has more than {self.limits.rows:,} rows. Split it into smaller files, or ask the host to allow more."
            )
            raise Refused(words, self.about.file, record.number)

    def _row(self, record: Record, width: int) -> Row:
        cells = record.cells
        problems = [Problem(self.about.file, record.number, *said) for said in self._wrongs(record, width)]
        if len(cells) < width:
            cells = cells + [""] * (width - len(cells))
        fields = dict(zip(self.about.headings, cells))
        if any(problem.refused for problem in problems):
            fields.update({f"Column {self.about.letters(at)}": cells[at] for at in range(width, len(cells))})
        return Row(record.number, "", fields, problems, line=record.line)

    def _wrongs(self, record: Record, width: int) -> Iterator[tuple[str, str, bool]]:
        if record.wrong:
            yield "", record.wrong, True
            return
        if len(record.cells) > width and any(cell.strip() for cell in record.cells[width:]):
            words = (
                f"has {len(record.cells)} cells where the headings have {width}. A cell with a comma inside needs "
                "quotes around it, or a heading is missing."
            )
            yield self.about.letters(width), words, True
        elif self.strict_width and len(record.cells) < width:
            words = f"has {len(record.cells)} cells where the headings have {width}; the rest are taken as empty."
            yield self.about.headings[len(record.cells)], words, False
        yield from self._bad_cells(record.cells[:width])

    def _bad_cells(self, cells: list[str]) -> Iterator[tuple[str, str, bool]]:
        joined = "".join(cells)
        if "\0" in joined:
            at = next(n for n, cell in enumerate(cells) if "\0" in cell)
            words = "holds a NUL, a character no text should have. Type this cell again."
            yield self.about.headings[at], words, True
        if len(joined) > self.limits.cell_characters:
            at = max(range(len(cells)), key=lambda n: len(cells[n]))
            words = f"holds {len(cells[at]):,} characters; {self.limits.cell_characters:,} is the most for one row."
            yield self.about.headings[at], words, True


def table(records: Iterable[Record], about: About, limits: Limits, strict_width: bool = False) -> Table:
    """A Table whose headings are known; fills `about`. Refuses a file with nothing in it.

    Title rows above the headings are left out and noted; a file whose first row is already data gets "Column A",
    "Column B" …; a heading that comes twice, or is missing, is named after its letters, so that nothing is lost.
    """
    walk = iter(records)
    first = list(islice(walk, PEEK))
    if not any(record.filled for record in first):
        first = [next((record for record in walk if record.filled), Record(0, []))]
    if not first[0].number and not first[0].filled:
        raise Refused(
            "has nothing in it. Check that you saved the sheet with its rows, and choose it again.", about.file
        )
    at, named = heading_at(first)
    width = max(record_width(record) for record in first)
    if width > limits.columns:
        words = f"has {width:,} columns; {limits.columns:,} is the most. Delete those not needed."
        raise Refused(words, about.file, first[at].number)
    if named:
        at = _lower_headings(first, at)
        about.headings = headings(first[at], width, about, _groups(first, at))
        about.heading_row = first[at].number
        _note_titles(first[:at], about)
    else:
        about.headings = [f"Column {about.letters(n)}" for n in range(width)]
        about.note(
            "has no headings that we could see, so its columns are called after their letters.", first[at].number
        )
    rest = first[at + 1 :] if named else first[at:]
    between = Between.of(about, [record.cells for record in rest if record.filled and not record.wrong])
    names = first[at].cells[: len(about.headings)] if named else []
    return Table(about, chain(rest, walk), limits, strict_width, names, between)


def is_list(first: list[Record]) -> bool:
    """Whether these rows read like a list of things, not like notes: two or more, of two or more cells as a rule."""
    return len(first) > 1 and median(record.filled for record in first) >= 2


def record_width(record: Record) -> int:
    """How many cells a row has up to its last filled one."""
    return next((n for n in range(len(record.cells), 0, -1) if record.cells[n - 1].strip()), 0)


def heading_at(first: list[Record]) -> tuple[int, bool]:
    """Where the headings are among the first rows, and whether they are headings at all (False: data from there).

    The first row that fills at least half as many cells as rows usually do; titles and dates above a sheet fill one
    or two. Twenty filled rows are looked at.
    """
    filled = [n for n, record in enumerate(first) if record.filled and not record.wrong]
    if not filled:
        return next(n for n, record in enumerate(first) if record.filled), False
    usual = median(first[n].filled for n in filled[:20])
    at = next((n for n in filled if first[n].filled >= max(min(2, usual), usual / 2)), filled[0])
    below = [first[n].cells for n in filled if n > at][:10]
    return at, not looks_like_data(first[at].cells, below)


def _lower_headings(first: list[Record], at: int) -> int:
    """Of two rows of headings the lower one, where it says more of what its columns hold than the one above."""
    below = next((n for n in range(at + 1, len(first)) if first[n].filled), at)
    cells = [cell for cell in first[below].cells if cell.strip()]
    known = sum(map(bool, map(heading_says, cells)))
    above = sum(map(bool, map(heading_says, filter(str.strip, first[at].cells))))
    plain = not any(letter.isdecimal() for cell in cells for letter in cell) and all(len(cell) <= 60 for cell in cells)
    better = known > max(2, above) and 2 * known >= len(cells) and len(set(cells)) > first[at].filled
    return below if plain and better and not first[below].wrong else at


def _groups(first: list[Record], at: int) -> list[str]:
    """What stands right above each heading, where that is a row of headings for several columns each."""
    above = first[at - 1] if at else None
    if above is None or above.filled < 2 or above.number != first[at].number - 1:
        return []
    return list(groups_above(above.cells, len(first[at].cells)))


def headings(record: Record, width: int, about: About, groups: Sequence[str] = ()) -> list[str]:
    """One different, stripped name for each column; `groups` tell two of one name apart (“Contact: Name”)."""
    names: list[str] = []
    cells = [" ".join(cell.replace("\0", "").split()) for cell in record.cells]
    for at in range(max(record_width(record), 1)):
        if cells[at] in names and at < len(groups) and (group := " ".join(groups[at].split())):
            cells[at] = f"{group}: {cells[at]}"
        names.append(_different(cells[at], at, names, record.number, about))
    if width > len(names) and _padded(record):
        names += [f"Column {about.letters(at)}" for at in range(len(names), width)]
        about.note(
            "some columns have no heading; they are called after their letters.",
            record.number,
            about.letters(width - 1),
        )
    return names


def _padded(record: Record) -> bool:
    """Only workbooks give rows all one width; there a column without a heading is still a column."""
    return not record.line


def _different(name: str, at: int, names: list[str], row: int, about: About) -> str:
    if not name:
        about.note("has no heading, so it is called after its letters.", row, about.letters(at))
        name = f"Column {about.letters(at)}"
    if name not in names:
        return name
    other = f"{name} (column {about.letters(at)})"
    about.note(f"“{name}” is the heading of two columns; this one is called “{other}”.", row, about.letters(at))
    while other in names:
        other += " again"
    return other


def _note_titles(above: list[Record], about: About) -> None:
    titles = [record for record in above if record.filled]
    if titles:
        rows = f"row {titles[0].number}" if len(titles) == 1 else f"rows {titles[0].number} to {titles[-1].number}"
        about.note(f"{rows} above the headings read as a title, so left out.", titles[0].number)
