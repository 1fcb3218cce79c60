"""A list: fifty a page on the screen, whole as a spreadsheet, JSON or a feed. Filters stay in the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from folkmoot.kit import outgoing
from folkmoot.kit.writers import csv_rows, json_list, plain, xlsx_book

A_PAGE = 50
IN_A_FEED = 50
AT_A_TIME = 500
IN_A_CALENDAR = 1000
CHANGED = ("changed_at", "entered_at", "made_at", "at")
# The columns that hold a first and a last day, by whichever a list has.
DAYS = (("due_on", "due_on"), ("starts_from", "starts_to"))
Getter = str | Callable[[Any], Any]
Column = tuple[str, str, Getter]


def answer(
    request: HttpRequest, title: str, rows, columns: Sequence[Column], template: str, *, calendar=None, **context
) -> HttpResponse:
    """The list as the address asks: `?as=csv|xlsx|json` gives a file of all of it, `?as=atom|feed|ld|ics` something
    to follow it by, anything else the page.

    `rows` is a queryset or a list; a column is (key, label, how to get it: an attribute or a function of the row).
    `calendar`, a function from the rows to an iCalendar, is for rows that know more of themselves than their days.
    The template gets `title`, `page`, `table` (rows of this page with their cells), `columns`, `downloads` and
    `follows`. A page number past the end shows the last page. What a person may not see must be left out of `rows`
    before.
    """
    wanted, has_days = request.GET.get("as", ""), calendar is not None or dated(rows)
    if give := FILES.get(wanted):
        return give(request, str(title), rows, columns)
    if wanted == "ics" and has_days:
        body = calendar(rows) if calendar else calendar_of(str(title), rows)
        return outgoing.answer(request, body, outgoing.CALENDAR_TYPE)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    words = {
        "title": title,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "columns": [(key, label) for key, label, _ in columns],
        "table": [(row, [cell(row, column) for column in columns]) for row in page],
        "downloads": downloads(request),
        "follows": follows(request, has_days) if _is_open(request) else [],
        "follow_address": _address(request).removeprefix(settings.SITE_URL),
    }
    return render(request, template, words | context)


def cell(row: Any, column: Column) -> Any:
    """The row's value in that column."""
    getter = column[2]
    return getter(row) if callable(getter) else getattr(row, getter)


def downloads(request: HttpRequest) -> list[tuple[str, str]]:
    """The files this list can be had as: (name, address), with its filters."""
    kinds = (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"), ("ld", "JSON-LD"))
    return [(name, _as(request, kind)) for kind, name in kinds]


def follows(request: HttpRequest, dated: bool = False) -> list[tuple[str, str, str]]:
    """The feeds of this list: (name, address, content type); a calendar where its rows have days."""
    ways = [("atom", "Atom", "application/atom+xml"), ("feed", "JSON Feed", "application/feed+json")]
    ways += [("ics", str(_("Calendar")), "text/calendar")] if dated else []
    return [(name, _as(request, kind), content) for kind, name, content in ways]


def _is_open(request: HttpRequest) -> bool:
    """Whether the page of this list is open to all: a feed of any other needs a private address."""
    return getattr(getattr(request.resolver_match, "func", None), "rule", "everyone") == "everyone"


def _as(request: HttpRequest, kind: str) -> str:
    query = request.GET.copy()
    for gone in ("page", "as"):
        query.pop(gone, None)
    query["as"] = kind
    return f"?{query.urlencode()}"


def _all(rows) -> Iterable:
    return rows.iterator(chunk_size=AT_A_TIME) if isinstance(rows, QuerySet) else rows


def _cells(rows, columns: Sequence[Column]) -> Iterator[list]:
    return ([cell(row, column) for column in columns] for row in _all(rows))


def _labels(columns: Sequence[Column]) -> list[str]:
    return [str(label) for _, label, _ in columns]


def _csv(request: HttpRequest, title: str, rows, columns: Sequence[Column]) -> HttpResponse:
    pieces = csv_rows(_labels(columns), _cells(rows, columns))
    return _file(StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8"), title, "csv")


def _xlsx(request: HttpRequest, title: str, rows, columns: Sequence[Column]) -> HttpResponse:
    book = xlsx_book({title: (_labels(columns), _cells(rows, columns))})
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(HttpResponse(book, content_type=kind), title, "xlsx")


def _json(request: HttpRequest, title: str, rows, columns: Sequence[Column]) -> HttpResponse:
    about = {"title": title, "site": settings.SITE_NAME, "address": _address(request), "taken_at": timezone.now()}
    keys = [key for key, _, _ in columns]
    pieces = json_list("rows", (dict(zip(keys, cells, strict=True)) for cells in _cells(rows, columns)), about)
    return StreamingHttpResponse(pieces, content_type="application/json")


def _feed(request: HttpRequest, title: str, rows, columns: Sequence[Column]) -> outgoing.Feed:
    """Fifty rows, those changed last first, as a feed: the first column as title, the others as words."""
    page = Paginator(_newest_first(rows), IN_A_FEED).get_page(request.GET.get("page"))
    address = _address(request)
    items = [_item(row, columns, address) for row in page]
    links = {rel: page_address(request, number) for rel, number in around(page).items()}
    return outgoing.Feed(title, address, page_address(request, page.number), items, links)


def around(page) -> dict[str, int]:
    """The pages of a feed that it names beside this one (RFC 5005): "first", "last", "next", "previous"."""
    named = {"first": 1, "last": page.paginator.num_pages}
    named |= {"next": page.next_page_number()} if page.has_next() else {}
    return named | ({"previous": page.previous_page_number()} if page.has_previous() else {})


def _item(row: Any, columns: Sequence[Column], otherwise: str) -> outgoing.Item:
    first, *others = [(column[1], plain(cell(row, column))) for column in columns]
    said = "\n".join(f"{label}: {value}" for label, value in others if value != "")
    link = f"{settings.SITE_URL}{row.get_absolute_url()}" if hasattr(row, "get_absolute_url") else otherwise
    return outgoing.Item(_mark(row, first), str(first[1]), link, _changed(row), said, rights=_rights(row, columns))


def _rights(row: Any, columns: Sequence[Column]) -> str:
    """Whose words they are and under which licence, where the list has a column that says so."""
    cells = {column[0]: str(cell(row, column) or "") for column in columns if column[0] in ("licence", "source")}
    return ": ".join(filter(None, [cells.get("source", ""), cells["licence"]])) if cells.get("licence") else ""


def _mark(row: Any, first: tuple) -> str:
    """What stays the same of it for ever: its kind and number; of a row that has none, its own address or words."""
    if isinstance(row, Model):
        return outgoing.tag(row._meta.label_lower, row.pk)
    same = row.get_absolute_url() if hasattr(row, "get_absolute_url") else repr(first)
    return outgoing.tag("row", sha256(same.encode("utf-8", "replace")).hexdigest()[:32])


def _newest_first(rows):
    """A queryset by its last change; a list as it is."""
    if not isinstance(rows, QuerySet) or rows.query.is_sliced or rows.query.combinator:
        return rows
    known = {field.name for field in rows.model._meta.concrete_fields}
    name = next((name for name in CHANGED if name in known), None)
    return rows.order_by(f"-{name}", "-pk") if name else rows.order_by("-pk")


def _atom(request: HttpRequest, title: str, rows, columns: Sequence[Column]) -> HttpResponse:
    feed = _feed(request, title, rows, columns)
    return outgoing.answer(request, outgoing.atom(feed), outgoing.ATOM_TYPE, feed.updated)


def _json_ld(request: HttpRequest, title: str, rows, columns: Sequence[Column]) -> HttpResponse:
    feed = _feed(request, title, rows, columns)
    return outgoing.answer(request, outgoing.json_ld(feed), outgoing.LD_TYPE, feed.updated)


def _json_feed(request: HttpRequest, title: str, rows, columns: Sequence[Column]) -> HttpResponse:
    feed = _feed(request, title, rows, columns)
    return outgoing.answer(request, outgoing.json_feed(feed), outgoing.JSON_TYPE, feed.updated)


def _changed(row: Any) -> datetime | None:
    """When the row was last changed or made, whatever it calls that."""
    for name in CHANGED:
        moment = getattr(row, name, None)
        if isinstance(moment, datetime):
            return moment
        if isinstance(moment, date):
            return datetime.combine(moment, time(), UTC)
    return None


def dated(rows) -> bool:
    """Whether the rows are of a kind that has days."""
    names = {field.name for field in rows.model._meta.concrete_fields} if isinstance(rows, QuerySet) else set()
    return any(first in names for first, _last in DAYS)


def calendar_of(title: str, rows) -> bytes:
    """The rows that have a day, on it; days that may be meant are marked as perhaps."""
    names = {field.name for field in rows.model._meta.concrete_fields}
    first, last = next(pair for pair in DAYS if pair[0] in names)
    some = rows.filter(**{f"{first}__isnull": False})
    return outgoing.calendar(title, (_day(row, first, last) for row in some[:IN_A_CALENDAR]))


def _day(row: Model, first: str, last: str) -> outgoing.Day:
    begins, ends = getattr(row, first), getattr(row, last) or getattr(row, first)
    label = f"{row._meta.label_lower}/{row.pk}@{urlsplit(settings.SITE_URL).hostname}"
    address = f"{settings.SITE_URL}{row.get_absolute_url()}"
    perhaps = first != last and begins != ends
    return outgoing.Day(label, str(row), address, begins, max(begins, ends), _changed(row), perhaps=perhaps)


def _address(request: HttpRequest) -> str:
    """This list's own address, with its filters and without the file's kind."""
    query = request.GET.copy()
    for gone in ("page", "as"):
        query.pop(gone, None)
    return f"{settings.SITE_URL}{request.path}{'?' if query else ''}{query.urlencode()}"


def page_address(request: HttpRequest, number: int) -> str:
    """The address of one page of this feed: under the secret it was asked for by, where it was."""
    query = request.GET.copy()
    query.pop("page", None)
    if secret := getattr(request, "asked_as", ""):
        query = QueryDict(mutable=True)
    if number > 1:
        query["page"] = str(number)
    return f"{settings.SITE_URL}{secret or request.path}{'?' if query else ''}{query.urlencode()}"


def _file(answer: HttpResponse, title: str, ending: str) -> HttpResponse:
    name = slugify(title) or "list"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.{ending}"'
    return answer


FILES = {"csv": _csv, "xlsx": _xlsx, "json": _json, "atom": _atom, "feed": _json_feed, "ld": _json_ld}
