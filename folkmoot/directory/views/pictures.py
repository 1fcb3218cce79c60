"""Who does what, drawn: the map, the matrix, the timeline and the money chain, each with its table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory import mapping, money
from folkmoot.directory.drawing import sankey
from folkmoot.directory.matrix import AXES, matrix
from folkmoot.directory.saying import said_of_matrix, said_of_money
from folkmoot.directory.sieve import NOW, Sieve
from folkmoot.directory.views.lists import WHO, seen_by, tabs
from folkmoot.kit.lists import answer
from folkmoot.kit.pictures import maps
from folkmoot.kit.templatetags.kit import pounds
from folkmoot.people.access import everyone

MOST_LINKS = 2000
MONEY = (
    ("funder", gettext_lazy("Who pays"), lambda link: link.funder or _("Not said")),
    ("programme", gettext_lazy("Programme"), lambda link: link.programme or ""),
    ("activity", gettext_lazy("Activity"), lambda link: link.activity),
    ("places", gettext_lazy("Where"), lambda link: ", ".join(map(str, link.places)) or _("Not said")),
    ("pence", gettext_lazy("How much"), lambda link: _("Not said") if link.pence is None else pounds(link.pence)),
    ("passed_on", gettext_lazy("Of this, passed on"), lambda link: pounds(link.passed_on) if link.passed_on else ""),
)


@everyone("GET")
def matrix_page(request: HttpRequest) -> HttpResponse:
    """Who × what × where: rows and columns as chosen, honest about what is empty."""
    sieve = Sieve(request.GET, stage=NOW)
    rows, columns = axes(request)
    grid = matrix(sieve.sift(seen_by(request)), sieve, rows, columns)
    table = [(name, *map(str, cells)) for name, cells in grid.rows]
    heads = [(f"c{n}", head, lambda row, n=n: row[n]) for n, head in enumerate((AXES[rows], *grid.across))]
    more = {"grid": grid, "filters": sieve, "tabs": tabs(request, sieve), "axes": AXES.items(), "down": rows}
    more |= {"sideways": columns, "said": said_of_matrix(grid)}
    return answer(request, _("Who, what and where"), table, heads, "directory/matrix.html", **more)


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
    chain = money.chain_of(money.with_money(sieve.sift(seen_by(request)))[:MOST_LINKS])
    picture = sankey(*money.flow(chain)) if chain.total else None
    more = {"filters": sieve, "tabs": tabs(request, sieve), "chain": chain, "picture": picture}
    more |= {"said": said_of_money(chain), "most": MOST_LINKS}
    return answer(request, _("Money"), chain.links, MONEY, "directory/money.html", **more)


@everyone("GET")
def map_page(request: HttpRequest) -> HttpResponse:
    sieve = Sieve(request.GET)
    things = mapping.things(sieve.sift(seen_by(request)))
    table = [("label", _("Where or who"), "label"), ("kind", _("What it is"), "kind"), ("note", _("What"), "note")]
    columns = [(key, label, lambda row, key=key: row.get(key, "")) for key, label, _name in table]
    query = sieve.address()
    more = {"things": things, "said": mapping.said(things), "filters": sieve, "tabs": tabs(request, sieve)}
    more["data"] = f"/who/map/data/?{query}" if query else "/who/map/data/"
    return answer(request, _("Where things are done"), things, columns, "directory/map.html", **more)


@everyone("GET")
def map_data(request: HttpRequest) -> JsonResponse:
    """The same as GeoJSON, for the map that moves."""
    things = mapping.things(Sieve(request.GET).sift(seen_by(request)))
    return JsonResponse(maps.collection(things), content_type="application/geo+json")
