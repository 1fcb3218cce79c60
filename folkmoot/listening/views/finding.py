"""Finding what whoever asks may see. What may not be seen is as if it were not there."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import NotYours
from folkmoot.listening.models import Heard, Listening, Organiser, Patch, Slip
from folkmoot.listening.permissions import listens_somewhere, stewards_somewhere
from folkmoot.people.access import person_of


def check_listener(request: HttpRequest) -> None:
    """Whoever has the role of organiser or councillor."""
    if not listens_somewhere(request.user, timezone.localdate()):
        raise NotYours(_("This is for people who listen here: organisers and councillors. A keeper gives the role."))


def my_patches(request: HttpRequest):
    check_listener(request)
    return Patch.objects.listened_in_by(request.user, timezone.localdate()).select_related("place")


def patch_seen(request: HttpRequest, pk: int) -> Patch:
    found = Patch.objects.filter(pk=pk).select_related("place", "stays_with").first()
    if found is None or not found.is_seen_by(person_of(request), timezone.localdate()):
        raise NotYours(_("A patch is seen by those who listen in it and those who see to patches."))
    return found


def my_place_in(request: HttpRequest, patch: Patch) -> Organiser:
    found = Organiser.of(request.user, patch, timezone.localdate())
    if found is None:
        raise NotYours(_("You do not listen in this patch today."))
    return found


def listening_kept(request: HttpRequest, pk: int) -> Listening:
    """One that whoever asks keeps; nobody learns whether there is another."""
    rows = Listening.objects.select_related("patch__place", "kept_by__person")
    found = rows.filter(pk=pk).first()
    if found is None or not found.is_kept_by(person_of(request), timezone.localdate()):
        raise NotYours(_("What was heard is read by whoever heard it, and by nobody else."))
    return found


def heard_kept(request: HttpRequest, pk: int) -> Heard:
    found = Heard.objects.filter(pk=pk).select_related("listening__patch", "slip").first()
    listening_kept(request, found.listening_id if found else 0)
    return found


def check_steward(request: HttpRequest) -> None:
    """Whoever looks after private notes somewhere; of which place, the thing itself asks."""
    if not stewards_somewhere(request.user, timezone.localdate()):
        raise NotYours(_("This is for stewards of private notes."))


def heard_of_slip(slip: int) -> Heard:
    """Whoever holds this slip's code or link; 404 where nobody was heard with it, or they withdrew."""
    get_object_or_404(Slip, pk=slip)
    rows = Heard.objects.select_related("listening__patch__place", "slip")
    return get_object_or_404(rows, slip=slip, withdrawn_at=None)
