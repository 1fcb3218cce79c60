"""The newsroom of a place, and of the whole site: outside blogs beside our own stories, with where each comes from."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import F, QuerySet
from django.http import Http404
from django.utils import timezone

from folkmoot.events.models import Session
from folkmoot.newsroom import outlets
from folkmoot.newsroom.models import Desk, Mention, Outlet, OutsidePost, Piece, RoundUp
from folkmoot.newsroom.models.desk import of_shown_events
from folkmoot.newsroom.stream import Entry, Source, Stream, of_pieces, of_posts
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_keeper
from folkmoot.places.models import Place


class Told(Entry):
    """A round-up, as a line of the same list."""

    def __init__(self, round_up: RoundUp) -> None:
        super().__init__(round_up.published_at)
        self.round_up = round_up

    @property
    def thing(self) -> RoundUp:
        return self.round_up

    kind = property(lambda self: str(self.round_up._meta.verbose_name))
    words = property(lambda self: self.round_up.title)
    source = property(lambda self: str(self.round_up.by or ""))
    link = property(lambda self: "")
    licence = property(lambda self: "")
    session = property(lambda self: None)


def outlets_of(place: Place) -> list[Outlet]:
    """What is read for the place or somewhere inside it, by name."""
    rows = Outlet.objects.shown().filter(story=place.story, desk=None).at(place)
    return list(rows.select_related("organisation", "place").order_by("name", "pk")[:500])


def posts_at(place: Place) -> QuerySet:
    rows = OutsidePost.objects.shown().filter(story=place.story).at(place).newest_first()
    return rows.select_related("outlet", "desk__event", "session").prefetch_related("also__outlet")


def entries(place: Place) -> Stream:
    """Posts of the blogs around here, our own pieces and round-ups, the newest first: all of it. Only what may be sent
    on: this list is a feed and a file as well."""
    sources = [of_posts(posts_at(place))]
    if not place.story:
        pieces = Piece.objects.shown("onward").filter(desk__event__place__path__startswith=place.path)
        sources.append(of_pieces(pieces.select_related("by", "session", "desk__event")))
        round_ups = RoundUp.objects.shown().at(place).select_related("by")
        sources.append(Source(round_ups, F("published_at"), Told))
    return Stream(*sources)


def around(place: Place, person: Person | None) -> dict:
    """What the page of a place's newsroom shows beside its list."""
    today = timezone.localdate()
    keeps = outlets.may_add(person, today)
    waits = OutsidePost.objects.waiting().filter(desk=None, outlet__place__path__startswith=place.path)
    told = Mention.objects.waiting().filter(place=place)
    return {
        "place": place,
        "outlets": outlets_of(place),
        "may": keeps and not place.story,
        "begins": bool(person) and not place.story and is_keeper(person, today),
        "waiting": [post for post in waits.select_related("outlet")[:50] if post.may_be_curated_by(person)],
        "mentions": Mention.objects.shown().filter(place=place, is_repost=False)[:20],
        "mentions_waiting": [one for one in told[:20] if one.may_be_curated_by(person)],
        "desks": desks().filter(event__place__path__startswith=place.path)[:10],
    }


def desks() -> QuerySet:
    """Desks of events that everybody may see, the latest event first."""
    rows = Desk.objects.filter(of_shown_events("event"), event__story=False)
    return rows.select_related("event__place").order_by("-event__starts_at", "pk")


def desks_edited_by(person: Person) -> list[Desk]:
    """Those this person looks after, of events near enough for something to be posted about them; at most 50."""
    near = Desk.objects.gathering(timezone.localdate()).select_related("event").order_by("-event__starts_at", "pk")
    return [desk for desk in near[:200] if desk.may_be_edited_by(person)][:50]


def front(person: Person | None) -> dict:
    """The newest of the whole site, in a number of queries that does not depend on how much there is. Of reports only
    those that may be sent on: this is not the page of their event."""
    posts = OutsidePost.objects.shown().live().newest_first().select_related("outlet__place", "desk__event", "session")
    pieces = Piece.objects.shown("onward").select_related("by", "session", "desk__event")
    found = [
        Entry(post.published_at or post.found_at, post=post) for post in posts.prefetch_related("also__outlet")[:15]
    ]
    found += [Entry(piece.happened_at, piece=piece) for piece in pieces.newest_first()[:15]]
    places = Place.objects.filter(pk__in=Outlet.objects.shown().live().filter(desk=None).values("place"))
    return {
        "entries": sorted(found, key=lambda entry: entry.at, reverse=True)[:20],
        "round_ups": RoundUp.objects.shown().select_related("by", "desk__event", "place")[:5],
        "desks": desks()[:8],
        "places": places.order_by("name")[:50],
        "may": outlets.may_add(person, timezone.localdate()),
    }


def decide(post: OutsidePost, what: str, by: Person, sent: Mapping) -> None:
    """One of the things a curator does with a post, by its word."""
    if what == "show":
        key = sent.get("session", "")
        session = Session.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 18 else None
        post.approve(by, session)
    elif what == "leave-out":
        post.leave_out(by, sent.get("because", ""))
    elif what == "take-down":
        post.take_down(by, sent.get("because", ""))
    elif what == "apart":
        post.apart(by)
    elif what == "about":
        key = sent.get("event", "")
        desk = Desk.objects.filter(event=key).first() if key.isdecimal() and len(key) < 18 else None
        post.belongs_to(desk, by)
    else:
        raise Http404
