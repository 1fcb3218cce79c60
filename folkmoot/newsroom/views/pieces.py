"""Keeping a piece from a phone, seeing one, making it complete."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit import uploads
from folkmoot.kit.refusals import Refusal
from folkmoot.newsroom import keeping, stream, tabs
from folkmoot.newsroom.coverage import when_of
from folkmoot.newsroom.finding import edited_by, piece_changed_by, piece_of, written_by
from folkmoot.newsroom.forms.checking import checked
from folkmoot.newsroom.forms.piece import ChangeForm, PieceForm, PutRightForm, SubjectForm
from folkmoot.newsroom.models import Piece, Subject
from folkmoot.newsroom.models.piece import SHELF
from folkmoot.people.access import asks_the_noun, everyone, person_of


@asks_the_noun("GET", "POST")
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """The page on a phone. POST keeps one piece, each once; the page's script sends what it kept without a network."""
    desk = written_by(request, pk)
    if request.method == "POST":
        return _answer(request, lambda: _kept(request, desk))
    form, now = PieceForm(desk=desk), timezone.now()
    sessions = list(form.fields["session"].queryset)
    running = next((one.pk for one in sessions if one.slot and when_of(one, now) == "now"), None)
    mine = Piece.objects.kept().filter(desk=desk, by=request.user).select_related("session")[:10]
    known = {"form": form, "sessions": sessions, "running": running, "mine": mine, "once": secrets.token_hex(12)}
    answer = render(request, "newsroom/desk/new.html", tabs.around(desk, request.user, "new") | known)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _kept(request: HttpRequest, desk) -> Piece:
    form = PieceForm(request.POST, request.FILES, desk=desk)
    if request.FILES:
        uploads.spend_one(request.user.key)
    said = checked(form)
    return keeping.keep(desk, request.user, said["kind"], said, form.facts())


def _answer(request: HttpRequest, deed) -> HttpResponse:
    """Do it; then the page again, or for the script on it a word of how it went."""
    if "application/json" not in request.headers.get("Accept", ""):
        made = deed()
        messages.success(request, _("Kept."))
        return redirect("newsroom:new", pk=made.desk.event_id)
    try:
        made = deed()
    except Refusal as no:
        return JsonResponse({"words": no.words}, status=no.status, headers=no.headers)
    return JsonResponse({"kept": True, "address": made.get_absolute_url(), "still": keeping.still_wanted(made)})


@everyone("GET")
def piece(request: HttpRequest, pk: int) -> HttpResponse:
    """One piece, with its source and licence."""
    found, person = piece_of(request, pk), person_of(request)
    changes, edits = found.may_be_changed_by(person), found.desk.may_be_edited_by(person)
    named = found.subjects.filter(is_named=True, withdrawn_at=None)
    known = {"piece": found, "event": found.desk.event, "desk": found.desk, "changes": changes, "edits": edits}
    known |= {"named": named, "still": keeping.still_wanted(found) if changes else [], "others": []}
    if edits:
        known["others"] = Piece.objects.kept().filter(desk=found.desk).exclude(pk=found.pk).select_related("by")[:50]
    known |= stream.mentions_at(found.get_absolute_url())
    if changes:
        known["subjects"] = found.subjects.prefetch_related("permissions").select_related("person")
    return render(request, "newsroom/piece.html", known)


@everyone("GET")
def picture(request: HttpRequest, pk: int, size: str) -> HttpResponse:
    """The picture, to whoever may see its piece at this moment."""
    found = piece_of(request, pk)
    if not found.picture or size not in ("whole", "small"):
        raise Http404
    return uploads.give(request, SHELF, found.picture, size=size, called=found.alt)


@asks_the_noun("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Its words, its description, its session."""
    found = piece_changed_by(request, pk)
    form = ChangeForm(request.POST or None, piece=found)
    if request.method == "POST" and form.is_valid():
        keeping.change(found, request.user, form.facts(), form.cleaned_data.get("moments"))
        return redirect(found)
    return render(request, "newsroom/edit.html", {"form": form, "piece": found, "event": found.desk.event})


@asks_the_noun("GET", "POST")
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in it, and what they agreed to."""
    found = piece_changed_by(request, pk)
    form = SubjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        slip = keeping.show(found, request.user, form.cleaned_data)
        if slip:
            messages.success(request, _("Write this on their slip: %(code)s. It is not shown again.") % {"code": slip})
        return redirect("newsroom:people", pk=pk)
    rows = found.subjects.prefetch_related("permissions").select_related("person")
    known = {"form": form, "piece": found, "desk": found.desk, "event": found.desk.event, "subjects": rows}
    return render(request, "newsroom/people.html", known)


@asks_the_noun("GET", "POST")
def put_right(request: HttpRequest, pk: int, subject: int) -> HttpResponse:
    """What was written down wrongly of somebody in it: who they are, or what they said yes to."""
    found = get_object_or_404(Subject.objects.select_related("person"), pk=subject, piece=piece_changed_by(request, pk))
    form = PutRightForm(request.POST or None, subject=found)
    if request.method == "POST" and form.is_valid():
        keeping.put_right(found, request.user, form.cleaned_data)
        messages.success(request, _("Put right. That holds from now on, everywhere."))
        return redirect("newsroom:people", pk=pk)
    return render(request, "newsroom/put_right.html", {"form": form, "subject": found, "piece": found.piece})


@asks_the_noun("POST")
def took_back(request: HttpRequest, pk: int, subject: int) -> HttpResponse:
    """They said to the desk that they take it back."""
    found = get_object_or_404(Subject, pk=subject, piece=piece_changed_by(request, pk))
    found.withdraw()
    messages.success(request, _("Gone, from everywhere. Its words and picture are erased in a week."))
    return redirect(found.piece.desk)


@asks_the_noun("POST")
def do(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Approve it, take it off or put it back; or it is one with another."""
    found = piece_changed_by(request, pk)
    keeping.do(found, what, request.user, request.POST)
    return redirect(_back(request, found))


def _back(request: HttpRequest, found: Piece) -> str:
    from_desk = request.POST.get("from") == "look"
    return f"/newsroom/events/{found.desk.event_id}/look/" if from_desk else found.get_absolute_url()


@asks_the_noun("GET")
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits for an editor: pieces, duplicates, outside posts, mentions."""
    desk = edited_by(request, pk)
    return render(request, "newsroom/desk/look.html", tabs.around(desk, request.user, "look") | keeping.waiting(desk))
