"""The event that an address names, for whoever asks."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.events.models import Event
from folkmoot.kit.refusals import NotYours
from folkmoot.people.access import person_of


def visible(request: HttpRequest, pk: int) -> Event:
    """The event, if this visitor may see it; 404 otherwise, as if there were none."""
    every = Event.objects.select_related("place", "venue", "stage", "series", "standing", "talk__standing")
    found = get_object_or_404(every, pk=pk)
    if not found.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    return found


def run_by(request: HttpRequest, pk: int) -> Event:
    """The event, if this person looks after it; NotYours if they may only see it."""
    found = visible(request, pk)
    if not found.may_be_run_by(person_of(request), timezone.localdate()):
        raise NotYours(_("Only those who hold this event can do that."))
    return found
