"""The pages of an activity, an organisation, a programme, an offer, an ask, a need and a source."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from folkmoot.conversations.saying import of_groups_of
from folkmoot.directory import likely, trail
from folkmoot.directory.models import (
    Activity,
    Ask,
    Membership,
    Offer,
    Organisation,
    Party,
    Programme,
    Record,
    Reply,
    Source,
)
from folkmoot.directory.saying import said_of_activity, said_of_organisation
from folkmoot.directory.views.finding import entry_at, noun_of
from folkmoot.home import lately
from folkmoot.home.talking import around_programme
from folkmoot.joinup.board import board
from folkmoot.joinup.narrowing import Narrowed
from folkmoot.library.models import Case, Page
from folkmoot.people.access import everyone, person_of
from folkmoot.people.models import Person, Role
from folkmoot.people.permissions import holds, is_keeper

A_PAGE, BODIES_SHOWN = 30, 100


@everyone("GET")
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    entry = entry_at(request, "who", pk)
    if entry.same_as_id:
        return redirect(entry.survivor())
    more = {"said": said_of_activity(entry), "missing": trail.missing(entry)}
    more["cases"] = Case.objects.live().shown().filter(activities=entry)[:20]
    return render(request, "home/activity.html", woven(request, entry) | more)


@everyone("GET")
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    entry = entry_at(request, "organisations", pk)
    if entry.same_as_id:
        return redirect(entry.survivor())
    return render(request, "home/organisation.html", woven(request, entry) | around_organisation(request, entry))


@everyone("GET")
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    entry = entry_at(request, "programmes", pk)
    if entry.same_as_id:
        return redirect(entry.survivor())
    activities = listed(request, entry.story).filter(programme__in=entry.selves())
    more = a_page_of(request, activities) | {"cases": Case.objects.live().shown().of_programme(entry)[:20]}
    more["pages"] = Page.objects.live().shown().filter(programmes__in=entry.selves()).listed().distinct()[:20]
    more |= around_programme(entry, person_of(request))
    more["together"] = board(person_of(request), timezone.localdate(), Narrowed(programme=entry))
    more |= {} if entry.story else lately.of(entry)
    return render(request, "home/programme.html", woven(request, entry) | more)


@everyone("GET")
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "home/offer.html", woven(request, entry_at(request, "offers", pk)))


@everyone("GET")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "home/offer.html", woven(request, entry_at(request, "asks", pk)))


@everyone("GET")
def need(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "home/need.html", woven(request, entry_at(request, "needs", pk)))


@everyone("GET")
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """What a source holds; of entries that are private, removed or absorbed nothing is said."""
    found = get_object_or_404(Source, pk=pk)
    seen = listed(request, found.story).filter(pk__in=Record.objects.filter(source=found).values("activity"))
    bodies = Organisation.objects.shown().filter(records__source=found, same_as=None).distinct()
    programmes = Programme.objects.shown().filter(records__source=found, same_as=None).distinct()
    known = {
        "source": found,
        "bodies": bodies.count(),
        "organisations": bodies[:BODIES_SHOWN],
        "programmes": programmes,
    }
    return render(request, "home/source.html", known | a_page_of(request, seen))


@everyone("GET")
def likely_organisations(request: HttpRequest) -> JsonResponse:
    """Organisations that somebody typing this name may mean: [{name, address, why}], at most five."""
    words, postcode, website = (request.GET.get(name, "").strip()[:120] for name in ("words", "postcode", "website"))
    return JsonResponse({"found": [as_choice(body) for body in likely.organisations(words, postcode, website)]})


@everyone("GET")
def likely_activities(request: HttpRequest) -> JsonResponse:
    words = request.GET.get("words", "").strip()[:120]
    return JsonResponse({"found": [as_choice(entry) for entry in likely.activities(words)]})


def as_choice(entry) -> dict:
    return {"name": str(entry), "address": entry.get_absolute_url(), "why": str(entry.whereabouts() or "")}


def woven(request: HttpRequest, entry) -> dict:
    """What the page of any entry shows: its facts (as they stood, if asked), sources, replies, and what one may do."""
    day, today = stood_on(request), timezone.localdate()
    facts = entry.stood_on(day) if day else entry.facts()
    records, rows = trail.side_by_side(entry)
    known = trail.facts_of(entry, facts, day) if facts is not None else []
    return {
        "entry": entry,
        "noun": noun_of(entry),
        "may_edit": entry.may_be_edited_by(person_of(request), today),
        **may_also(person_of(request), entry, today),
        "stood_on": day,
        "there": facts is not None,
        "facts": known,
        "mostly": trail.mostly(known),
        "records": records,
        "rows": rows,
        "replies": Reply.objects.beside(entry),
        "stale": entry.is_stale(today) and not entry.story,
        "age": entry.age_in_days(today),
    }


def may_also(person: Person | None, entry, day: date) -> dict:
    """What else this person may do: ring and confirm, reply beside it, say that it is the same as another."""
    if person is None or entry.story:
        return {}
    mine = set(Membership.objects.spoken_by(person, day))
    keeper = is_keeper(person, day)
    return {
        "may_ring": keeper or holds(person, Role.Kind.CONVENOR, day),
        "may_reply": any(body.pk in mine for body in entry.described()),
        "may_merge": keeper and noun_of(entry) in ("who", "organisations", "programmes"),
    }


def stood_on(request: HttpRequest) -> date | None:
    """The day in ?on=2026-05-01; None for today or none; 404 for what is no day."""
    try:
        return date.fromisoformat(request.GET["on"]) if request.GET.get("on") else None
    except ValueError:
        raise Http404 from None


def listed(request: HttpRequest, story: bool):
    """The activities of one world that this person may see."""
    seen = Activity.objects.shown().filter(story=story, same_as=None)
    return seen.visible_to(person_of(request), timezone.localdate())


def a_page_of(request: HttpRequest, activities) -> dict:
    """Thirty of these in order, by ?page, with the numbers of the other pages."""
    page = Paginator(activities.with_all(), A_PAGE).get_page(request.GET.get("page"))
    return {"activities": page, "numbers": page.paginator.get_elided_page_range(page.number)}


def around_organisation(request: HttpRequest, entry: Organisation) -> dict:
    """What it does, leads, has and wants, and who holds its posts."""
    selves, today = entry.selves(), timezone.localdate()
    has_part = Party.objects.filter(organisation__in=selves)
    activities = listed(request, entry.story).filter(pk__in=has_part.values("activity"))
    theirs = {"organisation__in": selves, "same_as": None, "closed_at": None}
    own = activities.filter(pk__in=has_part.filter(role__in=Party.OWNERS).values("activity"))
    some = a_page_of(request, activities)
    return some | {
        "said": said_of_organisation(own, some["activities"].paginator.count),
        "programmes": Programme.objects.shown().filter(organisation__in=selves, same_as=None),
        "offers": Offer.objects.shown().filter(**theirs),
        "asks": Ask.objects.shown().filter(**theirs),
        "terms": entry.terms_on(today),
        "absorbed": Organisation.objects.filter(pk__in=selves).exclude(pk=entry.pk),
        "speakers": entry.speakers(today).order_by("name"),
        "groups": of_groups_of(entry),
    }
