"""One event becomes two by what people come for: each reply is put on its side, and everybody is told."""

from __future__ import annotations

from django.utils.translation import gettext as _

from folkmoot.directory.models import Topic
from folkmoot.events import editing, telling
from folkmoot.events.models import Event, Rsvp
from folkmoot.events.seats import Seats
from folkmoot.events.sums import seats as sums
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person


def part(event: Event, by: Person, facts: dict, because: str) -> Event:
    """The other event, at the same time with as many seats. Whoever comes for its topics goes there with the seat they
    have; who waits, waits there, and is offered a seat by the rule. `facts`: what both have alike. The caller has the
    event locked."""
    replies = list(event.rsvps.exclude(answer=Rsvp.Answer.NO).select_related("person"))
    sides = sums.sides(replies, event.capacity or 0)
    if not sides:
        raise Refusal(_("People have not said what they come for, so it cannot be split by theme."))
    (here, _stay), (there, go) = sides
    other = _other(event, by, there, facts)
    _name(event, by, here, because)
    moved = [one for one in replies if one.pk in set(go)]
    with Seats.of(event) as seats:
        seats.hand_over(moved)
        Rsvp.objects.filter(pk__in=[one.pk for one in moved]).update(event=other)
    with Seats.of(other) as seats:
        seats.offer()
    editing.publish(other, by)
    for one in event.rsvps.filter(pk__in=_stay):
        telling.parted(one, other, moved=False)
    for one in other.rsvps.all():
        telling.parted(one, event, moved=True)
    return other


def _other(event: Event, by: Person, topics: list[str], facts: dict) -> Event:
    times = {"starts_at": event.starts_at, "ends_at": event.ends_at, "when_said": event.when_said}
    times |= {"earliest_on": event.earliest_on, "latest_on": event.latest_on}
    # A day of a series is there once: the other side is no day of it.
    alike = facts | times | {"series_id": None}
    other = editing.make(_title(event, topics), by, kinds=list(event.kinds.all()), **alike)
    other.topics.set(Topic.objects.filter(name__in=topics))
    for host in event.hosts.all():
        host.also_hold(other)
    return other


def _name(event: Event, by: Person, topics: list[str], because: str) -> None:
    editing.revise(event, by, {"title": _title(event, topics)}, because)
    event.topics.set(Topic.objects.filter(name__in=topics))


def _title(event: Event, topics: list[str]) -> str:
    return f"{event.title}: {', '.join(topics)}"[:200]
