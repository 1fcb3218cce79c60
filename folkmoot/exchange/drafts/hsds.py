"""Drafts from Open Referral UK and HSDS: organisations, and services as what they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from folkmoot.exchange.reading.rows import Row

from .draft import BODY, DEED, Draft, clean, key_of
from .sheet import reason

DAYS = {"MO": "Mondays", "TU": "Tuesdays", "WE": "Wednesdays", "TH": "Thursdays", "FR": "Fridays"}
DAYS |= {"SA": "Saturdays", "SU": "Sundays"}
WHICH = {"1": "First", "2": "Second", "3": "Third", "4": "Fourth", "5": "Fifth", "-1": "Last"}
STRAIGHT = ("name", "other_name", "website", "email", "charity_number", "company_number", "confirmed_on", "stage")


def of_hsds(rows: Iterable[Row]) -> Iterator[Draft]:
    """A draft for each organisation and service; places that stand alone belong to nobody and are passed over."""
    programmes: dict[str, str] = {}
    for row in rows:
        if row.kind == "programme":
            programmes[row.key] = row.fields.get("name", "")
        elif row.kind == "organisation":
            yield _body(row)
        elif row.kind == "activity":
            yield _deed(row, programmes)
        elif row.refused:
            yield _begun(row, DEED, "row")


def _begun(row: Row, kind: str, said: str) -> Draft:
    reasons = [reason(problem, set()) for problem in row.problems]
    key = key_of(said, row.key or f"row {row.number}")
    return Draft(key=key, number=row.number, kind=kind, reasons=reasons, refused=row.refused)


def _body(row: Row) -> Draft:
    draft, said = _begun(row, BODY, "organisation"), row.fields
    place = _first_place(said)
    draft.fields = clean({name: said[name] for name in STRAIGHT if said.get(name)})
    draft.fields |= clean(_texts(about=said.get("description"), phone=_first(said, "phones")) | _where(place))
    draft.point = _point(place)
    return draft


def _deed(row: Row, programmes: dict[str, str]) -> Draft:
    draft, said = _begun(row, DEED, "activity"), row.fields
    place = _first_place(said)
    draft.fields = clean({name: said[name] for name in STRAIGHT if said.get(name) and name != "name"})
    told = {
        "title": said.get("name"),
        "about": _about(said),
        "people_words": said.get("people_served"),
        "phone": _first(said, "phones"),
        "starts_said": _when(said),
        "programme": programmes.get(said.get("programme", "")),
        "access": "; ".join(one for each in said.get("places", ()) for one in each.get("access", ())),
        "languages": ", ".join(said.get("languages", ())),
        "age": _ages(said),
        "topics": ", ".join(topic["name"] for topic in said.get("topics", ()) if topic.get("name")),
    }
    draft.fields |= clean(_texts(**told) | _where(place))
    draft.told = _told(said)
    draft.words = " | ".join(filter(None, (said.get("name"), said.get("description"), said.get("people_served"))))
    draft.point = _point(place)
    if said.get("organisation"):
        draft.links = [["delivers", key_of("organisation", said["organisation"]), None]]
    return draft


def _texts(**values: Any) -> dict[str, str]:
    return {name: str(value) for name, value in values.items() if value}


def _told(said: dict[str, Any]) -> dict[str, list[str]]:
    topics = [word for topic in said.get("topics", ()) for word in (topic.get("name"), topic.get("code")) if word]
    told = {"topics": topics, "types": topics, "served": said.get("areas", [])}
    return {name: words for name, words in told.items() if words}


def _about(said: dict[str, Any]) -> str:
    parts = (said.get("description"), said.get("how_to_join"), said.get("cost"))
    return "\n\n".join(part for part in parts if part)


def _ages(said: dict[str, Any]) -> str:
    youngest, oldest = said.get("youngest"), said.get("oldest")
    return f"{youngest or 'any age'} to {oldest or 'any age'}" if youngest or oldest else ""


def _when(said: dict[str, Any]) -> str:
    """The first day and hour it is open, in words; the rest stands in the source."""
    times = [one for place in said.get("places", ()) for one in place.get("times", ())] + list(said.get("times", ()))
    days = [said for one in times for day in one.get("byday", "").upper().split(",") if (said := _day(day.strip()))]
    hours = next((one["opens_at"][:5] for one in times if one.get("opens_at")), "")
    said_days = ", ".join(dict.fromkeys(days))
    return (
        f"{said_days} {hours}".strip()[:80] if said_days else next((t.get("description", "") for t in times), "")[:80]
    )


def _day(said: str) -> str:
    """“TU” as Tuesdays, “1TU” as the first Tuesday of the month; "" where it says no day."""
    which, day = said[:-2], DAYS.get(said[-2:], "")
    if not which or not day:
        return day
    return f"{WHICH[which]} {day.removesuffix('s')} of the month" if which in WHICH else ""


def _first(said: dict[str, Any], name: str) -> str:
    return next(iter(said.get(name) or ()), "")


def _first_place(said: dict[str, Any]) -> dict[str, Any]:
    return next(iter(said.get("places") or ()), {})


def _where(place: dict[str, Any]) -> dict[str, str]:
    return {name: place[name] for name in ("address", "postcode") if place.get(name)}


def _point(place: dict[str, Any]) -> tuple[float, float] | None:
    north, east = place.get("latitude"), place.get("longitude")
    return (float(north), float(east)) if north and east else None
