"""The pages of an activity, an organisation, a programme, an offer, an ask, a need and a source."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from folkmoot.directory import trail
from folkmoot.directory.models import Activity, Ask, Membership, Offer, Organisation, Programme, Reply, Source
from folkmoot.directory.saying import said_of_activity, said_of_organisation
from folkmoot.directory.views.finding import entry_at, noun_of
from folkmoot.people.access import everyone, person_of
from folkmoot.people.models import Person, Role
from folkmoot.people.permissions import holds, is_keeper


@everyone("GET")
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    entry = entry_at(request, "who", pk)
    if entry.same_as_id:
        return redirect(entry.survivor())
    more = {"said": said_of_activity(entry), "missing": trail.missing(entry)}
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
    activities = listed(request, entry.story).filter(programme__in=entry.selves()).with_all()
    return render(request, "home/programme.html", woven(request, entry) | {"activities": activities[:200]})


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
    seen = listed(request, found.story).filter(records__source=found).distinct()
    bodies = Organisation.objects.shown().filter(records__source=found, same_as=None).distinct()
    known = {"source": found, "activities": seen.with_all()[:100], "organisations": bodies[:100]}
    return render(request, "home/source.html", known)


@everyone("GET")
def likely_organisations(request: HttpRequest) -> JsonResponse:
    """Organisations that somebody typing this name may mean: [{name, address, why}], at most five."""
    words = request.GET.get("words", "").strip()[:120]
    return JsonResponse({"found": [as_choice(body) for body in Organisation.objects.likely(words)[:5]]})


@everyone("GET")
def likely_activities(request: HttpRequest) -> JsonResponse:
    words = request.GET.get("words", "").strip()[:120]
    return JsonResponse({"found": [as_choice(entry) for entry in Activity.objects.public().likely(words)[:5]]})


def as_choice(entry) -> dict:
    return {"name": str(entry), "address": entry.get_absolute_url(), "why": str(entry.whereabouts() or "")}


def woven(request: HttpRequest, entry) -> dict:
    """What the page of any entry shows: its facts (as they stood, if asked), sources, replies, and what one may do."""
    day, today = stood_on(request), timezone.localdate()
    facts = entry.stood_on(day) if day else entry.facts()
    records, rows = trail.side_by_side(entry)
    known = trail.facts_of(entry, facts) if facts is not None else []
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


def around_organisation(request: HttpRequest, entry: Organisation) -> dict:
    """What it does, leads, has and wants, and who holds its posts."""
    selves, today = entry.selves(), timezone.localdate()
    activities = listed(request, entry.story).filter(parties__organisation__in=selves).distinct().with_all()[:200]
    theirs = {"organisation__in": selves, "same_as": None, "closed_at": None}
    return {
        "activities": activities,
        "said": said_of_organisation(entry, activities),
        "programmes": Programme.objects.shown().filter(organisation__in=selves, same_as=None),
        "offers": Offer.objects.shown().filter(**theirs),
        "asks": Ask.objects.shown().filter(**theirs),
        "terms": entry.terms_on(today),
        "absorbed": Organisation.objects.filter(pk__in=selves).exclude(pk=entry.pk),
        "speakers": entry.speakers(today).order_by("name"),
    }
