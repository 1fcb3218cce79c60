"""The collective memory of an event on its record page: beside what reporters kept and others posted, what hangs and is
said about it elsewhere on this site, by session."""

from __future__ import annotations

from collections import defaultdict

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.events.models import Event, Session
from folkmoot.home import searchable
from folkmoot.kit import search
from folkmoot.newsroom import parts
from folkmoot.newsroom.stream import Chapter
from folkmoot.people.models import Person

MOST = 12
TALKED = ["conversations.discussion", "conversations.post"]
Beside = tuple[str, str, str]


def record(event: Event, _person: Person | None) -> dict:
    """For `newsroom/_memory.html`: the newsroom's own chapters, each with what stands elsewhere of the same."""
    known = parts.memory(event)
    beside = _photos(event)
    beside[None] += _comments(event) + _in_groups(event)
    chapters = {chapter.session and chapter.session.pk: chapter for chapter in known["chapters"]}
    wanted = [key for key, rows in beside.items() if rows and key not in chapters]
    sessions = Session.objects.filter(pk__in=[key for key in wanted if key]).in_bulk()
    for key in wanted:
        chapters[key] = Chapter(sessions.get(key))
    for key, rows in beside.items():
        if rows:
            chapters[key].beside = rows
    whole = [chapters.pop(None)] if None in chapters else []
    return known | {"chapters": [*whole, *chapters.values()]}


def _photos(event: Event) -> dict[int | None, list[Beside]]:
    """Those that everybody may see, by session."""
    found: dict[int | None, list[Beside]] = defaultdict(list)
    for photo in event.photos.shown().filter(attendees_only=False):
        found[photo.session_id].append((str(photo), photo.get_absolute_url(), _("photo")))
    return found


def _comments(event: Event) -> list[Beside]:
    """What was said below the event, as one line that leads there."""
    said = event.talk.posts.shown().count() if event.talk else 0
    words = ngettext("%(n)s comment below the event", "%(n)s comments below the event", said) % {"n": said}
    return [(words, f"{event.get_absolute_url()}#talk", _("comments"))] if said else []


def _in_groups(event: Event) -> list[Beside]:
    """Discussions, stories and posts in groups that everybody may read and that hold the event's name."""
    if event.story or len(event.title.split()) < 2:
        return []
    hits = searchable.visible(search.find(event.title, kinds=TALKED, limit=MOST))
    named = [hit for hit in hits if _plain(event.title) in _plain(f"{hit.title} {hit.text}")]
    return [(Truncator(hit.title).chars(90), hit.address, _("said in a group")) for hit in named]


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
