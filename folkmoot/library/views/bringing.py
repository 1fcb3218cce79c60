"""Bringing pages from another wiki: the file, what would come of it, taking it in, and undoing that."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.kit.refusals import Refusal
from folkmoot.library.forms.beside import BringForm
from folkmoot.library.models import Bringing
from folkmoot.library.reading import apart
from folkmoot.people.access import asks_the_noun, signed_in


@signed_in("GET", "POST")
def bring(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is read apart and looked over, and nothing is on the shelves yet."""
    form = BringForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            pages = apart.read(said["file"].read(), said["file"].name)
            return redirect(Bringing.look_over(said["folder"], request.user, said["file"].name, pages))
        except Refusal as refused:
            form.add_error("file", refused.words)
    mine = Bringing.objects.filter(by=request.user).select_related("folder").defer("rows")[:20]
    context = {"form": form, "mine": mine}
    return render(request, "library/bring.html", context, status=422 if form.is_bound and form.errors else 200)


@asks_the_noun("GET")
def bringing(request: HttpRequest, pk: int) -> HttpResponse:
    """What would come of each page, or what came of it."""
    found = bringing_at(request, pk)
    rows = [row | {"changed": parse_datetime(row["changed_at"]) if row["changed_at"] else None} for row in found.rows]
    return render(request, "library/bringing.html", {"bringing": found, "rows": rows, "pages": pages_of(found)})


def pages_of(found: Bringing) -> list:
    return [version.page for version in found.versions.select_related("page__folder").brief()[:500]]


@asks_the_noun("POST")
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    found = bringing_at(request, pk)
    done = found.take_in(request.user)
    if done:
        messages.success(
            request, ngettext("One page is on the shelves.", "%(n)d pages are on the shelves.", done) % {"n": done}
        )
    return redirect(found)


@asks_the_noun("POST")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    found = bringing_at(request, pk)
    done, left = found.undo(request.user)
    messages.success(request, ngettext("One page is taken back.", "%(n)d pages are taken back.", done) % {"n": done})
    if left:
        words = _("Somebody changed these since, so they stay: %(pages)s")
        messages.warning(request, words % {"pages": ", ".join(map(str, left[:10]))})
    return redirect(found)


def bringing_at(request: HttpRequest, pk: int) -> Bringing:
    found = get_object_or_404(Bringing.objects.select_related("folder", "by"), pk=pk)
    if not found.may_be_seen_by(request.user, timezone.localdate()):
        raise Http404
    return found
