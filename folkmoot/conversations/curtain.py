"""What goes with a thing that is hidden: a group takes its discussions along, a discussion its posts, everywhere.

Lines, notices and the index are told in the transaction that hides it, so no page, feed, search or digest shows what
stood there. What is shown again comes back, but for what was hidden by itself. Nothing here names a model.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from folkmoot.conversations import findable
from folkmoot.journal.models import Veil
from folkmoot.kit.search import keeping

AT_A_TIME = 1_000
SUMMARY = "conversations.summary"


@transaction.atomic
def follow_group(group) -> None:
    """After its standing, its readers or its being here changed."""
    public = findable.group_is_public(group)
    _veil(findable.GROUP, [group.pk]) if not public else _lift(findable.GROUP, [group.pk])
    findable.refresh_group(group)
    talks = group.discussions.select_related("standing", "place", "group__place", "group__standing")
    for talk in talks:
        follow_discussion(talk)


@transaction.atomic
def follow_discussion(talk) -> None:
    """After its standing, or that of its group or owner, changed."""
    shown = talk.is_shown and (talk.group is None or findable.discussion_is_public(talk))
    posts = list(talk.posts.select_related("standing"))
    for post in posts:
        post.discussion = talk
    if shown:
        _lift(findable.DISCUSSION, [talk.pk])
        _lift(findable.POST, [post.pk for post in posts if post.is_shown])
    else:
        _veil(findable.DISCUSSION, [talk.pk])
        _veil(findable.POST, [post.pk for post in posts])
    _summaries(talk, shown)
    if talk.group is not None:
        findable.refresh_discussion(talk)
    _index(posts, findable.discussion_is_public(talk))


@transaction.atomic
def follow_owner(talk, shown: bool) -> None:
    """What is said below something else goes and comes back with it; its owner says whether that is shown."""
    posts = list(talk.posts.select_related("standing"))
    for post in posts:
        post.discussion = talk
    if shown:
        _lift(findable.POST, [post.pk for post in posts if post.is_shown])
    else:
        _veil(findable.POST, [post.pk for post in posts])
    _summaries(talk, shown)
    _index(posts, shown and findable.discussion_is_public(talk))


def _summaries(talk, shown: bool) -> None:
    """What sums it up goes along: its line in the journal names what was talked about."""
    rows = talk.summaries.select_related("standing")
    if shown:
        _lift(SUMMARY, [one.pk for one in rows if one.taken_back_at is None and _is_left(one)])
    else:
        _veil(SUMMARY, [one.pk for one in rows])


def _is_left(summary) -> bool:
    return summary.standing is None or summary.standing.state == summary.standing.State.SHOWN


def _index(posts: list, shown: bool) -> None:
    if shown:
        findable.refresh_posts(posts)
    else:
        keeping.drop_many(findable.POST, [post.pk for post in posts])


def _veil(kind: str, keys: Iterable) -> None:
    rows = [Veil(kind=kind, key=str(key)) for key in keys]
    Veil.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_A_TIME)


def _lift(kind: str, keys: list) -> None:
    words = [str(key) for key in keys]
    for start in range(0, len(words), AT_A_TIME):
        Veil.objects.filter(kind=kind, key__in=words[start : start + AT_A_TIME]).delete()
