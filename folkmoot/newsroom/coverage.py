"""The coverage board: which sessions have notes, who is there to report, and what nobody has written about yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.events.models import Event, Note, Session
from folkmoot.newsroom.models import Beat, Desk, OutsidePost, Piece, Reporter

NO_NOTES = (Note.Kind.TOPIC, Note.Kind.WHO)
GONE = (Session.State.MERGED, Session.State.DROPPED)


@dataclass
class Row:
    """One session: when it is (`ahead`, `now` or `over`), how many lines were noted there, how many pieces and outside
    posts there are, and for each reporter of the board whether it is theirs and what they kept from it."""

    session: Session
    when: str
    notes: int = 0
    pieces: int = 0
    posts: int = 0
    cells: list[dict] = field(default_factory=list)

    @property
    def is_noted(self) -> bool:
        return self.notes > 0

    @property
    def is_covered(self) -> bool:
        """Whether anything at all was kept of it."""
        return bool(self.notes or self.pieces or self.posts)

    @property
    def has_reporter(self) -> bool:
        return any(cell["beat"] for cell in self.cells)


@dataclass
class Board:
    """Sessions by reporters, in the order of the grid. `unnoted` and `bare` are sessions that ran or are running with
    no line noted, and with nothing kept at all."""

    rows: list[Row]
    reporters: list[dict]

    @property
    def unnoted(self) -> list[Row]:
        return [row for row in self.rows if not row.is_noted and row.when != "ahead"]

    @property
    def bare(self) -> list[Row]:
        return [row for row in self.rows if not row.is_covered and row.when != "ahead"]

    @property
    def without_reporter(self) -> list[Row]:
        return [row for row in self.rows if not row.has_reporter and row.when != "over"]

    def sentence(self) -> str:
        """How far it is, what goes well first."""
        if not self.rows:
            return _("No session has its place yet. Once the grid stands, it is here.")
        noted = sum(row.is_noted for row in self.rows)
        words = ngettext("%(n)s of one session has notes", "%(n)s of %(all)s sessions have notes", len(self.rows))
        parts = [words % {"n": noted, "all": len(self.rows)} + "."]
        if self.unnoted:
            parts.append(_("No notes yet: %(which)s.") % {"which": named(self.unnoted)})
        if self.without_reporter:
            parts.append(_("Nobody reports from %(which)s yet.") % {"which": named(self.without_reporter)})
        return " ".join(parts)


def named(rows: list[Row], most: int = 4) -> str:
    """Their titles in quotation marks, the first four, and how many more."""
    said = ", ".join(f"“{row.session}”" for row in rows[:most])
    more = len(rows) - most
    return said if more <= 0 else _("%(some)s and %(n)s more") % {"some": said, "n": more}


def board(event: Event, now: datetime, desk: Desk | None = None) -> Board:
    """The board as it stands at that moment; without a desk, sessions and their notes alone."""
    sessions = event.sessions.exclude(state__in=GONE).filter(slot__isnull=False)
    sessions = list(sessions.select_related("slot", "room").order_by("slot__starts_at", "room__position", "pk"))
    notes = counted(event.notes.standing().exclude(kind__in=NO_NOTES))
    pieces = counted(Piece.objects.kept().filter(desk__event=event))
    posts = counted(OutsidePost.objects.approved().filter(desk__event=event))
    reporters = _reporters(desk) if desk else []
    kept = _kept_by(desk) if desk else {}
    rows = []
    for session in sessions:
        row = Row(session, when_of(session, now), notes[session.pk], pieces[session.pk], posts[session.pk])
        row.cells = [
            {"beat": session.pk in each["beats"], "kept": kept.get((each["person"].pk, session.pk), 0), **each}
            for each in reporters
        ]
        rows.append(row)
    return Board(rows, reporters)


def counted(rows) -> Counter:
    """How many of these rows each session has; those of no session under None."""
    return Counter(dict(rows.values_list("session").annotate(n=Count("pk")).order_by()))


def when_of(session: Session, now: datetime) -> str:
    """ahead, now or over, by its slot; a session that was ended or begun by hand is where it was put."""
    if session.state == Session.State.ENDED or session.slot.ends_at <= now:
        return "over"
    started = session.slot.starts_at <= now or session.state == Session.State.RUNNING
    return "now" if started else "ahead"


def _reporters(desk: Desk) -> list[dict]:
    """Each person once: {"person", "parts", "agreed", "beats"}; those who said yes first, then by name."""
    found: dict[int, dict] = {}
    beats: dict[int, set[int]] = {}
    for beat in Beat.objects.filter(reporter__desk=desk):
        beats.setdefault(beat.reporter_id, set()).add(beat.session_id)
    for each in desk.reporters.standing().select_related("person"):
        one = found.setdefault(each.person_id, {"person": each.person, "parts": [], "agreed": False, "beats": set()})
        one["parts"].append(Reporter.Part(each.part).label)
        one["agreed"] = one["agreed"] or each.accepted_at is not None
        one["beats"] |= beats.get(each.pk, set())
    return sorted(found.values(), key=lambda one: (not one["agreed"], str(one["person"])))


def _kept_by(desk: Desk) -> dict[tuple[int, int], int]:
    rows = Piece.objects.kept().filter(desk=desk, session__isnull=False, by__isnull=False)
    return {(by, session): n for by, session, n in rows.values_list("by", "session").annotate(n=Count("pk")).order_by()}
