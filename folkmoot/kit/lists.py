"""A list: fifty a page on the screen, whole as a spreadsheet, JSON or a feed. Filters stay in the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import slugify

from folkmoot.kit.writers import csv_rows, json_list, plain, xlsx_book

A_PAGE = 50
IN_A_FEED = 50
AT_A_TIME = 500
Getter = str | Callable[[Any], Any]
Column = tuple[str, str, Getter]


def answer(request: HttpRequest, title: str, rows, columns: Sequence[Column], template: str, **context) -> HttpResponse:
    """The list as the address asks: `?as=csv|xlsx|json|atom` gives a file of all of it, anything else the page.

    `rows` is a queryset or a list; a column is (key, label, how to get it: an attribute or a function of the row).
    The template gets `title`, `page`, `table` (rows of this page with their cells), `columns` and `downloads`. A page
    number past the end shows the last page. What a person may not see must be left out of `rows` before.
    """
    give = FILES.get(request.GET.get("as", ""))
    if give:
        return give(request, str(title), rows, columns)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    words = {
        "title": title,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "columns": [(key, label) for key, label, _ in columns],
        "table": [(row, [cell(row, column) for column in columns]) for row in page],
        "downloads": downloads(request),
    }
    return render(request, template, words | context)


def cell(row: Any, column: Column) -> Any:
    """The row's value in that column."""
    getter = column[2]
    return getter(row) if callable(getter) else getattr(row, getter)


def downloads(request: HttpRequest) -> list[tuple[str, str]]:
    """The files this list can be had as: (name, address), with its filters."""
    query = request.GET.copy()
    for gone in ("page", "as"):
        query.pop(gone, None)
    made = []
    for kind, name in (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"), ("atom", "Atom")):
        query["as"] = kind
        made.append((name, f"?{query.urlencode()}"))
    return made


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


def _atom(request: HttpRequest, title: str, rows, columns: Sequence[Column]) -> HttpResponse:
    """The first fifty rows as a feed: the first column as title, the others as words, dated by the last change."""
    feed = Atom1Feed(title, _address(request), "", feed_url=request.build_absolute_uri())
    for row in rows[:IN_A_FEED]:
        first, *others = [(column[1], plain(cell(row, column))) for column in columns]
        link = request.build_absolute_uri(row.get_absolute_url()) if hasattr(row, "get_absolute_url") else ""
        said = ". ".join(f"{label}: {value}" for label, value in others if value != "")
        feed.add_item(str(first[1]), link or _address(request), said, unique_id=link or None, updateddate=_changed(row))
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _changed(row: Any) -> datetime | None:
    """When the row was last changed or made, whatever it calls that."""
    for name in ("changed_at", "entered_at", "made_at", "at"):
        moment = getattr(row, name, None)
        if isinstance(moment, datetime):
            return moment
        if isinstance(moment, date):
            return datetime.combine(moment, time(), UTC)
    return None


def _address(request: HttpRequest) -> str:
    """This list's own address, with its filters and without the file's kind."""
    query = request.GET.copy()
    query.pop("as", None)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}" if query else request.path)


def _file(answer: HttpResponse, title: str, ending: str) -> HttpResponse:
    name = slugify(title) or "list"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.{ending}"'
    return answer


FILES = {"csv": _csv, "xlsx": _xlsx, "json": _json, "atom": _atom}
