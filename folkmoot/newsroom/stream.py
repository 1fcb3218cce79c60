"""Everything kept of an event, pieces and outside posts together: newest first, by session, or for the big screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Expression, F, Prefetch, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from folkmoot.events.models import Event, Session
from folkmoot.newsroom.coverage import when_of
from folkmoot.newsroom.models import Desk, Mention, OutsidePost, Piece, Subject

AT_ONCE = 200
A_CHAPTER = 24  # of one session on the record page; the rest is a click away


@dataclass
class Entry:
    """One line of the stream: a piece or an outside post, as any list shows it."""

    at: datetime
    piece: Piece | None = None
    post: OutsidePost | None = None

    @property
    def thing(self) -> Piece | OutsidePost:
        return self.piece or self.post

    @property
    def kind(self) -> str:
        return str(self.piece.get_kind_display()) if self.piece else _("Post elsewhere")

    @property
    def words(self) -> str:
        return (self.piece.words or self.piece.alt) if self.piece else self.post.title

    @property
    def source(self) -> str:
        """Whom to name: the reporter, or where it was posted and by whom."""
        if self.piece:
            return str(self.piece.by) if self.piece.by else _("a reporter")
        return f"{self.post.author}, {self.post.source()}" if self.post.author else self.post.source()

    @property
    def link(self) -> str:
        return self.piece.link if self.piece else self.post.address

    @property
    def licence(self) -> str:
        return str(self.thing.get_licence_display())

    @property
    def session(self) -> Session | None:
        return self.thing.session

    def get_absolute_url(self) -> str:
        return self.thing.get_absolute_url()


def pieces_of(desk: Desk, purpose: str = "record"):
    """Those that are shown for this purpose, with what a page draws of them."""
    people = Prefetch("subjects", Subject.objects.filter(is_named=True, withdrawn_at=None), to_attr="named")
    rows = Piece.objects.ready(purpose).filter(desk=desk).newest_first()
    return rows.select_related("by", "session", "desk").prefetch_related(people, "moments", "also__by")


def posts_of(desk: Desk):
    rows = OutsidePost.objects.approved().filter(desk=desk).newest_first()
    return rows.select_related("outlet", "session", "desk").prefetch_related("also__outlet")


@dataclass
class Source:
    """Rows of one sort: all of them, the moment by which they stand in a stream, and how each is drawn."""

    rows: QuerySet
    at: Expression
    draw: Callable[[Any], Entry]


class Stream(Sequence):
    """Everything of some sources, the newest first, however much there is: a page of it reads no more than that page,
    and its keys. `len` counts it; a slice of it is a list."""

    def __init__(self, *sources: Source, keys: list[tuple] | None = None) -> None:
        self.sources = sources
        self.keys = self._read() if keys is None else keys

    def _read(self) -> list[tuple]:
        """(when, which source, key) of each, the newest first."""
        found = []
        for number, source in enumerate(self.sources):
            rows = source.rows.order_by().annotate(stood_at=source.at).values_list("stood_at", "pk")
            found += [(at, number, pk) for at, pk in rows]
        return sorted(found, reverse=True)

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, at):
        return self._drawn(self.keys[at]) if isinstance(at, slice) else self._drawn([self.keys[at]])[0]

    def __iter__(self) -> Iterator[Entry]:
        for start in range(0, len(self.keys), AT_ONCE):
            yield from self._drawn(self.keys[start : start + AT_ONCE])

    def _drawn(self, keys: list[tuple]) -> list[Entry]:
        """These, in their order; what was taken off a moment ago is left out."""
        drawn = {}
        for number, source in enumerate(self.sources):
            wanted = [pk for _at, which, pk in keys if which == number]
            if wanted:
                drawn |= {(number, row.pk): source.draw(row) for row in source.rows.filter(pk__in=wanted)}
        return [drawn[which, pk] for _at, which, pk in keys if (which, pk) in drawn]


def of_pieces(rows: QuerySet) -> Source:
    return Source(rows, F("happened_at"), lambda piece: Entry(piece.happened_at, piece=piece))


def of_posts(rows: QuerySet) -> Source:
    at = Coalesce("published_at", "found_at")
    return Source(rows, at, lambda post: Entry(post.published_at or post.found_at, post=post))


def kept(desk: Desk, purpose: str = "record", session: str = "") -> Stream:
    """All that was kept of an event, for this purpose; `session`: only of that one (its key; "0": of none)."""
    pieces, posts = pieces_of(desk, purpose), posts_of(desk)
    if session.isdecimal() and len(session) < 18:
        which = {"session": int(session)} if int(session) else {"session": None}
        pieces, posts = pieces.filter(**which), posts.filter(**which)
    return Stream(of_pieces(pieces), of_posts(posts))


def counts(desk: Desk) -> tuple[int, int, int]:
    """How many pieces, by how many people, and how many posts from elsewhere."""
    told = pieces_of(desk).order_by().aggregate(n=Count("pk"), people=Count("by", distinct=True))
    nameless = pieces_of(desk).filter(by=None).exists()
    return told["n"], told["people"] + nameless, posts_of(desk).count()


@dataclass
class Chapter:
    """What was kept of one session (None: of the event as a whole), in the order it happened: the newest of it, and how
    much there is before that. `beside`: what stands elsewhere on this site of the same, as (title, address, sort)."""

    session: Session | None
    entries: list[Entry] = field(default_factory=list)
    notes: int = 0
    ran: bool = True
    more: int = 0
    beside: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def key(self) -> str:
        return str(self.session.pk if self.session else 0)


def by_session(desk: Desk, now: datetime, notes: dict[int | None, int]) -> list[Chapter]:
    """The event first, then each session in the order of the grid, those of which nothing was kept included."""
    gone = [Session.State.MERGED, Session.State.DROPPED]
    sessions = desk.event.sessions.exclude(state__in=gone).filter(slot__isnull=False).select_related("slot", "room")
    chapters = {None: Chapter(None)}
    for session in sessions.order_by("slot__starts_at", "room__position", "pk"):
        ran = when_of(session, now) != "ahead"
        chapters[session.pk] = Chapter(session, notes=notes.get(session.pk, 0), ran=ran)
    every = kept(desk)
    for entry in reversed(_newest_of_each(desk, every, chapters)):
        chapters[_which(entry.thing.session_id, chapters)].entries.append(entry)
    return [chapter for chapter in chapters.values() if chapter.session or chapter.entries]


def _newest_of_each(desk: Desk, every: Stream, chapters: dict[int | None, Chapter]) -> list[Entry]:
    """Of each chapter as many as its part of the page holds; the rest is counted there."""
    where: list[dict] = [
        dict(source.rows.order_by().values_list("pk", "session")) for source in every.sources
    ]  # which session each belongs to
    chosen, there = [], Counter()
    for at, number, pk in every.keys:
        which = _which(where[number].get(pk), chapters)
        there[which] += 1
        if there[which] <= A_CHAPTER:
            chosen.append((at, number, pk))
        else:
            chapters[which].more += 1
    return Stream(*every.sources, keys=chosen)[:]


def _which(session: int | None, chapters: dict[int | None, Chapter]) -> int | None:
    """A session that is no longer on the grid counts as the whole event."""
    return session if session in chapters else None


def mentions_of(event: Event) -> tuple[list[Mention], list[Mention]]:
    """Pages elsewhere that link to this event or its record: those that say something, and mere re-posts of its title,
    which a page draws as one line."""
    return _in_two(Mention.objects.shown().filter(event=event))


def mentions_at(path: str) -> dict:
    """Those that link to this very page of ours, for `newsroom/_mentions.html`."""
    mentions, reposts = _in_two(Mention.objects.shown().filter(target=path))
    return {"mentions": mentions, "reposts": reposts}


def _in_two(shown: QuerySet) -> tuple[list[Mention], list[Mention]]:
    rows = list(shown.order_by("looked_at", "pk")[:100])
    return [row for row in rows if not row.is_repost], [row for row in rows if row.is_repost]


def wall(desk: Desk, now: datetime, most: int = 12) -> list[Entry]:
    """What the big screen shows: agreed to for it, looked at where the desk wants that, and older than its delay."""
    before = now - timedelta(seconds=desk.wall_delay)
    pieces = pieces_of(desk, "wall").filter(kept_at__lte=before)
    pieces = pieces.filter(checked_at__isnull=False) if desk.wall_checked else pieces
    posts = posts_of(desk).filter(found_at__lte=before)
    posts = posts.filter(decided_at__isnull=False) if desk.wall_checked else posts
    found = [Entry(piece.happened_at, piece=piece) for piece in pieces[:most]]
    found += [Entry(post.published_at or post.found_at, post=post) for post in posts[:most]]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:most]


def gaps(chapters: Iterable[Chapter]) -> list[Session]:
    """Sessions that ran and of which nothing was kept: no note, no piece, no post."""
    return [each.session for each in chapters if each.session and each.ran and not each.entries and not each.notes]
