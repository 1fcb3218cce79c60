"""The lists: who does what, organisations, programmes, offers, asks and needs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from folkmoot.directory.models import Activity, Ask, Need, Offer, Organisation, Programme
from folkmoot.directory.sieve import Sieve
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


def _names(things) -> str:
    return ", ".join(str(thing) for thing in things)


WHO = (
    ("title", gettext_lazy("What"), "title"),
    ("who", gettext_lazy("Who"), lambda each: _names(part.body for part in each.parties.all())),
    ("types", gettext_lazy("Type of help"), lambda each: _names(each.types.all())),
    ("people", gettext_lazy("For whom"), lambda each: _names(each.people.all()) or each.people_words),
    ("where", gettext_lazy("Where"), lambda each: _names(row.place for row in each.served.all())),
    ("when", gettext_lazy("When"), lambda each: each.when_said),
    ("stage", gettext_lazy("How far it is"), lambda each: each.get_stage_display() if each.stage else ""),
    ("confirmed_on", gettext_lazy("Last said to be right"), "confirmed_on"),
)
ORGANISATIONS = (
    ("name", gettext_lazy("Name"), "name"),
    ("sector", gettext_lazy("What kind of body"), lambda each: each.get_sector_display() if each.sector else ""),
    ("place", gettext_lazy("Where"), lambda each: each.shown_place),
    ("address", gettext_lazy("Address"), "shown_address"),
    ("website", gettext_lazy("Web page"), "website"),
    ("identifiers", gettext_lazy("Register numbers"), lambda each: _names(each.identifiers.all())),
    ("confirmed_on", gettext_lazy("Last said to be right"), "confirmed_on"),
)
PROGRAMMES = (
    ("name", gettext_lazy("Name"), "name"),
    ("organisation", gettext_lazy("Who leads it"), lambda each: each.organisation.survivor()),
    ("when", gettext_lazy("When"), lambda each: " – ".join(filter(None, (each.starts_said, each.ends_said)))),
)
HAVE_OR_WANT = (
    ("words", gettext_lazy("In a few words"), "words"),
    ("thing", gettext_lazy("What kind of thing"), lambda each: each.get_thing_display()),
    ("whose", gettext_lazy("Whose"), lambda each: each.organisation or each.person),
    ("place", gettext_lazy("Where"), "place"),
    ("when", gettext_lazy("When"), "when_said"),
)
NEEDS = (
    ("words", gettext_lazy("What is needed"), "words"),
    ("place", gettext_lazy("Where"), "place"),
    ("figure", gettext_lazy("The figure"), lambda each: "" if each.figure is None else each.figure_shown),
    ("out_of", gettext_lazy("Out of"), lambda each: "" if each.out_of is None else each.out_of_shown),
    ("unit", gettext_lazy("Of what"), "unit"),
    ("source", gettext_lazy("Source"), "source"),
    ("as_of", gettext_lazy("Of what date"), "as_of"),
)


@everyone("GET")
def who(request: HttpRequest) -> HttpResponse:
    """Who does what: every activity this person may see, narrowed as the address says."""
    sieve = Sieve(request.GET)
    rows = sieve.sift(seen_by(request)).with_all().with_kept_count()
    more = {"filters": sieve, "tabs": tabs(request, sieve), "cards": request.GET.get("look") == "cards"}
    return answer(request, _("Who does what"), rows, WHO, "directory/who.html", **more, today=timezone.localdate())


@everyone("GET")
def organisations(request: HttpRequest) -> HttpResponse:
    sieve = Sieve(request.GET)
    rows = Organisation.objects.live().shown().select_related("place__parent").prefetch_related("identifiers")
    rows = rows.with_kept_count()
    if sieve.place_now:
        rows = rows.at(sieve.place_now)
    if words := request.GET.get("words", "").strip()[:120]:
        rows = rows.filter(name__icontains=words)
    said = _("Every group and body we know of, big or small.")
    return answer(request, _("Organisations"), rows, ORGANISATIONS, "directory/plain_list.html",
                  noun="organisations", enter=_("Enter an organisation"), sentence=said)  # fmt: skip


@everyone("GET")
def programmes(request: HttpRequest) -> HttpResponse:
    rows = Programme.objects.live().shown().select_related("organisation__same_as")
    said = _("Several activities under one name.")
    return answer(request, _("Programmes"), rows, PROGRAMMES, "directory/plain_list.html",
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
    rows = model.objects.live().shown().open().select_related("organisation", "person", "place")
    rows = narrowed(rows, Sieve(request.GET))
    return answer(request, title, rows, HAVE_OR_WANT, "directory/plain_list.html",
                  noun=door[0], enter=door[1], sentence=said)  # fmt: skip


@everyone("GET")
def needs(request: HttpRequest) -> HttpResponse:
    """Figures of need, each with its source."""
    rows = narrowed(Need.objects.live().shown().select_related("place"), Sieve(request.GET))
    said = ngettext(
        "One figure of need, with its source.", "%(n)s figures of need, each with its source.", rows.count()
    )
    return answer(request, _("Needs"), rows, NEEDS, "directory/plain_list.html",
                  noun="needs", enter=_("Enter a figure of need"), sentence=said % {"n": rows.count()})  # fmt: skip


def narrowed(rows, sieve: Sieve):
    """Offers, asks or needs of a type, for some people, about a place."""
    for name, field in (("type", "types"), ("people", "people")):
        if sieve.asked.get(name):
            rows = rows.filter(**{field: sieve.asked[name]})
    return rows.at(sieve.place_now) if sieve.place_now else rows
