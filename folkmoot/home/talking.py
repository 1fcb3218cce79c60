"""Groups and the latest talk on the pages of a place, a programme and a person: only what this visitor may read."""

from __future__ import annotations

from folkmoot.conversations.models import Discussion, Group, Post
from folkmoot.directory.models import Programme
from folkmoot.home import things
from folkmoot.people.models import Person
from folkmoot.places.models import Place

FEW = 4


def groups_at(place: Place, person: Person | None) -> list[Group]:
    """The groups for a place or somewhere inside it that this visitor may know of."""
    rows = Group.objects.shown().filter(story=place.story).at(place).visible_to(person)
    return list(rows.order_by("name")[:FEW])


def talk_at(place: Place, person: Person | None) -> list[Discussion]:
    """What was said there last."""
    rows = Discussion.objects.shown().filter(group__story=place.story).at(place).visible_to(person)
    return list(rows.select_related("group").newest_first()[:FEW])


def around_programme(programme: Programme, person: Person | None) -> dict:
    """A programme's own groups, and what is being said in them."""
    groups = Group.objects.shown().filter(programme__in=programme.selves(), story=programme.story).visible_to(person)
    talks = Discussion.objects.shown().visible_to(person).filter(group__in=groups.order_by().values("pk"))
    newest = talks.select_related("group").newest_first()[:FEW]
    return {"groups": list(groups.order_by("name")[:FEW]), "talks": list(newest)}


def groups_for(thing, person: Person | None) -> dict:
    """The groups whose address of what they are for is that of this thing."""
    rows = Group.objects.shown().filter(for_address=thing.get_absolute_url(), story=getattr(thing, "story", False))
    return {"groups": list(rows.visible_to(person).order_by("name")[:20])}


def is_for(group: Group, person: Person | None) -> dict:
    """What a group is for, by the title that has today; nothing of what this visitor may not see. What stands at no
    page that can be watched is called as whoever began the group called it."""
    if not group.for_address:
        return {"title": group.for_title, "address": ""}
    thing = things.at(group.for_address)
    if thing is None:
        return {"title": group.for_title, "address": group.for_address if group.for_title else ""}
    seen = things.is_visible(thing, person)
    return {"title": str(thing), "address": thing.get_absolute_url()} if seen else {"title": "", "address": ""}


def said_by(person: Person, viewer: Person | None) -> list[Post]:
    """What a person said last in their own name, where this visitor may read it."""
    said = Post.objects.shown().in_groups().visible_to(viewer).filter(by=person, as_body=None)
    said = said.filter(discussion__group__story=False).select_related("discussion__group")
    return list(said.order_by("-at", "-pk")[:FEW])
