"""What happened here; and stopping mails by a link."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from folkmoot.journal.models import Line, Pace, Watch
from folkmoot.journal.sorts import name_of, sorts
from folkmoot.kit import lists
from folkmoot.kit.links import LinkRanOut, unsign
from folkmoot.people.access import by_link, everyone
from folkmoot.people.models import Person
from folkmoot.places.models import Place

COLUMNS = (
    ("title", gettext_lazy("What"), "title"),
    ("verb", gettext_lazy("What was done"), "verb"),
    ("by", gettext_lazy("By"), lambda line: str(line.by or "")),
    ("at", gettext_lazy("When"), "at"),
    ("kind", gettext_lazy("Kind"), lambda line: name_of(line.kind)),
    ("address", gettext_lazy("Address"), "address"),
)


@everyone("GET")
def happened(request: HttpRequest) -> HttpResponse:
    """What happened here, newest first; by place and by kind of thing."""
    place = Place.objects.filter(slug=request.GET.get("place", "")).first()
    kind = request.GET.get("kind", "")
    lines = Line.objects.public().newest_first().select_related("by")
    lines = lines.at(place) if place else lines
    lines = lines.filter(kind=kind) if kind else lines
    title = _("What happened in %(place)s") % {"place": place} if place else _("What happened here")
    context = {"place": place, "kind": kind, "sorts": sorts(), "places": _near(place)}
    return lists.answer(request, title, lines, COLUMNS, "journal/happened.html", **context)


def _near(place: Place | None) -> list[Place]:
    """What to offer in the list of places: the place itself (else this site's own) and the parts of it."""
    middle = place or Place.objects.filter(slug=settings.HOME_PLACE or "none").first()
    if middle is None:
        return list(Place.objects.live().filter(parent=None)[:40])
    return [*([middle.parent] if middle.parent else []), middle, *middle.children.all()[:40]]


@csrf_exempt  # a mail program posts here for its reader (RFC 8058); the signed link is the proof
@by_link("GET", "POST")
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button; pressing it ends the mails of one pace, without signing in."""
    key, pace = unsign("stop-news", token)
    person = Person.objects.filter(key=key).first()
    if person is None:
        raise LinkRanOut("This link has run out.")
    if request.method == "POST":
        Watch.stop_mail(person, pace)
    return render(request, "journal/stop.html", {"pace": Pace(pace).label, "done": request.method == "POST"})
