"""What the worker does for the directory by itself."""

from __future__ import annotations

from django.utils import timezone

from folkmoot.directory import findable, freshness, likely, pictures
from folkmoot.directory.models import Activity, Organisation, Tally
from folkmoot.kit.jobs import every, job

AT_ONCE = 500


@every(minutes=24 * 60)
@job
def ask_stale() -> None:
    """Ask each day about some of what nobody has confirmed for long."""
    freshness.ask_stale(timezone.localdate())


@every(minutes=24 * 60)
@job
def follow_places() -> None:
    """What is done in a place that closed is counted and found in those that followed it."""
    closed = {"served__place__closes_on__lte": timezone.localdate(), "served__place__followed_by__isnull": False}
    activities = list(Activity.objects.live().filter(**closed).distinct().order_by("pk"))
    Tally.refresh(activities)
    findable.refresh_many(activities)


@every(minutes=24 * 60)
@job
def make_names_ready() -> None:
    """Once a day, a long list of names is made ready for the warning while somebody types a new one."""
    likely.make_ready()


@every(minutes=5)
@job
def count_pictures() -> None:
    """Where there are many activities, the pictures without filters are counted anew after a change."""
    pictures.count_all()


@job
def follow_place(pk: int) -> None:
    """What serves a place, and the bodies in it, are found under its name of today and counted where it counts now."""
    activities = Activity.objects.live().filter(served__place=pk).distinct().order_by("pk")
    for at in range(0, activities.count(), AT_ONCE):
        some = list(activities[at : at + AT_ONCE])
        Tally.refresh(some)
        findable.refresh_many(some)
    bodies = Organisation.objects.live().filter(place=pk).order_by("pk")
    for at in range(0, bodies.count(), AT_ONCE):
        findable.refresh_many(bodies[at : at + AT_ONCE])
