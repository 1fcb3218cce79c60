"""What the worker does for working together."""

from __future__ import annotations

from django.utils import timezone

from folkmoot.joinup.hearing import ask_parties
from folkmoot.joinup.looking import look_again
from folkmoot.joinup.models.introduction import ASKED_AFTER, Introduction
from folkmoot.joinup.twins import look_for_twins
from folkmoot.kit.jobs import every, job


@every(minutes=24 * 60)
@job
def look_daily() -> None:
    """Once a day everything is compared with everything."""
    look_again(timezone.localdate())


@every(minutes=60)
@job
def ask_parties_hourly() -> None:
    """Whoever a finding is about hears of it first."""
    ask_parties(timezone.localdate())


@every(minutes=24 * 60)
@job
def look_for_twins_daily() -> None:
    """Once a day, which entries may be one organisation."""
    look_for_twins()


@every(minutes=24 * 60)
@job
def ask_what_came() -> None:
    """After 30 and after 90 days, both sides of an introduction are asked what came of it; each is asked once."""
    today = timezone.localdate()
    for after in ASKED_AFTER:
        for each in Introduction.objects.due(today, after).select_related("a", "b"):
            each.ask_what_came(after)
