"""Making an event, publishing it, changing it and calling it off: what everybody else must hear of."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Organisation
from folkmoot.events import findable, foremost, interest, inviting, moving, settling, telling
from folkmoot.events.models import Change, Event, Host, Series, Sounding, Stage
from folkmoot.events.words import when, where
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person

# What a calendar must hear of, and what those who replied are told of.
TIMES = ("starts_at", "ends_at", "zone", "when_said", "earliest_on", "latest_on")
WHERE = ("venue", "link")


class CalledOff(Refusal):
    """It was called off: what is done with it now is too late."""


class NotReady(Refusal):
    """Something must be known before it is published."""


@transaction.atomic
def make(title: str, by: Person, organisation: Organisation | None = None, **facts) -> Event:
    """An event that nobody else sees yet, held by `by` or by the body they speak for. `facts` are its fields, `kinds`,
    and `once`: the same word again gives the event there is."""
    kinds, once = facts.pop("kinds", ()), facts.get("once")
    standing = Event.objects.filter(once=once).first() if once else None
    if standing:
        return standing
    event = Event.objects.create(title=title, entered_by=by, **facts)
    event.kinds.add(*kinds)
    whose = {"organisation": organisation} if organisation else {"person": by}
    Host.objects.create(event=event, role=Host.Role.CONVENOR, **whose)
    return event


@transaction.atomic
def publish(event: Event, by: Person) -> bool:
    """Everybody sees it from now on. True the first time."""
    locked = _locked(event, by)
    if locked.published_at:
        return False
    if not (locked.starts_at or locked.when_said):
        raise NotReady(_("Say when it is, even if only roughly (“autumn 2027”), before you publish it."))
    locked.published_at = locked.changed_at = timezone.now()
    locked.settle_by = locked.settle_by or settling.day_for(locked, timezone.localdate())
    locked.save(update_fields=["published_at", "changed_at", "settle_by"])
    inviting.hold_for_those_asked(locked, by)
    Line.record(by, "published", locked, place=locked.place)
    findable.refresh(locked)
    locked.follow_standing()
    for sounding in Sounding.objects.filter(event=locked):
        interest.tell_that_it_happens(sounding)
    event.refresh_from_db()
    return True


@transaction.atomic
def revise(event: Event, by: Person, changes: dict, because: str = "", *, alone: bool = True) -> list[str]:
    """Change these fields; gives the names of those that are different now. What is the same changes nothing.

    Once it is published, its sequence goes up, so that calendars take the change; and everybody who said yes or maybe
    hears of another time or place. Its day moves with it: slots, seats held, cards. `alone`: an event of a series is
    changed by itself, so that the next of it does not take that over.
    """
    locked, several = _locked(event, by), {name: changes.pop(name, None) for name in ("kinds", "topics")}
    if locked.cancelled_at:
        raise CalledOff(_("It was called off. Make a new one instead."))
    before = {"time": when(locked), "venue": where(locked), "starts_at": locked.starts_at}
    names = [name for name, value in changes.items() if getattr(locked, name) != value]
    for name in names:
        setattr(locked, name, changes[name])
    for name, chosen in several.items():
        there = getattr(locked, name)
        if chosen is not None and {getattr(one, "pk", one) for one in chosen} != {one.pk for one in there.all()}:
            there.set(chosen)
            names.append(name)
    if names:
        locked.alone = locked.alone or (alone and locked.series_id is not None)
        _keep(locked, by, names, before, because)
    event.refresh_from_db()
    return names


def _keep(event: Event, by: Person, names: list[str], before: dict, because: str) -> None:
    published = event.published_at is not None
    event.changed_at, event.sequence = timezone.now(), event.sequence + published
    event.save()
    if set(names) & {"starts_at", "ends_at", "earliest_on", "latest_on", "zone"}:
        moving.follow(event, before["starts_at"], by)
    findable.refresh(event)
    if not published:
        return
    Line.record(by, "changed", event, place=event.place, detail={"what": names, "because": because[:400]})
    after = {"time": when(event), "venue": where(event)}
    for what, among in (("time", TIMES), ("venue", WHERE)):
        if set(names) & set(among):
            _say(event, by, what, (before[what], after[what]), because)


@transaction.atomic
def put_into(event: Event, by: Person, *, stage: Stage | None, series: Series | None) -> list[str]:
    """Of which stage and series it is from now on; what changed. Only into those that `by` looks after; who has replied
    stays. Refuses a day on which its series has an event already."""
    locked = _locked(event, by)
    if stage and stage.pk != locked.stage_id:
        stage.convening.needs(by)
    if series and series.pk != locked.series_id:
        series.needs(by)
    names = [name for name, new in (("stage", stage), ("series", series)) if getattr(locked, name) != new]
    if "series" in names:
        day = locked.local(locked.starts_at).date() if series and locked.starts_at else None
        if day and series.events.filter(occurrence_on=day).exists():
            raise Refusal(_("“%(series)s” has an event on that day already.") % {"series": series})
        locked.occurrence_on, locked.alone = day, series is not None
    locked.stage, locked.series = stage, series
    locked.save(update_fields=["stage", "series", "occurrence_on", "alone"])
    if "stage" in names and stage and locked.published_at:
        inviting.hold_for_those_asked(locked, by)
    event.refresh_from_db()
    return names


@transaction.atomic
def cancel(event: Event, by: Person, because: str) -> bool:
    """Call it off, with a reason that everybody reads; calendars drop it, and whoever replied is told. True once."""
    locked = _locked(event, by)
    if locked.cancelled_at:
        return False
    if not because.strip():
        raise Refusal(_("Say why it is called off: those who wanted to come will ask."))
    locked.cancelled_at = locked.changed_at = timezone.now()
    locked.cancelled_because = because.strip()[:400]
    locked.sequence += 1
    locked.save(update_fields=["cancelled_at", "changed_at", "cancelled_because", "sequence"])
    findable.refresh(locked)
    if locked.published_at:
        Line.record(by, "called off", locked, place=locked.place, detail={"because": locked.cancelled_because})
        _say(locked, by, "cancelled", (when(locked), ""), locked.cancelled_because)
        if locked.stage:
            locked.stage.lost_event(by, locked.title, locked.cancelled_because)
    event.refresh_from_db()
    return True


@transaction.atomic
def discard(event: Event, by: Person) -> None:
    """Throw a draft away that nobody else has seen; what it came from (a question, a next event) can become one anew.
    Refuses one that was ever published: it is called off instead, so that people find out."""
    locked = _locked(event, by)
    if locked.published_at:
        raise Refusal(_("Others have seen it. Call it off instead, and say why."))
    locked.delete()


@transaction.atomic
def add_host(event: Event, by: Person, who: Organisation | Person, role: str) -> Host:
    """One more who holds it. Safe twice."""
    locked = _locked(event, by)
    whose = {"organisation": who} if isinstance(who, Organisation) else {"person": who}
    host = Host.objects.get_or_create(event=locked, role=role, **whose)[0]
    foremost.follow(locked)
    return host


@transaction.atomic
def drop_host(event: Event, by: Person, host: Host) -> bool:
    """Take one away; the last who looks after it stays, so that somebody can. True the first time."""
    locked = _locked(event, by)
    running = locked.hosts.filter(role__in=Host.RUNS)
    reached = [one for one in running if one.pk != host.pk and one.is_reached()]
    if host.role in Host.RUNS and host.is_reached() and not reached:
        raise Refusal(_("Nobody would look after it then. Add somebody else first."))
    mine = Q(person__in=foremost.holders(locked))
    before = list(locked.rsvps.filter(mine, is_host=True).select_related("event", "person"))
    done = bool(locked.hosts.filter(pk=host.pk).delete()[0])
    address = host.person.email if host.person else host.email
    locked.asked_to_host.filter(email=address, role=host.role).delete()  # no mailed link puts them back
    gone = [one.pk for one in before if not foremost.is_foremost(one)]
    locked.rsvps.filter(pk__in=gone).update(is_host=False)
    return done


def _locked(event: Event, by: Person) -> Event:
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if not locked.may_be_run_by(by, timezone.localdate()):
        raise NotYours(_("Only those who hold this event can do that."))
    return locked


def _say(event: Event, by: Person, what: str, words: tuple[str, str], because: str) -> None:
    before, after = (each[:400] for each in words)
    facts = {"before": before, "after": after, "because": because[:400], "sequence": event.sequence, "by": by}
    change = Change.objects.create(event=event, what=what, **facts)
    telling.changed(change, event.rsvps.all())
