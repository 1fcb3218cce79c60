"""The three lists, one finding's page, and a party's answer to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Activity, Programme, TypeOfHelp
from folkmoot.joinup import listing
from folkmoot.joinup.board import board, known_entries
from folkmoot.joinup.evidence import side_by_side
from folkmoot.joinup.forms import AnswerForm, PublishForm
from folkmoot.joinup.links import links_of
from folkmoot.joinup.models import Choice, Finding, Publication
from folkmoot.joinup.models.heard import SIDES, name_of
from folkmoot.joinup.models.introduction import honest_yield
from folkmoot.joinup.narrowing import Narrowed
from folkmoot.joinup.views.introductions import suggestion_address
from folkmoot.kit import lists
from folkmoot.people.access import asks_the_noun, everyone, person_of
from folkmoot.requests.models import Answer


@everyone("GET")
def together(request: HttpRequest) -> HttpResponse:
    """What looks alike, what could help each other, and what nobody does yet; names only for those who may hear."""
    person, day, narrowed = person_of(request), timezone.localdate(), Narrowed.of(request.GET)
    if request.GET.get("as") in lists.FILES:
        found = listing.rows(person, day, narrowed)
        return lists.answer(request, _("Work together"), found, listing.COLUMNS, "joinup/together.html")
    shown = board(person, day, narrowed)
    page = {
        "board": shown,
        "gaps": listing.with_nearest(shown.gaps),
        "downloads": lists.downloads(request),
        "narrowed": narrowed,
        "known": known_entries() if not shown.look else shown.look.entries,
        "came": honest_yield(day),
        "types": TypeOfHelp.objects.all(),
        "programmes": Programme.objects.live().shown()[:200],
    }
    return render(request, "joinup/together.html", page)


@everyone("GET")
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """The evidence side by side for those who may hear it; for others, that there is something worth a look."""
    person, day = person_of(request), timezone.localdate()
    found = get_object_or_404(Finding.objects.select_related(*SIDES, "place", "request"), pk=pk)
    if not Finding.objects.filter(pk=pk).heard_by(person, day).exists():
        there = not found.is_secret() and Finding.objects.filter(pk=pk).shown().exists()
        status = 200 if there else 404
        return render(request, "joinup/finding_closed.html", {"finding": found}, status=status)
    return render(request, "joinup/finding.html", _page(found, person, day))


def _page(found: Finding, person, day) -> dict:
    one, other = found.sides()
    party = found.party_of(person, day) if person and not found.story else ""
    mine = found.answer_of(party)
    published = found.publications.filter(answer__undone_at=None).select_related("answer").order_by("at")
    by_us = next((each for each in published if mine and each.answer_id == mine.pk), None)
    return {
        "finding": found,
        "one": one,
        "other": other,
        "rows": side_by_side(one, other),
        "links": [] if found.story else links_of(found, bool(party)),
        "party": party,
        "introduce": suggestion_address(found) if person and not found.story and not found.is_secret() else "",
        "mine": mine,
        "form": AnswerForm(
            initial={"choice": mine.choice if mine else Choice.TALK, "because": mine.because if mine else ""}
        ),
        "publish": PublishForm(initial=_saved(by_us)),
        "by_us": by_us,
        "publications": published,
        "theirs": _theirs(found, mine, published) if party else [],
        "secret": found.is_secret(),
        "sides": [(side, _may_open(side, person, day)) for side in (one, other)],
        "share": _share_address(found) if party and not found.is_secret() else "",
        "agreements": [each for each in found.agreements.order_by("-at") if each.is_visible_to(person, day)],
        "approach": getattr(found, "approach", None),
        "may_ask": found.is_secret() and not set.intersection(*map(set, found.words_of_sides())),
        "answered": found.answers().count(),
        "asked": sum(bool(side) for side in found.words_of_sides()),
        "decided": _decided(found),
    }


def _may_open(side, person, day) -> bool:
    """Whether its own page opens for this visitor: that of a private plan opens for its owner alone."""
    return side.is_visible_to(person, day) if isinstance(side, Activity) else True


def _share_address(found: Finding) -> str:
    """The form for shared work, filled in; "" where there are not two bodies."""
    bodies = {body.pk for side in found.parties() for body in side}
    return f"{reverse('joinup:propose')}?finding={found.pk}" if len(bodies) > 1 else ""


def _theirs(found: Finding, mine: Answer | None, published) -> list[tuple[str, Answer]]:
    """(who, what they answered), of the other parties, as far as it does not stand among what is public anyway."""
    public = {each.answer_id for each in published} | ({mine.pk} if mine else set())
    return [(name_of(each.party), each) for each in found.answers() if each.pk not in public]


def _saved(publication: Publication | None) -> dict:
    """What a party said it saved, as the form takes it: hours, and whole pounds."""
    if publication is None:
        return {}
    pence = publication.value_pence
    return {"hours": publication.value_hours, "pounds": None if pence is None else pence // 100}


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
    messages.success(request, _kept(found))
    return redirect(_back(request, found))


def _back(request: HttpRequest, found: Finding) -> Finding | str:
    """To the list, where it was answered there; else to its page."""
    return "joinup:together" if request.POST.get("back") == "list" else found


def _kept(found: Finding) -> str:
    """Who sees an answer that was just kept."""
    if found.is_secret() and not found.is_named():
        return _("Your answer is kept. The other side sees nothing of it while the plan is private.")
    if found.published_at:
        return _("Your answer is kept. The other side is told; what you published before shows as you say it now.")
    return _("Your answer is kept. The other side is told; nobody else sees it until you publish it.")


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
    return redirect(_back(request, found))
