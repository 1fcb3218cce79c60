"""For whoever is shown in a piece: with the code on their slip, its link, or their account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.kit import uploads
from folkmoot.kit.limits import address_of, household, spend_once_each
from folkmoot.kit.links import sign, unsign
from folkmoot.newsroom.forms.checking import checked
from folkmoot.newsroom.forms.consent import AgreeForm, CodeForm
from folkmoot.newsroom.models import Subject
from folkmoot.newsroom.models.piece import SHELF
from folkmoot.newsroom.models.subject import LINK
from folkmoot.people.access import by_link, everyone

CODES_TRIED, HOUR = 20, 3600


@everyone("GET", "POST")
def code(request: HttpRequest) -> HttpResponse:
    """Where somebody types the code on their slip."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["code"]
        spend_once_each("slip-code", household(address_of(request)), said, CODES_TRIED, HOUR)
        found = Subject.by_code(said)
        if found:
            return redirect("newsroom:slip", token=sign(LINK, found.pk, days=1))
        form.add_error("code", _("No report here has that code. Look at it again, or tell those who hold the event."))
    return render(request, "newsroom/slip_code.html", {"form": form}, status=422 if form.errors else 200)


@by_link("GET", "POST")
def slip(request: HttpRequest, token: str) -> HttpResponse:
    """What is shown of them, where, and taking it back."""
    rows = Subject.objects.select_related("piece__desk__event", "piece__session", "piece__by")
    found = get_object_or_404(rows, pk=unsign(LINK, token))
    if request.method == "POST":
        wanted = [] if request.POST.get("all") == "back" else checked(AgreeForm(request.POST))["purposes"]
        found.answer(wanted, holds_slip=True)
        messages.success(request, _("Done. That holds from now on, everywhere."))
        return redirect("newsroom:slip", token=token)
    found.refresh_from_db()
    agreed = [each.get_purpose_display() for each in found.permissions.filter(withdrawn_at=None)]
    form = AgreeForm(initial={"purposes": found.agreed_to()})
    known = {"subject": found, "piece": found.piece, "event": found.piece.desk.event, "agreed": agreed, "form": form}
    answer = render(request, "newsroom/slip.html", known | {"token": token})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@by_link("GET")
def slip_picture(request: HttpRequest, token: str) -> HttpResponse:
    """The picture they are in, for them to see, until it is erased."""
    found = get_object_or_404(Subject.objects.select_related("piece"), pk=unsign(LINK, token))
    return uploads.give(request, SHELF, found.piece.picture, size="small", called="picture")
