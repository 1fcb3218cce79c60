"""A page's history: every version, one of them, the difference between any two, and restoring."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit import lists
from folkmoot.library import saying
from folkmoot.library.drawing import Reader, draw
from folkmoot.library.models import Page, Version
from folkmoot.library.showing import stretches
from folkmoot.library.sums import difference
from folkmoot.library.views.finding import page_at
from folkmoot.people.access import asks_the_noun, everyone, person_of


@everyone("GET")
def history(request: HttpRequest, folder: str, slug: str) -> HttpResponse:
    """Every version, newest first; any two can be compared."""
    page = page_at(request, folder, slug)
    rows = page.versions.select_related("by", "standing", "restores", "page__folder").brief().defer("page__words")
    mine = page.may_be_edited_by(person_of(request), timezone.localdate())
    context = {"about": page, "may_edit": mine, "footer": saying.footer(page), "first": saying.first_written(page)}
    title = _("What was changed: %(page)s") % {"page": page}
    return lists.answer(
        request, title, rows.defer("words", "restores__words"), COLUMNS, "library/history.html", **context
    )


@everyone("GET")
def version(request: HttpRequest, folder: str, slug: str, number: int) -> HttpResponse:
    """The page as it stood after one change."""
    page, person, today = page_at(request, folder, slug), person_of(request), timezone.localdate()
    found = version_of(page, number)
    drawn = draw(found.words, page.folder, Reader(person, today))
    context = {"page": page, "version": found, "drawn": drawn, "may_edit": page.may_be_edited_by(person, today)}
    return render(request, "library/version.html", context)


@everyone("GET")
def compare(request: HttpRequest, folder: str, slug: str) -> HttpResponse:
    """What is different between two versions: ?from=3&to=5; without them, what the newest changed."""
    page = page_at(request, folder, slug)
    newest, oldest = asked(request, "to", page.number), asked(request, "from", 0)
    before, after = sorted((oldest or max(1, newest - 1), newest))
    one, other = version_of(page, before), version_of(page, after)
    found = difference(one.words, other.words)
    context = {"page": page, "before": one, "after": other, "sentence": saying.changed(found)}
    context |= {"stretches": stretches(found), "has_next": after < page.number}
    context["may_edit"] = page.may_be_edited_by(person_of(request), timezone.localdate())
    return render(request, "library/compare.html", context)


@asks_the_noun("POST")
def restore(request: HttpRequest, folder: str, slug: str, number: int) -> HttpResponse:
    """What it said then, as a new version."""
    page = page_at(request, folder, slug)
    done = page.restore(number, request.user)
    messages.success(
        request, _("Restored. It is a new version; nothing is gone.") if done else _("That is what it says.")
    )
    return redirect(page)


def version_of(page: Page, number: int) -> Version:
    """One version that is shown; 404 otherwise."""
    rows = page.versions.select_related("by", "standing", "bringing", "page__folder")
    found = rows.filter(number=number).first()
    if found is None or not found.is_shown():
        raise Http404
    return found


def asked(request: HttpRequest, name: str, otherwise: int) -> int:
    said = request.GET.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 8 else otherwise


COLUMNS = (
    ("number", gettext_lazy("Version"), "number"),
    ("at", gettext_lazy("When"), "at"),
    ("by", gettext_lazy("Who"), lambda version: version.whose()),
    ("way", gettext_lazy("How"), lambda version: version.get_way_display()),
    ("why", gettext_lazy("Why"), "why"),
    ("interest", gettext_lazy("Interest declared"), "interest"),
    ("grew", gettext_lazy("Letters more or fewer"), "grew"),
    ("minor", gettext_lazy("Small"), "minor"),
)
