"""What the newsroom adds to pages of events: a card on an event's own page, and the collective memory on its record."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from folkmoot.events.models import Event
from folkmoot.kit.prepared import Prepared
from folkmoot.newsroom import coverage, saying, stream, whose
from folkmoot.newsroom.models import Desk, Mention, OutsidePost, RoundUp
from folkmoot.people.models import Person

# Asked on every page that may be mentioned, and nearly always for nothing.
MENTIONED = Prepared(
    lambda path: (
        Mention.objects.filter(target=path, event=None, place=None, state=Mention.State.TRUE)
        .order_by()
        .values_list("pk")[:1]
    )
)


def on_event(event: Event, person: Person | None) -> dict:
    """For `newsroom/_on_event.html`: the desk, if there is one, and what this person may do there."""
    desk = _desk(event)
    runs = not event.story and event.may_be_run_by(person, timezone.localdate())
    writes = bool(desk and desk.may_be_written_by(person))
    told = {"sentence": _sentence(desk), "runs": runs, "writes": writes}
    return {"event": event, "desk": desk, **told}


def memory(event: Event) -> dict:
    """For `newsroom/_memory.html`: pieces and posts by session, what nobody kept, who mentions it, its round-ups."""
    desk, now = _desk(event), timezone.now()
    notes = coverage.counted(event.notes.standing().filter(attendees_only=False).exclude(kind__in=coverage.NO_NOTES))
    chapters = stream.by_session(desk, now, notes) if desk else []
    mentions, reposts = stream.mentions_of(event)
    own = Q(desk=desk) if desk else Q(pk=None)
    return {
        "event": event,
        "desk": desk,
        "chapters": chapters,
        "bare": stream.gaps(chapters),
        "sentence": _sentence(desk),
        "mentions": mentions,
        "reposts": reposts,
        "round_ups": RoundUp.objects.shown().filter(own),
    }


def mentioned(path: str, person: Person | None) -> dict:
    """For `newsroom/_mentioned.html`: pages elsewhere that link to the page at this path, and those that wait for
    whoever looks after it. Pages that draw their mentions themselves have none here."""
    if not MENTIONED.rows(path) or whose.at(path) is None:
        return {}
    waiting = [one for one in Mention.objects.waiting().filter(target=path)[:20] if one.may_be_curated_by(person)]
    return stream.mentions_at(path) | {"mentions_wait": waiting}


def posts_of_story(place) -> list[OutsidePost]:
    """What was posted about the 2009 story, in our own words, each with its source."""
    return list(OutsidePost.objects.shown().filter(story=True, outlet__place=place).select_related("outlet"))


def _sentence(desk: Desk | None) -> str:
    return saying.of_stream(*stream.counts(desk)) if desk else ""


def _desk(event: Event) -> Desk | None:
    found = Desk.objects.filter(event=event).first()
    if found:
        found.event = event
    return found
