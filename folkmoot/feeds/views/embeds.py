"""What another site can show of this one: a short list in a frame, and a badge. Without scripts; what is removed here
is gone there when the page is next opened."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_exempt

from folkmoot.directory.models import Tally
from folkmoot.events.models import Event
from folkmoot.feeds import following, pieces, streams
from folkmoot.feeds.content import Said, of_event
from folkmoot.feeds.models.follower import Followed
from folkmoot.kit import outgoing
from folkmoot.people.access import everyone
from folkmoot.places.models import Place

FEW = 8
# Any site may frame these pages, and only these; nothing on them can be typed into or pressed but links.
FRAMED = {
    "default-src": ["'none'"],
    "script-src": ["'none'"],
    "connect-src": ["'none'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["*"],
}


@everyone("GET")
def embeds(request: HttpRequest) -> HttpResponse:
    """What to paste into another site for what stands at `?about=`, and how it will look."""
    found, site = _found(request), settings.SITE_URL
    query = urlencode({"about": found.address})
    frame, badge = f"{site}/feeds/embed/list/?{query}", f"{site}/feeds/embed/badge.svg?{query}"
    page = {
        "found": found,
        "frame": f'<iframe src="{frame}" title="{found.title}" width="360" height="480" loading="lazy"></iframe>',
        "image": f'<a href="{site}{found.address}"><img src="{badge}" alt="{found.title}" width="320" height="72"></a>',
        "badge": badge.removeprefix(site),
        "list": frame.removeprefix(site),
    }
    return render(request, "feeds/embeds.html", page)


@everyone("GET")
@xframe_options_exempt
@csp_replace(FRAMED)
def framed(request: HttpRequest) -> HttpResponse:
    """A page for a frame on another site: what is coming, and what is new."""
    found = _found(request)
    happened = streams.with_content(list(streams.lines_of(found)[:FEW]), None)
    page = {"found": found, "coming": _coming(found), "happened": happened, "site_url": settings.SITE_URL}
    body = render_to_string("feeds/framed.html", page | {"site_name": settings.SITE_NAME})
    return outgoing.answer(request, body.encode(), "text/html; charset=utf-8")


@everyone("GET")
@xframe_options_exempt
@csp_replace(FRAMED)
def badge(request: HttpRequest) -> HttpResponse:
    """A picture with a name and one fact, drawn anew each time it is asked for."""
    found = _found(request)
    words = {"title": _cut(found.title, 34), "fact": _cut(_fact(found), 44), "site": _cut(settings.SITE_NAME, 34)}
    body = render_to_string("feeds/badge.svg", words)
    answer = outgoing.answer(request, body.encode(), "image/svg+xml; charset=utf-8")
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _found(request: HttpRequest) -> Followed:
    found = following.what(request.GET.get("about", ""), None)
    if found is None:
        raise Http404
    return found


def _coming(found: Followed) -> list[Said]:
    """The next events of a place."""
    if not found.place_path:
        return []
    place = Place.objects.get(pk=found.key)
    rows = Event.objects.shown().filter(story=place.story).at(place).coming(timezone.now()).filter(cancelled_at=None)
    return [of_event(event) for event in rows.select_related("venue").prefetch_related("hosts__organisation")[:3]]


def _fact(found: Followed) -> str:
    """What is told of it beside its name."""
    if found.place_path:
        place = Place.objects.get(pk=found.key)
        n, coming = Tally.objects.of(place).bodies, Event.objects.shown().filter(story=place.story).at(place)
        events = coming.coming(timezone.now()).filter(cancelled_at=None).count()
        bodies = ngettext("%(n)d organisation at work", "%(n)d organisations at work", n) % {"n": n}
        return f"{bodies} · " + ngettext("%(n)d event coming", "%(n)d events coming", events) % {"n": events}
    about = (found.kind, found.key)
    thing = pieces.seen([about], None, timezone.localdate()).get(about)
    facts = pieces.BY_KIND[found.kind].said(thing).facts if thing else ()
    return facts[0] if facts else _("Follow it here")


def _cut(words: str, most: int) -> str:
    words = outgoing.one_line(words)
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
