"""One question: asking it, what it came to, and the files from which anybody can count again."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from folkmoot.kit.writers import csv_rows
from folkmoot.people.access import everyone, person_of, signed_in
from folkmoot.people.permissions import is_moderator
from folkmoot.priorities import recount
from folkmoot.priorities.forms.question import QuestionForm
from folkmoot.priorities.models import RULES, Question
from folkmoot.priorities.page import Page


def visible(request: HttpRequest, pk: int) -> Question:
    """The question, if this visitor may see it; 404 otherwise."""
    every = Question.objects.select_related("place", "organisation", "by", "round", "round__closure", "standing")
    found = get_object_or_404(every, pk=pk)
    if not found.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    return found


@everyone("GET")
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked, of whom and what for; and what it came to, once that may be shown."""
    found, person, today = visible(request, pk), person_of(request), timezone.localdate()
    context = {
        "question": found,
        "page": Page(found, found.result()),
        "open": found.is_open(),
        "runs": found.may_be_run_by(person, today),
        "moderates": bool(person) and is_moderator(person, today),
    }
    return render(request, "priorities/question.html", context)


@everyone("GET")
def statements(request: HttpRequest, pk: int) -> HttpResponse:
    """All statements, whose they are, and the rules by which they were let in."""
    found = visible(request, pk)
    rows = found.statements.shown().select_related("point__place")
    return render(request, "priorities/statements.html", {"question": found, "rows": rows, "rules": RULES})


@signed_in("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Put a question."""
    first = {name: request.GET[name] for name in ("words", "kind", "lines", "about") if name in request.GET}
    form = QuestionForm(request.POST or None, by=request.user, initial=first)
    if request.method == "POST" and form.is_valid():
        return redirect(form.ask())
    return render(request, "priorities/new.html", {"form": form})


@everyone("GET")
def votes_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Every vote that is in the result, shuffled, without name or time: comment-id, voter-id, vote."""
    return _file(visible(request, pk), "votes", recount.votes)


@everyone("GET")
def statements_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The statements: comment-id, moderated (1 in, -1 out), comment-body."""
    return _file(visible(request, pk), "statements", recount.statements)


@everyone("GET")
def weights_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What the weighted figures come from: what each kind of people said together."""
    return _weighing(visible(request, pk), "weights", recount.weights)


@everyone("GET")
def population_file(request: HttpRequest, pk: int) -> HttpResponse:
    """How many people of each kind the place has: margin, kind, people."""
    return _weighing(visible(request, pk), "population", recount.population)


def _weighing(found: Question, name: str, rows) -> HttpResponse:
    if not Page(found, found.result()).may_have_weights:
        raise Http404
    return _file(found, name, rows)


def _file(found: Question, name: str, rows) -> HttpResponse:
    if not Page(found, found.result()).may_have_file:
        raise Http404
    header, lines = rows(found)
    answer = HttpResponse(b"".join(csv_rows(header, lines)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{found.pk}.csv"'
    return answer
