"""All questions: open ones first, then what others came to; and every idea on a map."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit import lists
from folkmoot.people.access import everyone
from folkmoot.places.models import Place
from folkmoot.priorities import answers, ideas
from folkmoot.priorities.models import Question


@everyone("GET")
def questions(request: HttpRequest) -> HttpResponse:
    """What people are asked here, and what they said."""
    every = Question.objects.shown().live().select_related("place", "organisation", "by", "round", "round__closure")
    where = Place.objects.filter(slug=request.GET.get("place", "")[:80]).first()
    every = every.at(where) if where else every
    open_ones = list(every.open())
    rows = every.exclude(pk__in=[one.pk for one in open_ones]).prefetch_related("found")
    context = {"open": open_ones, "sentence": answers.of_all(open_ones, rows), "where": where}
    return lists.answer(request, _("Questions"), rows, COLUMNS, "priorities/questions.html", **context)


@everyone("GET")
def on_a_map(request: HttpRequest) -> HttpResponse:
    """What people put, with its support, on a map and as a table."""
    where = Place.objects.filter(slug=request.GET.get("place", "")[:80]).first()
    found = ideas.shown(where)
    context = {"where": where, "sentence": ideas.sentence(found), "things": ideas.mapped(found)}
    return lists.answer(request, _("Ideas on a map"), found, OF_AN_IDEA, "priorities/ideas.html", **context)


OF_AN_IDEA = (
    ("words", gettext_lazy("Idea"), "words"),
    ("place", gettext_lazy("Place"), lambda one: str(one.place or "")),
    ("support", gettext_lazy("Support"), "support"),
    ("whence", gettext_lazy("From"), "whence"),
)
COLUMNS = (
    ("words", gettext_lazy("Question"), "words"),
    ("asked_of", gettext_lazy("Who was asked"), "asked_of"),
    ("place", gettext_lazy("Place"), lambda one: str(one.place or "")),
    ("asked_at", gettext_lazy("Asked on"), lambda one: one.asked_at.date()),
    ("closed_on", gettext_lazy("Closed on"), answers.closed_on),
    ("voices", gettext_lazy("People"), answers.voices),
)
