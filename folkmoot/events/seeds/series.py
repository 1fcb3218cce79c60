"""A talk on the second Thursday of each month, in the Old School."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from folkmoot.events.models import Series
from folkmoot.events.repeating import make_ahead, rule_of

FIRST = datetime(2026, 12, 10, 19, 30, tzinfo=ZoneInfo("Europe/London"))


def plant_series(village: SimpleNamespace) -> None:
    """Adds village.talks, a series of Thornbeck Voluntary Action, with the four events of its first three months."""
    facts = {"title": "Second Thursday talk", "summary": "Twenty minutes from somebody who does it, then questions."}
    facts |= {"place": village.thornbeck, "venue": village.old_school, "organisation": village.voluntary_action}
    facts |= {"rule": rule_of("monthly-weekday", FIRST.date()), "starts_at": FIRST, "minutes": 90, "by": village.amina}
    village.talks, new = Series.objects.get_or_create(once="seed talks", defaults=facts)
    if new:
        make_ahead(village.talks, date(2026, 11, 20))
