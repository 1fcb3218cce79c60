"""Tags and filters that every template has: small words first, then the pictures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format, number_format

from folkmoot.kit import markdown as md
from folkmoot.kit.changes import difference as changed
from folkmoot.kit.days import vague as vaguely
from folkmoot.kit.pictures import charts, maps, networks, timelines

register = template.Library()


@register.filter
def pounds(pence: int | None) -> str:
    """Whole pence as pounds: 1250 → £12.50, 300000 → £3,000; nothing where nothing is known."""
    if pence is None:
        return ""
    whole, part = divmod(abs(int(pence)), 100)
    sign = "−" if pence < 0 else ""
    return f"{sign}£{whole:,}.{part:02d}" if part else f"{sign}£{whole:,}"


@register.filter
def figure(value: float | Decimal | None) -> str:
    """A number with its thousands set apart: 12400 → 12,400; nothing where nothing is known."""
    return "" if value is None else number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def unlocalized(value: float) -> str:
    """A number as SVG wants it, whatever the language: 12.5, never 12,5."""
    return f"{value:g}"


@register.filter
def vague(days: tuple[date | None, date | None] | None) -> str:
    """The days a vague date may mean, in words: "March 2027", "2009", "1 to 12 March 2027"; nothing for None."""
    return vaguely(*days) if days else ""


@register.filter
def roughly(days: tuple[date | None, date | None] | None) -> str:
    """The month that a vague date lies in, as "Mar"; "~" within one year; nothing for more, or when not known."""
    first, last = days or (None, None)
    if not first or not last or first.year != last.year:
        return ""
    return date_format(first, "M") if first.month == last.month else "~"


@register.filter
def markdown(text: str, level: int = 2) -> str:
    """People's own words as safe HTML; `level` is that of the largest heading in them."""
    return md.render(text or "", int(level))


@register.simple_tag
def difference(before: str, after: str) -> str:
    """What was taken out and put in, word by word, as <del> and <ins>."""
    return changed(before or "", after or "")


@register.simple_tag(takes_context=True)
def with_query(context, **changes) -> str:
    """The address of this page with some of its query changed; None takes a key out. The page number always goes."""
    query: QueryDict = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = value
    return f"?{query.urlencode()}" if query else context["request"].path


@register.simple_tag(takes_context=True)
def with_page(context, number: int) -> str:
    """The address of another page of this list, its filters kept."""
    query: QueryDict = context["request"].GET.copy()
    query["page"] = number
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def woven(context, spot: str, thing) -> str:
    """What apps above this page's own add at this spot about this thing; nothing where nobody does."""
    draw = context.get("woven")
    return draw(spot, thing) if draw else ""


def _once(context, name: str) -> bool:
    """True the first time on this page: what all pictures of a kind share is written once."""
    page = vars(context["request"]).setdefault("pictures_drawn", set())
    first = name not in page
    page.add(name)
    return first


@register.inclusion_tag("kit/pictures/chart.html", takes_context=True)
def chart(context, kind, rows, caption, **more):
    """Bars, stacked bars or dots: see kit/pictures/charts.py for the shape of the rows.

    More: series (names), top (where the axis ends), unit (what is counted), of (what a row is).
    """
    drawn = charts.chart(kind, rows, more.pop("series", ()), more.pop("top", None))
    return drawn | more | {"caption": caption, "first": _once(context, "patterns")}


@register.inclusion_tag("kit/pictures/timeline.html", takes_context=True)
def timeline(context, rows, caption, **more):
    """What runs when: see kit/pictures/timelines.py for the shape of the rows.

    More: today, start and end (days the axis shows), of (what a row is).
    """
    today = more.pop("today", None) or timezone.localdate()
    drawn = timelines.timeline(rows, today, more.pop("start", None), more.pop("end", None))
    return drawn | more | {"caption": caption, "first": _once(context, "patterns")}


@register.inclusion_tag("kit/pictures/network.html", takes_context=True)
def network(context, nodes, edges, caption, of=""):
    """Who is tied to whom: see kit/pictures/networks.py for the shape of nodes and edges."""
    return networks.network(nodes, edges) | {"caption": caption, "of": of, "first": _once(context, "network")}


@register.inclusion_tag("kit/pictures/map.html", takes_context=True)
def map(context, things, caption, data="", of="", folded=False):  # noqa: A001 - the word people know
    """Where things are: see kit/pictures/maps.py for the shape of the things, and of what `data` must answer."""
    return maps.drawing(things) | {
        "caption": caption,
        "data": data,
        "of": of,
        "folded": folded,
        "tiles": settings.MAP_TILES,
        "credit": settings.MAP_TILES_CREDIT,
        "first": _once(context, "map"),
        "first_picture": _once(context, "patterns"),
    }
