"""Drafts from 360Giving: each body once, and each grant as what the recipient does with the funder's money."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from folkmoot.exchange.reading.rows import Row

from .draft import BODY, DEED, Draft, clean, key_of
from .sheet import reason

ORG_ID = re.compile(r"(GB-CHC|GB-SC|GB-NIC|GB-COH)-(.+)")


def of_grants(rows: Iterable[Row]) -> Iterator[Draft]:
    """Funders and recipients the first time they are named, and the grants; one to a person names nobody."""
    known: set[str] = set()
    for row in rows:
        draft = _grant(row)
        for party in ("funder", "recipient"):
            said = row.fields.get(party) or {}
            if said.get("name") and not row.refused:
                body = _body(said, row.number, party)
                draft.links.append([_role(party), body.key, _pence(row, party)])
                if body.key not in known:
                    known.add(body.key)
                    yield body
        yield draft


def _role(party: str) -> str:
    return "funds" if party == "funder" else "delivers"


def _pence(row: Row, party: str) -> int | None:
    pence = row.fields.get("amount_pence")
    pounds = row.fields.get("currency", "GBP") == "GBP"
    return pence if party == "funder" and pounds and pence is not None and pence >= 0 else None


def _body(said: dict[str, str], number: int, party: str) -> Draft:
    names = ("name", "charity_number", "company_number", "postcode", "town", "website")
    fields = {name: said[name] for name in names if said.get(name)}
    if found := ORG_ID.fullmatch(said.get("key", "").upper()):
        fields.setdefault("company_number" if found[1] == "GB-COH" else "charity_number", found[2])
    if party == "funder":
        fields["gives_money"] = "yes"
    key = said.get("key") or f"{said['name'].casefold()}|{said.get('postcode', '')}"
    return Draft(key=key_of("organisation", key), number=number, kind=BODY, fields=clean(fields))


def _grant(row: Row) -> Draft:
    said = row.fields
    draft = Draft(key=key_of("grant", row.key or f"row {row.number}"), number=row.number, kind=DEED)
    draft.refused = row.refused
    draft.reasons = [reason(problem, set()) for problem in row.problems]
    told: dict[str, Any] = {
        "title": said.get("title"),
        "about": said.get("description"),
        "website": said.get("url"),
        "money_pence": said.get("amount_pence") if said.get("currency", "GBP") == "GBP" else None,
        "currency": said.get("currency") if said.get("currency") != "GBP" else "",
        "awarded_on": said.get("awarded_on"),
        "starts_said": said.get("starts_on") or said.get("awarded_on"),
        "ends_said": said.get("ends_on"),
        "programme": said.get("programme"),
        "to_a_person": "yes" if said.get("to_a_person") else "",
    }
    draft.fields = clean({name: value for name, value in told.items() if value not in (None, "")})
    places = said.get("places") or []
    draft.told = {"served": [word for place in places for word in (place.get("code"), place.get("name")) if word]}
    draft.told["topics"] = said.get("topics") or []
    draft.words = " | ".join(filter(None, (said.get("title"), said.get("description"))))
    return draft
