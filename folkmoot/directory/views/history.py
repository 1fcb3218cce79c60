"""What was changed, undoing it, and saying that an entry is still right."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory import trail
from folkmoot.directory.models import Revision
from folkmoot.directory.views.finding import entry_at
from folkmoot.people.access import asks_the_noun, everyone, person_of


@everyone("GET")
def history(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """Every change with its before and after; those who may change it can undo."""
    entry = entry_at(request, noun, pk)
    mine = entry.may_be_edited_by(person_of(request), timezone.localdate())
    known = {"entry": entry, "noun": noun, "may_edit": mine, "changes": trail.history_of(entry)}
    return render(request, "directory/history.html", known)


@asks_the_noun("POST")
def undo(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    entry = entry_at(request, noun, pk)
    entry.survivor().check_editor(request.user)
    which = request.POST.get("revision", "")
    change = get_object_or_404(Revision.objects.of(entry, entry.selves()), pk=which if which.isdigit() else 0)
    change.undo(request.user)
    messages.success(request, _("Undone. The change and its undoing both stay in the history."))
    return redirect(f"{entry.get_absolute_url()}history/")


@asks_the_noun("POST")
def still_right(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    entry = entry_at(request, noun, pk)
    entry.check_editor(request.user)
    entry.confirm(request.user, timezone.localdate())
    messages.success(request, _("Thank you. It is marked as right today."))
    return redirect(entry)
