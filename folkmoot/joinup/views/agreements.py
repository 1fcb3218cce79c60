"""Agreements to share one line of work."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Membership, Organisation
from folkmoot.joinup.forms import AgreementForm
from folkmoot.joinup.models import Agreement
from folkmoot.people.access import asks_the_noun, everyone, person_of


@everyone("GET")
def agreements(request: HttpRequest) -> HttpResponse:
    """What bodies have agreed to share: those with at least two who opted in."""
    standing = Agreement.objects.standing().prefetch_related("joinings__organisation").order_by("-at")
    return render(request, "joinup/agreements.html", {"agreements": standing[:100]})


@everyone("GET")
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """What is shared and by whom; one that fewer than two have joined is seen by those asked alone."""
    person, day = person_of(request), timezone.localdate()
    found = get_object_or_404(Agreement.objects.prefetch_related("joinings__organisation"), pk=pk)
    if not found.is_seen_by(person, day):
        raise Http404
    mine = (
        Membership.objects.speaking(day).filter(person=person).values_list("organisation", flat=True) if person else []
    )
    joinings = list(found.joinings.all())
    yours = [each for each in joinings if each.organisation_id in set(mine)]
    return render(request, "joinup/agreement.html", {"agreement": found, "joinings": joinings, "yours": yours})


@asks_the_noun("GET", "POST")
def propose(request: HttpRequest) -> HttpResponse:
    """Propose to share one line of work with others."""
    form = AgreementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        made = Agreement.propose(
            facts["what"], facts["about"], facts["bodies"], request.user, day=timezone.localdate(), place=facts["place"]
        )
        messages.success(request, _("The others are asked. It is public once two have opted in."))
        return redirect(made)
    return render(request, "joinup/propose.html", {"form": form}, status=422 if form.is_bound else 200)


@asks_the_noun("POST")
def opt(request: HttpRequest, pk: int, body: int) -> HttpResponse:
    """Opt a body in or out."""
    found, organisation = get_object_or_404(Agreement, pk=pk), get_object_or_404(Organisation, pk=body)
    verb = found.join if request.POST.get("opt") == "in" else found.leave
    verb(request.user, organisation, day=timezone.localdate())
    messages.success(request, _("Kept."))
    return redirect(found)
