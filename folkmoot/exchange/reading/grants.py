"""360Giving: grants as JSON, or as sheets whose headings are its titles or field names, into plain rows.

Source: the 360Giving Data Standard 1.4 (standard.threesixtygiving.org). A grant without its identifier, funder,
recipient, amount or award date is refused; other required fields that are missing are noted. Names of people who
received a grant are never taken.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from .dates import Day, NotADay, day
from .rows import Problem, Row

ESSENTIAL = {
    "id": "Identifier",
    "amountAwarded": "Amount Awarded",
    "awardDate": "Award Date",
    "fundingOrganization": "Funding Org",
}
EXPECTED = {"title": "Title", "description": "Description", "currency": "Currency"}
SIMPLE = {
    "title": "title",
    "description": "description",
    "url": "url",
    "source": "dataSource",
    "open_call": "fromOpenCall",
}
MOST_PENCE = 10**15


def is_grants(document: Any) -> bool:
    """Whether a JSON document is a 360Giving package, or a bare list of grants."""
    found = document.get("grants") if isinstance(document, dict) else document
    if not isinstance(found, list) or not found:
        return isinstance(document, dict) and isinstance(found, list)
    first = found[0] if isinstance(found[0], dict) else {}
    return isinstance(document, dict) or "amountAwarded" in first or "fundingOrganization" in first


def records(document: Any) -> list[Any]:
    return document["grants"] if isinstance(document, dict) else document


def rows(grants: Iterable[tuple[int, Any]], file: str, headings: dict[str, str] | None = None) -> Iterator[Row]:
    """A row of kind `grant` for each (number, grant). Money is in whole pence of `currency`, days are ISO text.

    `headings` maps a field to the heading the person sees, for problems found in sheets. A second grant with the same
    identifier is refused, naming the first.
    """
    seen: dict[str, int] = {}
    for number, grant in grants:
        if not isinstance(grant, dict):
            words = f"grant {number} is not a record with names and values."
            yield Row(number, "", {}, [Problem(file, number, "", words)], kind="grant")
            continue
        row = _Grant(number, grant, file, headings or {}).row()
        if row.key and row.key in seen:
            words = f"grant {number} has the same identifier as grant {seen[row.key]}. Each grant needs its own."
            row.problems.append(Problem(file, number, row.key and "Identifier", words))
        seen.setdefault(row.key, number)
        yield row


class _Grant:
    """One grant on its way into a row."""

    def __init__(self, number: int, grant: dict[str, Any], file: str, headings: dict[str, str]):
        self.number, self.grant, self.file, self.headings = number, grant, file, headings
        self.problems: list[Problem] = []

    def row(self) -> Row:
        self._required()
        fields: dict[str, Any] = {name: _text(self.grant, path) for name, path in SIMPLE.items()}
        fields |= self._money() | self._days() | self._parties()
        programme = _first(self.grant, "grantProgramme")
        fields["programme"] = _text(programme, "title")
        fields["programme_code"] = _text(programme, "code")
        fields["places"] = [_place(one) for one in _list(self.grant, "beneficiaryLocation")]
        fields["topics"] = [_text(one, "title") for one in _list(self.grant, "classifications") if _text(one, "title")]
        fields["changed_on"] = self._day(_text(self.grant, "dateModified"), "dateModified", quiet=True)
        return Row(self.number, _text(self.grant, "id"), fields, self.problems, kind="grant")

    def wrong(self, field: str, words: str, refused: bool = True) -> None:
        heading = self.headings.get(field, field)
        self.problems.append(Problem(self.file, self.number, heading, f"grant {self.number}: {words}", refused))

    def _required(self) -> None:
        for field, title in ESSENTIAL.items():
            if not self.grant.get(field) and self.grant.get(field) != 0:
                self.wrong(
                    field, f"“{title}” is missing. 360Giving needs it for every grant; add it and take it again."
                )
        for field, title in EXPECTED.items():
            if not _text(self.grant, field):
                self.wrong(field, f"“{title}” is missing; 360Giving asks for it. Taken all the same.", refused=False)
        if not _list(self.grant, "recipientOrganization") and not self.grant.get("recipientIndividual"):
            self.wrong(
                "recipientOrganization", "says neither which organisation nor that a person received it. Add one."
            )

    def _money(self) -> dict[str, Any]:
        currency = _text(self.grant, "currency").upper()
        if currency and not re.fullmatch("[A-Z]{3}", currency):
            self.wrong("currency", f"“{currency[:20]}” is no currency code such as GBP.")
        money: dict[str, Any] = {"currency": currency or "GBP"}
        for name, field in (("amount_pence", "amountAwarded"), ("asked_pence", "amountAppliedFor")):
            money[name] = self._pence(self.grant.get(field), field)
        return money

    def _pence(self, said: Any, field: str) -> int | None:
        if said is None or said == "":
            return None
        try:
            if isinstance(said, bool):
                raise InvalidOperation
            pence = Decimal(re.sub(r"[£,\s]", "", str(said))) * 100
            if not pence.is_finite() or abs(pence) > MOST_PENCE:
                raise InvalidOperation
            return int(pence.to_integral_value())
        except (InvalidOperation, ValueError):
            self.wrong(field, f"“{str(said)[:30]}” is not an amount of money. Write a plain number such as 2500.")
            return None

    def _days(self) -> dict[str, Any]:
        planned = _first(self.grant, "plannedDates")
        return {
            "awarded_on": self._day(_text(self.grant, "awardDate"), "awardDate"),
            "starts_on": self._day(_text(planned, "startDate"), "plannedDates/0/startDate", quiet=True),
            "ends_on": self._day(_text(planned, "endDate"), "plannedDates/0/endDate", quiet=True),
            "months": _text(planned, "duration"),
        }

    def _day(self, said: str, field: str, quiet: bool = False) -> str:
        """The first day meant, as ISO text. `quiet` fields are noted, not refused, when they are no dates."""
        if not said:
            return ""
        try:
            found: Day = day(said)
        except NotADay as wrong:
            self.wrong(field, str(wrong), refused=not quiet)
            return ""
        if found.doubt or not re.match(r"\d{4}-\d\d", said):
            meant = f", read as {found.first:%Y-%m-%d}" if found.first else ""
            self.wrong(field, f"“{said[:30]}” is not written as 2024-05-03{meant}.", refused=False)
        return found.first.isoformat() if found.first else ""

    def _parties(self) -> dict[str, Any]:
        funder = self._party(_first(self.grant, "fundingOrganization"), "fundingOrganization", "funder")
        if self.grant.get("recipientIndividual") and not _list(self.grant, "recipientOrganization"):
            return {"funder": funder, "recipient": {}, "to_a_person": True}
        recipient = _first(self.grant, "recipientOrganization")
        return {"funder": funder, "recipient": self._party(recipient, "recipientOrganization", "recipient")}

    def _party(self, record: dict[str, Any], field: str, said: str) -> dict[str, str]:
        if record and not _text(record, "name"):
            self.wrong(f"{field}/0/name", f"the {said} has no name. Add it.")
        if record and not _text(record, "id"):
            words = f"the {said} has no identifier such as GB-CHC-1234567; matched by its name instead."
            self.wrong(f"{field}/0/id", words, refused=False)
        names = {
            "key": "id",
            "name": "name",
            "charity_number": "charityNumber",
            "company_number": "companyNumber",
            "postcode": "postalCode",
            "town": "addressLocality",
            "website": "url",
        }
        return {name: _text(record, path) for name, path in names.items()}


def _place(record: dict[str, Any]) -> dict[str, str]:
    names = {
        "name": "name",
        "code": "geoCode",
        "code_type": "geoCodeType",
        "country": "countryCode",
        "latitude": "latitude",
        "longitude": "longitude",
    }
    return {name: _text(record, path) for name, path in names.items()}


def _text(record: Any, name: str) -> str:
    value = record.get(name) if isinstance(record, dict) else None
    if value is None or isinstance(value, bool | list | dict):
        return ""
    return " ".join(str(value).split())


def _list(record: dict[str, Any], name: str) -> list[dict[str, Any]]:
    held = record.get(name)
    held = [held] if isinstance(held, dict) else held
    return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def _first(record: dict[str, Any], name: str) -> dict[str, Any]:
    return next(iter(_list(record, name)), {})
