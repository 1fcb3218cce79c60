"""Standing behind what is asked, and carrying it further."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.decisions import page
from folkmoot.decisions.models import Carrying, CoSignature
from folkmoot.decisions.models.signing import ask_to_sign, decline
from folkmoot.decisions.views import finding
from folkmoot.directory.models import Organisation
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import asks_the_noun


@asks_the_noun("POST")
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Stand behind it, for oneself or a body."""
    found = finding.proposition(request, pk)
    CoSignature.sign(found, request.user, _body(request), request.POST.get("words", "")[:400])
    messages.success(request, _("You stand behind this. You can take it back on this page."))
    return redirect(found)


@asks_the_noun("POST")
def unsign(request: HttpRequest, pk: int, signature: int) -> HttpResponse:
    found = finding.proposition(request, pk)
    get_object_or_404(found.signatures, pk=signature).take_back(request.user)
    return redirect(found)


@asks_the_noun("POST")
def not_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """A body that was asked says no; only whoever asked is told."""
    found = finding.proposition(request, pk)
    body = _body(request)
    if body is None:
        raise Refusal(_("Say for which body you answer."))
    decline(found, body, request.user, request.POST.get("words", "")[:400])
    messages.success(request, _("Answered. Only those who asked see it."))
    return redirect("decisions:propositions")


@asks_the_noun("GET", "POST")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask other groups whether they stand behind it too."""
    found = finding.mine(request, pk)
    if request.method == "POST":
        body = page.body_called(request.POST.get("name", ""))
        ask_to_sign(found, body, request.user)
        messages.success(request, _("%(body)s is asked whether they stand behind this.") % {"body": body})
        return redirect("decisions:ask_to_sign", pk)
    return render(request, "decisions/sign.html", page.writing(found, "sign") | page.signing(found))


@asks_the_noun("POST")
def carry(request: HttpRequest, pk: int) -> HttpResponse:
    """A councillor carries it, or lays it down."""
    found = finding.proposition(request, pk)
    if request.POST.get("lay_down"):
        get_object_or_404(found.carryings, person=request.user, ended_at=None).lay_down(request.user)
    else:
        Carrying.take_up(found, request.user, request.POST.get("words", "")[:400])
        messages.success(request, _("You carry this further. It is no vote, and you can lay it down."))
    return redirect(found)


def _body(request: HttpRequest) -> Organisation | None:
    key = request.POST.get("body", "")
    return get_object_or_404(Organisation, pk=key) if key.isdigit() else None
