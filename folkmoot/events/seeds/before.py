"""What is asked, convened and read in Thornbeck before anything is held."""

from __future__ import annotations

from types import SimpleNamespace

from folkmoot.events import findable
from folkmoot.events.models import Event

from .series import plant_series
from .sounding import plant_sounding
from .stages import plant_stages


def plant_before(village: SimpleNamespace) -> None:
    plant_sounding(village)
    plant_stages(village)
    plant_series(village)
    findable.refresh_many(Event.objects.filter(story=False).select_related("place", "venue", "standing"))
