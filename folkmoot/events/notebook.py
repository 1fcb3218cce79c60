"""An event's notes as they are read: by session, and in each by what sort of line it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from folkmoot.events.models import Event, Note, Session

ORDER = [kind for kind in Note.Kind.values if kind not in (Note.Kind.TOPIC, Note.Kind.WHO)]


@dataclass
class Page:
    """What one session wrote: its topic, how many were there (the most that was said; None: nobody said), who as first
    names, and the lines of each kind as [(words for the kind, [lines])]."""

    session: Session | None
    topic: str = ""
    many: int | None = None
    who: list[str] = field(default_factory=list)
    kinds: list[tuple[str, list[Note]]] = field(default_factory=list)

    @property
    def title(self) -> str:
        return str(self.session) if self.session else ""


def notebook(event: Event, *, public: bool = False) -> list[Page]:
    """One page for each session with lines, in the order of the grid, what belongs to no session last. `public` leaves
    out names (who was there, who offered, asked or promised, as a scribe wrote it) and what is for those who came
    alone; don't save its lines."""
    rows = event.notes.standing().select_related("session__slot", "session__room", "event", "point")
    rows = rows.filter(attendees_only=False) if public else rows
    by_session: dict[int | None, list[Note]] = defaultdict(list)
    for line in rows:
        by_session[line.session_id].append(line)
    pages = [_page(lines, public) for lines in by_session.values()]
    return sorted(pages, key=_place_in_grid)


def _page(lines: list[Note], public: bool) -> Page:
    page = Page(lines[0].session)
    page.topic = next((line.words for line in lines if line.kind == Note.Kind.TOPIC), "")
    counts = [line.count for line in lines if line.count is not None]
    names = [line.words for line in lines if line.kind == Note.Kind.WHO and line.count is None]
    for line in lines if public else ():
        line.whose = ""
    page.many, page.who = max(counts, default=None), [] if public else names
    for kind in ORDER:
        found = [line for line in lines if line.kind == kind]
        if found:
            page.kinds.append((Note.Kind(kind).label, found))
    return page


def _place_in_grid(page: Page) -> tuple:
    slot = page.session.slot if page.session else None
    room = page.session.room if page.session else None
    starts = slot.starts_at.timestamp() if slot else 0
    return page.session is None, slot is None, starts, room.position if room else 0, page.title
