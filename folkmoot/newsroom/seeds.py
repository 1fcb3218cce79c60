"""Thornbeck's newsroom: the desks of two events, made-up blogs of the town, a mention and a round-up."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from folkmoot.events.models import Event, Session
from folkmoot.newsroom.gathering import canonical
from folkmoot.newsroom.mentions import digest
from folkmoot.newsroom.models import (
    Beat,
    Desk,
    Mention,
    Moment,
    Outlet,
    OutsidePost,
    Permission,
    Piece,
    Reporter,
    RoundUp,
    RoundUpLine,
    Subject,
)

LONDON = ZoneInfo("Europe/London")
WHY = (
    "So that whoever could not come reads what happened, and whoever promised something is found again. What we keep "
    "stands on the event’s own page and in the round-up."
)
# Who, as what, said yes?, from which of the winter sessions (by number).
WINTER_ROTA = (
    ("emeka", "editor", True, ()),
    ("bram", "writer", True, (0, 2)),
    ("emeka", "interviewer", True, (1,)),
    ("carys", "pictures", False, ()),
)
ROWS = tomllib.loads(Path(__file__).with_name("thornbeck.toml").read_text(encoding="utf-8"))


def plant(village: SimpleNamespace) -> None:
    """Adds village.desk (of the winter event) and village.autumn_desk with what was kept there, village.outlets,
    village.outside_posts, village.mention and village.round_up."""
    village.desk = _winter(village)
    village.autumn_desk = _autumn(village)
    village.pieces = [_piece(village, number, row) for number, row in enumerate(ROWS["pieces"])]
    village.outlets = [_outlet(village, row) for row in ROWS["blogs"]]
    village.outside_posts = []
    for row in ROWS["posts"]:
        village.outside_posts.append(_post(village, row))
    village.mention = _mention(village)
    village.round_up = _round_up(village)
    for thing in (*village.pieces, *village.outside_posts, village.round_up):
        thing.follow()


def _winter(village: SimpleNamespace) -> Desk:
    facts = {
        "tag": "thornbeckwinter",
        "why": WHY,
        "meet": "In the Library from 12:30; ask for Emeka.",
        "opened_by": village.amina,
    }
    desk = _desk(village.winter, facts, _at(11, 12, 9))
    for name, part, yes, sessions in WINTER_ROTA:
        told = {"asked_by": village.amina, "asked_at": _at(11, 16, 10), "accepted_at": _at(11, 17, 18) if yes else None}
        reporter, _new = Reporter.objects.get_or_create(
            desk=desk, person=getattr(village, name), part=part, defaults=told
        )
        for number in sessions:
            Beat.objects.get_or_create(reporter=reporter, session=village.sessions[number])
    asked = desk.reporters.get(person=village.carys)
    if not asked.accepted_at:
        asked.put_request(village.amina, None)
    return desk


def _autumn(village: SimpleNamespace) -> Desk:
    desk = _desk(village.autumn, {"tag": "thornbecksundays", "why": WHY, "opened_by": village.amina}, _at(10, 1, 9))
    for name, part in (("bram", "writer"), ("emeka", "editor")):
        told = {"asked_by": village.amina, "asked_at": _at(10, 2, 9), "accepted_at": _at(10, 3, 9)}
        Reporter.objects.get_or_create(desk=desk, person=getattr(village, name), part=part, defaults=told)
    return desk


def _desk(event: Event, facts: dict, at: datetime) -> Desk:
    return Desk.objects.get_or_create(event=event, defaults=facts | {"opened_at": at, "changed_at": at})[0]


def _piece(village: SimpleNamespace, number: int, row: dict) -> Piece:
    desk, at = village.autumn_desk, _at(10, 17, 14 + row["minute"] // 60, row["minute"] % 60)
    facts = {"desk": desk, "session": _session(village, row), "kind": row["kind"], "words": row["words"]}
    facts |= {"link": row.get("link", ""), "by": getattr(village, row["by"])}
    facts |= {"happened_at": at, "kept_at": at, "changed_at": at, "people": "some" if "who" in row else "nobody"}
    facts |= {"checked_at": _at(10, 18, 9), "checked_by": village.emeka}
    piece, new = Piece.objects.get_or_create(once=f"seed {number}", defaults=facts)
    if new and "who" in row:
        _subject(piece, row, at)
    if new:
        moments = row.get("moments", [])
        Moment.objects.bulk_create(Moment(piece=piece, seconds=seconds, words=said) for seconds, said in moments)
    return piece


def _session(village: SimpleNamespace, row: dict) -> Session | None:
    return Session.objects.filter(event=village.autumn, title=row.get("session", "")).first()


def _subject(piece: Piece, row: dict, at: datetime) -> None:
    facts = {"is_named": row.get("named", False), "entered_by": piece.by, "entered_at": at}
    subject = Subject.objects.create(piece=piece, name=row["who"], **facts)
    for purpose in row["purposes"]:
        Permission.objects.create(subject=subject, purpose=purpose, words=piece.desk.consent, given_at=at)


def _outlet(village: SimpleNamespace, row: dict) -> Outlet:
    """Frozen: example.org keeps no blogs, so nothing is asked of it again."""
    facts = row | {"by": village.amina, "added_at": _at(10, 1, 12), "read_at": _at(11, 27, 8)}
    facts |= {"posted_at": _at(10, 27, 9), "seconds": 0.4}
    return Outlet.objects.get_or_create(name=row["name"], place=village.thornbeck, defaults=facts)[0]


def _post(village: SimpleNamespace, row: dict) -> OutsidePost:
    outlet, about, at = village.outlets[row["blog"]], row.get("about"), _at(10, row["day"], 9)
    address, html = f"{outlet.address}{row['path']}", "".join(f"<p>{part}</p>" for part in row["text"])
    facts = {"address": address, "canonical": canonical(address), "title": row["title"], "published_at": at}
    facts |= {"author": row.get("author", ""), "excerpt": " ".join(row["text"])[:300], "licence": outlet.licence}
    facts |= {"frozen": html if outlet.is_known else "", "kept_at": at if outlet.is_known else None}
    facts |= {"state": "shown", "found_at": at, "changed_at": at}
    if about:
        facts |= {"desk": village.autumn_desk, "session": _session(village, row), "how": "tag"}
        facts |= {"decided_by": village.emeka, "decided_at": at}
    if "reposts" in row:
        facts["same_as"] = village.outside_posts[row["reposts"]]
    return OutsidePost.objects.get_or_create(outlet=outlet, guid=address, defaults=facts)[0]


def _mention(village: SimpleNamespace) -> Mention:
    row, target = ROWS["mention"], village.autumn.get_absolute_url()
    facts = row | {"target_said": f"https://thornbeck.example.org{target}", "event": village.autumn}
    facts |= {"state": "true", "approved": True, "words": "The link is there.", "due_at": None}
    facts |= {"asked_at": _at(10, 21, 9), "looked_at": _at(10, 21, 9, 2)}
    return Mention.objects.get_or_create(source_digest=digest(row["source"]), target=target, defaults=facts)[0]


def _round_up(village: SimpleNamespace) -> RoundUp:
    words = "What a Saturday in October did to our Sundays: three kitchens that know each other, and a van."
    day = _at(10, 24, 12)
    facts = {"words": words, "by": village.emeka, "begun_at": day, "changed_at": day, "published_at": day}
    made, new = RoundUp.objects.get_or_create(title="Sundays, a week on", desk=village.autumn_desk, defaults=facts)
    if new:
        post = village.outside_posts[0]
        rows = (
            (village.pieces[1], None, "It began with one sentence."),
            (None, post, ""),
            (village.pieces[2], None, ""),
        )
        for position, (piece, post, own) in enumerate(rows, 1):
            RoundUpLine.objects.create(round_up=made, position=position, piece=piece, post=post, words=own)
    return made


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)
