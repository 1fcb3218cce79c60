"""From an intake's file to its drafts: read apart, in a child process with limits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from django.conf import settings

from folkmoot.exchange import files
from folkmoot.exchange.drafts import Draft, Parties, names_parties, of_grants, of_hsds, of_sheet
from folkmoot.exchange.models import Intake
from folkmoot.exchange.reading import apart, columns
from folkmoot.exchange.reading.columns import Choices, Guess
from folkmoot.exchange.reading.limits import Limits
from folkmoot.exchange.reading.opening import Ask
from folkmoot.exchange.reading.rows import Refused

STANDARDS = {"hsds": of_hsds, "360giving": of_grants}
MOST_COLUMNS = 200
MOST_NOTES = 50


def limits() -> Limits:
    """What the host allows one file."""
    return Limits(rows=settings.TAKE_ROWS_LIMIT, file_bytes=settings.UPLOAD_LIMIT)


@contextmanager
def reading_of(intake: Intake) -> Iterator[apart.Reading]:
    """The intake's file, read. Raises reading.rows.Refused in words, also when the file is no longer kept."""
    if not intake.folder.has(files.SHEET):
        raise Refused(f"was kept for {files.KEEP_DAYS} days and is gone. Bring it again.", intake.file_name)
    ask = Ask(intake.file_name, sheet=intake.sheet, as_kind=intake.as_kind)
    with apart.read(intake.folder / files.SHEET, ask, limits()) as reading:
        yield reading


def drafts_of(intake: Intake, reading: apart.Reading) -> Iterator[Draft]:
    """What each of its rows says, as its columns may be used."""
    if intake.kind in STANDARDS:
        yield from STANDARDS[intake.kind](reading.rows())
    else:
        mapping = choices(intake.mapping)
        parties = Parties(reading.rows(), mapping, intake.file_name) if names_parties(mapping) else None
        yield from of_sheet(reading.rows(), mapping, intake.file_name, parties)


def choices(mapping: dict) -> Choices:
    """A stored mapping as the readers take it: heading → (meaning, use)."""
    return {heading: (meaning, use) for heading, (meaning, use) in mapping.items()}


def is_standard(kind: str) -> bool:
    return kind in STANDARDS


def look_over(intake: Intake) -> tuple[list[Guess], dict]:
    """The guesses of its columns, none for an open standard, and what the file is: kind, headings, sheets, notes."""
    with reading_of(intake) as reading:
        about = reading.about
        headings = about.headings[:MOST_COLUMNS]
        guesses = [] if is_standard(about.kind) else columns.guess(headings, reading.rows())
        notes = [str(note) for note in about.notes[:MOST_NOTES]]
        if len(about.headings) > MOST_COLUMNS:
            notes.append(f"Only the first {MOST_COLUMNS} columns can be used; the others are left out.")
        kept = {"kind": about.kind, "sheet": about.sheet, "sheets": about.other_sheets, "rows": reading.total}
        return guesses, kept | {"notes": notes}


def keep_guesses(intake: Intake, guesses: list[Guess], known: dict) -> None:
    """Beside the file, since examples are cells that may be private; they go when the file goes."""
    page = {"guesses": [asdict(guess) for guess in guesses], **known}
    intake.folder.put(files.COLUMNS, [json.dumps(page).encode()])


def kept_guesses(intake: Intake) -> dict:
    """{"guesses": [Guess], "sheets": [names], …}; no guesses once the file is gone."""
    if not intake.folder.has(files.COLUMNS):
        return {"guesses": [], "sheets": [], "sheet": ""}
    page = json.loads((intake.folder / files.COLUMNS).read_bytes())
    guesses = [Guess(**{**one, "examples": tuple(one["examples"])}) for one in page["guesses"]]
    return page | {"guesses": guesses}


def remembered(intake: Intake, guesses: list[Guess]) -> dict | None:
    """The mapping of the source's last reading, where it speaks of just these columns."""
    kept = intake.source.mapping if intake.source else {}
    return kept if kept and set(kept) == {guess.heading for guess in guesses} else None
