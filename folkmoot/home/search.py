"""The search page: one box over everything that everybody may see."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.home.searchable import KINDS, find, label
from folkmoot.people.access import everyone
from folkmoot.places.models import Place

MOST = 100


@everyone("GET")
def search(request: HttpRequest) -> HttpResponse:
    """?q=words, narrowed by ?kind=activity and ?place=slug."""
    words, kind = request.GET.get("q", "").strip()[:200], request.GET.get("kind", "")
    place = Place.objects.live().filter(slug=request.GET.get("place", "")[:120]).first()
    kind = kind if kind in {each.code for each in KINDS} else ""
    hits = find(words, place=place, kind=kind, limit=MOST) if words else []
    counted = Counter(hit.kind for hit in hits)
    kinds = [
        (each.code, each.name, counted[label(each)]) for each in KINDS if counted[label(each)] or each.code == kind
    ]
    names = {label(each): each.name for each in KINDS}
    shown = [(hit, names[hit.kind]) for hit in hits]
    known = {"words": words, "place": place, "kind": kind, "kinds": kinds, "hits": shown, "most": MOST}
    return render(request, "home/search.html", known)
