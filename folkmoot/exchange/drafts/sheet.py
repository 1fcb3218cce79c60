"""Drafts from the rows of a sheet, as its keeper says its columns may be used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from folkmoot.exchange.reading import checks, columns, dates, values
from folkmoot.exchange.reading.columns import LEFT_OUT, MATCHED, SHOWN, Choices
from folkmoot.exchange.reading.rows import Problem, Row

from .draft import Draft, clean, key_of
from .parties import Parties

# What a meaning is called in a record: a fact's name in the directory where there is one.
FIELD = {
    "activity": "title",
    "description": "about",
    "type_of_help": "types",
    "topic": "topics",
    "people_served": "people_words",
    "times": "starts_said",
    "starts_on": "starts_said",
    "ends_on": "ends_said",
    "person": "contact_person",
    "role": "contact",
}
# Columns whose words may propose what is done and for whom, even when the column itself is left out.
TELLING = ("name", "other_name", "description", "notes", "type_of_help", "topic", "people_served", "times")
SPLIT = re.compile(r"[;|\n]|,\s")


def of_sheet(rows: Iterable[Row], mapping: Choices, file: str, parties: Parties | None = None) -> Iterator[Draft]:
    """A draft for every row, refused ones too, in the order of the sheet; before it the bodies that only its columns of
    parties name. `parties`: None where there is no such column."""
    words = [heading for heading, (meaning, _) in mapping.items() if meaning in TELLING]
    hidden = {heading for heading, (_, use) in mapping.items() if use == MATCHED}
    for row in checks.checked(columns.keyed(rows, mapping), mapping, file):
        draft = Draft(key=key_of("", row.key), number=row.number, refused=row.refused)
        draft.reasons = [reason(problem, hidden) for problem in row.problems]
        if row.refused:
            draft.fields = _name_only(row, mapping)
        else:
            (taken,) = columns.taken([row], mapping)
            draft.fields, draft.matching = _named(_dated(_priced(_placed(taken), row, mapping))), clean(taken.matched)
            draft.words = " | ".join(row.fields.get(heading, "") for heading in words)
            draft.told = _told(taken.shown)
            if parties is not None:
                yield from parties.of(draft)
                if parties.funds(draft.title):
                    draft.fields["gives_money"] = "yes"
        yield draft


def reason(problem: Problem, hidden: set[str]) -> list:
    """[column, words, refuses]; a value of a column that only matches is not quoted."""
    words = re.sub(r"“.*”", "a value", problem.words, flags=re.S) if problem.column in hidden else problem.words
    return [clean(problem.column), clean(words), problem.refused]


def _name_only(row: Row, mapping: Choices) -> dict[str, str]:
    names = [heading for heading, (meaning, use) in mapping.items() if meaning == "name" and use != LEFT_OUT]
    return {"name": clean(row.fields.get(names[0], ""))} if names else {}


def _named(shown: dict[str, str]) -> dict[str, str]:
    """By our own names; a column of no known meaning keeps its heading, set apart from our names."""
    named: dict[str, str] = {}
    for meaning, said in shown.items():
        name = FIELD.get(meaning, meaning)
        if meaning not in columns.MEANINGS:
            name = f"“{meaning[:60]}”"
        named[name] = f"{named[name]}, {said}" if name in named else said
    return clean(named)


def _placed(taken: columns.Taken) -> dict[str, str]:
    """What is shown, with the postcode that an address ends in where no column says one."""
    shown = taken.shown
    if "address" not in shown or "postcode" in {**shown, **taken.matched}:
        return shown
    address, postcode = values.with_postcode(shown["address"])
    return shown | {"address": address, "postcode": postcode} if postcode else shown


def _priced(shown: dict[str, str], row: Row, mapping: Choices) -> dict[str, str]:
    """What is shown, with what it costs to come said below what they do, under the sheet's own heading: no money of
    theirs, and no fact to reckon with."""
    if "price" not in shown:
        return shown
    prices = [heading for heading, said in mapping.items() if said == ("price", SHOWN) and row.fields.get(heading)]
    lines = [f"{heading}: {row.fields[heading].strip()}" for heading in prices]
    about = "\n\n".join(filter(None, [shown.get("description", ""), "\n".join(lines)]))
    return {name: said for name, said in shown.items() if name != "price"} | {"description": about}


def _dated(shown: dict[str, str]) -> dict[str, str]:
    """What is shown, with a range in the only column of days taken apart: it starts with the one and ends with the
    other."""
    if "starts_on" not in shown or "ends_on" in shown:
        return shown
    both = dates.two_ends(shown["starts_on"])
    return shown | {"starts_on": both[0], "ends_on": both[1]} if both else shown


def _told(shown: dict[str, str]) -> dict[str, list[str]]:
    """What the sheet itself says of type, topic, people and place, each apart."""
    names = {"types": "type_of_help", "topics": "topic", "people": "people_served", "served": "place"}
    told = {
        name: [word.strip() for word in SPLIT.split(shown.get(meaning, "")) if word.strip()]
        for name, meaning in names.items()
    }
    return {name: words for name, words in told.items() if words}
