"""What of the library can be found by searching: pages, what worked and what failed, and toolkits that are shown."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.kit import search
from folkmoot.kit.search.keeping import Entry
from folkmoot.moderation.models import Standing

PAGE, CASE, TOOLKIT = "library.page", "library.case", "library.toolkit"


def is_public(thing) -> bool:
    """Shown, not put away, not absorbed, and no part of the 2009 story."""
    shown = thing.standing is None or thing.standing.state == Standing.State.SHOWN
    return shown and not thing.story and not getattr(thing, "gone_at", None) and not getattr(thing, "same_as_id", None)


def refresh_page(page) -> None:
    _refresh(page, page_entry)


def refresh_case(case) -> None:
    _refresh(case, case_entry)


def refresh_toolkit(toolkit) -> None:
    _refresh(toolkit, toolkit_entry)


def _refresh(thing, entry_of) -> None:
    if is_public(thing):
        search.put(*entry_of(thing))
    else:
        search.drop(thing._meta.label_lower, thing.pk)


def put_pages(pages: Iterable) -> int:
    """Many at once; gives how many can be found now."""
    return search.put_many(page_entry(page) for page in pages if is_public(page))


def put_cases(cases: Iterable) -> int:
    return search.put_many(case_entry(case) for case in cases if is_public(case))


def put_toolkits(toolkits: Iterable) -> int:
    return search.put_many(toolkit_entry(toolkit) for toolkit in toolkits if is_public(toolkit))


def page_entry(page) -> Entry:
    path = page.place.path if page.place else ""
    words = f"{page.folder.name} · {page.words}"
    return Entry(PAGE, page.pk, page.title, words, path, page.get_absolute_url())


def case_entry(case) -> Entry:
    """All it says, what failed included; never the person who can be asked, who may take their yes back."""
    said = [case.summary, case.context, case.done, case.worked, case.failed, case.cost_words, case.place_words]
    said += [f"{barrier.words} {barrier.how}" for barrier in case.barriers.all()]
    said += [str(thing) for name in ("types", "people", "topics") for thing in getattr(case, name).all()]
    said += [str(case.organisation or ""), str(case.place or "")]
    path = case.place.path if case.place else ""
    return Entry(CASE, case.pk, case.title, " · ".join(filter(None, said)), path, case.get_absolute_url())


def toolkit_entry(toolkit) -> Entry:
    said = [toolkit.about, *(f"{part.heading} {part.words}" for part in toolkit.parts.all())]
    path = toolkit.place.path if toolkit.place else ""
    return Entry(TOOLKIT, toolkit.pk, toolkit.title, " · ".join(filter(None, said)), path, toolkit.get_absolute_url())
