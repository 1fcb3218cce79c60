"""Groups, and what is said in them or below something, among what can be found by searching: only what everybody may
read. What is said below an event or a case is found post by post, the first as well: its title is the owner's.

Each post's own words are put in once. What it quotes is no part of them, so a search finds who said a thing, not
everybody who repeated it. Nothing here names a model, so that the models can call it when they change.
"""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.conversations import owning
from folkmoot.kit import search
from folkmoot.kit.search.keeping import Entry

GROUP, DISCUSSION, POST = "conversations.group", "conversations.discussion", "conversations.post"


def group_is_public(group) -> bool:
    here = group.is_shown and group.left_at is None and not group.story
    return here and group.readers == group.Readers.EVERYONE


def refresh_group(group) -> None:
    if group_is_public(group):
        search.put(*_group(group))
    else:
        search.drop(GROUP, group.pk)


def refresh_groups(groups: Iterable) -> int:
    return search.put_many(_group(group) for group in groups if group_is_public(group))


def _group(group) -> Entry:
    path = group.place.path if group.place else ""
    return Entry(GROUP, group.pk, group.name, group.about, path, group.get_absolute_url())


def discussion_is_public(talk) -> bool:
    if talk.group is None:
        return talk.is_shown and owning.is_public(talk.owner)
    return talk.is_shown and group_is_public(talk.group)


def refresh_discussion(talk) -> None:
    """Its title; with the first post as its words, which are then not found a second time by themselves."""
    if discussion_is_public(talk):
        search.put(*_discussion(talk))
    else:
        search.drop(DISCUSSION, talk.pk)


def refresh_discussions(talks: Iterable) -> int:
    return search.put_many(_discussion(talk) for talk in talks if discussion_is_public(talk))


def _discussion(talk) -> Entry:
    first = talk.post_at(1)
    words = first.words if first is not None and first.is_shown else ""
    return Entry(DISCUSSION, talk.pk, talk.title, words, _path(talk), talk.get_absolute_url())


def refresh_post(post) -> None:
    """One post; the first of a discussion in a group is found by the discussion."""
    if _opens(post):
        refresh_discussion(post.discussion)
    elif post.is_shown and discussion_is_public(post.discussion):
        search.put(*_post(post))
    else:
        search.drop(POST, post.pk)


def refresh_posts(posts: Iterable) -> int:
    """Many posts of discussions that are public."""
    return search.put_many(_post(post) for post in posts if not _opens(post) and post.is_shown)


def _opens(post) -> bool:
    return post.number == 1 and post.discussion.group_id is not None


def _post(post) -> Entry:
    title = post.words.split("\n")[0][:80]
    return Entry(POST, post.pk, title, post.words, _path(post.discussion), post.get_absolute_url())


def _path(talk) -> str:
    place = talk.place_or_groups()
    return place.path if place else ""
