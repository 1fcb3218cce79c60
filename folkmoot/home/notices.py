"""What's new for me: the page to open in the morning, each thing on it with one next step; and as a feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.directory.models import Membership
from folkmoot.events import ical
from folkmoot.events.models import Event, Rsvp
from folkmoot.feeds import following, streams
from folkmoot.feeds.drawing import Drawn, Told, draw
from folkmoot.home.waiting import count_for, waiting_for
from folkmoot.journal.models import Notice, Watch
from folkmoot.kit import lists, outgoing
from folkmoot.people.access import signed_in
from folkmoot.people.models import Person
from folkmoot.promises.models import Promise

FEW, MOST, AHEAD = 5, 200, timedelta(days=30)
FEEDS = {"atom": (outgoing.atom, outgoing.ATOM_TYPE), "feed": (outgoing.json_feed, outgoing.JSON_TYPE)}


@dataclass
class Morning:
    """What one person would want to know on one day; each part fetched when the page asks for it."""

    person: Person
    day: date

    @cached_property
    def waiting(self) -> list:
        rows = waiting_for(self.person, self.day).select_related("asked_by")[:FEW]
        return [(one, one.is_overdue(self.day)) for one in rows]

    @cached_property
    def waits(self) -> int:
        """How many wait in all, of which `waiting` are the most pressing."""
        return count_for(self.person)

    @cached_property
    def promises(self) -> list[Promise]:
        """Mine, and those of bodies I speak for, that are late or due within thirty days."""
        rows = self._promised.select_related("organisation", "holder")
        return list(rows.order_by(F("due_on").asc(), "pk")[:FEW])

    @property
    def _promised(self) -> QuerySet:
        mine = Q(holder=self.person) | Q(organisation__in=Membership.objects.spoken_by(self.person, self.day))
        return Promise.objects.shown().live().open().filter(mine, due_on__lte=self.day + AHEAD)

    @cached_property
    def late(self) -> int:
        """How many of all of these are past their day."""
        return self._promised.filter(due_on__lt=self.day).count() if self.promises else 0

    @cached_property
    def events(self) -> list[Event]:
        """Those I said yes or perhaps to, soonest first."""
        return list(going_to(self.person).prefetch_related("kinds")[:FEW])

    @cached_property
    def drawn(self) -> Drawn:
        """What I have not seen, by place, kind and thing, as I may see it now."""
        rows = Notice.objects.shown().filter(person=self.person).unseen().select_related("line__by", "watch")
        return draw([Told.of_notice(row) for row in reversed(rows[:MOST])], self.person, self.day)

    @property
    def new(self) -> int:
        return len(self.drawn.things) + self.drawn.more + len(self.drawn.yours)

    @cached_property
    def lately(self) -> list[streams.Happened]:
        """What happened in my place, unless I watch it and am told anyway."""
        place = self.person.place
        if place is None or self.watches_place:
            return []
        found = following.Followed("places.place", str(place.pk), str(place), place.get_absolute_url(), place.path)
        return streams.with_content(list(streams.lines_of(found)[:FEW]), self.person)

    @cached_property
    def watches_place(self) -> bool:
        mine = Watch.objects.filter(person=self.person, kind="places.place")
        return mine.filter(place_path__in=_around(self.person.place.path)).exists() if self.person.place else False

    @property
    def said(self) -> str:
        """The answer first, in a sentence or two."""
        new = ngettext(
            "%(n)d thing is new since you last looked", "%(n)d things are new since you last looked", self.new
        )
        parts = [new % {"n": self.new} if self.new else _("Nothing is new since you last looked")]
        if n := self.waits:
            parts.append(ngettext("%(n)d waits for your answer", "%(n)d wait for your answer", n) % {"n": n})
        if n := self.late:
            parts.append(ngettext("%(n)d promise is past its day", "%(n)d promises are past their day", n) % {"n": n})
        return "; ".join(parts) + "."


def going_to(person: Person):
    """The events to come that this person replied yes or perhaps to, soonest first."""
    replied = Rsvp.objects.filter(person=person, answer__in=(Rsvp.Answer.YES, Rsvp.Answer.MAYBE))
    rows = Event.objects.shown().live().coming(timezone.now()).filter(pk__in=replied.values("event"))
    return rows.select_related("venue", "place")


def _around(path: str) -> list[str]:
    parts = [part for part in path.split("/") if part]
    return ["/" + "/".join(parts[:depth]) + "/" for depth in range(1, len(parts) + 1)]


@signed_in("GET")
def news(request: HttpRequest) -> HttpResponse:
    """What waits, what is due, where I go, what is new; then what I was told before."""
    if give := FEEDS.get(request.GET.get("as", "")):
        return _feed(request, give)
    if request.GET.get("as") == "ics":
        return outgoing.answer(request, _calendar(request.user), outgoing.CALENDAR_TYPE)
    page = Paginator(Notice.objects.shown().filter(person=request.user), lists.A_PAGE).get_page(request.GET.get("page"))
    earlier = page if page.number > 1 else [notice for notice in page if notice.seen_at]
    context = {"morning": Morning(request.user, timezone.localdate()), "page": page, "earlier": earlier}
    return render(request, "home/news.html", context | {"pages": page.paginator.get_elided_page_range(page.number)})


def _feed(request: HttpRequest, give: tuple) -> HttpResponse:
    """My notices, newest first: about what I may still see."""
    write, kind = give
    rows = Notice.objects.shown().filter(person=request.user).select_related("line__by", "watch")
    page = Paginator(rows, lists.A_PAGE).get_page(request.GET.get("page"))
    told = {row.pk: Told.of_notice(row) for row in page}
    kept = draw(told.values(), request.user, timezone.localdate(), most=lists.A_PAGE)
    seen = {id(each) for each in kept.yours} | {id(each) for thing in kept.things for each in thing.happened}
    items = [_item(pk, each) for pk, each in told.items() if id(each) in seen]
    links = {rel: lists.page_address(request, number) for rel, number in lists.around(page).items()}
    title, address = _("What is new for me"), f"{settings.SITE_URL}/me/news/"
    feed = outgoing.Feed(title, address, lists.page_address(request, page.number), items, links)
    return outgoing.answer(request, write(feed), kind, feed.updated)


def _item(pk: int, told: Told) -> outgoing.Item:
    address = f"{settings.SITE_URL}{told.address or '/me/news/'}"
    return outgoing.Item(outgoing.tag("journal.notice", pk), told.words, address, told.at, told.words)


def _calendar(person: Person) -> bytes:
    """The events I go to; of an address that only those who come may know, nothing."""
    rows = going_to(person).prefetch_related("hosts__organisation", "hosts__person")
    return ical.calendar_of_many(rows[:MOST], _("My events"))


@signed_in("POST")
def seen(request: HttpRequest) -> HttpResponse:
    """I have read all this."""
    Notice.see_all(request.user)
    return redirect("news")
