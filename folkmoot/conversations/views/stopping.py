"""Stopping the mails of one discussion from a mail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from folkmoot.conversations import following
from folkmoot.conversations.models import Discussion
from folkmoot.conversations.posted import STOP
from folkmoot.kit.links import LinkRanOut, unsign
from folkmoot.people.access import by_link
from folkmoot.people.models import Person


@csrf_exempt  # a mail program posts here for its reader (RFC 8058); the signed link is the proof
@by_link("GET", "POST")
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button; pressing it ends the mails of one discussion, without signing in. Opening it does not."""
    person_key, talk_key = unsign(STOP, token)
    person = Person.objects.filter(pk=person_key).first()
    talk = Discussion.objects.filter(pk=talk_key).first()
    if person is None or talk is None:
        raise LinkRanOut(_("This link has run out."))
    if request.method == "POST":
        following.stop(talk, person)
    # The title may be gone, or no longer theirs to know, since the mail was sent.
    title = talk.title if talk.is_visible_to(person) else ""
    return render(request, "conversations/stop.html", {"title": title, "done": request.method == "POST"})
