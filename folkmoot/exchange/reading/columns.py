"""Guesses what each column of a sheet holds and how it may be used, with a reason; a person has the last word."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from . import beside, parties, values
from .dates import NotADay, day
from .headings import heading_says
from .meanings import LEFT_OUT, MATCHED, MEANINGS, SHOWN, Guess
from .rows import Problem, Row
from .words import says_nothing

__all__ = ["LEFT_OUT", "MATCHED", "MEANINGS", "SHOWN", "Choices", "Guess", "guess", "keyed", "mapping_of", "taken"]

LOOKED_AT = 500

# Enough where the heading says so: codes of other countries, and numbers without their area code.
ABROAD = re.compile(r"\d{4,6}(-\d{4})?")
LOCAL = re.compile(r"[\s().\-]*(?:\d[\s().\-]*){6,12}")


def _is_day(text: str) -> bool:
    try:
        return day(text).first is not None and not text.strip().isdigit()
    except NotADay:
        return False


TESTS: dict[str, Callable[[str], bool]] = {
    "postcode": lambda text: bool(values.postcode(text) or ABROAD.fullmatch(text)),
    "email": lambda text: bool(values.email(text)),
    "personal_email": lambda text: bool(values.email(text)),
    "website": lambda text: bool(values.website(text)),
    "phone": lambda text: bool(values.phones(text) or LOCAL.fullmatch(text)),
    "mobile": lambda text: bool(values.phones(text)),
    "person": values.is_person,
    "address": values.is_address,
    "starts_on": _is_day,
    "ends_on": _is_day,
    "confirmed_on": _is_day,
    "money": lambda text: values.pence(text) is not None,
    "offered": lambda text: bool(values.WHOLE.fullmatch(text)),
    "filled": lambda text: bool(values.WHOLE.fullmatch(text)),
    "charity_number": lambda text: bool(values.CHARITY.fullmatch(text)),
    "company_number": lambda text: bool(values.COMPANY.fullmatch(text)),
    "funder": parties.is_body,
    "host": parties.is_body,
    "times": lambda text: values.is_times(text) and not _is_day(text),
    "parts": parties.are_parts,
}
# These show by themselves what they are; the others need their heading to say so.
TELLING: dict[str, Callable[[str], bool]] = {
    "postcode": lambda text: bool(values.postcode(text)),
    "email": lambda text: bool(values.email(text)),
    "website": lambda text: bool(values.website(text)),
    "phone": lambda text: bool(values.phones(text)),
    "person": values.is_person,
    "address": values.is_address,
    "times": TESTS["times"],
    "parts": parties.are_parts,
    "money": lambda text: "£" in text and values.pence(text) is not None,
}
# The heading decides, since what it says may hold anything.
FREE = {
    "name",
    "activity",
    "other_name",
    "notes",
    "description",
    "topic",
    "type_of_help",
    "people_served",
    "place",
    "price",
    "times",
    "role",
    "id",
}
FREE |= {"town", "fax"}
PARTIES = ("funder", "host")
# Numbers below a heading that speaks of places or people count them: “Places” 20, “No. of beneficiaries” 120.
COUNTED = {"place": "offered", "people_served": ""}
# Nobody pays so much to come in; from here on it is what the whole costs.
LARGE_PENCE = 100_000
# Names and addresses come in more shapes than any test knows, so these cells can only add to what the heading says.
LOOSE = {"address", "person", "parts"}


def guess(headings: list[str], rows: Iterable[Row]) -> list[Guess]:
    """A Guess for every heading, from its words and from up to 500 filled cells below it."""
    cells: dict[str, list[str]] = {heading: [] for heading in headings}
    for row in rows:
        for heading in headings:
            said = row.fields.get(heading, "").strip()
            if said and len(cells[heading]) < LOOKED_AT:
                cells[heading].append(said)
    found = [_of_column(heading, cells[heading]) for heading in headings]
    return beside.settled(found, cells)


def _of_column(heading: str, cells: list[str]) -> Guess:
    said = heading_says(heading)
    shares = {
        meaning: _share(cells, test if meaning in said else TELLING[meaning])
        for meaning, test in TESTS.items()
        if meaning in said or meaning in TELLING
    }
    scored = {
        meaning: _score(meaning, said.get(meaning, 0.0), shares.get(meaning, 0.0), cells)
        for meaning in {*said, *TELLING}
    }
    order = list(MEANINGS)
    meaning = max(scored, key=lambda one: (scored[one], -order.index(one)), default="")
    if not meaning or scored[meaning] < 0.35:
        return _free_text(heading, cells)
    return _guess(heading, meaning, scored[meaning], _why(heading, meaning, said, shares.get(meaning), cells), cells)


def _guess(heading: str, meaning: str, confidence: float, reason: str, cells: list[str]) -> Guess:
    if meaning in ("phone", "mobile"):
        meaning, reason = _which_phone(meaning, reason, cells)
    if meaning == "email":
        meaning, reason = _which_mail(reason, cells)
    if meaning in ("name", *PARTIES) and _share(cells, values.is_person) >= 0.6:
        meaning, reason = "person", "most cells read as names of people, so it starts as left out"
    if meaning in COUNTED and _share(cells, _is_number) >= 0.6:
        meaning, reason = COUNTED[meaning], "the cells are numbers, so it counts something"
    if meaning == "price" and _share(cells, _is_large) >= 0.5:
        meaning, reason = "money", "the amounts are large, so it is what the whole costs"
    examples = tuple(dict.fromkeys(cells))[:3]
    return Guess(heading, meaning, MEANINGS[meaning][1], round(min(confidence, 0.99), 2), reason, examples)


def _is_large(text: str) -> bool:
    return (values.pence(text) or 0) >= LARGE_PENCE


def _is_number(text: str) -> bool:
    return bool(values.WHOLE.fullmatch(text))


def _share(cells: list[str], test: Callable[[str], bool]) -> float:
    return sum(test(cell) for cell in cells) / len(cells) if cells else 0.0


def _score(meaning: str, heading: float, share: float, cells: list[str]) -> float:
    if (heading and meaning in FREE) or not cells:
        return heading * 0.9
    if heading and meaning in LOOSE:
        return 0.5 * heading + 0.5 * share
    if heading:
        return 0.5 * heading + 0.5 * share if share >= 0.2 else 0.3 * heading
    return share * 0.85 if share >= 0.6 else 0.0


def _why(heading: str, meaning: str, said: dict[str, float], share: float | None, cells: list[str]) -> str:
    parts = []
    if meaning in said:
        parts.append(f"the heading “{heading[:40]}” says so")
    if share and (meaning not in FREE or meaning not in said):
        parts.append(f"{round(share * len(cells))} of {len(cells)} cells look like it")
    return " and ".join(parts)


def _which_phone(meaning: str, reason: str, cells: list[str]) -> tuple[str, str]:
    mobiles = sum(any(map(values.is_mobile, values.phones(cell))) for cell in cells)
    if cells and (mobiles >= len(cells) / 2 or meaning == "mobile"):
        return "mobile", f"{reason}; {mobiles} of {len(cells)} are mobiles, which are often people's own"
    return meaning, reason


def _which_mail(reason: str, cells: list[str]) -> tuple[str, str]:
    private = sum(map(values.is_ones_own_mail, cells))
    if cells and private >= len(cells) / 2:
        words = "are at providers people use privately, or carry a person’s name"
        return "personal_email", f"{reason}; {private} of {len(cells)} {words}"
    return "email", f"{reason}; {private} private ones among them stay out" if private else reason


def _free_text(heading: str, cells: list[str]) -> Guess:
    examples = tuple(dict.fromkeys(cells))[:3]
    if cells and sum(map(len, cells)) / len(cells) > 50:
        return Guess(
            heading, "notes", LEFT_OUT, 0.5, "long texts, which may speak of people, start as left out", examples
        )
    reason = "nothing in it yet" if not cells else "neither its heading nor its cells told us; choose what it holds"
    return Guess(heading, "", LEFT_OUT, 0.0, reason, examples)


# What a list says once of who does several things.
OF_WHO = ("name", "address", "town", "postcode")
# Cells in which something private may stand among what may be shown.
CAREFUL: dict[str, Callable[[str], str]] = {
    "funder": parties.without_people,
    "host": parties.without_people,
    "email": values.without_own_mail,
    "phone": values.without_mobiles,
    "address": values.without_care_of,
}
# What is shown as it was written; a dash in it is nothing to show. (Of a price, “nil” says much.)
IN_WORDS = {
    "description",
    "times",
    "role",
    "address",
    "town",
    "place",
    "type_of_help",
    "topic",
    "people_served",
}
Choices = Mapping[str, tuple[str, str]]


def mapping_of(guesses: Iterable[Guess]) -> dict[str, tuple[str, str]]:
    """Heading → (meaning, use): what a person confirms or changes on the mapping page."""
    return {one.heading: (one.meaning, one.use) for one in guesses}


@dataclass
class Taken:
    """One row as its keeper allows it: what may be shown, what only matches. What is left out is not here at all."""

    row: Row
    shown: dict[str, str] = field(default_factory=dict)
    matched: dict[str, str] = field(default_factory=dict)


def taken(rows: Iterable[Row], mapping: Choices) -> Iterator[Taken]:
    """Each row by meaning, several columns of one meaning joined. Refused rows are passed over: ask for them apart.

    In a column of the organisation's mail or telephone, a private address or a mobile among the others is left out by
    itself, also where it stands in one cell with others: it only comes along when the column is called a person's, and
    allowed. So is "c/o" somebody in an address.
    """
    kept = [(heading, meaning, use) for heading, (meaning, use) in mapping.items() if use != LEFT_OUT]
    for row in rows:
        if row.refused:
            continue
        one = Taken(row)
        for heading, meaning, use in kept:
            said = row.fields.get(heading, "").strip()
            if said and meaning in CAREFUL:
                said = CAREFUL[meaning](said)
            if said and not (meaning in IN_WORDS and says_nothing(said)):
                held = one.shown if use == SHOWN else one.matched
                name = meaning or heading
                held[name] = (
                    f"{held[name]}{', ' if meaning in ('address', 'town') else '; '}{said}" if name in held else said
                )
        yield one


def keyed(rows: Iterable[Row], mapping: Choices) -> Iterator[Row]:
    """The rows with a `key` that finds each again at the next reading, wherever in the sheet it has moved.

    Its keeper's own number where a column holds one, else the folded name and postcode; a second row with the same
    key gets "#2". Rows without either are known by all their cells.
    """
    rows = _named_from_above(rows, mapping)
    own = [heading for heading, (meaning, _) in mapping.items() if meaning == "id"]
    names = [heading for heading, (meaning, _) in mapping.items() if meaning in ("name", "postcode")]
    seen: dict[str, int] = {}
    for row in rows:
        key = _own(row, own) or _folded(row, names) or _folded(row, list(row.fields))
        seen[key] = seen.get(key, 0) + 1
        row.key = key if seen[key] == 1 else f"{key}#{seen[key]}"
        yield row


def _named_from_above(rows: Iterable[Row], mapping: Choices) -> Iterator[Row]:
    """Lists of one line for each thing that is done often say who does it, and where, on the first line alone."""
    used = {meaning: heading for heading, (meaning, use) in mapping.items() if use != LEFT_OUT}
    if not {"name", "activity"} <= used.keys():
        yield from rows
        return
    above: dict[str, str] = {}
    for row in rows:
        name, who = row.fields.get(used["name"], "").strip(), above.get(used["name"], "").strip()
        if row.refused or not row.fields.get(used["activity"], "").strip() or (name and name != who):
            above = row.fields if name else above
        elif who:
            if not name:
                words = f"says nothing; taken as the row above it, “{who[:60]}”."
                row.problems.append(Problem("", row.number, used["name"], words, refused=False))
            blank = [used[one] for one in OF_WHO if one in used and not row.fields.get(used[one], "").strip()]
            row.fields |= {heading: above.get(heading, "") for heading in blank}
        yield row


def _own(row: Row, headings: list[str]) -> str:
    return " ".join(row.fields.get(headings[0], "").split())[:200] if headings else ""


def _folded(row: Row, headings: list[str]) -> str:
    said = "|".join("".join(row.fields.get(heading, "").lower().split()) for heading in headings).strip("|")
    # A key is stored; the cells behind it may be ones that must not be.
    return blake2b(said.encode("utf-8", "replace"), digest_size=12).hexdigest() if said else ""
