"""Records by their id, with the entries that they speak of; and whom the keys of a list mean."""

from __future__ import annotations

from collections.abc import Collection

from folkmoot.directory.models import Activity, Organisation, Record
from folkmoot.exchange.models import Intake, Row
from folkmoot.kit.uprooting import among


def records_by_id(wanted: set[int]) -> dict[int, Record]:
    """Those that speak of one entry share it, so that what one changes the next one sees."""
    kept = Record.objects.select_related("organisation", "activity").filter(pk__in=among(wanted))
    records = {record.pk: record for record in kept}
    bodies: dict[int, Organisation] = {}
    deeds: dict[int, Activity] = {}
    for record in records.values():
        if record.organisation:
            record.organisation = bodies.setdefault(record.organisation_id, record.organisation)
        if record.activity:
            record.activity = deeds.setdefault(record.activity_id, record.activity)
    return records


def bodies_by_key(intake: Intake, keys: Collection[str]) -> dict[str, int]:
    """Key of a body in this list → the organisation's id. A row that is known again under another key (`pairing`)
    answers to both, taken or not."""
    kept = Record.objects.filter(source=intake.source_id, row__in=among(keys, of=str), organisation__isnull=False)
    found = dict(kept.values_list("row", "organisation")) if keys else {}
    left = set(keys) - found.keys()
    if left and intake.counts.get("again"):
        again = intake.rows.filter(verdict=Row.Verdict.CHANGED, plan__has_key="was", record__organisation__isnull=False)
        for key, plan, body in again.values_list("key", "plan", "record__organisation"):
            found |= {each: body for each in (key, plan["was"]) if each in left}
    return found
