"""What is asked for: the list, one of them, and writing it step by step."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.decisions import checking, page, saying
from folkmoot.decisions.forms.asking import (
    BeginForm,
    DeciderForm,
    FilterForm,
    GroundForm,
    InterestForm,
    WayForm,
    WordsForm,
)
from folkmoot.decisions.models import Contrary, Ground, Proposition, Way
from folkmoot.decisions.sieve import narrowed
from folkmoot.decisions.views import finding
from folkmoot.kit import lists
from folkmoot.people.access import asks_the_noun, everyone, person_of, signed_in

STEPS = {"interest": InterestForm, "decider": DeciderForm, "words": WordsForm}


@everyone("GET")
def propositions(request: HttpRequest) -> HttpResponse:
    """What was asked of whom, and how it stands: what waits longest first."""
    today, filters = timezone.localdate(), FilterForm(request.GET)
    filters.is_valid()
    found = narrowed(Proposition.objects.shown().live(), filters.cleaned_data, today)
    rows = found.with_answer().select_related("post__organisation", "organisation", "place", "body", "by")
    where = filters.cleaned_data.get("place")
    title = _("What we ask for in %(place)s") % {"place": where} if where else _("What we ask for")
    context = {"filters": filters, "sentence": saying.of_all(found, today), "today": today}
    context["drafts"] = page.drafts_of(person_of(request), today)
    return lists.answer(request, title, rows, COLUMNS, "decisions/propositions.html", **context)


@everyone("GET")
def proposition(request: HttpRequest, pk: int) -> HttpResponse:
    """One: the exact words, what it rests on, who stands behind it, what was answered, what follows."""
    found = finding.proposition(request, pk)
    return render(request, "decisions/proposition.html", page.of(found, person_of(request), timezone.localdate()))


@everyone("GET")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on one sheet of paper, for a meeting or a letter."""
    found, today = finding.proposition(request, pk), timezone.localdate()
    return render(request, "decisions/sheet.html", page.of(found, None, today))


@signed_in("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Begin with what people want."""
    told = {name: request.GET[name] for name in ("title", "demand", "place") if name in request.GET}
    form = BeginForm(request.POST or None, by=request.user, initial=told)
    if request.method == "POST" and form.is_valid():
        return redirect("decisions:step", form.make().pk, "interest")
    return render(request, "decisions/new.html", {"form": form})


@asks_the_noun("GET", "POST")
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One step of writing it."""
    found = finding.mine(request, pk)
    form_of = STEPS.get(name)
    if form_of is None:
        raise Http404
    form = form_of(request.POST or None, proposition=found)
    if request.method == "POST" and form.is_valid():
        form.save(request.user)
        return redirect(page.after(found, name))
    return render(request, "decisions/step.html", page.writing(found, name) | {"form": form})


@asks_the_noun("GET", "POST")
def ways(request: HttpRequest, pk: int) -> HttpResponse:
    """The ways it could be met, and what each side gains."""
    found = finding.mine(request, pk)
    form = WayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        Way.add(found, request.user, **form.cleaned_data)
        return redirect("decisions:ways", pk)
    return render(
        request, "decisions/ways.html", page.writing(found, "ways") | {"form": form, "ways": found.ways.all()}
    )


@asks_the_noun("POST")
def choose_way(request: HttpRequest, pk: int, way: int) -> HttpResponse:
    found = finding.mine(request, pk)
    get_object_or_404(found.ways, pk=way).choose(request.user)
    return redirect("decisions:ways", pk)


@asks_the_noun("POST")
def drop_way(request: HttpRequest, pk: int, way: int) -> HttpResponse:
    finding.mine(request, pk).ways.filter(pk=way).delete()
    return redirect("decisions:ways", pk)


@asks_the_noun("GET", "POST")
def grounds(request: HttpRequest, pk: int) -> HttpResponse:
    """What it rests on."""
    found = finding.mine(request, pk)
    form = GroundForm(request.POST or None, initial={"sort": Ground.Sort.SAID})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        thing = page.thing_at(said["address"], request.user)
        Ground.lay(found, request.user, said["sort"], said["title"], thing, said["address"])
        return redirect("decisions:grounds", pk)
    near = page.grounds_near(found, request.user, timezone.localdate())
    context = {"form": form, "grounds": found.grounds.all(), "near": near}
    return render(request, "decisions/grounds.html", page.writing(found, "grounds") | context)


@asks_the_noun("POST")
def drop_ground(request: HttpRequest, pk: int, ground: int) -> HttpResponse:
    finding.mine(request, pk).grounds.filter(pk=ground).delete()
    return redirect("decisions:grounds", pk)


@asks_the_noun("GET", "POST")
def put(request: HttpRequest, pk: int) -> HttpResponse:
    """The last look: what is missing for a plain yes; then it is put."""
    found = finding.mine(request, pk)
    if request.method == "POST":
        found.put(request.user)
        words = _("Put. %(who)s has been asked, where they are here; everyone can read it.")
        messages.success(request, words % {"who": found.decider()})
        return redirect(found)
    checks = checking.checks(found, timezone.localdate())
    return render(request, "decisions/put.html", page.writing(found, "put") | {"checks": checks})


@asks_the_noun("POST")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = finding.mine(request, pk)
    found.withdraw(request.user, request.POST.get("because", "")[:400])
    messages.success(request, _("Withdrawn. Those who were asked see that it no longer waits."))
    return redirect(found)


@asks_the_noun("POST")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """A new draft that follows from this one."""
    found = finding.mine(request, pk)
    how = request.POST.get("how", "")
    made = found.ask_again(request.user, how, once=f"{how} {pk} {found.followed_by.count()}")
    return redirect("decisions:step", made.pk, "decider")


@asks_the_noun("POST")
def contrary(request: HttpRequest, pk: int) -> HttpResponse:
    """Only one of this and another can be agreed."""
    found, other = finding.mine(request, pk), request.POST.get("other", "")
    theirs = finding.proposition(request, int(other) if other.isdecimal() and len(other) < 12 else 0)
    Contrary.say(found, theirs, request.user, request.POST.get("because", ""))
    messages.success(request, _("Each now shows the other."))
    return redirect(found)


@asks_the_noun("POST")
def take_contrary_back(request: HttpRequest, pk: int, contrary: int) -> HttpResponse:
    found = finding.proposition(request, pk)
    get_object_or_404(Contrary.objects.of(found), pk=contrary).take_back(request.user)
    return redirect(found)


COLUMNS = (
    ("title", gettext_lazy("Asked for"), "title"),
    ("words", gettext_lazy("The exact words"), "words"),
    ("decider", gettext_lazy("Asked of"), lambda one: one.decider()),
    ("due_on", gettext_lazy("Answer asked for by"), "due_on"),
    ("state", gettext_lazy("How it stands"), lambda one: str(saying.TAGS[saying.state_of(one)][0])),
    ("who", gettext_lazy("Who asks"), lambda one: str(one.body or one.by or "")),
    ("place", gettext_lazy("Place"), lambda one: str(one.place or "")),
    ("put_at", gettext_lazy("Asked on"), lambda one: timezone.localdate(one.put_at) if one.put_at else ""),
)
