"""Terms between two groups: proposing, reading, answering and ending them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.conversations import agreeing
from folkmoot.conversations.forms.terms import TermsForm
from folkmoot.conversations.models import Group, Terms
from folkmoot.conversations.views.finding import group_at, moderated_at
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import asks_the_noun, everyone, person_of


@asks_the_noun("GET", "POST")
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Terms for another group to agree; `?with=` its address begins with what is in force between the two."""
    group = moderated_at(request, slug)
    known = Group.objects.shown().live().visible_to(request.user).exclude(pk=group.pk)
    partner = known.filter(slug=request.GET.get("with", "")[:60]).first()
    form = TermsForm(request.POST or None, by=request.user, group=group, partner=partner)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(form.propose())
        except Refusal as why:
            form.add_error(None, why.words)
    return render(request, "conversations/propose_terms.html", {"form": form, "group": group})


def terms_at(request: HttpRequest, slug: str, pk: int) -> Terms:
    """Terms that this visitor may see; 404 otherwise."""
    group = group_at(request, slug)
    rows = Terms.objects.select_related("proposer__standing", "partner__standing", "proposed_by", "answered_by")
    found = get_object_or_404(rows, proposer=group, pk=pk)
    if not found.is_visible_to(person_of(request)):
        raise Http404
    return found


@everyone("GET")
def terms(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What two groups agreed, or what waits for an answer; and every version before and after it."""
    found, person = terms_at(request, slug, pk), person_of(request)
    others = Terms.objects.between(*found.sides).exclude(pk=found.pk).select_related("proposer", "partner")
    context = {"terms": found, "group": found.proposer, "others": [one for one in others if one.is_visible_to(person)]}
    context["answers"] = found.partner.is_moderated_by(person)
    context["proposes"] = found.proposer.is_moderated_by(person)
    return render(request, "conversations/terms.html", context)


@asks_the_noun("POST")
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Yes, or no with a reason, by those who look after the group to which it was put."""
    found = terms_at(request, slug, pk)
    if request.POST.get("answer") == "yes":
        agreeing.agree(found, request.user)
        messages.success(request, _("Agreed. It is in force from now on."))
    else:
        agreeing.decline(found, request.user, request.POST.get("because", ""))
    return redirect(found)


@asks_the_noun("POST")
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = terms_at(request, slug, pk)
    agreeing.withdraw(found, request.user)
    return redirect(found.proposer)


@asks_the_noun("POST")
def end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """By either side, with a reason."""
    found = terms_at(request, slug, pk)
    if agreeing.end(found, request.user, request.POST.get("because", "")):
        messages.success(request, _("Ended. Nothing flows between the two from now on; the other group is told why."))
    return redirect(found)
