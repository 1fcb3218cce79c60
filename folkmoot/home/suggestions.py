"""What is suggested to somebody, answered together: a list that says something else of thirty entries asks thirty
times, and nobody opens thirty pages."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.directory.models.suggesting import (
    SUGGESTION,
    NeedsReason,
    NotThere,
    accept,
    changes_of,
    decline,
    entry_of,
)
from folkmoot.directory.trail import Change, changes_in_words
from folkmoot.home.waiting import waiting_for
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import signed_in
from folkmoot.requests.models import Request, RequestSet

A_PAGE = 20


class Row(NamedTuple):
    """One suggestion, what it is about if that is still there, what would change, and whether it is ticked."""

    asked: Request
    entry: Model | None
    changes: list[Change]
    ticked: bool


@signed_in("GET", "POST")
def suggestions(request: HttpRequest) -> HttpResponse:
    """Twenty at a time, the most pressing first: yes to those ticked, or no with one reason for all of them."""
    asked = _suggested_to(request)
    if request.method == "GET":
        return _page(request, asked)
    ticked = list(asked.filter(once__in=request.POST.getlist("one")[:A_PAGE]))
    because = request.POST.get("because", "").strip()[:4000]
    if not ticked:
        messages.warning(request, _("Nothing was ticked, so nothing was answered."))
    try:
        _answer(request, ticked, because)
    except NeedsReason as no:
        return _page(request, asked, {one.once for one in ticked}, no.words)
    return redirect("suggestions")


def _suggested_to(request: HttpRequest) -> RequestSet:
    return waiting_for(request.user, timezone.localdate()).filter(kind=SUGGESTION).select_related("asked_by")


def _page(
    request: HttpRequest, asked: RequestSet, ticked: Container[str] | None = None, problem: str = ""
) -> HttpResponse:
    rows = [_row(one, ticked is None or one.once in ticked) for one in asked[:A_PAGE]]
    about = {"rows": rows, "count": asked.count(), "problem": problem}
    return render(request, "home/suggestions.html", about, status=422 if problem else 200)


def _row(asked: Request, ticked: bool) -> Row:
    try:
        entry = entry_of(asked)
    except NotThere:
        return Row(asked, None, [], ticked)
    return Row(asked, entry, changes_in_words(entry, changes_of(asked)), ticked)


def _answer(request: HttpRequest, ticked: list[Request], because: str) -> None:
    """Each by itself: what cannot be done any more is said and keeps nothing else from being done."""
    says_yes, done = request.POST.get("do") != "decline", 0
    for one in ticked:
        try:
            (accept if says_yes else decline)(one, request.user, because)
            done += 1
        except NotThere as gone:
            one.close()
            messages.warning(request, gone.words)
        except NeedsReason:
            raise
        except Refusal as no:
            messages.error(request, _("“%(what)s” was left: %(why)s") % {"what": one.title, "why": no.words})
    if done and says_yes:
        messages.success(request, ngettext("Accepted: one.", "Accepted: %(n)d.", done) % {"n": done})
    elif done:
        said = ngettext("Declined with your reason: one.", "Declined with your reason: %(n)d.", done)
        messages.success(request, said % {"n": done})
