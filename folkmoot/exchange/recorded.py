"""Records by their id, with the entries that they speak of."""

from __future__ import annotations

from folkmoot.directory.models import Activity, Organisation, Record
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
