"""The thing that an address names, for whoever asks: 404 where they may not see it, as if there were none."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.events.models import Event
from folkmoot.kit.refusals import NotYours
from folkmoot.newsroom.models import Desk, Piece
from folkmoot.people.access import person_of


def event_of(request: HttpRequest, pk: int) -> Event:
    found = get_object_or_404(Event.objects.select_related("place", "venue", "standing"), pk=pk)
    if not found.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    return found


def may_open(event: Event, person) -> None:
    """NotYours, unless this person holds the event."""
    if not event.may_be_run_by(person, timezone.localdate()):
        raise NotYours(_("Whoever holds this event opens its reporters’ desk."))


def desk_of(request: HttpRequest, pk: int) -> Desk:
    """The reporters' desk of an event; 404 where nobody opened one."""
    event = event_of(request, pk)
    desk = get_object_or_404(Desk, event=event)
    desk.event = event
    return desk


def written_by(request: HttpRequest, pk: int) -> Desk:
    """The desk, for those on its rota and those who look after it; NotYours for others."""
    desk = desk_of(request, pk)
    if not desk.may_be_written_by(person_of(request)):
        raise NotYours(_("Reporters on the rota keep what happens here. Ask those who hold the event to join."))
    return desk


def edited_by(request: HttpRequest, pk: int) -> Desk:
    """The desk, for those who look after it; NotYours for others."""
    desk = desk_of(request, pk)
    if not desk.may_be_edited_by(person_of(request)):
        raise NotYours(_("Those who hold this event, and its editors, can do that."))
    return desk


def piece_of(request: HttpRequest, pk: int) -> Piece:
    """A piece that whoever asks may see."""
    rows = Piece.objects.select_related("desk__event__place", "desk__event__standing", "session", "by", "standing")
    found = get_object_or_404(rows, pk=pk)
    if not found.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    return found


def piece_changed_by(request: HttpRequest, pk: int) -> Piece:
    """A piece, for its reporter and its desk; NotYours for others who may see it."""
    found = piece_of(request, pk)
    if not found.may_be_changed_by(person_of(request)):
        raise NotYours(_("Whoever kept this, or an editor, can change it."))
    return found
