"""The group or discussion that an address names, for whoever asks."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from folkmoot.conversations.models import Departure, Discussion, Group, Post
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import person_of

RELATED = ("place", "programme", "topic", "organisation", "parent", "standing")


class GroupGone(Refusal):
    """It left with all that was in it; the address says so, and where it is now."""

    status = 410
    # Browsers keep a 410 for ever unless they are told not to, and a group may come back.
    headers = {"Cache-Control": "no-cache"}

    def __init__(self, group: Group, person) -> None:
        gone = Departure.objects.filter(group=group, undone_at=None).first()
        day = f"{group.left_at:%-d %B %Y}"
        words = _("%(group)s left this site on %(day)s and took what was written in it along.")
        super().__init__(words % {"group": group, "day": day})
        ways = [(gone.moved_to, _("Where it is now"))] if gone and gone.moved_to else []
        if gone and group.is_moderated_by(person):
            ways.append((f"{group.get_absolute_url()}leaving/", _("Bring it back")))
        self.ways = tuple(ways)


def group_at(request: HttpRequest, slug: str, *, gone: bool = False) -> Group:
    """The group, if this visitor may know of it; 404 otherwise, as if there were none. One that left raises GroupGone,
    for those who could know of it; `gone`: give it all the same."""
    group = get_object_or_404(Group.objects.select_related(*RELATED), slug=slug)
    person = person_of(request)
    if not group.is_visible_to(person):
        raise Http404
    if group.left_at and not gone:
        raise GroupGone(group, person)
    return group


def read_at(request: HttpRequest, slug: str) -> Group:
    """The group, if this visitor may read what is said in it."""
    group = group_at(request, slug)
    if not group.is_read_by(person_of(request)):
        raise Http404
    return group


def moderated_at(request: HttpRequest, slug: str, *, gone: bool = False) -> Group:
    """The group, if this person looks after it; NotYours where they may only know of it."""
    group = group_at(request, slug, gone=gone)
    group.needs_moderator(person_of(request))
    return group


def empowered_at(request: HttpRequest, slug: str, power: str) -> Group:
    """The group, if this person may do what that power allows there; NotYours where they may only know of it."""
    group = group_at(request, slug)
    group.needs(person_of(request), power)
    return group


def talk_at(request: HttpRequest, pk: int) -> Discussion:
    """The discussion or story, if this visitor may read it; of one below something its owner says who may."""
    every = Discussion.objects.select_related(
        "group__place", "group__standing", "group__parent", "standing", "by", "as_body", "copy_of__group__standing"
    )
    talk = get_object_or_404(every, pk=pk)
    person = person_of(request)
    if talk.group is None:
        return _below(talk, person)
    if talk.group.left_at and talk.group.is_visible_to(person) and talk.group.is_read_by(person):
        raise GroupGone(talk.group, person)
    if talk.group.left_at or not talk.is_visible_to(person):
        raise Http404
    return talk


def _below(talk: Discussion, person) -> Discussion:
    if not talk.is_visible_to(person):
        raise Http404
    return talk


def post_at(request: HttpRequest, pk: int) -> Post:
    """The post with its discussion, if this visitor may read that; whether the post itself is shown is not asked."""
    every = Post.objects.select_related("by", "as_body", "standing")
    post = get_object_or_404(every, pk=pk)
    post.discussion = talk_at(request, post.discussion_id)
    return post
