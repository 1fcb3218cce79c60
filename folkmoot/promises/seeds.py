"""Thornbeck's promises: one late and asked after, one kept so far, one kept, one dropped, one not confirmed."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from folkmoot.promises.models import Outcome, Promise, Word
from folkmoot.requests.models import Request

LONDON = ZoneInfo("Europe/London")
FORUM = {"said_at": "the forum of 19 March", "made_on": date(2026, 3, 19)}


def plant(village: SimpleNamespace) -> None:
    """Adds village.openness (the Council, late), .help_sessions (11 of 12), .ramp (kept), .stall (dropped) and
    .evening_bus, which the Council has not said yes to."""
    village.openness = _promise(
        "Try the openness questions with the planning team",
        organisation=village.council,
        due_on=date(2026, 4, 30),
        place=village.thornbeck,
        asked_at=datetime(2026, 5, 7, 9, tzinfo=LONDON),
        **FORUM,
    )
    village.help_sessions = _promise(
        "A help session every month for a year",
        organisation=village.voluntary_action,
        due_on=date(2027, 1, 31),
        steps=12,
        steps_done=11,
        place=village.mill_lane,
        made_on=date(2026, 1, 14),
    )
    _milestones(village)
    village.ramp = _promise(
        "A ramp at the side door of the library",
        organisation=village.library,
        due_on=date(2026, 9, 1),
        place=village.mill_lane,
        **FORUM,
    )
    village.stall = _promise(
        "A stall at the Riverside market every Saturday in June",
        holder=village.emeka,
        due_on=date(2026, 6, 27),
        place=village.riverside,
        made_on=date(2026, 4, 2),
    )
    village.evening_bus = _promise(
        "Ask the bus company about a later bus to Northfield",
        organisation=village.council,
        due_on=date(2027, 3, 1),
        place=village.northfield,
        agreed=False,
        **FORUM,
    )
    question = f"Did you promise this? “{village.evening_bus.what}”"
    Request.put(
        "promise",
        question,
        village.evening_bus,
        to=[village.council.party],
        once=f"promise {village.evening_bus.pk}",
        asked_by=village.amina,
    )
    _ends(village)


def _promise(what: str, agreed: bool = True, **fields) -> Promise:
    said = datetime.combine(fields["made_on"], datetime.min.time(), LONDON)
    more = {"entered_at": said, "accepted_at": said if agreed else None}
    return Promise.objects.get_or_create(what=what, story=False, defaults=fields | more)[0]


def _milestones(village: SimpleNamespace) -> None:
    """Of the help sessions: one reached in time, one that was moved."""
    half = {"first_on": date(2026, 6, 30), "due_on": date(2026, 6, 30), "reached_on": date(2026, 6, 18)}
    why = "Those who came asked for phones first."
    pair = {"first_on": date(2026, 11, 12), "due_on": date(2026, 12, 10), "because": why}
    for name, facts in (("Six sessions held", half), ("A session in pairs, helper and seeker", pair)):
        said = datetime(2026, 1, 20, 19, tzinfo=LONDON)
        village.help_sessions.milestones.get_or_create(name=name, defaults=facts | {"by": village.amina, "at": said})


def _ends(village: SimpleNamespace) -> None:
    kept = {"state": "kept", "on": date(2026, 8, 24), "words": "Open since Monday; the handrail followed.", "by": None}
    Outcome.objects.get_or_create(promise=village.ramp, defaults=kept)
    why = "Two of us moved away. The Riverside Choir has the table now."
    gone = {"state": "dropped", "on": date(2026, 6, 6), "words": why, "by": village.emeka}
    Outcome.objects.get_or_create(promise=village.stall, defaults=gone)
    Word.objects.get_or_create(
        promise=village.openness,
        by=village.bram,
        asks=True,
        defaults={"words": "How is this going?", "at": datetime(2026, 5, 7, 9, tzinfo=LONDON)},
    )
