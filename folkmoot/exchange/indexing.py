"""What was taken in bulk is made findable and counted, as the directory does for one entry at a time."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.directory import findable
from folkmoot.directory.models import Activity, Organisation, Tally
from folkmoot.directory.models.tallies import with_marks


def refresh(bodies: Iterable[Organisation], deeds: Iterable[Activity]) -> None:
    """Call it in the transaction that writes them, with entries of today's directory that are saved."""
    bodies = Organisation.objects.filter(pk__in=[body.pk for body in bodies]).select_related("place", "standing")
    deeds = with_marks(Activity.objects.filter(pk__in=[deed.pk for deed in deeds]))
    deeds = list(deeds.select_related("programme", "standing").prefetch_related("topics"))
    findable.refresh_many([*bodies, *deeds])
    Tally.refresh(deeds)
