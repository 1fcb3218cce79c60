"""Open Referral UK and HSDS 3: organisations and services from API documents, pages of them, or tables.

Source: Human Services Data Specification 3.0, docs.openreferral.org, and its UK profile. Names, addresses of people and
private mail of contacts are read past unless asked for: who answers the phone is not needed to see who does what.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from .rows import Problem, Refused, Row
from .values import is_personal_mail, pounds
from .wrapping import SERVICE_SIGNS

STAGES = {"active": "running", "inactive": "ended", "defunct": "ended", "temporarily closed": "running"}
CHARITY_SCHEMES = {"GB-CHC": "charity_number", "GB-SC": "charity_number", "GB-NIC": "charity_number"}
MOST_PAGES = 10_000


def rows(found: Iterator[Any] | list[Any], file: str, people: bool = False) -> Iterator[Row]:
    """One row for each organisation, programme and service, in the order met; each organisation and programme once.

    Kinds are `organisation`, `programme` and `activity`. An activity names its `organisation` by key. The fullest
    account of an organisation counts: the API gives it short inside each service.
    """
    told: dict[tuple[str, str], Row] = {}
    for number, record in enumerate(found, 1):
        for row in _rows_of(record, number, file, people):
            known = told.get((row.kind, row.key)) if row.key else None
            if known is None:
                told[row.kind, row.key or f"\0{len(told)}"] = row
            else:
                known.fields |= {
                    name: value for name, value in row.fields.items() if value and not known.fields.get(name)
                }
                known.problems += [p for p in row.problems if p.row != known.number]
    yield from told.values()


def _rows_of(record: Any, number: int, file: str, people: bool) -> Iterator[Row]:
    if not isinstance(record, dict):
        words = f"record {number} is {_kind_said(record)}, not a record with names and values."
        yield Row(number, "", {}, [Problem(file, number, "", words)])
        return
    if isinstance(record.get("service"), dict) and "location" in record:
        record = _turned(record)
    if _is_service(record):
        yield from _service_rows(record, number, file, people)
    elif "taxonomy_detail" in record or "term_uri" in record or "version" in record:
        return
    elif _is_location(record):
        yield _checked("place", _place(record), record, number, file)
    else:
        yield _organisation(record, number, file, people)
        for programme in _list(record, "programs"):
            yield _programme(programme, number, file, _text(record, "id"))


def _turned(record: dict[str, Any]) -> dict[str, Any]:
    """A service at a location, seen from the service."""
    at = {name: value for name, value in record.items() if name != "service"}
    return {**record["service"], "service_at_locations": [*_list(record["service"], "service_at_locations"), at]}


def _is_service(record: dict[str, Any]) -> bool:
    return bool(SERVICE_SIGNS & record.keys()) or ("status" in record and "legal_status" not in record)


def _is_location(record: dict[str, Any]) -> bool:
    return "location_type" in record or ("latitude" in record and "organization" not in record)


def _service_rows(record: dict[str, Any], number: int, file: str, people: bool) -> Iterator[Row]:
    owner = record.get("organization")
    owner = owner if isinstance(owner, dict) else {}
    whose = _key("organisation", owner) if owner else _text(record, "organization_id")
    if owner:
        yield _organisation(owner, number, file, people)
        for programme in _list(owner, "programs"):
            yield _programme(programme, number, file, whose)
    programme = record.get("program")
    if isinstance(programme, dict):
        yield _programme(programme, number, file, whose)
        part_of = _key("programme", programme, _text(programme, "organization_id") or whose)
    else:
        part_of = _text(record, "program_id")
    fields = _service(record, people) | {"organisation": whose, "programme": part_of}
    row = _checked("activity", fields, record, number, file)
    status = _text(record, "status").lower()
    if status and status not in STAGES:
        row.problems.append(Problem(file, number, "status", f"“{status[:30]}” is no HSDS status; left out.", False))
    if not fields["organisation"]:
        words = f"service {number} does not say which organisation runs it. Add organization_id."
        row.problems.append(Problem(file, number, "organization_id", words, False))
    yield row


def _service(record: dict[str, Any], people: bool) -> dict[str, Any]:
    sites = _list(record, "service_at_locations")
    places = [_place(site["location"]) | _times_at(site) for site in sites if isinstance(site.get("location"), dict)]
    places += [_place(location) for location in _list(record, "locations")]
    contacts = [*_list(record, "contacts"), *(c for site in sites for c in _list(site, "contacts"))]
    return {
        "name": _text(record, "name"),
        "other_name": _text(record, "alternate_name"),
        "description": _text(record, "description"),
        "website": _text(record, "url"),
        "email": _mail(record, people),
        "stage": STAGES.get(_text(record, "status").lower(), ""),
        "people_served": _text(record, "eligibility_description") or _eligible(record),
        "youngest": _text(record, "minimum_age") or _first(record, "eligibilitys", "minimum_age"),
        "oldest": _text(record, "maximum_age") or _first(record, "eligibilitys", "maximum_age"),
        "how_to_join": _text(record, "application_process"),
        "cost": _text(record, "fees_description") or _text(record, "fees") or _costs(record),
        "confirmed_on": _text(record, "assured_date")[:10] or _text(record, "last_modified")[:10],
        "topics": [topic for topic in map(_topic, _links(record)) if topic["name"] or topic["code"]],
        "areas": [
            said for one in _list(record, "service_areas") if (said := _text(one, "name") or _text(one, "service_area"))
        ],
        "places": places,
        "times": [_times(one) for one in _schedules(record)],
        "phones": _phones(record, contacts),
        "contacts": [_contact(one, people) for one in contacts],
        "funded_by": [_text(one, "source") for one in _list(record, "funding") if _text(one, "source")],
        "languages": [_text(one, "name") for one in _list(record, "languages") if _text(one, "name")],
    }


def _first(record: dict[str, Any], held: str, name: str) -> str:
    return next((said for one in _list(record, held) if (said := _text(one, name))), "")


def _costs(record: dict[str, Any]) -> str:
    """What it costs to come, as its options say: “£3.50 per session; free”."""
    said = []
    for one in _list(record, "cost_options"):
        amount = pounds(_text(one, "amount")) if _text(one, "currency") in ("", "GBP") else ""
        said.append(" ".join(filter(None, [amount, _text(one, "option") or _text(one, "amount_description")])))
    return "; ".join(filter(None, said))


def _eligible(record: dict[str, Any]) -> str:
    return "; ".join(said for one in _list(record, "eligibilitys") if (said := _text(one, "eligibility")))


def _organisation(record: dict[str, Any], number: int, file: str, people: bool) -> Row:
    fields: dict[str, Any] = {
        "name": _text(record, "name"),
        "other_name": _text(record, "alternate_name"),
        "description": _text(record, "description"),
        "website": _text(record, "website") or _text(record, "url"),
        "email": _mail(record, people),
        "legal_status": _text(record, "legal_status"),
        "founded_year": _text(record, "year_incorporated"),
        "part_of": _text(record, "parent_organization_id"),
        "phones": _phones(record, _list(record, "contacts")),
        "contacts": [_contact(one, people) for one in _list(record, "contacts")],
        "places": [_place(one) for one in _list(record, "locations")],
        "identifiers": [],
    }
    for one in _list(record, "organization_identifiers"):
        scheme, said = _text(one, "identifier_scheme").upper(), _text(one, "identifier")
        fields["identifiers"].append({"scheme": scheme, "identifier": said})
        if name := CHARITY_SCHEMES.get(scheme) or ("company_number" if scheme == "GB-COH" else ""):
            fields[name] = said
    return _checked("organisation", fields, record, number, file)


def _programme(record: dict[str, Any], number: int, file: str, owner: str) -> Row:
    fields = {
        "name": _text(record, "name"),
        "other_name": _text(record, "alternate_name"),
        "description": _text(record, "description"),
        "organisation": _text(record, "organization_id") or owner,
    }
    return _checked("programme", fields, record, number, file)


def _checked(kind: str, fields: dict[str, Any], record: dict[str, Any], number: int, file: str) -> Row:
    row = Row(number, _key(kind, record, fields.get("organisation", "")), fields, kind=kind)
    needs = "HSDS needs one; ask whoever publishes the list to add it."
    # A place may be known by its address alone.
    if kind != "place" and not _text(record, "name"):
        row.problems.append(Problem(file, number, "name", f"{kind} in record {number} has no name. {needs}"))
    elif not _text(record, "id"):
        words = f"{kind} in record {number} has no id, so it is known by its name. {needs}"
        row.problems.append(Problem(file, number, "id", words, refused=kind == "place"))
    return row


def _key(kind: str, record: dict[str, Any], owner: str = "") -> str:
    """Its id; where it has none, its name and whose it is, so that the next reading finds it again."""
    name = "".join(_text(record, "name").casefold().split())
    return _text(record, "id") or (f"{kind}|{owner}|{name}" if name and kind != "place" else "")


def _place(record: dict[str, Any]) -> dict[str, Any]:
    addresses = _list(record, "addresses") or _list(record, "physical_addresses")
    address = next((a for a in addresses if _text(a, "address_type") == "physical"), addresses[0] if addresses else {})
    parts = ("address_1", "address_2", "city", "region", "state_province")
    return {
        "key": _text(record, "id"),
        "name": _text(record, "name"),
        "description": _text(record, "description"),
        "address": ", ".join(dict.fromkeys(_text(address, part) for part in parts if _text(address, part))),
        "postcode": _text(address, "postal_code"),
        "latitude": _degrees(record, "latitude", 90),
        "longitude": _degrees(record, "longitude", 180),
        "access": [_text(one, "description") for one in _list(record, "accessibility") if _text(one, "description")],
        "uprn": _uprn(record),
    }


def _uprn(record: dict[str, Any]) -> str:
    """The Unique Property Reference Number, where the place's other identifier is one."""
    return _text(record, "external_identifier") if _text(record, "external_identifier_type").upper() == "UPRN" else ""


def _times_at(site: dict[str, Any]) -> dict[str, Any]:
    return {"times": [_times(one) for one in _schedules(site)], "note": _text(site, "description")}


def _times(record: dict[str, Any]) -> dict[str, str]:
    """A schedule in the words of iCalendar (RFC 5545) that HSDS borrows, empty parts left out."""
    names = [
        "freq",
        "interval",
        "byday",
        "bymonthday",
        "dtstart",
        "until",
        "count",
        "opens_at",
        "closes_at",
        "valid_from",
        "valid_to",
        "description",
    ]
    if days := _text(record, "weekday"):
        record = {"freq": "WEEKLY", "byday": days, **record}
    return {name: _text(record, name) for name in names if _text(record, name)}


def _schedules(record: dict[str, Any]) -> list[dict[str, Any]]:
    return [*_list(record, "schedules"), *_list(record, "regular_schedules")]


def _links(record: dict[str, Any]) -> list[dict[str, Any]]:
    """Links to terms of a taxonomy; the first Open Referral UK called them service_taxonomys."""
    return [*_list(record, "attributes"), *_list(record, "service_taxonomys")]


def _topic(link: dict[str, Any]) -> dict[str, str]:
    term = link.get("taxonomy_term") or link.get("taxonomy")
    term = term if isinstance(term, dict) else {}
    detail = term.get("taxonomy_detail")
    scheme = _text(detail, "name") if isinstance(detail, dict) else ""
    return {
        "name": _text(term, "name"),
        "code": _text(term, "code"),
        "scheme": scheme or _text(term, "taxonomy") or _text(term, "vocabulary"),
    }


def _phones(record: dict[str, Any], contacts: list[dict[str, Any]]) -> list[str]:
    direct = _list(record, "phones") or [phone for contact in contacts for phone in _list(contact, "phones")]
    return list(dict.fromkeys(_text(one, "number").strip('"') for one in direct if _text(one, "number")))


def _contact(record: dict[str, Any], people: bool) -> dict[str, str]:
    said = {"role": _text(record, "title") or _text(record, "department")}
    if people:
        said |= {"name": _text(record, "name"), "email": _text(record, "email")}
    return said


def _mail(record: dict[str, Any], people: bool) -> str:
    said = _text(record, "email")
    return said if people or not is_personal_mail(said) else ""


def _degrees(record: dict[str, Any], name: str, most: float) -> str:
    try:
        return _text(record, name) if abs(float(_text(record, name))) <= most else ""
    except ValueError:
        return ""


def _text(record: Any, name: str) -> str:
    value = record.get(name) if isinstance(record, dict) else None
    if isinstance(value, bool) or value is None:
        return ""
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""


def _list(record: dict[str, Any], name: str) -> list[dict[str, Any]]:
    held = record.get(name)
    return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def _kind_said(value: Any) -> str:
    return {list: "a list", str: "a text", int: "a number", float: "a number"}.get(type(value), "empty")


PAGES = re.compile(rb'"total_?[pP]ages"\s{0,9}:\s{0,9}(\d{1,9})\b')
EMPTY = re.compile(rb'"contents?"\s{0,9}:\s{0,9}\[\s{0,9}\]')


def pages(fetch: Callable[[str], bytes], url: str) -> Iterator[bytes]:
    """Every page of an HSDS API list, as fetched, first to last. `fetch` gets an address and gives back the bytes.

    Give what comes to `apart.bundled` and read it in the child process: nothing is parsed here, only how many pages
    the first bytes speak of is looked for. Stops, refusing, at one that promises more pages than any register has.
    """
    number = 1
    while True:
        raw = fetch(_page_address(url, number))
        yield raw
        last = pages_said(raw)
        if last > MOST_PAGES:
            raise Refused(f"says it has {last:,} pages; {MOST_PAGES:,} is the most we fetch.", url)
        if number >= last or EMPTY.search(raw):
            return
        number += 1


def pages_said(raw: bytes) -> int:
    """How many pages an API says it has on one of them; 1 where it says nothing. Looked for, never parsed."""
    return max((int(found) for found in PAGES.findall(raw)), default=1)


def _page_address(url: str, number: int) -> str:
    if number == 1:
        return url
    parts = urlsplit(url)
    asked = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "page"]
    return urlunsplit(parts._replace(query=urlencode([*asked, ("page", str(number))])))
