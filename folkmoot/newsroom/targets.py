"""Which pages of ours may be mentioned: those that show who mentions them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from folkmoot.events.models import Event
from folkmoot.newsroom import whose
from folkmoot.newsroom.models import Piece, RoundUp
from folkmoot.places.models import Place

# Name of the page → how its event or place is found from what is in its address.
OF_EVENT = {"events:event": "pk", "events:record": "pk", "events:session": "pk", "newsroom:desk": "pk"}
OF_PLACE = {"place": "slug", "newsroom:place": "slug"}
OTHERS = ("newsroom:piece", "newsroom:round_up")
PAGES = {*OF_EVENT, *OF_PLACE, *OTHERS, *whose.THINGS}


@dataclass(frozen=True)
class Target:
    """A page here that may be mentioned: its path, and the event or the place that shows the mention."""

    path: str
    event: Event | None = None
    place: Place | None = None
    title: str = ""


def of(address: str) -> Target | None:
    """The page of ours at that address; None for what is not here, is not for everybody, or shows no mentions."""
    parts, ours = _split(address), urlsplit(settings.SITE_URL)
    if parts is None or (parts.scheme, parts.netloc.lower()) not in _ours(ours):
        return None
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    return _found(match.view_name, match.kwargs, parts.path) if match.view_name in PAGES else None


def _split(address: str):
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _ours(ours) -> set[tuple[str, str]]:
    return {(ours.scheme, ours.netloc.lower()), ("https", ours.netloc.lower())}


def _found(name: str, kwargs: dict, path: str) -> Target | None:
    day = timezone.localdate()
    if name in OF_PLACE:
        place = Place.objects.filter(slug=kwargs["slug"], story=False).first()
        return Target(path, place=place, title=str(place)) if place else None
    if name in OF_EVENT:
        event = Event.objects.filter(pk=kwargs["pk"], story=False).select_related("standing", "place").first()
        return Target(path, event=event, title=str(event)) if event and event.is_visible_to(None, day) else None
    if name in whose.THINGS:
        thing = whose.at(path)
        return Target(path, title=str(thing)) if thing is not None and whose.is_open(thing) else None
    model = Piece if name == "newsroom:piece" else RoundUp
    thing = model.objects.filter(pk=kwargs["pk"]).first()
    if thing is None or not thing.is_visible_to(None, day):
        return None
    event = thing.desk.event if thing.desk else None
    return Target(path, event=event, place=None if event else thing.place, title=str(thing))


def endpoint_for(request: HttpRequest) -> str:
    """Where this page takes mentions, as the Link header and the <link> of the page say; "" for one that takes none."""
    match = request.resolver_match
    return reverse("newsroom:mentions") if match and match.view_name in PAGES else ""


class Advertise:
    """Says in the Link header of every page that may be mentioned where mentions go (W3C Webmention, 3.1.2)."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        answer = self.get_response(request)
        endpoint = endpoint_for(request) if answer.status_code == 200 and request.method in ("GET", "HEAD") else ""
        if endpoint:
            ours, said = f'<{endpoint}>; rel="webmention"', answer.headers.get("Link")
            answer.headers["Link"] = f"{said}, {ours}" if said else ours
        return answer
