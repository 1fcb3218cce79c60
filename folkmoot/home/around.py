"""What stands around a programme and a place, from every app, as short lists: for their own pages.

A programme has no events, promises or offers of its own: they are of the body that leads it, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.decisions.models import Proposition
from folkmoot.directory.models import Ask, Offer, Organisation, Party, Programme
from folkmoot.events.models import Event
from folkmoot.library.models import Toolkit
from folkmoot.newsroom.models import OutsidePost, Piece, RoundUp
from folkmoot.people.models import Person
from folkmoot.places.models import Place
from folkmoot.promises.models import Promise

FEW = 5


class Rows(NamedTuple):
    """One short list: its heading, and its rows (title, address, a few words beside it)."""

    key: str
    name: str
    rows: list[tuple[str, str, str]]


def of_programme(programme: Programme, _person: Person | None) -> dict:
    """For `home/_around.html`: what the body that leads it holds, promised, offers, asks and was written about."""
    if programme.story:
        return {"around": []}
    body, now = programme.organisation, timezone.now()
    selves = body.selves()
    ours = Event.objects.shown().live().filter(hosts__organisation__in=selves).distinct()
    about = Q(desk__event__in=ours.values("pk"))
    wanted = {"organisation__in": selves}
    lists = [
        Rows("events", _("Coming, held by %(body)s") % {"body": body}, rows_of(ours.coming(now)[:FEW], _when)),
        Rows("promises", _("Promised by %(body)s") % {"body": body}, rows_of(_promised(selves), _due)),
        Rows("money", _("Who pays for it"), rows_of(_funders(programme))),
        Rows("offers", _("Offered by %(body)s") % {"body": body}, rows_of(_open(Offer, wanted))),
        Rows("asks", _("Asked for by %(body)s") % {"body": body}, rows_of(_open(Ask, wanted))),
        Rows("asked", _("What %(body)s asks of whoever can decide") % {"body": body}, rows_of(_asked(selves))),
        Rows("reports", _("Reported from its events"), rows_of(_reports(about), _told_at)),
        Rows("elsewhere", _("Written elsewhere"), rows_of(_posts(about, selves), lambda post: post.source())),
        Rows("round-ups", _("Round-ups"), rows_of(RoundUp.objects.shown().filter(about)[:FEW], _published)),
    ]
    return {"around": [each for each in lists if each.rows]}


def of_place(place: Place, _person: Person | None) -> dict:
    """For `home/_around.html`: what reporters here kept, the round-ups, and the toolkits; posts elsewhere stand on
    their own."""
    if place.story:
        return {"around": []}
    about = Q(desk__event__place__path__startswith=place.path)
    kits = Toolkit.objects.live().shown().filter(place__path__startswith=place.path).order_by("title", "pk")
    round_ups = RoundUp.objects.shown().at(place).select_related("place", "desk__event")
    lists = [
        Rows("reports", _("Reported from here"), rows_of(_reports(about), _told_at)),
        Rows("round-ups", _("Round-ups"), rows_of(round_ups[:FEW], _published)),
        Rows("toolkits", _("Toolkits and howtos"), rows_of(kits[:FEW])),
    ]
    return {"around": [each for each in lists if each.rows]}


def rows_of(things: Iterable, beside=lambda _thing: "") -> list[tuple[str, str, str]]:
    """Each with its address and, from `beside`, a few words."""
    return [(str(thing), thing.get_absolute_url(), str(beside(thing))) for thing in things]


def _promised(selves) -> Iterable[Promise]:
    rows = Promise.objects.shown().live().filter(organisation__in=selves).open()
    return rows.order_by("due_on", "pk")[:FEW]


def _funders(programme: Programme) -> Iterable[Organisation]:
    paid = Party.objects.filter(activity__programme__in=programme.selves(), role=Party.Role.FUNDS)
    return Organisation.objects.shown().filter(pk__in=paid.values("organisation"), same_as=None).order_by("name")[:FEW]


def _open(model, wanted: dict) -> Iterable:
    return model.objects.live().shown().filter(same_as=None, **wanted).open().order_by("-entered_at", "pk")[:FEW]


def _asked(selves) -> Iterable[Proposition]:
    rows = Proposition.objects.shown().live().filter(body__in=selves, withdrawn_at=None)
    return rows.order_by("-put_at", "-pk")[:FEW]


def _reports(about: Q) -> Iterable[Piece]:
    """Only those that may be sent on: this is not the page of their event."""
    return Piece.objects.shown("onward").filter(about).select_related("desk__event").newest_first()[:FEW]


def _posts(about: Q, selves) -> Iterable[OutsidePost]:
    rows = OutsidePost.objects.shown().live().filter(about | Q(outlet__organisation__in=selves))
    return rows.select_related("outlet").newest_first()[:FEW]


def _when(event: Event) -> str:
    return date_format(event.local(event.starts_at), "j F Y") if event.starts_at else event.when_said


def _due(promise: Promise) -> str:
    return date_format(promise.due_on, "j F Y") if promise.due_on else promise.due_words


def _told_at(piece: Piece) -> str:
    return str(piece.desk.event)


def _published(one: RoundUp) -> str:
    return date_format(timezone.localtime(one.published_at), "j F Y")
