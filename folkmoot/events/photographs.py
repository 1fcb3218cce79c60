"""Files of photos that no row names any more: of those forgotten, and of rows that were never kept."""

from __future__ import annotations

from folkmoot.events.models import Photo
from folkmoot.events.models.photo import SHELF
from folkmoot.kit import uploads
from folkmoot.kit.jobs import every, job


@every(minutes=24 * 60)
@job
def sweep_photos() -> None:
    """Once a day."""
    uploads.sweep(SHELF, set(Photo.objects.values_list("file", flat=True)))
