"""The list of promises, one promise, making one, and saying what came of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit import lists
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import asks_the_noun, everyone, person_of, signed_in
from folkmoot.places.models import Place
from folkmoot.promises import saying
from folkmoot.promises.forms import FilterForm, PromiseForm, SayForm, day_sent
from folkmoot.promises.models import Milestone, Promise, PutOff
from folkmoot.promises.sieve import narrowed


@everyone("GET")
def promises(request: HttpRequest) -> HttpResponse:
    """Who promised what by when, and how it stands."""
    today = timezone.localdate()
    filters = FilterForm(request.GET)
    filters.is_valid()
    where = filters.cleaned_data.get("place")
    found = narrowed(Promise.objects.shown().live(), filters.cleaned_data, today)
    rows = found.select_related("holder", "organisation", "outcome", "place").most_pressing_first()
    title = _("Promises in %(place)s") % {"place": where} if where else _("Promises")
    context = {"filters": filters, "sentence": saying.of_all(found, today), "tag": saying.tag, "today": today}
    return lists.answer(request, title, rows, COLUMNS, "promises/promises.html", **context)


@everyone("GET")
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """One promise: how it stands, what was said of it, and what this person can do."""
    found = _visible(request, pk)
    today, person = timezone.localdate(), person_of(request)
    context = {
        "promise": found,
        "sentence": saying.of_one(found, today),
        "tag": saying.tag(found, today),
        "state": found.state(today),
        "mine": found.is_held_by(person, today),
        "put_offs": found.put_offs.all(),
        "on_the_way": saying.of_milestones(found, today),
        "milestones": [(one, one.slipped(today), one.is_late(today)) for one in found.milestones.all()],
        "words": found.words.shown().select_related("by"),
        "form": SayForm(needs_words=False),
    }
    return render(request, "promises/promise.html", context)


@signed_in("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Make a promise, for oneself or a body; or write down what somebody else promised. ?place= is a slug."""
    place = Place.objects.live().select_related("parent").filter(slug=request.GET.get("place", "")).first()
    form = PromiseForm(request.POST or None, by=request.user, initial={"place": place} if place else {})
    if request.method == "POST" and form.is_valid() and (made := form.made()):
        if not made.is_agreed():
            messages.success(request, _("Written down. They are asked whether it is so; it shows once they say yes."))
        return redirect(made)
    return render(request, "promises/new.html", {"form": form})


@asks_the_noun("POST")
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    found, (words, evidence) = _visible(request, pk), _said(request, needs_words=False)
    found.keep(request.user, words, evidence)
    messages.success(request, _("Kept. Thank you."))
    return redirect(found)


@asks_the_noun("POST")
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    found, (words, _evidence) = _visible(request, pk), _said(request, needs_words=False)
    found.drop(request.user, words)
    return redirect(found)


@asks_the_noun("POST")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    found.reopen(request.user)
    return redirect(found)


@asks_the_noun("POST")
def step(request: HttpRequest, pk: int) -> HttpResponse:
    found, (words, evidence) = _visible(request, pk), _said(request, needs_words=False)
    number = request.POST.get("number", "")
    found.step(request.user, int(number) if number.isdecimal() and len(number) < 5 else 0, words, evidence)
    return redirect(found)


@asks_the_noun("POST")
def put_off(request: HttpRequest, pk: int) -> HttpResponse:
    found, (words, _evidence) = _visible(request, pk), _said(request, needs_words=False)
    PutOff.to(found, day_sent(request.POST), request.user, words)
    messages.success(request, _("Put off. The day it was for stays beside it, with your reason."))
    return redirect(found)


@asks_the_noun("POST")
def milestones(request: HttpRequest, pk: int) -> HttpResponse:
    """Name one."""
    found = _visible(request, pk)
    Milestone.set(found, request.POST.get("name", ""), day_sent(request.POST), request.user)
    return redirect(found)


@asks_the_noun("POST")
def milestone(request: HttpRequest, pk: int, milestone: int) -> HttpResponse:
    """It is reached or not after all, for another day, or a slip of the pen."""
    one = get_object_or_404(_visible(request, pk).milestones, pk=milestone)
    words, evidence = _said(request, needs_words=False)
    verbs = {
        "reach": lambda: one.reach(request.user, evidence),
        "back": lambda: one.take_back(request.user),
        "move": lambda: one.move(day_sent(request.POST), request.user, words),
        "out": lambda: one.take_out(request.user),
    }
    asked = request.POST.get("do", "")
    if asked not in verbs:
        raise Refusal(
            _("Say what became of it: reached, not after all, moved, or written by mistake. Nothing was changed.")
        )
    verbs[asked]()
    return redirect(one.promise)


@asks_the_noun("POST")
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    found, (words, evidence) = _visible(request, pk), _said(request)
    found.explain(request.user, words, evidence)
    return redirect(found)


@asks_the_noun("POST")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    found, (words, _evidence) = _visible(request, pk), _said(request, needs_words=False)
    found.ask(request.user, words)
    messages.success(request, _("Asked. Whoever promised it has been told."))
    return redirect(found)


@asks_the_noun("POST")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    found.confirm(request.user, request.POST.get("answer") == "yes", request.POST.get("words", "")[:4000])
    return redirect(found if found.is_visible_to(request.user, timezone.localdate()) else "promises:promises")


def _visible(request: HttpRequest, pk: int) -> Promise:
    """The promise, if this visitor may see it; 404 otherwise, as if there were none."""
    every = Promise.objects.select_related("holder", "organisation", "outcome", "place", "standing", "entered_by")
    found = get_object_or_404(every, pk=pk)
    if not found.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    return found


def _said(request: HttpRequest, needs_words: bool = True) -> tuple[str, str]:
    return SayForm(request.POST, needs_words=needs_words).said()


COLUMNS = (
    ("what", gettext_lazy("Promise"), "what"),
    ("whose", gettext_lazy("Who"), lambda promise: promise.whose()),
    ("due_on", gettext_lazy("Due"), lambda promise: promise.due_on or promise.due_words),
    ("state", gettext_lazy("How it stands"), lambda promise: promise.state(timezone.localdate())),
    ("done", gettext_lazy("Times done"), lambda promise: promise.steps_done if promise.steps else ""),
    ("of", gettext_lazy("Times promised"), lambda promise: promise.steps or ""),
    ("place", gettext_lazy("Place"), lambda promise: str(promise.place or "")),
    ("said_at", gettext_lazy("Said at"), "said_at"),
    ("made_on", gettext_lazy("Promised on"), "made_on"),
)
