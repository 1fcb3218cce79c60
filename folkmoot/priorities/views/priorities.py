"""What a place puts first: the list, one priority with its evidence, and putting one down."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit import lists
from folkmoot.people.access import asks_the_noun, everyone, person_of, signed_in
from folkmoot.places.models import Place
from folkmoot.priorities import citing, weighing
from folkmoot.priorities.forms.priority import EvidenceForm, PriorityForm
from folkmoot.priorities.models import Priority


@everyone("GET")
def priorities(request: HttpRequest) -> HttpResponse:
    """What is put first, how many stand behind each and how loud they were."""
    rows = Priority.objects.shown().live().select_related("place", "organisation").prefetch_related("evidence__heard")
    where = Place.objects.filter(slug=request.GET.get("place", "")[:80]).first()
    rows = rows.at(where) if where else rows
    shelf = weighing.Shelf(list(rows.wanting()[:200]))
    context = {"where": where, "shelf": shelf, "sentence": shelf.sentence()}
    return lists.answer(request, _("What is put first"), rows, COLUMNS, "priorities/priorities.html", **context)


@everyone("GET")
def priority(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: the demand, why it matters, what stands behind it, who was not heard, what they would trade."""
    found, person = _visible(request, pk), person_of(request)
    evidence = list(found.evidence.select_related("question").prefetch_related("heard"))
    context = {
        "priority": found,
        "evidence": evidence,
        "sentence": weighing.people_words(evidence),
        "manner": weighing.manner(evidence),
        "unheard": weighing.unheard(found, evidence),
        "trades": weighing.trade(found),
        "edits": found.may_be_run_by(person, timezone.localdate()),
    }
    return render(request, "priorities/priority.html", context)


@signed_in("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    thing = citing.thing_at(request.GET.get("about", ""), request.user)
    form = PriorityForm(request.POST or None, by=request.user, initial=citing.begun_from(thing))
    if request.method == "POST" and form.is_valid():
        return redirect(form.keep())
    return render(request, "priorities/priority_edit.html", {"form": form, "thing": thing})


@asks_the_noun("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    found.check_runner(request.user)
    names = ("demand", "because", "enough", "words", "place", "affected", "unheard")
    first = {name: getattr(found, name) for name in names}
    first |= {"people": found.people.all(), "types": found.types.all()}
    form = PriorityForm(request.POST or None, by=request.user, priority=found, initial=first)
    if request.method == "POST" and form.is_valid():
        return redirect(form.keep())
    return render(request, "priorities/priority_edit.html", {"form": form, "priority": found})


@asks_the_noun("GET", "POST")
def cite(request: HttpRequest, pk: int) -> HttpResponse:
    """One more row of evidence."""
    found = _visible(request, pk)
    found.check_runner(request.user)
    first = {name: request.GET[name] for name in ("method", "title", "address", "people") if name in request.GET}
    thing = citing.thing_at(request.GET.get("about", ""), request.user)
    first |= citing.prefilled(thing) if thing else {}
    form = EvidenceForm(request.POST or None, by=request.user, initial=first)
    if request.method == "POST" and form.is_valid():
        form.cite(found)
        messages.success(request, _("It stands beside the others."))
        return redirect(found)
    context = {"form": form, "priority": found, "near": citing.near(found)}
    return render(request, "priorities/cite.html", context)


@asks_the_noun("POST")
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """It was met, or let go, or is wanted again; with the reason."""
    found = _visible(request, pk)
    found.settle(request.user, request.POST.get("state", ""), request.POST.get("because", ""))
    return redirect(found)


def _visible(request: HttpRequest, pk: int) -> Priority:
    found = get_object_or_404(Priority.objects.select_related("place", "organisation", "by", "standing"), pk=pk)
    if not found.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    return found


COLUMNS = (
    ("words", gettext_lazy("Priority"), "words"),
    ("place", gettext_lazy("Place"), lambda one: str(one.place or "")),
    ("least", gettext_lazy("Separate people, at least"), lambda one: weighing.shown(one)[0]),
    ("most", gettext_lazy("Separate people, at most"), lambda one: weighing.shown(one)[1]),
    ("methods", gettext_lazy("Methods"), lambda one: sorted({row.get_method_display() for row in one.evidence.all()})),
    ("affected", gettext_lazy("Who is touched most"), "affected"),
    ("state", gettext_lazy("How it stands"), lambda one: one.get_state_display()),
)
