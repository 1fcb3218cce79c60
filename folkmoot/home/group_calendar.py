"""The calendar of a group: its own events, and those of other groups as their terms with it say."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from folkmoot.conversations import sharing
from folkmoot.conversations.models import Group
from folkmoot.conversations.views.finding import read_at
from folkmoot.events import ical
from folkmoot.events.models import Event
from folkmoot.home.group_file import keys_of
from folkmoot.kit import lists
from folkmoot.people.access import everyone, person_of
from folkmoot.people.models import Person

FEW, MOST = 6, 1000


def on_page(group: Group, person: Person | None) -> dict:
    """What is coming, for the page of a group: {} where there is nothing to show this visitor."""
    if group.story or not group.is_read_by(person):
        return {}
    whose = sources(group, person)
    coming = list(of(whose)[: FEW + 1])
    if not coming:
        return {}
    return {"group": group, "coming": with_source(coming[:FEW], whose, group), "more": len(coming) > FEW}


def sources(group: Group, person: Person | None) -> dict[Group, set[int]]:
    """This group and those that share their events with it, as far as this visitor may know of them; each with the keys
    of its events."""
    known = Group.objects.visible_to(person)
    givers = known.filter(pk__in=[one.pk for one in sharing.givers(group, "events")])
    return {one: keys_of(one) for one in (group, *givers.order_by("name", "pk"))}


def of(whose: dict[Group, set[int]]) -> QuerySet:
    keys = set().union(*whose.values())
    rows = Event.objects.shown().live().filter(pk__in=keys).coming(timezone.now())
    return rows.select_related("venue", "place").prefetch_related("kinds")


def with_source(events: list[Event], whose: dict[Group, set[int]], group: Group) -> list[Event]:
    """Each with `from_group`: whose it is, where it is not this group's own."""
    for event in events:
        found = holder(event, whose)
        event.from_group = found if found != group else None
    return events


def holder(event: Event, whose: dict[Group, set[int]]) -> Group:
    """Whose it is: this group before the others, which stand in order of their names."""
    return next(one for one, keys in whose.items() if event.pk in keys)


@everyone("GET")
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """All that is coming in a group and in those that share their events with it."""
    group, person = read_at(request, slug), person_of(request)
    whose = sources(group, person)
    rows = of(whose)
    n, from_others = rows.count(), len(whose) - 1
    said = (
        ngettext("%(n)d event is coming", "%(n)d events are coming", n) % {"n": n} if n else _("Nothing is planned yet")
    )
    also = ngettext("one other group shares its events here", "%(n)d other groups share their events here", from_others)
    sentence = f"{said}; {also % {'n': from_others}}." if from_others else f"{said}."
    title = _("What is coming in %(group)s") % {"group": group}
    context = {"group": group, "sentence": sentence, "givers": [one for one in whose if one != group]}

    def as_calendar(found: QuerySet) -> bytes:
        return ical.calendar_of_many(found.prefetch_related("hosts__organisation", "hosts__person")[:MOST], title)

    columns = (*COLUMNS, ("group", gettext_lazy("Group"), lambda event: str(holder(event, whose))))
    return lists.answer(request, title, rows, columns, "home/group_calendar.html", calendar=as_calendar, **context)


COLUMNS = (
    ("title", gettext_lazy("Event"), "title"),
    ("starts_at", gettext_lazy("Begins"), lambda event: event.starts_at or event.when_said),
    ("ends_at", gettext_lazy("Ends"), lambda event: event.ends_at or ""),
    ("venue", gettext_lazy("Where"), lambda event: str(event.venue or "")),
    ("place", gettext_lazy("Place"), lambda event: str(event.place or "")),
    ("called_off", gettext_lazy("Called off"), "cancelled_because"),
)
