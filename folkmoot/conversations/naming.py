"""Whom a post names: "@Amina Yusuf", where that is somebody of the group or of the discussion."""

from __future__ import annotations

import re

from django.db.models import Q
from django.db.models.functions import Lower

from folkmoot.conversations.models import Discussion, Named, Post
from folkmoot.people.models import Person

AT = re.compile(r"(?<![\w@])@(\w[\w’'.-]{0,40}(?: \w[\w’'.-]{0,40}){0,3})")
MOST = 20
SPECIAL = re.compile(r"([\\`*_{}\[\]()#+.!|<>~-])")


def find(talk: Discussion, words: str) -> list[Person]:
    """Those named, who can read it: of members and those who spoke there, each whose whole name stands after an @."""
    if "@" not in words:
        return []
    said = [one[1] for one in list(AT.finditer(words))[:MOST]]
    names = {" ".join(one.split(" ")[:many]).rstrip(".'’-").lower() for one in said for many in (1, 2, 3, 4)}
    known = Q(posts__discussion=talk)
    if talk.group_id is not None:
        known |= Q(groups_in__group=talk.group_id, groups_in__until=None)
    near = Person.objects.filter(known, is_active=True).annotate(plain=Lower("name")).filter(plain__in=names).distinct()
    return [one for one in near[:MOST] if talk.is_visible_to(one)]


def keep(post: Post, people: list[Person]) -> list[Person]:
    """Tie them to the post; those who were not named before."""
    had = set(post.mentions.values_list("person", flat=True))
    new = [one for one in people if one.pk not in had and one.pk != post.by_id]
    Named.objects.bulk_create([Named(post=post, person=one) for one in new], ignore_conflicts=True)
    return new


def linked(words: str, people: list[Person]) -> str:
    """The words as Markdown with each name a link to whose it is; longer names first, so that none is cut."""
    for one in sorted(people, key=lambda one: -len(one.name)):
        if one.name:
            shown = SPECIAL.sub(r"\\\1", one.name)
            pattern = re.compile(rf"(?<![\w@\[])@{re.escape(one.name)}(?!\w)", re.I)
            words = pattern.sub(lambda _found, to=one, as_=shown: f"[@{as_}]({to.get_absolute_url()})", words)
    return words
