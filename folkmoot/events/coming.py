"""Who comes, as everybody may see it: names of those who wish it, and sectors as counts, small ones hidden."""

from __future__ import annotations

from collections import Counter

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.events.models import Event, Rsvp
from folkmoot.kit.remembering import asked_once
from folkmoot.people.models import Person

SMALLEST = 5
COMES = (Rsvp.Seat.HAS, Rsvp.Seat.OFFERED, Rsvp.Seat.REMOTE)


def named(event: Event) -> list[Rsvp]:
    """Those who come and said that their name may be shown."""
    coming = event.rsvps.filter(seat__in=(Rsvp.Seat.HAS, Rsvp.Seat.REMOTE), shows_name=True)
    return list(coming.select_related("person", "organisation"))


def counts(event: Event) -> Counter:
    """People who come by sector code; "" for those who did not say."""
    found: Counter = Counter()
    for (seat, sector), people in _seated(event).items():
        if seat in COMES:
            found[sector] += people
    return found


def waiting(event: Event) -> int:
    """How many people wait for a seat."""
    return sum(people for (seat, _sector), people in _seated(event).items() if seat == Rsvp.Seat.WAITING)


def _seated(event: Event) -> dict[tuple[str, str], int]:
    """People by their seat and their sector, of all who come or wait."""

    def ask() -> dict[tuple[str, str], int]:
        rows = event.rsvps.order_by().filter(seat__in=(*COMES, Rsvp.Seat.WAITING)).values_list("seat", "sector")
        return {(seat, sector): people for seat, sector, people in rows.annotate(people=Sum("party"))}

    return asked_once(("seated", event.pk), ask)


def by_sector(found: Counter) -> dict:
    """Rows (label, people) most first and those who did not say last, and `hidden`: people in rows too small to show.

    A row under five is hidden; so is the next smallest while those hidden come to fewer than five, since the total is
    known and the rest could be worked out by subtraction.
    """
    order = sorted(found, key=lambda code: (found[code], code))
    hidden = [code for code in order if found[code] < SMALLEST]
    for code in order:
        if hidden and sum(found[one] for one in hidden) < SMALLEST and code not in hidden:
            hidden.append(code)
    shown = [code for code in order if code not in hidden]
    shown.sort(key=lambda code: (not code, -found[code], code))
    rows = [(words_for(code), found[code]) for code in shown]
    return {"rows": rows, "hidden": sum(found[code] for code in hidden), "total": sum(found.values())}


def words_for(sector: str) -> str:
    """A sector as a row names it."""
    return _("Coming as themselves") if sector == Person.Sector.NONE else str(Person.Sector(sector).label)


def sentence(event: Event) -> str:
    """How many seats are taken and how many wait, in one sentence."""
    if event.capacity is None:
        n = event.taken
        return ngettext("%(n)d person comes so far.", "%(n)d people come so far.", n) % {"n": n} if n else ""
    wait = waiting(event)
    if event.taken == 0 and not wait:
        return _("There are %(all)d seats, and nobody has replied yet.") % {"all": event.capacity}
    words = _("%(n)d of %(all)d seats are taken.") % {"n": event.taken, "all": event.capacity}
    if wait:
        words += " " + ngettext("%(n)d person waits for one.", "%(n)d people wait for one.", wait) % {"n": wait}
    return words
