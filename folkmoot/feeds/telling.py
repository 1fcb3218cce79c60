"""Telling people what happened: from each new line of the journal a notice to whoever watches what it concerns, and
news to whoever follows it by mail. Each once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from folkmoot.conversations.models import Mute, Post
from folkmoot.feeds import listed, pieces
from folkmoot.feeds.concerns import GROUP, TALK
from folkmoot.feeds.matching import Matches
from folkmoot.feeds.models import Follower, News
from folkmoot.journal.models import Audience, Bookmark, Line, Notice, Veil, Watch
from folkmoot.people.models import Person

BATCH = 500
POST = "conversations.post"
BELOW = ("pk", "discussion", "discussion__address")


def tell_new() -> None:
    """Everything written since the last time, batch by batch."""
    while tell_some():
        pass


@transaction.atomic
def tell_some() -> bool:
    """Up to five hundred lines; False when there were none."""
    mark = Bookmark.hold("watchers")
    new = list(Line.objects.filter(pk__gt=mark.line).order_by("pk").values_list("pk", flat=True)[:BATCH])
    if not new:
        return False
    lines = list(Line.objects.public().filter(pk__in=new).select_related("by").order_by("pk"))
    _tell_watchers(lines, _among_parties(new))
    _tell_followers(lines)
    mark.move_to(new[-1])
    return True


def _among_parties(new: list[int]) -> list[Line]:
    """Lines for those it concerns, about things of which we know who may see them."""
    veiled = {(veil.kind, veil.key) for veil in Veil.objects.filter(kind__in=pieces.BY_KIND)}
    rows = Line.objects.filter(pk__in=new, audience=Audience.PARTIES, kind__in=pieces.BY_KIND)
    return [line for line in rows.select_related("by").order_by("pk") if (line.kind, line.key) not in veiled]


def _tell_watchers(public: list[Line], among_parties: list[Line]) -> None:
    watches = Watch.objects.filter(person__is_active=True).select_related("person")
    matches = Matches([*public, *among_parties], watches, lambda watch: watch.person_id)
    muted = _muted([*public, *among_parties])
    in_groups = {pk for pk, things in matches.concerned.items() if any(kind == GROUP for kind, _key in things)}
    below = _below([*public, *among_parties])
    for line in public:
        hear = [watch for watch in matches.of(line) if _hears(watch, line, muted, in_groups)]
        _notify(line, [watch for watch in hear if not _told_there(watch, below.get(line.key))])
    for line in among_parties:
        hear = [watch for watch in matches.of(line, things_only=True) if _hears(watch, line, muted, in_groups)]
        _notify(line, [watch for watch in hear if _may_see(line, watch.person)])
    for watch, line in listed.new_on(public, watches):
        if watch.person_id != line.by_id_then:
            _notify(line, [watch])


def _hears(watch: Watch, line: Line, muted: set[tuple[str, int]], in_groups: set[int]) -> bool:
    """Nobody hears of their own doing, or of a discussion they muted; and of a post in a group, whoever follows it or
    the discussion is told by the conversations themselves, which mail it as something to answer."""
    if watch.person_id == line.by_id_then or (line.key, watch.person_id) in muted and line.kind == POST:
        return False
    return not (line.kind == POST and line.pk in in_groups and watch.kind in (TALK, GROUP))


def _below(lines: list[Line]) -> dict[str, tuple[str, str]]:
    """Post → (its discussion, the address of the page below which it stands), of those in no group."""
    posts = [int(line.key) for line in lines if line.kind == POST and line.key.isdigit()]
    rows = Post.objects.filter(pk__in=posts, discussion__group=None) if posts else Post.objects.none()
    return {str(pk): (str(talk), address) for pk, talk, address in rows.values_list(*BELOW)}


def _told_there(watch: Watch, where: tuple[str, str] | None) -> bool:
    """Whoever follows a discussion, or the page below which it stands, is told by the conversations themselves."""
    if where is None:
        return False
    talk, address = where
    return (watch.kind, watch.key) == (TALK, talk) or watch.address == address


def _muted(lines: list[Line]) -> set[tuple[str, int]]:
    """(post, person) for the posts of discussions that somebody muted."""
    posts = [int(line.key) for line in lines if line.kind == POST and line.key.isdigit()]
    rows = Mute.objects.filter(discussion__posts__in=posts) if posts else Mute.objects.none()
    return {(str(post), person) for post, person in rows.values_list("discussion__posts", "person")}


def _may_see(line: Line, person: Person) -> bool:
    return bool(pieces.seen([(line.kind, line.key)], person, timezone.localdate()))


def _notify(line: Line, watches: list[Watch]) -> None:
    words, facts = str(line)[:400], {"address": line.address, "line": line}
    told = (Notice(person_id=each.person_id, words=words, watch=each, pace=each.pace, **facts) for each in watches)
    Notice.objects.bulk_create(told, ignore_conflicts=True, batch_size=1000)


def _tell_followers(lines: list[Line]) -> None:
    followers = Follower.objects.confirmed()
    matches = Matches(lines, followers, lambda follower: follower.pk)
    told = [News(follower=follower, line=line) for line in lines for follower in matches.of(line)]
    told += [News(follower=follower, line=line) for follower, line in listed.new_on(lines, followers)]
    News.objects.bulk_create(told, ignore_conflicts=True, batch_size=1000)
