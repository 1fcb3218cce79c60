"""What was taken in bulk is made findable and counted, as the directory does for one entry at a time."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.directory import findable
from folkmoot.directory.models import Activity, Organisation, Tally


def refresh(bodies: Iterable[Organisation], deeds: Iterable[Activity]) -> None:
    """Call it in the transaction that writes them, with entries of today's directory that are saved."""
    findable.refresh_many(Organisation.objects.filter(pk__in=[body.pk for body in bodies]))
    deeds = list(Activity.objects.filter(pk__in=[deed.pk for deed in deeds]))
    findable.refresh_many(deeds)
    Tally.refresh(deeds)
