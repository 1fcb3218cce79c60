"""Thornbeck's events: one winter unconference in the Old School, with its rooms."""

from __future__ import annotations

from types import SimpleNamespace

from .before import plant_before
from .day import plant_day
from .help import plant_help
from .past import plant_past
from .photos import plant_photos
from .replies import plant_replies
from .winter import plant_winter
from .words import plant_words


def plant(village: SimpleNamespace) -> None:
    """Adds village.old_school with its rooms, and village.winter, the unconference of 5 December 2026."""
    plant_words()
    plant_winter(village)
    plant_before(village)
    plant_day(village)
    plant_replies(village)
    plant_past(village)
    plant_photos(village)
    plant_help(village)
