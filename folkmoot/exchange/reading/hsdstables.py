"""HSDS kept as tables (a zip or folder of CSV files, HSDS 1 to 3), put together into the records the API would give."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

Rows = list[dict[str, Any]]

# The table's name today, and what it was called in earlier versions.
OLDER = {
    "services_at_location": "service_at_location",
    "physical_addresses": "addresses",
    "postal_addresses": "addresses",
    "regular_schedules": "schedules",
    "accessibility_for_disabilities": "accessibility",
    "services_taxonomy": "attributes",
    "service_attributes": "attributes",
    "taxonomy": "taxonomy_terms",
    "organization": "organizations",
    "service": "services",
    "location": "locations",
}
# Some call a table by one of its rows.
SINGULAR = ["phone", "schedule", "language", "cost_option", "contact", "program", "service_area", "attribute"]
OLDER |= {name: f"{name}s" for name in [*SINGULAR, "taxonomy_term"]} | {"address": "addresses"}
PARTS_OF_A_SERVICE = ["phones", "schedules", "service_areas", "languages", "funding", "cost_options", "contacts"]


def is_tables(names: set[str]) -> bool:
    """Whether these table names (without .csv) are HSDS: services, or organisations with a companion."""
    today = {OLDER.get(name, name) for name in names}
    return "services" in today or ("organizations" in today and bool({"locations", "contacts", "phones"} & today))


def put_together(tables: dict[str, Rows]) -> Iterator[dict[str, Any]]:
    """Each service as the API gives it, then each organisation that has none."""
    held: dict[str, Rows] = defaultdict(list)
    for name, rows in tables.items():
        for row in rows:
            held[OLDER.get(name, name)].append({k: v for k, v in row.items() if v != ""} | _older_fields(name, row))
    by = _Lookup(held)
    organisations = {row.get("id", ""): by.organisation(row) for row in held["organizations"]}
    used = set()
    for service in held["services"]:
        owner = service.get("organization_id", "")
        used.add(owner)
        yield by.service(service) | ({"organization": organisations[owner]} if owner in organisations else {})
    yield from (organisation for key, organisation in organisations.items() if key not in used)


def _older_fields(name: str, row: dict[str, Any]) -> dict[str, Any]:
    if name == "postal_addresses":
        return {"address_type": "postal"}
    if name == "services_taxonomy":
        return {"link_id": row.get("service_id", ""), "taxonomy_term_id": row.get("taxonomy_id", "")}
    return {"taxonomy": row.get("vocabulary", "")} if name == "taxonomy" else {}


class _Lookup:
    """The tables by the keys that join them."""

    def __init__(self, held: dict[str, Rows]):
        self.held = held
        self.joined: dict[tuple[str, str], dict[str, Rows]] = {}
        self.terms = {row.get("id"): row for row in held["taxonomy_terms"]}
        self.taxonomies = {row.get("id"): row for row in held["taxonomies"]}
        self.places = {row.get("id"): self.place(row) for row in held["locations"]}
        self.programmes = {row.get("id"): row for row in held["programs"]}

    def of(self, table: str, column: str, key: str) -> Rows:
        """Rows of `table` whose `column` is `key`; none for an empty key."""
        if (table, column) not in self.joined:
            found = self.joined[table, column] = defaultdict(list)
            for row in self.held[table]:
                if row.get(column):
                    found[row[column]].append(row)
        return self.joined[table, column].get(key, []) if key else []

    def place(self, row: dict[str, Any]) -> dict[str, Any]:
        key = row.get("id", "")
        parts = ("addresses", "accessibility", "languages")
        return row | {name: self.of(name, "location_id", key) for name in parts}

    def organisation(self, row: dict[str, Any]) -> dict[str, Any]:
        key = row.get("id", "")
        parts = ("phones", "contacts", "programs", "organization_identifiers")
        joined = {name: self.of(name, "organization_id", key) for name in parts}
        own = [self.places[place.get("id")] for place in self.of("locations", "organization_id", key)]
        return row | joined | {"locations": own, "legal_status": row.get("legal_status", "")}

    def service(self, row: dict[str, Any]) -> dict[str, Any]:
        key = row.get("id", "")
        joined: dict[str, Any] = {name: self.of(name, "service_id", key) for name in PARTS_OF_A_SERVICE}
        joined["service_at_locations"] = [self.site(site) for site in self.of("service_at_location", "service_id", key)]
        joined["attributes"] = [{"taxonomy_term": self.term(link)} for link in self.of("attributes", "link_id", key)]
        if eligible := self.of("eligibility", "service_id", key):
            joined["eligibility_description"] = "; ".join(one.get("eligibility", "") for one in eligible)
        if programme := self.programmes.get(row.get("program_id")):
            joined["program"] = programme
        return row | joined

    def site(self, row: dict[str, Any]) -> dict[str, Any]:
        key = row.get("id", "")
        parts = {name: self.of(name, "service_at_location_id", key) for name in ("schedules", "contacts", "phones")}
        place = self.places.get(row.get("location_id"))
        return row | parts | ({"location": place} if place else {})

    def term(self, link: dict[str, Any]) -> dict[str, Any]:
        term = self.terms.get(link.get("taxonomy_term_id")) or {"name": link.get("taxonomy_detail", "")}
        detail = self.taxonomies.get(term.get("taxonomy_id"))
        return term | ({"taxonomy_detail": detail} if detail else {})
