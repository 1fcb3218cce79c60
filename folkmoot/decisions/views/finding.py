"""Finding what a page is about, for whoever asks: 404 where they may not see it, as if there were none."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from folkmoot.decisions.models import Decision, Proposition, Response
from folkmoot.kit.refusals import NotYours
from folkmoot.people.access import person_of


def proposition(request: HttpRequest, pk: int) -> Proposition:
    rows = Proposition.objects.select_related(
        "post__organisation", "organisation", "body", "by", "place", "standing", "term", "follows"
    )
    found = get_object_or_404(rows, pk=pk)
    if not found.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    return found


def mine(request: HttpRequest, pk: int) -> Proposition:
    """One that this person may change."""
    found = proposition(request, pk)
    if not found.is_asked_by(person_of(request), timezone.localdate()):
        raise NotYours(f"Those who ask for “{found.title}” change it.")
    return found


def standing_answer(request: HttpRequest, pk: int) -> Response:
    answer = proposition(request, pk).answer()
    if answer is None:
        raise Http404
    return answer


def decision(request: HttpRequest, pk: int) -> Decision:
    rows = Decision.objects.select_related("body", "by", "place", "standing", "settlement", "decider")
    found = get_object_or_404(rows, pk=pk)
    if not found.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    return found
