"""The search page: one box over everything that everybody may see."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from folkmoot.home.searchable import KINDS, find, label, suggested
from folkmoot.journal.models import Line
from folkmoot.kit import lists, outgoing
from folkmoot.kit.search import Hit
from folkmoot.people.access import everyone
from folkmoot.places.models import Place

MOST = 100
FEEDS = {"atom": (outgoing.atom, outgoing.ATOM_TYPE), "feed": (outgoing.json_feed, outgoing.JSON_TYPE)}


@everyone("GET")
def search(request: HttpRequest) -> HttpResponse:
    """?q=words, narrowed by ?kind=activity and ?place=slug."""
    words, kind = request.GET.get("q", "").strip()[:200], request.GET.get("kind", "")
    place = Place.objects.live().filter(slug=request.GET.get("place", "")[:120]).first()
    kind = kind if kind in {each.code for each in KINDS} else ""
    hits = find(words, place=place, kind=kind, limit=MOST) if words else []
    if give := FEEDS.get(request.GET.get("as", "")):
        return _feed(request, words, hits, give)
    instead = find(words, place=place, kind=kind, limit=MOST, alike=True) if words and not hits else []
    near = suggested(words, place, kind) if words and not (hits or instead) else []
    known = {"words": words, "place": place, "kind": kind, "most": MOST, "near": near, "otherwise": bool(instead)}
    known |= _shown(hits or instead, kind)
    found = {"follows": lists.follows(request), "follow_address": request.get_full_path()} if words else {}
    return render(request, "home/search.html", known | found)


def _shown(hits: list[Hit], kind: str) -> dict:
    names = {label(each): each.name for each in KINDS}
    return {"hits": [(hit, names[hit.kind]) for hit in hits], "kinds": _kinds(hits, kind)}


def _kinds(hits: list[Hit], chosen: str) -> list[tuple[str, str, int]]:
    """(code, name, how many) of each kind among what was found; the chosen one with none too."""
    counted = Counter(hit.kind for hit in hits)
    return [(each.code, each.name, n) for each in KINDS if (n := counted[label(each)]) or each.code == chosen]


def _feed(request: HttpRequest, words: str, hits: list, give: tuple) -> HttpResponse:
    """What was found, that of which something was written last first."""
    write, kind = give
    rows = Line.objects.filter(kind__in={hit.kind for hit in hits}, key__in={hit.key for hit in hits})
    last = {(k, key): at for k, key, at in rows.order_by().values_list("kind", "key").annotate(at=Max("at"))}
    items = [_item(hit, last.get((hit.kind, hit.key))) for hit in hits]
    items.sort(key=lambda item: item.updated or outgoing.LONG_AGO, reverse=True)
    title = _("Search for “%(words)s”") % {"words": words}
    address = lists.page_address(request, 1)
    feed = outgoing.Feed(title, address, address, items)
    return outgoing.answer(request, write(feed), kind, feed.updated)


def _item(hit: Hit, updated: datetime | None) -> outgoing.Item:
    mark = outgoing.tag(hit.kind, hit.key)
    return outgoing.Item(mark, hit.name, f"{settings.SITE_URL}{hit.address}", updated, hit.text[:600])
