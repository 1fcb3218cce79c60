"""Who belongs to a body, who speaks for it, and who holds its posts; and one's own belonging."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.forms.people import DatesForm, HolderForm
from folkmoot.directory.models import Membership, Organisation, Term
from folkmoot.directory.views.finding import entry_at
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import asks_the_noun


@asks_the_noun("GET", "POST")
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """For those who look after its entry: its posts and who holds them, and who belongs to it."""
    body = entry_at(request, "organisations", pk)
    body.check_editor(request.user)
    form = HolderForm(request.POST or None, body=body)
    if request.method == "POST" and form.is_valid() and _named(request, form, body):
        return redirect("directory:people", pk=body.pk)
    return render(request, "directory/people.html", _page(body, form), status=422 if form.is_bound else 200)


def _named(request: HttpRequest, form: HolderForm, body: Organisation) -> bool:
    try:
        with transaction.atomic():
            form.hold(body, request.user)
    except Refusal as refused:
        form.add_error(None, refused.words)
        return False
    messages.success(request, _("Kept. Whoever held it until then is shown as having held it."))
    return True


def _page(body: Organisation, form: HolderForm) -> dict:
    today, selves = timezone.localdate(), body.selves()
    terms = Term.objects.filter(post__organisation__in=selves).select_related("post__place", "person")
    held = Membership.objects.held_on(today).filter(organisation__in=selves).select_related("person")
    known = {"entry": body, "form": form, "today": today, "belong": held.order_by("person__name")}
    return known | {"terms": terms.order_by("post__name", "-since")}


@asks_the_noun("POST")
def end_term(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody's last day in a post; or it was entered by mistake."""
    term = get_object_or_404(Term.objects.select_related("post__organisation"), pk=pk)
    if request.POST.get("do") == "take out":
        term.take_out(request.user)
    else:
        term.end(request.user, _day(request.POST.get("until", "")))
    return redirect("directory:people", pk=term.post.organisation_id)


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Refusal(_("Write the day as year, month and day, like 2026-05-08.")) from None


@asks_the_noun("GET", "POST")
def membership(request: HttpRequest, pk: int) -> HttpResponse:
    """One belonging: its dates, and leaving."""
    held = get_object_or_404(Membership.objects.select_related("organisation", "person"), pk=pk)
    today = timezone.localdate()
    held.check_keeper(request.user, today)
    now = {"as_what": held.as_what, "since": held.since, "until": held.until}
    form = DatesForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid() and _changed(request, held, form):
        return redirect("me" if held.person == request.user else held.organisation)
    known = {"held": held, "form": form, "over": held.is_over(today), "own": held.person == request.user}
    return render(request, "directory/membership.html", known, status=422 if form.is_bound else 200)


def _changed(request: HttpRequest, held: Membership, form: DatesForm) -> bool:
    try:
        held.tell(request.user, timezone.localdate(), **form.cleaned_data)
    except Refusal as refused:
        form.add_error(None, refused.words)
        return False
    messages.success(request, _("Kept."))
    return True


@asks_the_noun("POST")
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """They belong to it no more from today on."""
    held = get_object_or_404(Membership.objects.select_related("organisation", "person"), pk=pk)
    held.end(request.user, timezone.localdate())
    messages.success(request, _("It has ended. Press “This is us” on its page to come back."))
    return redirect("me" if held.person == request.user else held.organisation)
