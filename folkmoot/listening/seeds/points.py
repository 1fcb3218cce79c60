"""What each of those heard said, as sealed points."""

from __future__ import annotations

from folkmoot.listening.models import Allowed, Heard
from folkmoot.points.models import Point

from . import words


def points_of(heard: list[Heard]) -> list[tuple[str, Point]]:
    """(theme, point) for everybody, as RAISED says how many raise each theme; saved in one go."""
    made, at = [], 0
    for theme, many in words.RAISED.items():
        said = words.SAID[theme]
        for number in range(many):
            one = heard[at % len(heard)]
            kind, sentence = said[number % len(said)]
            made.append((theme, _point(one, kind, sentence, at)))
            at += 1
    Point.objects.bulk_create(point for _theme, point in made)
    return made


def _point(one: Heard, kind: str, sentence: str, at: int) -> Point:
    quote = one.allowed.filter(purpose=Allowed.Purpose.QUOTE).first() if at < 40 else None
    return Point(
        private=True,
        sealed=sentence,
        kind=kind,
        voice=one.voice,
        place=one.listening.patch.place,
        source_kind="listening.listening",
        source_key=str(one.listening_id),
        source_title=str(one.listening)[:300],
        source_address=one.listening.get_absolute_url(),
        said_at=one.listening.heard_at,
        changed_at=one.listening.heard_at,
        quotable=bool(quote),
        allowed_by=f"allowed {quote.pk}" if quote else "",
        once=f"listening.listening:{one.listening_id}:seed {at}",
    )
