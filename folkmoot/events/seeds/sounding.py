"""Would people welcome a repair café? Asked, answered by a dozen, with a host in sight."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from folkmoot.events.models import Sounding

LONDON = ZoneInfo("Europe/London")
DAYS = (
    ("Saturday 16 January 2027, 10:00", datetime(2027, 1, 16, 10, tzinfo=LONDON)),
    ("Thursday 21 January 2027, 18:30", datetime(2027, 1, 21, 18, 30, tzinfo=LONDON)),
)
# Slips handed in at the library: sector, place, answer, and yes or no to each day.
SLIPS = (("community", "mill_lane", 2, (2, 0)),) * 4 + (("community", "riverside", 1, (2, 1)),)
SLIPS += (("none", "mill_lane", 2, (2, 2)),) * 5 + (("none", "castle_hill", 0, (0, 0)),)


def plant_sounding(village: SimpleNamespace) -> None:
    """Adds village.repair, the sounding of Thornbeck Voluntary Action."""
    village.repair = Sounding.objects.filter(once="seed repair").first() or _ask(village)


def _ask(village: SimpleNamespace) -> Sounding:
    more = {
        "words": "Bring what is broken, leave with it mended and with how. Tea from the hall.",
        "once": "seed repair",
    }
    more |= {"place": village.thornbeck, "organisation": village.voluntary_action}
    asked = Sounding.ask("Would people welcome a repair café in Thornbeck?", village.amina, list(DAYS), **more)
    options = list(asked.dates.options.all())
    for number, (sector, where, answer, days) in enumerate(SLIPS, start=1):
        about = {"sector": sector, "place": getattr(village, where), "on_paper": True}
        asked.hear(f"paper:{number}", answer, _chosen(options, days), **about)
    said = {"person": village.dilys, "sector": "council", "place": village.mill_lane, "organisation": village.council}
    asked.hear(
        f"person:{village.dilys.pk}", 2, _chosen(options, (1, 2)), willing={"host": "The hall, after six"}, **said
    )
    return asked


def _chosen(options: list, values: tuple) -> dict[int, int]:
    return {option.pk: value for option, value in zip(options, values, strict=True)}
