"""The three lists, one finding's page, and a party's answer to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Programme, TypeOfHelp
from folkmoot.joinup.board import Narrowed, board, known_entries
from folkmoot.joinup.evidence import side_by_side
from folkmoot.joinup.forms import AnswerForm, PublishForm
from folkmoot.joinup.models import Choice, Finding
from folkmoot.joinup.views.introductions import suggestion_address
from folkmoot.people.access import asks_the_noun, everyone, person_of
from folkmoot.requests.models import Answer


@everyone("GET")
def together(request: HttpRequest) -> HttpResponse:
    """What looks alike, what could help each other, and what nobody does yet; names only for those who may hear."""
    narrowed = Narrowed.of(request.GET)
    shown = board(person_of(request), timezone.localdate(), narrowed)
    page = {
        "board": shown,
        "narrowed": narrowed,
        "known": known_entries() if not shown.look else shown.look.entries,
        "types": TypeOfHelp.objects.all(),
        "programmes": Programme.objects.live().shown()[:200],
    }
    return render(request, "joinup/together.html", page)


@everyone("GET")
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """The evidence side by side for those who may hear it; for others, that there is something worth a look."""
    person, day = person_of(request), timezone.localdate()
    found = get_object_or_404(Finding.objects.select_related("a", "b", "offer", "ask", "place", "request"), pk=pk)
    if not Finding.objects.filter(pk=pk).heard_by(person, day).exists():
        status = 404 if found.for_owner_alone else 200
        return render(request, "joinup/finding_closed.html", {"finding": found}, status=status)
    return render(request, "joinup/finding.html", _page(found, person, day))


def _page(found: Finding, person, day) -> dict:
    one, other = found.sides()
    party = found.party_of(person, day) if person and not found.story else ""
    mine = found.answers().filter(party=party).last() if party else None
    return {
        "finding": found,
        "one": one,
        "other": other,
        "rows": side_by_side(one, other),
        "party": party,
        "introduce": suggestion_address(found) if person and not found.story and not found.for_owner_alone else "",
        "mine": mine,
        "form": AnswerForm(
            initial={"choice": mine.choice if mine else Choice.TALK, "because": mine.because if mine else ""}
        ),
        "publish": PublishForm(),
        "choices": dict(Choice.choices),
        "publications": found.publications.filter(answer__undone_at=None).select_related("answer").order_by("at"),
        "answered": found.answers().count(),
        "asked": sum(bool(side) for side in found.parties()),
        "decided": _decided(found),
    }


def _decided(found: Finding) -> list[Finding]:
    """Others of the same kind whose parties have published an answer, as examples of what people decide."""
    open_ones = Finding.objects.filter(kind=found.kind, published_at__isnull=False).open_to_all().exclude(pk=found.pk)
    return list(open_ones.prefetch_related("publications__answer").order_by("-published_at")[:3])


def _heard(request: HttpRequest, pk: int) -> Finding:
    """The finding, for those who may hear its names; for others it is not there."""
    return get_object_or_404(Finding.objects.heard_by(request.user, timezone.localdate()), pk=pk)


@asks_the_noun("POST")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the answer of the party this person speaks for."""
    found, form = _heard(request, pk), AnswerForm(request.POST)
    if not form.is_valid():
        page = _page(found, request.user, timezone.localdate()) | {"form": form}
        return render(request, "joinup/finding.html", page, status=422)
    found.answer(request.user, form.cleaned_data["choice"], form.cleaned_data["because"], day=timezone.localdate())
    messages.success(request, _("Your answer is kept. Nobody but the two parties sees it until you publish it."))
    return redirect(found)


@asks_the_noun("POST")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Make this person's standing answer public, and the two names with it."""
    found, form = _heard(request, pk), PublishForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {}
    pounds = given.get("pounds")
    pence = pounds * 100 if pounds is not None else None
    found.publish(request.user, day=timezone.localdate(), hours=given.get("hours"), pence=pence)
    messages.success(request, _("Your answer is public, with both names. You can still change it."))
    return redirect(found)


@asks_the_noun("POST")
def undo(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    """Take one's own answer back; a published one goes from the page with it."""
    found = _heard(request, pk)
    found.take_back(request.user, get_object_or_404(Answer, pk=answer, request=found.request))
    messages.success(request, _("Your answer is taken back."))
    return redirect(found)
