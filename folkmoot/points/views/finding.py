"""Finding a theming or a theme for whoever asks."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import NotYours
from folkmoot.people.access import person_of
from folkmoot.people.models import Person, Role
from folkmoot.people.permissions import acts_for
from folkmoot.points.models import Theme, Theming

MAY_BEGIN = (Role.Kind.ORGANISER, Role.Kind.CONVENOR, Role.Kind.STEWARD, Role.Kind.COUNCILLOR, Role.Kind.KEEPER)


def worked_on(request: HttpRequest, pk: int) -> Theming:
    """The theming, for its team; NotYours for everybody else, whether there is one or not."""
    found = Theming.objects.filter(pk=pk).select_related("place").first()
    if found is None or not found.is_worked_on_by(person_of(request), timezone.localdate()):
        raise NotYours(_("Only the team that makes these themes works here."))
    return found


def seen(request: HttpRequest, pk: int) -> Theming:
    """One that is published, or that whoever asks works on; 404 otherwise."""
    found = get_object_or_404(Theming.objects.select_related("place", "published_by"), pk=pk)
    if not found.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    return found


def theme_seen(request: HttpRequest, pk: int) -> Theme:
    """One that whoever asks may read; of one with no team, whoever carries it on may always."""
    found = get_object_or_404(Theme.objects.standing().select_related("theming", "owner", "organisation"), pk=pk)
    person, day = person_of(request), timezone.localdate()
    carries = found.theming is None and found.is_carried_by(person, day)
    if not (carries or found.is_visible_to(person, day)):
        raise Http404
    return found


def theme_of(theming: Theming, said: str) -> Theme:
    """The theme of that number among these; 404 otherwise."""
    return get_object_or_404(theming.themes.standing(), pk=said if said.isdecimal() and len(said) < 18 else 0)


def may_begin(person: Person, day) -> bool:
    """Whoever organises, convenes, represents, looks after private notes or keeps the site."""
    return Role.objects.held_on(day).filter(person__in=acts_for(person, day), kind__in=MAY_BEGIN).exists()


def keys(request: HttpRequest, name: str, most: int = 500) -> list[int]:
    return [int(key) for key in request.POST.getlist(name) if key.isdecimal() and len(key) < 18][:most]
