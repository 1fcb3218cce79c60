"""Would people welcome this? Asking, answering with and without an account, and making an event of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.events import interest
from folkmoot.events.forms.sounding import AnswerForm, PutRightForm, SoundingForm
from folkmoot.events.models import Sounding
from folkmoot.kit import links, mail
from folkmoot.kit.limits import address_of, household, spend
from folkmoot.kit.refusals import NotYours
from folkmoot.people.access import asks_the_noun, by_link, everyone, person_of, signed_in

LINK = "answer a sounding"


@everyone("GET")
def sounding(request: HttpRequest, pk: int) -> HttpResponse:
    """The question, what the answers come to, and a way to answer."""
    found, person = _visible(request, pk), person_of(request)
    runs = found.may_be_run_by(person, timezone.localdate())
    counted = interest.of(found, everything=runs)
    context = {"sounding": found, "interest": counted, "sentence": interest.sentence(found, counted), "runs": runs}
    context["open"] = found.interest.is_open() and not found.story
    context["form"] = AnswerForm(sounding=found, person=person) if person and context["open"] else None
    context["willing"] = found.willing.select_related("organisation", "person") if runs else ()
    return render(request, "events/sounding.html", context)


@signed_in("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    form = SoundingForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect(form.ask())
    return render(request, "events/sounding_new.html", {"form": form})


@asks_the_noun("GET", "POST")
def put_right(request: HttpRequest, pk: int) -> HttpResponse:
    """Say more of it, end it another day, add days, take answers again."""
    found = _visible(request, pk)
    if not found.may_be_run_by(request.user, timezone.localdate()):
        raise NotYours(_("Only those who asked can change it."))
    form = PutRightForm(request.POST or None, by=request.user, sounding=found)
    if request.method == "POST" and form.is_valid():
        return redirect(form.keep())
    return render(request, "events/sounding_new.html", {"form": form, "sounding": found})


@everyone("POST")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer of somebody signed in; for anybody else a link to their address, where they answer."""
    found, person = _visible(request, pk), person_of(request)
    if person is None:
        return _send_link(request, found)
    form = AnswerForm(request.POST, sounding=found, person=person)
    if form.is_valid():
        form.hear()
        messages.success(request, _("Thank you. You can change it until it closes."))
        return redirect(found)
    return render(request, "events/sounding_said.html", {"sounding": found, "form": form}, status=400)


def _send_link(request: HttpRequest, found: Sounding) -> HttpResponse:
    email = request.POST.get("email", "").strip()[:254]
    spend("sounding link", household(address_of(request)), 10, 3600)
    spend("sounding link to", email.lower(), 3, 3600)
    token = links.sign(LINK, [found.pk, email.lower()])
    context = {"question": found.question, "address": reverse("events:sounding_said", args=[token])}
    subject = _("Your link to answer: %(question)s") % {"question": found.question}
    mail.send(email, mail.one_line(subject), "events/mail/sounding", context)
    messages.success(request, _("We sent you a link. Open it to answer; it works for a fortnight."))
    return redirect(found)


@by_link("GET", "POST")
def said(request: HttpRequest, token: str) -> HttpResponse:
    """The answer of somebody who has no account, by the link that was mailed to them."""
    pk, email = links.unsign(LINK, token)
    found = get_object_or_404(Sounding.objects.shown().live(), pk=pk)
    form = AnswerForm(request.POST or None, sounding=found, email=email)
    if request.method == "POST" and form.is_valid():
        form.hear()
        messages.success(request, _("Thank you. The link in your mail changes it until it closes."))
        return redirect(found)
    return render(request, "events/sounding_said.html", {"sounding": found, "form": form, "token": token})


@asks_the_noun("POST")
def become(request: HttpRequest, pk: int) -> HttpResponse:
    """An event of it, on the day that was chosen."""
    found = _visible(request, pk)
    key = request.POST.get("option", "")
    days = found.dates.options if found.dates_id else None
    option = get_object_or_404(days, pk=key) if days and key.isdecimal() and len(key) < 12 else None
    return redirect("events:when", found.become(request.user, option and option.starts_at).pk)


@asks_the_noun("POST")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody answers any more."""
    found = _visible(request, pk)
    if not found.may_be_run_by(request.user, timezone.localdate()):
        raise NotYours(_("Only those who asked can close it."))
    found.interest.close(request.user)
    return redirect(found)


def _visible(request: HttpRequest, pk: int) -> Sounding:
    every = Sounding.objects.select_related("interest", "dates", "place", "organisation", "by", "event", "standing")
    found = get_object_or_404(every, pk=pk)
    if not found.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    return found
