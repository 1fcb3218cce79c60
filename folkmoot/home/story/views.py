"""The 2009 story's page: who was doing what, what several did, what nobody did, and what was said of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.directory.models import Ask, Offer, Programme, Source
from folkmoot.home.story.board import DAYS, board
from folkmoot.joinup.models import Finding
from folkmoot.joinup.models.heard import SIDES
from folkmoot.people.access import everyone


@everyone("GET")
def story(request: HttpRequest) -> HttpResponse:
    """One day of the story, the workshop's unless ?on= names another of the three, or "all"."""
    if not Programme.objects.of_story().exists():  # a real site has none of it
        raise Http404
    asked = request.GET.get("on", DAYS[0][0].isoformat())
    day = next((day for day, _ in DAYS if day.isoformat() == asked), None if asked == "all" else DAYS[0][0])
    found = Finding.objects.filter(story=True).standing().select_related("a__programme", "b__programme", *SIDES[2:])
    return render(
        request,
        "home/story.html",
        {
            "board": board(day),
            "days": DAYS,
            "day": day,
            "said_then": [each for each in found if each.certainty == "said then"],
            "found_since": [each for each in found if each.certainty != "said then"][:6],
            "offers": Offer.objects.of_story().select_related("organisation"),
            "asks": Ask.objects.of_story().select_related("organisation"),
            "sources": Source.objects.filter(story=True),
        },
    )
