"""The queue, one thing in it, rulings and the public log, and how a report stands."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.journal.sorts import name_of
from folkmoot.kit import codes, lists
from folkmoot.kit.refusals import NotYours
from folkmoot.moderation.forms import AppealForm, DecisionForm, FindReportForm, RulingForm
from folkmoot.moderation.models import Report, Rule, Ruling, Standing
from folkmoot.people.access import asks_the_noun, everyone, person_of
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_moderator
from folkmoot.requests.models import Request


@asks_the_noun("GET")
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, urgent first, then the oldest; and appeals this person may decide."""
    moderator_of(request)
    today = timezone.localdate()
    waiting = [(one, (today - timezone.localdate(one.oldest_at)).days) for one in Standing.objects.waiting()[:200]]
    appeals = Request.objects.open().filter(kind="appeal").order_by("due_on")
    held = Standing.objects.filter(state=Standing.State.HELD).order_by("since")
    context = {"reported": waiting, "oldest": max((days for _one, days in waiting), default=0)}
    return render(request, "moderation/queue.html", context | {"appeals": appeals, "held": held})


@asks_the_noun("GET", "POST")
def standing(request: HttpRequest, pk: int) -> HttpResponse:
    """One reported thing: what was said of it, what was ruled before, and the form to decide."""
    by = moderator_of(request)
    thing = get_object_or_404(Standing, pk=pk)
    form = RulingForm(request.POST or None, initial={"state": thing.state})
    if request.method == "POST" and form.is_valid():
        thing.rule(form.cleaned_data["state"], form.cleaned_data["because"], by, form.cleaned_data["rule"])
        messages.success(request, _("Decided. The author has been told, and so has whoever reported it."))
        return redirect("moderation:queue")
    reports = thing.reports.select_related("ruling").order_by("-at")
    past = thing.rulings.select_related("by").order_by("-pk")
    context = {
        "standing": thing,
        "form": form,
        "reports": reports,
        "rulings": past,
        "kind": name_of(thing.kind, one=True),
    }
    return render(request, "moderation/standing.html", context | {"days": thing.days_open(timezone.localdate())})


@everyone("GET")
def ruling(request: HttpRequest, pk: int) -> HttpResponse:
    """What was decided and why. What it is about is named to everyone only while everyone can see it."""
    found = get_object_or_404(Ruling.objects.select_related("standing", "on_appeal_of"), pk=pk)
    person = person_of(request)
    moderates = person is not None and is_moderator(person, timezone.localdate())
    mine = person is not None and found.is_for(person)
    context = {
        "ruling": found,
        "names": moderates or mine or found.standing.state == Standing.State.SHOWN,
        "kind": name_of(found.standing.kind, one=True),
        "moderates": moderates,
        "may_appeal": found.may_be_appealed_by(person),
        "appeal": found.appealed(),
        "decision": found.decision(),
    }
    forms = {"form": AppealForm(), "decide": DecisionForm(initial={"state": found.state})}
    return render(request, "moderation/ruling.html", context | forms)


@asks_the_noun("POST")
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """The author asks that somebody else decide again."""
    found = get_object_or_404(Ruling, pk=pk)
    found.appeal(request.user, request.POST.get("words", ""))
    messages.success(request, _("Sent. Somebody other than whoever decided will look at it within two weeks."))
    return redirect(found)


@asks_the_noun("POST")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Another moderator or keeper decides the appeal."""
    found = get_object_or_404(Ruling, pk=pk)
    decided = found.decide(request.user, request.POST.get("state", ""), request.POST.get("because", ""))
    return redirect(decided)


@everyone("GET")
def log(request: HttpRequest) -> HttpResponse:
    """The public log: what was decided, by which rule and why. No names of those who reported or wrote."""
    rulings = Ruling.objects.select_related("standing", "on_appeal_of").order_by("-pk")
    return lists.answer(request, _("What moderators decided"), rulings, LOG, "moderation/log.html")


@everyone("GET")
def received(request: HttpRequest, reference: str) -> HttpResponse:
    """How a report stands, for whoever has its reference."""
    report = get_object_or_404(Report.objects.select_related("ruling__standing"), reference=_spelt(reference))
    days = report.days_open(timezone.localdate())
    return render(request, "moderation/received.html", {"report": report, "ruling": report.ruling, "days": days})


@everyone("GET")
def find(request: HttpRequest) -> HttpResponse:
    """Find a report again by its reference, as read out over the telephone."""
    form = FindReportForm(request.GET or None)
    if form.is_valid():
        reference = _spelt(form.cleaned_data["reference"])
        if Report.objects.filter(reference=reference).exists():
            return redirect("moderation:report_received", reference)
        form.add_error("reference", _("We have no report of that reference. Check the letters, or report it again."))
    return render(request, "moderation/find.html", {"form": form})


def moderator_of(request: HttpRequest) -> Person:
    """The person signed in, if they moderate; NotYours otherwise."""
    if not is_moderator(request.user, timezone.localdate()):
        raise NotYours(_("This page is for moderators. A keeper of the site can make you one."))
    return request.user


def _spelt(reference: str) -> str:
    """ "kwbh 7d3t" as it is kept: "KWBH-7D3T"."""
    letters = codes.plain(reference)
    return f"{letters[:4]}-{letters[4:]}"


LOG = (
    ("at", gettext_lazy("When"), lambda ruling: timezone.localdate(ruling.at)),
    ("what", gettext_lazy("What"), lambda ruling: name_of(ruling.standing.kind, one=True)),
    ("state", gettext_lazy("Decision"), lambda ruling: ruling.get_state_display()),
    ("rule", gettext_lazy("House rule"), lambda ruling: str(Rule(ruling.rule).label)),
    ("because", gettext_lazy("Why"), "because"),
    ("how", gettext_lazy("How"), lambda ruling: str(how(ruling))),
)


def how(ruling: Ruling) -> str:
    """By a moderator, by rule at once, or on appeal."""
    if ruling.on_appeal_of_id:
        return _("on appeal, by somebody else")
    return _("by a moderator") if ruling.by_id else _("at once, by rule")
