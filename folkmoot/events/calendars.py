"""Calendars of others: added to a place, read again when they are due, shown with their source."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Membership, Organisation
from folkmoot.events.models import Calendar, Listed
from folkmoot.events.reading import apart
from folkmoot.journal.models import Audience, Line
from folkmoot.kit import fetch
from folkmoot.kit.jobs import every, job
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_keeper
from folkmoot.places.models import Place

AHEAD, BEHIND = timedelta(days=120), timedelta(days=1)


def may_add(person: Person | None, day: date) -> bool:
    """Keepers, and whoever speaks for a body here: what is added stands on a place's page."""
    return person is not None and (is_keeper(person, day) or bool(Membership.objects.spoken_by(person, day)))


@transaction.atomic
def add(name: str, address: str, place: Place, by: Person, organisation: Organisation | None = None) -> Calendar:
    """Put a calendar on a place's page; it is read at once by the worker. The same address again is the same one."""
    if not may_add(by, timezone.localdate()):
        raise NotYours(_("Those who speak for a body here can add calendars. Say that it is yours on its page."))
    address = address.replace("webcal://", "https://", 1)
    facts = {"name": name, "organisation": organisation, "by": by}
    calendar, new = Calendar.objects.get_or_create(place=place, address=address, ended_at=None, defaults=facts)
    if new:
        Line.record(by, "added a calendar to", place, place=place, detail={"name": name, "address": address})
        read_one.enqueue(calendar.pk)
    return calendar


def may_take_off(calendar: Calendar, person: Person | None, day: date) -> bool:
    if person is None or calendar.ended_at is not None:
        return False
    return person.pk == calendar.by_id or is_keeper(person, day)


@transaction.atomic
def take_off(calendar: Calendar, by: Person) -> bool:
    """No longer read or shown. True the first time."""
    calendar.refresh_from_db()
    if not may_take_off(calendar, by, timezone.localdate()) and calendar.ended_at is None:
        raise NotYours(_("Whoever added this calendar can take it off, and so can the keepers."))
    ended = Calendar.objects.filter(pk=calendar.pk, ended_at=None).update(ended_at=timezone.now())
    if ended:
        calendar.listed.all().delete()
        Line.record(by, "took a calendar off", calendar.place, place=calendar.place, detail={"name": calendar.name})
    return bool(ended)


def read(calendar: Calendar, now: datetime) -> bool:
    """Fetch what stands there and list it anew; what was listed stays when it cannot be had. True if it could."""
    known = {"If-None-Match": calendar.etag, "If-Modified-Since": calendar.modified}
    try:
        answer = fetch.get(calendar.address, known={name: value for name, value in known.items() if value})
        if answer.status == 304:
            calendar.was_read(now)
            return True
        if answer.status != 200:
            raise fetch.FetchFailed(_("It answers with %(status)s.") % {"status": answer.status})
        today = timezone.localtime(now).date()
        found = apart.read(answer.body, today - BEHIND, today + AHEAD)
    except Refusal as refused:
        calendar.failed(now, str(refused))
        return False
    _list(calendar, found)
    seen = {"etag": answer.headers.get("etag", "")[:200], "modified": answer.headers.get("last-modified", "")[:80]}
    calendar.was_read(now, notes=found["notes"], **seen)
    return True


@transaction.atomic
def _list(calendar: Calendar, found: dict) -> None:
    locked = Calendar.objects.select_for_update().get(pk=calendar.pk)
    if locked.ended_at:
        return
    before = locked.listed.count()
    locked.listed.all().delete()
    Listed.objects.bulk_create(Listed(calendar=locked, **_row(row)) for row in found["rows"])
    detail = {"listed": len(found["rows"]), "before": before}
    Line.record(None, "read", locked, place=locked.place, audience=Audience.KEEPERS, detail=detail, address="")


def _row(row: dict) -> dict:
    times = {name: row[name] and datetime.fromisoformat(row[name]) for name in ("starts_at", "ends_at")}
    return row | times | {"on": date.fromisoformat(row["on"])}


@job
def read_one(pk: int) -> None:
    calendar = Calendar.objects.filter(pk=pk, ended_at=None).first()
    if calendar:
        read(calendar, timezone.now())


@every(minutes=30)
@job
def read_calendars() -> None:
    """Those that are due, each by a job of its own: a slow one holds up no other."""
    for calendar in Calendar.objects.due(timezone.now())[:200]:
        read_one.enqueue(calendar.pk)
