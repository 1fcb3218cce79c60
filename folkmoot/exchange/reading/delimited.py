"""Text sheets: commas, tabs, semicolons or pipes, told apart by looking."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from folkmoot.kit.writers import unguarded

from .limits import Limits
from .rows import About, Refused
from .tables import Record, Table, table
from .text import decoded

SEPARATORS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "pipe"}
FRESH_STARTS = 20


def delimited(raw: bytes, file: str, limits: Limits, encoding: str = "", separator: str = "") -> Table:
    """A text sheet as a Table. Cells stay as written, but for the guard our own exports put on a formula."""
    text, named, doubt = decoded(raw, file, encoding)
    if not text.strip():
        raise Refused("is empty. Check that you saved the sheet with its rows, and choose it again.", file)
    start = 0
    if text[:4].lower() == "sep=" and len(text) > 4:
        separator, start = separator or text[4], 1
    separator = separator or likely_separator(text)
    about = About(file, "delimited", encoding=named, separator=SEPARATORS.get(separator, separator))
    if doubt:
        about.note(doubt)
    found = Findings()
    ready = table(records(text, separator, limits, start, found), about, limits, strict_width=True)
    ready.records = found.noted(ready.records, about)
    return ready


class Findings:
    """What was noticed along the way; said once the last row is through."""

    def __init__(self) -> None:
        self.formulas = 0
        self.first = 0

    def look(self, record: Record) -> None:
        held = sum(1 for cell in record.cells if cell[:1] == "=")
        if held:
            self.formulas += held
            self.first = self.first or record.number

    def noted(self, records: Iterator[Record], about: About) -> Iterator[Record]:
        yield from records
        if self.formulas:
            cells = "a cell starts" if self.formulas == 1 else f"{self.formulas} cells start"
            about.note(f"{cells} with =, like a formula; kept as text and never worked out.", self.first)


def likely_separator(text: str) -> str:
    """The mark that cuts the first rows most evenly into the most cells; a comma when none does."""
    start = text[:60_000]
    return max(SEPARATORS, key=lambda mark: (_evenness(start, mark), mark == ","))


def _evenness(start: str, mark: str) -> float:
    walk = csv.reader(io.StringIO(start, newline=""), delimiter=mark)
    try:
        widths = Counter(len(cells) for cells in islice(walk, 60) if any(cells))
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    # Rare shorter rows (titles, notes) must not hide the width that most rows share.
    (width, times), *_ = widths.most_common(1)
    if width == 1:
        width, times = max(((w, n) for w, n in widths.items() if w > 1), default=(1, 0))
    return (width - 1) ** 0.5 * times / sum(widths.values())


def records(text: str, separator: str, limits: Limits, start: int, found: Findings) -> Iterator[Record]:
    """Every record with the row a spreadsheet would show, and the physical line where it starts.

    A quote mark that never closes would swallow the rest of the file: its line alone is refused, and reading goes on
    with the next one (twenty times; then the file is refused).
    """
    lines = list(io.StringIO(text, newline=""))
    at, number, starts = start, 0, 0
    # A cell may not be longer than the host allows for a row, with room to say which row it was.
    csv.field_size_limit(max(limits.cell_characters * 2, 131_072))
    while at < len(lines):
        for record in _until_broken(lines, at, separator, number):
            number, at = record.number, record.line - 1
            if record.wrong:
                break
            found.look(record)
            yield record
        else:
            return
        yield record
        at, starts = at + 1, starts + 1
        if starts > FRESH_STARTS:
            words = (
                "too many quote marks open and never close. Save the sheet again as CSV from your spreadsheet program."
            )
            raise Refused(words, "", record.number)


def _until_broken(lines: list[str], at: int, separator: str, number: int) -> Iterator[Record]:
    walk = csv.reader(iter(lines[at:] if at else lines), delimiter=separator)
    line = at + 1
    while True:
        number += 1
        try:
            cells = next(walk)
        except StopIteration:
            return
        except csv.Error as wrong:
            yield _broken(lines[line - 1], number, line, separator, _said(wrong))
            return
        ends = at + walk.line_num
        if ends == len(lines) and ends > line and _unclosed("".join(lines[line - 1 :]), separator):
            yield _broken(
                lines[line - 1], number, line, separator, "a quote mark opens here and never closes. Add or delete it."
            )
            return
        yield Record(number, [unguarded(cell) for cell in cells], line)
        line = ends + 1


def _unclosed(rest: str, separator: str) -> bool:
    """Whether the file ends inside quotes: the strict reader is the one that minds."""
    try:
        list(csv.reader(io.StringIO(rest, newline=""), delimiter=separator, strict=True))
    except csv.Error as wrong:
        return "unexpected end" in str(wrong)
    return False


def _broken(line: str, number: int, starts: int, separator: str, words: str) -> Record:
    return Record(number, line[:10_000].rstrip("\r\n").split(separator), starts, words)


def _said(wrong: csv.Error) -> str:
    if "field larger" in str(wrong):
        return (
            "a cell here is longer than a cell may be; perhaps a quote mark opens and never closes. Check the quotes."
        )
    return f"could not be cut into cells ({wrong}). Check its quote marks."
