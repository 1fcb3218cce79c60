"""What an editor can put into a round-up, and what they do with its lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.http import Http404
from django.utils import timezone

from folkmoot.newsroom import planet
from folkmoot.newsroom.models import OutsidePost, Piece, RoundUp, RoundUpLine
from folkmoot.people.models import Person


def choice(round_up: RoundUp) -> dict:
    """{"pieces", "posts"} not in it yet, newest first: of its event, or of the last 60 days of its place. Only what may
    be sent on."""
    used = list(round_up.lines.values_list("piece", "post"))
    pieces = Piece.objects.shown("onward").select_related("by", "session", "desk__event").newest_first()
    posts = OutsidePost.objects.shown().select_related("outlet", "session").newest_first()
    if round_up.desk:
        pieces, posts = pieces.filter(desk=round_up.desk), posts.filter(desk=round_up.desk)
    else:
        since, path = timezone.now() - timedelta(days=60), round_up.place.path
        pieces = pieces.filter(desk__event__place__path__startswith=path, happened_at__gte=since)
        posts = planet.posts_at(round_up.place).filter(found_at__gte=since)
    pieces = pieces.exclude(pk__in=[piece for piece, _post in used if piece])
    return {"pieces": pieces[:60], "posts": posts.exclude(pk__in=[post for _piece, post in used if post])[:60]}


def add(round_up: RoundUp, by: Person, sent: Mapping) -> RoundUpLine:
    """What was chosen, with the words written before it."""
    found = {name: _found(model, sent.get(name, "")) for name, model in (("piece", Piece), ("post", OutsidePost))}
    return round_up.add(by, **found, words=sent.get("words", ""))


def _found(model, key: str):
    return model.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 18 else None


def change(line: RoundUpLine, what: str, by: Person, words: str) -> None:
    """Move it, change the words before it, or take it out."""
    if what in ("up", "down"):
        line.move(by, up=what == "up")
    elif what == "words":
        line.rewrite(by, words)
    elif what == "out":
        line.take_out(by)
    else:
        raise Http404
