"""What an Open Referral feed comes wrapped in: pages, named lists, tables in one document, or nothing at all."""

from typing import Any

from . import hsdstables

SERVICE_SIGNS = {"service_at_locations", "organization", "organization_id", "program", "cost_options", "service_areas"}
PAGED = ("total_pages", "totalPages", "page_number")
# What publishers call the list of records; the standard's own name first.
LISTS = ("contents", "content", "services", "organizations", "data", "items", "results", "records", "value")


def is_hsds(document: Any) -> bool:
    """Whether a JSON document looks like HSDS: pages or a list of services, tables in one document, or one record."""
    if isinstance(document, list):
        return bool(document) and is_hsds(document[0])
    if not isinstance(document, dict):
        return False
    if "contents" in document or "content" in document:
        return any(name in document for name in PAGED)
    if _tables(document):
        return True
    if "id" not in document and (found := _wrapped(document)):
        return _is_service(found[0])
    return "id" in document and ("name" in document or "service" in document or "location" in document)


def records(document: Any) -> list[Any]:
    """The records of one document: a page's contents, a bare list, tables put together, or the one record it is."""
    if isinstance(document, list):
        return document
    if tables := _tables(document):
        return list(hsdstables.put_together(tables))
    return [document] if "id" in document else _wrapped(document) or _empty(document) or [document]


def _wrapped(document: dict[str, Any]) -> list[Any]:
    """The first named list that holds anything; of a page an empty one is the whole of it."""
    return next((held for name in LISTS if isinstance(held := document.get(name), list) and held), [])


def _empty(document: dict[str, Any]) -> list[Any]:
    return [] if any(isinstance(document.get(name), list) for name in LISTS) else [document]


def _is_service(record: Any) -> bool:
    return isinstance(record, dict) and "name" in record and bool(SERVICE_SIGNS & record.keys())


def _tables(document: dict[str, Any]) -> dict[str, Any]:
    """One list for each table, where services name their organisation by its key instead of holding it."""
    held = {
        name.lower(): rows
        for name, rows in document.items()
        if isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
    }
    services = held.get("services") or held.get("service") or []
    flat = services and not any("organization" in row or "service_at_locations" in row for row in services)
    return held if flat and "id" not in document and len(held) > 1 and hsdstables.is_tables(set(held)) else {}
