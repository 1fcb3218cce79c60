"""Saying what one thinks: signed in, by a mailed link, or with the number of a sheet."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.kit import links, mail
from folkmoot.kit.limits import address_of, household, spend
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import by_link as has_link
from folkmoot.people.access import everyone, person_of
from folkmoot.people.models import Person
from folkmoot.priorities import saying
from folkmoot.priorities.models import Question, Voice
from folkmoot.priorities.models.batch import read_code
from folkmoot.priorities.models.voice import Speaker
from folkmoot.priorities.views.question import visible

LINK = "speak in a question"


@everyone("GET", "POST")
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """The next thing to say; for somebody who is not signed in, the ways in."""
    found, person = visible(request, pk), person_of(request)
    if person is None:
        return render(request, "priorities/ways_in.html", {"question": found, "open": found.is_open()})
    here = reverse("priorities:say", args=[found.pk])
    return _said(request, found, Speaker.person(person, found), here, person)


@everyone("POST")
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a link to say with to an address; nobody learns whether it has an account."""
    found, email = visible(request, pk), request.POST.get("email", "").strip().lower()[:254]
    spend("question-link", household(address_of(request)), 30, 3600)
    spend("question-link-to", email, 3, 3600)
    address = reverse("priorities:by_link", args=[links.sign(LINK, [found.pk, "mail", email], days=60)])
    subject = mail.one_line(_("Your link to say: %(question)s") % {"question": found.words})
    mail.send(email, subject, "priorities/mail/link", {"question": found.words, "address": address})
    messages.success(request, _("We sent you a link. Open it to say what you think; no account is needed."))
    return redirect(found)


@everyone("POST")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """With the code of a printed sheet, instead of the paper."""
    found, code = visible(request, pk), request.POST.get("code", "")[:40]
    spend("sheet-code", household(address_of(request)), 20, 3600)
    read_code(found, code)
    return redirect("priorities:by_link", links.sign(LINK, [found.pk, "sheet", code.strip()], days=60))


@has_link("GET", "POST")
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Saying by a link or a sheet's code, without an account."""
    pk, way, value = links.unsign(LINK, token)
    found = get_object_or_404(Question.objects.shown().live().select_related("round", "place"), pk=pk)
    speaker = Speaker.mailed(value, found) if way == "mail" else read_code(found, value)
    answer = _said(request, found, speaker, reverse("priorities:by_link", args=[token]), None)
    answer.headers["Cache-Control"] = "no-store"
    # Not "no-referrer": browsers then send forms with no origin, which is refused as coming from elsewhere.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def _said(request: HttpRequest, found: Question, speaker: Speaker, here: str, person: Person | None) -> HttpResponse:
    if found.story:
        raise Http404
    wrong = ""
    if request.method == "POST":
        spend("votes", speaker.names[-1], 60, 60)
        try:
            thanks = saying.take(found, speaker, request.POST, person)
        except Refusal as refusal:
            wrong = refusal.words
        else:
            if thanks:
                messages.success(request, thanks)
            return redirect(f"{here}#next")
    standing = saying.Standing(found, speaker, whole=request.GET.get("said") == "all")
    context = {"question": found, "standing": standing, "here": here, "wrong": wrong, "sent": request.POST}
    context |= {
        "open": found.is_open(),
        "answers": saying.ANSWERS,
        "ages": Voice.Age.choices,
        "once": secrets.token_urlsafe(12),
    }
    context |= {"sheet": _sheet(standing, request.POST if wrong else None), "known": person is not None}
    return render(request, "priorities/say.html", context, status=409 if wrong else 200)


def _sheet(standing: saying.Standing, sent) -> list[tuple]:
    """(statement, what stands in its field) of a question that is filled in as a whole."""
    if standing.question.kind in (Question.Kind.STATEMENTS, Question.Kind.PAIRS):
        return []
    kept = {option: choice.value for option, choice in standing.choices.items()}
    return [
        (one, sent.get(f"o{one.option_id}", "") if sent else kept.get(one.option_id, "")) for one in standing.statements
    ]
