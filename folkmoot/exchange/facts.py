"""From a record's shown values to the facts of an organisation and of an activity, fit for their columns."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from folkmoot.directory import identifiers
from folkmoot.directory.models import Party
from folkmoot.exchange.reading import values
from folkmoot.exchange.reading.dates import NotADay, day
from folkmoot.exchange.reading.hsds import STAGES
from folkmoot.places.codes import as_postcode

FIRST = re.compile(r"[;\n]")
MOST_PLACES = 2_000_000_000


def of_body(fields: dict[str, Any], plan: dict[str, Any]) -> dict[str, Any]:
    """Column → value of the organisation that the record speaks of. "" and None where it says nothing."""
    mail = _first(fields, "email", values.email) or _first(fields, "personal_email", values.email)
    phone = _first(fields, "phone", values.phone) or _first(fields, "mobile", values.phone)
    north, east = plan.get("point") or (None, None)
    code = _text(fields, "postcode")
    return {
        "name": _text(fields, "name")[:255],
        "about": _text(fields, "about") if plan.get("kind") == "body" else "",
        "address": ", ".join(filter(None, (_text(fields, "address"), _text(fields, "town"))))[:300],
        "postcode": as_postcode(code) or code[:12],
        "phone": phone[:40],
        "email": mail if len(mail) <= 254 else "",
        "website": _web(fields),
        "place_id": plan.get("place"),
        "latitude": north,
        "longitude": east,
        "is_funder": bool(fields.get("gives_money")),
    }


def of_deed(fields: dict[str, Any], plan: dict[str, Any]) -> dict[str, Any]:
    """Column → value of the activity that the record speaks of; starts and ends as said, with the days they mean."""
    starts, ends = _span(_text(fields, "starts_said")), _span(_text(fields, "ends_said"))
    return {
        "title": (_text(fields, "title") or _text(fields, "name"))[:255],
        "about": _text(fields, "about"),
        "people_words": _text(fields, "people_words")[:200],
        "stage": fields.get("stage") if fields.get("stage") in STAGES.values() else "",
        "starts_said": _text(fields, "starts_said")[:80],
        "starts_from": starts[0],
        "starts_to": starts[1],
        "ends_said": _text(fields, "ends_said")[:80],
        "ends_from": ends[0],
        "ends_to": ends[1],
        "offered": _whole(fields, "offered"),
        "filled": _whole(fields, "filled"),
        "money_pence": pence_said(fields),
        "website": _web(fields),
        "contact": _text(fields, "contact")[:200],
    }


def differences(old: dict[str, Any], new: dict[str, Any]) -> dict[str, list]:
    """Field → [before, after] of what two readings of a row say otherwise; "" where one of them says nothing."""
    names = [*new, *(name for name in old if name not in new)]
    pairs = {name: [old.get(name, ""), new.get(name, "")] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def numbers_of(fields: dict[str, Any]) -> list[list[str]]:
    """[scheme, number] of each public register that the record names and that its number fits."""
    if not ("charity_number" in fields or "company_number" in fields):
        return []
    charity = re.sub(r"\s+", "", _text(fields, "charity_number")).upper()
    scheme = "GB-SC" if charity.startswith("SC") else "GB-NIC" if charity.startswith("NI") else "GB-CHC"
    company = re.sub(r"\s+", "", _text(fields, "company_number")).upper()
    said = [f"{scheme} {charity.removeprefix('NIC').removeprefix('NI')}" if charity else ""]
    said.append(f"GB-COH {company.split('.')[0]}" if company else "")
    found = []
    for line in filter(None, said):
        try:
            found.append(list(identifiers.read(line)))
        except identifiers.NotAnIdentifier:
            continue
    return found


def confirmed_on(fields: dict[str, Any]):
    """The day on which the source says it was right; None where it does not say."""
    first, last = _span(_text(fields, "confirmed_on"))
    return first if first and first == last else None


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if type(value) is str:
        return value.strip()
    return "" if value is None else str(value).strip()


def _first(fields: dict[str, Any], name: str, tidy) -> str:
    said = _text(fields, name) if name in fields else ""
    if not said:
        return ""
    return next((found for part in FIRST.split(said) if (found := tidy(part.strip()))), "")


def _web(fields: dict[str, Any]) -> str:
    found = _first(fields, "website", values.website)
    return found if len(found) <= 500 else ""


def _whole(fields: dict[str, Any], name: str) -> int | None:
    said = _text(fields, name)
    return int(said) if values.WHOLE.fullmatch(said) and int(said) < MOST_PLACES else None


def pence_said(fields: dict[str, Any]) -> int | None:
    """The money a record names, in whole pence."""
    pence = fields.get("money_pence")
    if isinstance(pence, int):
        return pence if pence >= 0 else None
    found = values.pence(_text(fields, "money"))
    return found if found is not None and found >= 0 else None


def is_grant(plan: dict[str, Any]) -> bool:
    """Whether a row tells of money that somebody gave."""
    return any(role == Party.Role.FUNDS and pence is not None for role, _key, pence in plan.get("links", ()))


def roles_in(plan: dict[str, Any], owners: dict[str, int]) -> list[str]:
    """Which parts a row names, of those bodies that are known by now."""
    own = [Party.Role.DELIVERS] if plan["kind"] == "both" else []
    return [*own, *(role for role, key, _pence in plan.get("links", ()) if key in owners)]


def completeness(known: dict[str, Any], linked: dict[str, Any], roles: Collection[str]) -> int:
    """How many of the ten facts are known, as Activity.known counts them, without asking the database.

    `known`: its columns; `linked`: name → codes or ids of types, topics, people and places served.
    """
    said = (
        known["about"],
        any(role in Party.OWNERS for role in roles),
        linked.get("types"),
        linked.get("topics"),
        linked.get("people") or known["people_words"],
        linked.get("served"),
        known["starts_said"] or known["ends_said"],
        known["stage"],
        known["money_pence"] is not None or Party.Role.FUNDS in roles,
        known["contact"] or known["website"],
    )
    return sum(map(bool, said))


def days_given(fields: dict[str, Any]) -> dict[str, str]:
    """From when to when a grant is, by column as plain values; nothing of what means no day (“Tuesdays”)."""
    found: dict[str, str] = {}
    for which in ("starts", "ends"):
        said = _text(fields, f"{which}_said")
        first, last = _span(said)
        if first and last:
            days = {f"{which}_from": first.isoformat(), f"{which}_to": last.isoformat()}
            found |= {f"{which}_said": said[:80]} | days
    return found


def _span(said: str) -> tuple:
    if not said:
        return None, None
    try:
        found = day(said)
    except NotADay:
        return None, None
    return found.first, found.last
