"""Events among what can be found by searching: published ones that everybody may see."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.events.models import Event
from folkmoot.kit import search
from folkmoot.kit.search.keeping import Entry
from folkmoot.moderation.models import Standing


def refresh(event: Event) -> None:
    """Put it in the index as it now is, or take it out."""
    if is_public(event):
        search.put(*document(event))
    else:
        search.drop("events.event", event.pk)


def refresh_many(events: Iterable[Event]) -> int:
    """The same for many; gives how many can be found now."""
    return search.put_many(document(event) for event in events if is_public(event))


def is_public(event: Event) -> bool:
    shown = event.standing is None or event.standing.state == Standing.State.SHOWN
    return shown and event.published_at is not None and not event.story


def document(event: Event) -> Entry:
    words = [event.summary, event.words, event.when_said, str(event.venue or "")]
    text = " ".join(filter(None, [*words, *(kind.name for kind in event.kinds.all())]))
    path = event.place.path if event.place else ""
    return Entry("events.event", event.pk, event.title, text, path, event.get_absolute_url())
