"""Whether the cells of a row are what its columns say: checked once a person has said what each column holds."""

from collections.abc import Callable, Iterable, Iterator

from . import parties, values
from .columns import LEFT_OUT, PARTIES, Choices
from .dates import NotADay, day
from .rows import Problem, Row

DAYS = ("starts_on", "ends_on", "confirmed_on")
# Cells that can be read wrong without harm: taken as said, and noted for the tidier sheet.
NOTED: dict[str, tuple[Callable[[str], object], str]] = {
    "postcode": (values.postcode, "is not a UK postcode"),
    "email": (values.mails, "is not an email address"),
    "personal_email": (values.mails, "is not an email address"),
    "website": (values.website, "is not a web address"),
    "phone": (values.phones, "is not a telephone number that we know"),
    "mobile": (values.phones, "is not a telephone number that we know"),
    "offered": (values.WHOLE.fullmatch, "is not a whole number"),
    "filled": (values.WHOLE.fullmatch, "is not a whole number"),
    "money": (lambda text: values.pence(text) is not None, "is not an amount of money that we can read"),
}


def checked(rows: Iterable[Row], mapping: Choices, file: str) -> Iterator[Row]:
    """The rows, with what is wrong in them added as problems.

    Refused: a row without a name, and one with a day that no calendar has. Anything else is taken as said, and noted.
    Columns that are left out are not looked at.
    """
    used = [(heading, meaning) for heading, (meaning, use) in mapping.items() if use != LEFT_OUT]
    looked_at = [(heading, meaning) for heading, meaning in used if meaning in (*DAYS, *PARTIES, *NOTED)]
    names = [heading for heading, meaning in used if meaning == "name"]
    for row in rows:
        if not row.refused:
            if names and not any(row.fields.get(heading, "").strip() for heading in names):
                words = "has no name, so nobody could tell what it is. Write one and take the sheet again."
                row.problems.append(Problem(file, row.number, names[0], words))
            for heading, meaning in looked_at:
                if said := row.fields.get(heading, "").strip():
                    row.problems += _of_cell(row, said, heading, meaning, file)
        yield row


def _of_cell(row: Row, said: str, heading: str, meaning: str, file: str) -> Iterator[Problem]:
    if meaning in DAYS:
        yield from _of_day(said, row.number, heading, file)
    elif meaning in PARTIES:
        if parties.people_in(said):
            words = "reads as the name of a person, and is left out. Write the body’s name to have it shown."
            yield Problem(file, row.number, heading, words, refused=False)
    else:
        is_one, words = NOTED[meaning]
        if not is_one(said):
            yield Problem(file, row.number, heading, f"“{said[:40]}” {words}; kept as written.", refused=False)


def _of_day(said: str, number: int, heading: str, file: str) -> Iterator[Problem]:
    try:
        found = day(said)
    except NotADay as wrong:
        words = str(wrong) if wrong.impossible else f"“{said[:40]}” is not a date that we can read; kept as written."
        yield Problem(file, number, heading, words, refused=wrong.impossible)
    else:
        if found.doubt:
            yield Problem(file, number, heading, f"“{said[:40]}” was {found.doubt}: {found.first}.", refused=False)
