"""Writing to whoever offers or asks, and their answer."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.forms.care import Once
from folkmoot.directory.models import helping
from folkmoot.directory.views.care import plain_page
from folkmoot.directory.views.finding import entry_at
from folkmoot.people.access import asks_the_noun, signed_in
from folkmoot.requests.models import Request


class ReachForm(Once):
    words = forms.CharField(
        label=gettext_lazy("What you would say"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("If they say yes, each of you sees the other's email address. Nobody else does."),
    )


@signed_in("GET", "POST")
def reach(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """ "I can help" with an ask, "I would like this" of an offer."""
    thing = entry_at(request, noun, pk)
    form = ReachForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = helping.reach_out(thing, request.user, form.cleaned_data["words"], form.cleaned_data["once"])
        messages.success(request, _("Sent. You hear from us when they answer."))
        return redirect(asked.address)
    title = _("I would like this") if noun == "offers" else _("I can help")
    return plain_page(request, form, title, thing, _("Send it"))


@asks_the_noun("GET", "POST")
def reached(request: HttpRequest, key: str) -> HttpResponse:
    """What was written, and the yes or no of whoever it was put to."""
    asked = helping.found(key, request.user)
    if asked is None:
        raise Http404
    if request.method == "POST":
        return _said(request, asked)
    mine = asked.asked_by_id == request.user.pk
    known = {"asked": asked, "thing": helping.thing_of(asked), "mine": mine, "contact": helping.contact(asked)}
    known["may_answer"] = helping.may_answer(asked, request.user)
    known["answer"] = asked.answers.filter(undone_at=None).select_related("by").first()
    return render(request, "directory/reached.html", known)


def _said(request: HttpRequest, asked: Request) -> HttpResponse:
    if request.POST.get("do") == "withdraw":
        helping.withdraw(asked, request.user)
    else:
        helping.answer(asked, request.user, request.POST.get("do", ""), request.POST.get("because", "")[:2000])
    return redirect(asked.address)
