"""What people say below an event."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from folkmoot.conversations.models import Post
from folkmoot.conversations.views.talking import say_in
from folkmoot.events import talking
from folkmoot.events.views.finding import visible
from folkmoot.people.access import signed_in


@signed_in("POST")
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something below an event, where this person may."""
    return say_in(request, talking.spoken_in(visible(request, pk), request.user))


@signed_in("POST")
def unsay(request: HttpRequest, pk: int, post: int) -> HttpResponse:
    """Take back what I said."""
    event = visible(request, pk)
    if event.talk is None:
        raise Http404
    said = get_object_or_404(Post, pk=post, discussion=event.talk)
    said.take_back(request.user)
    return redirect(event.talk.get_absolute_url())
