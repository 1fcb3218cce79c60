"""Agreements to share one line of work."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import Membership, Organisation
from folkmoot.directory.whereabouts import full_name
from folkmoot.joinup.forms import AgreementForm
from folkmoot.joinup.models import Agreement, Finding
from folkmoot.kit import lists
from folkmoot.people.access import asks_the_noun, everyone, person_of


@everyone("GET")
def agreements(request: HttpRequest) -> HttpResponse:
    """What bodies have agreed to share: those with at least two who opted in."""
    standing = (
        Agreement.objects.standing().select_related("place").prefetch_related("joinings__organisation").order_by("-at")
    )
    return lists.answer(request, _("What bodies agreed to share"), standing, COLUMNS, "joinup/agreements.html")


COLUMNS = (
    ("what", gettext_lazy("What is shared"), "what"),
    (
        "who",
        gettext_lazy("By whom"),
        lambda one: ", ".join(str(each.organisation) for each in one.joinings.all() if each.is_in),
    ),
    ("about", gettext_lazy("How"), "about"),
    ("place", gettext_lazy("Where"), lambda one: str(one.place or "")),
    ("since", gettext_lazy("Since"), lambda one: timezone.localdate(one.at)),
)


@everyone("GET")
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """What is shared and by whom; one that fewer than two have joined is seen by those asked alone."""
    person, day = person_of(request), timezone.localdate()
    found = get_object_or_404(Agreement.objects.prefetch_related("joinings__organisation"), pk=pk)
    if not found.is_visible_to(person, day):
        raise Http404
    mine = Membership.objects.spoken_by(person, day)
    joinings = list(found.joinings.all())
    page = {
        "agreement": found,
        "joinings": joinings,
        "yours": [each for each in joinings if each.organisation_id in mine and not found.ended_at],
        "may_end": not found.ended_at and found.may_be_ended_by(person, day),
        "finding": found.finding if found.finding and found.finding.is_visible_to(person, day) else None,
    }
    return render(request, "joinup/agreement.html", page)


@asks_the_noun("GET", "POST")
def propose(request: HttpRequest) -> HttpResponse:
    """Propose to share one line of work with others."""
    form = AgreementForm(request.POST or None, initial=_from_finding(request))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        more = {name: facts[name] for name in ("place", "finding")}
        day = timezone.localdate()
        made = Agreement.propose(facts["what"], facts["about"], facts["bodies"], request.user, day=day, **more)
        messages.success(request, _("The others are asked. It is public once two have opted in."))
        return redirect(made)
    return render(request, "joinup/propose.html", {"form": form}, status=422 if form.is_bound else 200)


def _from_finding(request: HttpRequest) -> dict:
    """The bodies, the place and the number of the finding this page was reached from, for those who may hear of it."""
    number = request.GET.get("finding", "")
    if not number.isdecimal() or len(number) > 17:
        return {}
    found = Finding.objects.heard_by(request.user, timezone.localdate()).filter(pk=number).first()
    if found is None:
        return {}
    bodies = dict.fromkeys(body.name for side in found.parties() for body in side)
    place = {"place": full_name(found.place)} if found.place else {}
    return {"finding": found.pk, "bodies": "\n".join(bodies)} | place


@asks_the_noun("POST")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the shared work is over."""
    found = get_object_or_404(Agreement, pk=pk)
    found.end(request.user, day=timezone.localdate())
    messages.success(request, _("It has ended. It is kept as it was."))
    return redirect(found if found.is_visible_to(request.user, timezone.localdate()) else "joinup:agreements")


@asks_the_noun("POST")
def opt(request: HttpRequest, pk: int, body: int) -> HttpResponse:
    """Opt a body in or out."""
    found, organisation = get_object_or_404(Agreement, pk=pk), get_object_or_404(Organisation, pk=body)
    verb = found.join if request.POST.get("opt") == "in" else found.leave
    verb(request.user, organisation, day=timezone.localdate())
    messages.success(request, _("Kept."))
    return redirect(found)
