"""The lists: who does what, organisations, programmes, offers, asks and needs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from folkmoot.directory.models import Activity, Ask, Need, Offer, Organisation, Programme
from folkmoot.directory.sieve import UNSAID, Narrow, Sieve
from folkmoot.directory.views import columns
from folkmoot.directory.views.columns import columns_of, is_file, with_sources
from folkmoot.kit.lists import answer
from folkmoot.people.access import everyone, person_of

TABS = (
    ("/who/", gettext_lazy("List")),
    ("/who/map/", gettext_lazy("Map")),
    ("/who/matrix/", gettext_lazy("Who, what and where")),
    ("/who/timeline/", gettext_lazy("When")),
    ("/who/money/", gettext_lazy("Money")),
)


def seen_by(request: HttpRequest):
    """The live activities this person may see."""
    return Activity.objects.live().shown().visible_to(person_of(request), timezone.localdate())


def tabs(request: HttpRequest, sieve: Sieve) -> list[tuple[str, str, bool]]:
    """(address with the same filters, name, whether it is this page) of the five ways to look at it."""
    query = sieve.address()
    return [(f"{path}?{query}" if query else path, name, path == request.path) for path, name in TABS]


@everyone("GET")
def who(request: HttpRequest) -> HttpResponse:
    """Who does what: every activity this person may see, narrowed as the address says."""
    sieve = Sieve(request.GET)
    rows = sieve.sift(seen_by(request)).with_all().with_kept_count()
    rows = with_sources(rows).prefetch_related("topics") if is_file(request) else rows
    more = {"filters": sieve, "tabs": tabs(request, sieve), "cards": request.GET.get("look") == "cards"}
    shown = columns_of(request, columns.WHO, columns.WHO_FILE)
    return answer(request, _("Who does what"), rows, shown, "directory/who.html", **more, today=timezone.localdate())


@everyone("GET")
def organisations(request: HttpRequest) -> HttpResponse:
    sieve = Narrow(request.GET, ("words", "place"))
    rows = Organisation.objects.live().shown().select_related("place__parent").with_kept_count()
    if sieve.place_now:
        rows = rows.at(sieve.place_now)
    if words := sieve.asked.get("words"):
        rows = rows.filter(name__icontains=words)
    rows = with_sources(rows).prefetch_related("identifiers") if is_file(request) else rows
    shown = columns_of(request, columns.ORGANISATIONS, columns.ORGANISATIONS_FILE)
    said = _("Every group and body we know of, big or small.")
    return answer(request, _("Organisations"), rows, shown, "directory/plain_list.html", filters=sieve,
                  noun="organisations", enter=_("Enter an organisation"), sentence=said)  # fmt: skip


@everyone("GET")
def programmes(request: HttpRequest) -> HttpResponse:
    sieve = Narrow(request.GET, ("words", "organisation", "place"))
    rows = Programme.objects.live().shown().select_related("organisation__same_as")
    rows = rows.at(sieve.place_now) if sieve.place_now else rows
    if words := sieve.asked.get("words"):
        rows = rows.filter(name__icontains=words)
    body = sieve.asked.get("organisation")
    rows = rows.filter(organisation__in=body.selves()) if isinstance(body, Organisation) else rows
    shown = columns_of(request, columns.PROGRAMMES, columns.PROGRAMMES_FILE)
    said = _("Several activities under one name.")
    return answer(request, _("Programmes"), with_sources(rows) if is_file(request) else rows, shown,
                  "directory/plain_list.html", filters=sieve,
                  noun="programmes", enter=_("Enter a programme"), sentence=said)  # fmt: skip


@everyone("GET")
def offers(request: HttpRequest) -> HttpResponse:
    said = _("What people here have and would share: a room, an evening, a van.")
    return _have_or_want(request, Offer, _("Offers"), said, ("offers", _("Offer something")))


@everyone("GET")
def asks(request: HttpRequest) -> HttpResponse:
    said = _("What people here want and have not got.")
    return _have_or_want(request, Ask, _("Asks"), said, ("asks", _("Ask for something")))


def _have_or_want(request: HttpRequest, model, title: str, said: str, door: tuple[str, str]) -> HttpResponse:
    """`door`: the noun in the address and the words of the button."""
    sieve = Narrow(request.GET, ("words", "type", "people", "place"))
    rows = model.objects.live().shown().open().select_related("organisation", "person", "place")
    rows = _marked(request, narrowed(rows, sieve))
    shown = columns_of(request, columns.HAVE_OR_WANT, columns.HAVE_OR_WANT_FILE)
    return answer(request, title, rows, shown, "directory/plain_list.html", filters=sieve,
                  noun=door[0], enter=door[1], sentence=said)  # fmt: skip


@everyone("GET")
def needs(request: HttpRequest) -> HttpResponse:
    """Figures of need, each with its source."""
    sieve = Narrow(request.GET, ("words", "type", "people", "place"))
    rows = _marked(request, narrowed(Need.objects.live().shown().select_related("place"), sieve))
    said = ngettext(
        "One figure of need, with its source.", "%(n)s figures of need, each with its source.", rows.count()
    )
    shown = columns_of(request, columns.NEEDS, columns.NEEDS_FILE)
    return answer(request, _("Needs"), rows, shown, "directory/plain_list.html", filters=sieve,
                  noun="needs", enter=_("Enter a figure of need"), sentence=said % {"n": rows.count()})  # fmt: skip


def _marked(request: HttpRequest, rows):
    return rows.prefetch_related("types", "topics", "people") if is_file(request) else rows


def narrowed(rows, sieve: Sieve):
    """Offers, asks or needs with these words, of a type, for some people, about a place."""
    if words := sieve.asked.get("words"):
        rows = rows.filter(words__icontains=words)
    for name, field in (("type", "types"), ("people", "people")):
        if value := sieve.asked.get(name):
            rows = rows.filter(**{field: None if value == UNSAID else value})
    return rows.at(sieve.place_now) if sieve.place_now else rows
