"""Who does what, drawn: the map, the matrix, the timeline and the money chain, each with its table."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory import mapping, matrix, money
from folkmoot.directory.drawing import sankey
from folkmoot.directory.matrix import AXES
from folkmoot.directory.pictures import counted, counted_matrix
from folkmoot.directory.saying import said_of_matrix, said_of_money
from folkmoot.directory.sieve import NOW, Sieve
from folkmoot.directory.views.columns import WHO
from folkmoot.directory.views.lists import seen_by, tabs
from folkmoot.kit.lists import answer
from folkmoot.kit.pictures import maps
from folkmoot.kit.templatetags.kit import pounds
from folkmoot.people.access import everyone

A_MOMENT = 10

MONEY = (
    ("funder", gettext_lazy("Who pays"), lambda link: link.funder or _("Not said")),
    ("programme", gettext_lazy("Programme"), lambda link: link.programme or ""),
    ("activity", gettext_lazy("Activity"), lambda link: link.activity),
    ("places", gettext_lazy("Where"), lambda link: ", ".join(map(str, link.places)) or _("Not said")),
    ("when", gettext_lazy("From when to when"), lambda link: link.when),
    ("pence", gettext_lazy("How much"), lambda link: _("Not said") if link.pence is None else pounds(link.pence)),
    ("passed_on", gettext_lazy("Of this, passed on"), lambda link: pounds(link.passed_on) if link.passed_on else ""),
)


@everyone("GET")
def matrix_page(request: HttpRequest) -> HttpResponse:
    """Who × what × where: rows and columns as chosen, honest about what is empty."""
    sieve = Sieve(request.GET, stage=NOW)
    rows, columns = axes(request)
    known = counted_matrix(sieve.sift(seen_by(request)), sieve, rows, columns)
    grid = matrix.drawn(known.value, sieve, rows, columns)
    table = [(name, *map(str, cells)) for name, cells in grid.rows]
    heads = [(f"c{n}", head, lambda row, n=n: row[n]) for n, head in enumerate((AXES[rows], *grid.across))]
    more = {"grid": grid, "filters": sieve, "tabs": tabs(request, sieve), "axes": AXES.items(), "down": rows}
    more |= {"sideways": columns, "said": said_of_matrix(grid), "as_of": known.at}
    page = answer(request, _("Who, what and where"), table, heads, "directory/matrix.html", **more)
    return as_of(page, known.at)


def as_of(page: HttpResponse, at: datetime | None) -> HttpResponse:
    """A page that tells what was counted earlier is kept for a moment only: it may be counted anew by now."""
    if at:
        page.headers["Cache-Control"] = f"max-age=0, s-maxage={A_MOMENT}"
    return page


def axes(request: HttpRequest) -> tuple[str, str]:
    """Rows and columns as asked; two of one kind make no table, so then the second gives way."""
    rows = request.GET.get("rows") if request.GET.get("rows") in AXES else "type"
    columns = request.GET.get("columns") if request.GET.get("columns") in AXES else "people"
    return rows, columns if columns != rows else next(kind for kind in AXES if kind != rows)


@everyone("GET")
def timeline(request: HttpRequest) -> HttpResponse:
    sieve = Sieve(request.GET)
    rows = sieve.sift(seen_by(request)).with_all().with_kept_count().order_by("starts_from", "title", "pk")
    more = {"filters": sieve, "tabs": tabs(request, sieve), "today": timezone.localdate()}
    return answer(request, _("When things run"), rows, WHO, "directory/timeline.html", **more)


@everyone("GET")
def money_page(request: HttpRequest) -> HttpResponse:
    """Funder → programme → activity → place, as far as anybody has said."""
    sieve = Sieve(request.GET)
    known = counted("money", sieve.sift(seen_by(request)), sieve)
    chain = money.drawn(known.value)
    picture = sankey(*money.flow(chain)) if chain.total else None
    more = {"filters": sieve, "tabs": tabs(request, sieve), "chain": chain, "picture": picture}
    more |= {"said": said_of_money(chain), "as_of": known.at}
    return as_of(answer(request, _("Money"), chain.links, MONEY, "directory/money.html", **more), known.at)


@everyone("GET")
def map_page(request: HttpRequest) -> HttpResponse:
    sieve = Sieve(request.GET)
    known = counted("map", sieve.sift(seen_by(request)), sieve)
    things = mapping.drawn(known.value)
    table = [("label", _("Where or who"), "label"), ("kind", _("What it is"), "kind"), ("note", _("What"), "note")]
    columns = [(key, label, lambda row, key=key: row.get(key, "")) for key, label, _name in table]
    query = sieve.address()
    more = {"things": things, "said": mapping.said(things), "filters": sieve, "tabs": tabs(request, sieve)}
    more |= {"data": f"/who/map/data/?{query}" if query else "/who/map/data/", "as_of": known.at}
    page = answer(request, _("Where things are done"), things, columns, "directory/map.html", **more)
    return as_of(page, known.at)


@everyone("GET")
def map_data(request: HttpRequest) -> JsonResponse:
    """The same as GeoJSON, for the map that moves."""
    sieve = Sieve(request.GET)
    known = counted("map", sieve.sift(seen_by(request)), sieve)
    things = maps.collection(mapping.drawn(known.value))
    return as_of(JsonResponse(things, content_type="application/geo+json"), known.at)
