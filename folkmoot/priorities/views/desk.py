"""For those who ask: statements of their own, closing, signs of floods. For moderators: statements that wait."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.forms.fields import Pounds
from folkmoot.kit.refusals import NotYours
from folkmoot.people.access import asks_the_noun
from folkmoot.people.permissions import is_moderator
from folkmoot.priorities import counting, saying
from folkmoot.priorities.models import RULES, Question, Statement, Vouch
from folkmoot.priorities.sums import maps
from folkmoot.priorities.views.question import visible


def pence(words: str) -> int | None:
    """Pence of "£900"; None where it is no sum of money."""
    try:
        return Pounds().clean(words[:30])
    except ValidationError:
        return None


def run_by(request: HttpRequest, pk: int) -> Question:
    """The question, for those who run it."""
    found = visible(request, pk)
    found.check_runner(request.user)
    return found


@asks_the_noun("GET")
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    found = run_by(request, pk)
    is_map = found.kind == Question.Kind.STATEMENTS
    context = {
        "question": found,
        "open": found.is_open(),
        "batches": found.batches.all(),
        "vouches": Vouch.may_be_given_by(request.user, found.place),
        "floods": maps.floods(list(counting.spoken_of(found).values()), counting.keys_of(found)) if is_map else [],
        "waiting": found.statements.waiting().count(),
    }
    return render(request, "priorities/desk.html", context)


@asks_the_noun("POST")
def seed(request: HttpRequest, pk: int) -> HttpResponse:
    """One more statement of those who ask."""
    found = run_by(request, pk)
    price = pence(request.POST.get("price", ""))
    place = saying.place_said(request.POST.get("place", ""))
    Statement.add(found, request.POST.get("words", "")[:1000], request.user, price, place=place)
    return redirect("priorities:desk", found.pk)


@asks_the_noun("POST")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    found = run_by(request, pk)
    found.close(request.user, request.POST.get("because", "")[:400])
    messages.success(request, _("Closed. The result is counted within some minutes."))
    return redirect(found)


@asks_the_noun("POST")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    found = run_by(request, pk)
    found.reopen(request.user)
    messages.success(request, _("Open again."))
    return redirect(found)


def _for_moderators(request: HttpRequest, pk: int) -> Question:
    if not is_moderator(request.user, timezone.localdate()):
        raise NotYours(_("Moderators and keepers look at statements, so that those who ask do not choose the answers."))
    return visible(request, pk)


@asks_the_noun("GET")
def waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """Statements put by people, to be looked at by the published rules."""
    found = _for_moderators(request, pk)
    rows = found.statements.waiting().select_related("point__place")
    return render(request, "priorities/waiting.html", {"question": found, "rows": rows, "rules": RULES})


@asks_the_noun("POST")
def judge(request: HttpRequest, pk: int, statement: int) -> HttpResponse:
    """Let one in, or leave it out by which rule."""
    found = _for_moderators(request, pk)
    one = get_object_or_404(found.statements.select_related("point"), pk=statement)
    if request.POST.get("do") == "in":
        one.let_in(request.user)
    else:
        one.leave_out(request.user, request.POST.get("rule", ""), request.POST.get("because", "")[:400])
    messages.success(request, _("Decided. Whoever put it is told why."))
    return redirect("priorities:waiting", found.pk)
