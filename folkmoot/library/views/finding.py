"""What an address names, for those who may know of it."""

from __future__ import annotations

from django.db.models import F
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from folkmoot.library.models import Case, Folder, OldAddress, Page, Toolkit
from folkmoot.people.access import person_of

EASY = "easy_read"
WITH = (
    "folder__organisation",
    "folder__group",
    "folder__programme",
    "last__by",
    "last__bringing",
    "standing",
    "place",
    "carer",
)


def folder_at(slug: str) -> Folder:
    return get_object_or_404(
        Folder.objects.select_related("organisation", "group", "programme", "place", "topic"), slug=slug
    )


def find_page(folder: str, slug: str) -> Page | None:
    """The page at that address; of one that was put away, only where no other took its place."""
    rows = Page.objects.filter(folder__slug=folder, slug=slug).select_related(*WITH, "easy_of__folder", "easy__folder")
    rows = rows.select_related("easy_of_case__standing", "easy_of_toolkit__standing")
    rows = rows.defer("last__words", "easy_of__words", "easy__words")
    return rows.order_by(F("gone_at").desc(nulls_first=True)).first()


def easy_of(full, day) -> Page | None:
    """The easy-read page of a page, a case or a toolkit, where there is one to read."""
    easy = getattr(full, "easy", None)
    return easy if easy and easy.is_visible_to(None, day) else None


def easier(request: HttpRequest, full) -> Page | None:
    """The easy-read page, for a reader who asked for those where there are any."""
    wanted = EASY in request.session and "full" not in request.GET
    return easy_of(full, timezone.localdate()) if wanted else None


def page_at(request: HttpRequest, folder: str, slug: str) -> Page:
    """The page, or 404 where it is not there or not for this reader: nobody learns which."""
    page = find_page(folder, slug)
    if page is None or not page.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    return page


def moved_from(folder: str, slug: str) -> Page | None:
    """The shown page that stood at that address before it was moved."""
    row = OldAddress.objects.filter(folder_slug=folder, slug=slug).select_related("page__folder").first()
    return row.page if row and Page.objects.shown().filter(pk=row.page_id).exists() else None


def case_at(request: HttpRequest, pk: int) -> Case:
    rows = Case.objects.select_related("place", "organisation", "programme", "entered_by", "standing", "adapted_from")
    case = get_object_or_404(rows, pk=pk)
    if not case.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    return case


def toolkit_at(request: HttpRequest, pk: int) -> Toolkit:
    rows = Toolkit.objects.select_related("place", "organisation", "entered_by", "standing")
    toolkit = get_object_or_404(rows, pk=pk)
    if not toolkit.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    return toolkit
