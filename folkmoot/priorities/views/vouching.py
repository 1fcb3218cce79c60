"""Known to be local: asking a body that knows one, answering, and saying so of somebody one has met."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.limits import spend
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import asks_the_noun, signed_in
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for
from folkmoot.priorities import knowing
from folkmoot.priorities.forms.question import GiveForm, KnownForm
from folkmoot.priorities.models import Vouch


@signed_in("GET", "POST")
def known(request: HttpRequest) -> HttpResponse:
    """Where one is known, and asking to be."""
    form = KnownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        spend("vouch", str(request.user.pk), 5, 86_400)
        Vouch.ask(request.user, form.cleaned_data["place"], form.cleaned_data["organisation"])
        messages.success(request, _("Asked. They answer when they see it; what you say counts meanwhile, apart."))
        return redirect("priorities:known")
    mine = Vouch.objects.filter(person=request.user, ended_at=None).select_related("place", "organisation", "by")
    context = {"form": form, "vouches": mine, "today": timezone.localdate(), "give": GiveForm()}
    return render(request, "priorities/known.html", context)


@asks_the_noun("GET", "POST")
def vouch(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: for whoever it is about, and those who answer."""
    found = _visible(request, pk)
    if request.method == "POST":
        knowing.answer(found, request.user, request.POST.get("answer") == "yes")
        messages.success(request, _("Thank you."))
        return redirect("waiting")
    today = timezone.localdate()
    context = {"vouch": found, "answers": found.vouched_on is None and found.may_be_answered_by(request.user, today)}
    mine = found.person_id in acts_for(request.user, today)
    context["ends"] = found.ended_at is None and (mine or found.vouched_on is not None)
    return render(request, "priorities/vouch.html", context | {"mine": mine})


@asks_the_noun("POST")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken back, by whoever it is about or whoever said it."""
    found = _visible(request, pk)
    knowing.end(found, request.user)
    messages.success(request, _("It no longer holds. What they say in open questions stands apart from now on."))
    return redirect("priorities:known")


@asks_the_noun("POST")
def give(request: HttpRequest) -> HttpResponse:
    """A convenor or organiser has met somebody here. Nobody learns which addresses have an account."""
    form = GiveForm(request.POST)
    if not form.is_valid():
        raise Refusal(" ".join(words for errors in form.errors.values() for words in errors))
    person = Person.objects.filter(email__iexact=form.cleaned_data["email"], is_active=True).first()
    place = form.cleaned_data["place"]
    knowing.give(person, place, request.user) if person else Vouch.check_giver(request.user, place)
    messages.success(request, _("If there is an account with that address, it is known to be local now."))
    return redirect("priorities:known")


def _visible(request: HttpRequest, pk: int) -> Vouch:
    found = get_object_or_404(Vouch.objects.select_related("person", "place", "organisation", "by"), pk=pk)
    if not found.is_visible_to(request.user, timezone.localdate()):
        raise Http404
    return found
