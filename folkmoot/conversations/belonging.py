"""A group that is part of another: asked of those who look after the wider one, and ended by either side."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.conversations.models import Group, LogRow
from folkmoot.journal.models import Notice, Pace
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.requests.models import Request

KIND = "group-part"


def may_join(group: Group, parent: Group) -> None:
    """Refuses a ring: a group that is part of itself, or of one of its own parts."""
    if parent.pk == group.pk or group in [parent, *parent.line()]:
        raise Refusal(_("A group cannot be part of itself, or of one of its own parts."))


@transaction.atomic
def ask(group: Group, parent: Group, by: Person) -> Request | None:
    """`group` would be part of `parent`. Done at once where `by` looks after both; otherwise those who look after the
    wider one are asked, once for each pair until they answer."""
    group.needs_moderator(by)
    may_join(group, parent)
    if parent.is_moderated_by(by):
        _tie(group, parent, by)
        return None
    known = Request.objects.open().filter(kind=KIND, about_key=str(group.pk), payload__parent=parent.pk).first()
    if known:
        return known
    question = _("%(who)s would like %(group)s to be part of %(parent)s.")
    words = question % {"who": by, "group": group.said_outside(), "parent": parent}
    asked = Request.put(KIND, words, group, to=parent.moderators(), asked_by=by, payload={"parent": parent.pk})
    Request.objects.filter(pk=asked.pk).update(address=reverse("conversations:part_asked", args=[asked.pk]))
    asked.refresh_from_db()
    return asked


def pair_of(asked: Request) -> tuple[Group | None, Group | None]:
    """(the part, the wider one); None for what is gone."""
    rows = Group.objects.select_related("standing")
    return rows.filter(pk=asked.about_key).first(), rows.filter(pk=asked.payload.get("parent")).first()


@transaction.atomic
def answer(asked: Request, by: Person, yes: bool, because: str = "") -> None:
    """Whoever looks after the wider one says yes or no, with a reason for a no. Safe twice."""
    group, parent = pair_of(asked)
    if group is None or parent is None:
        raise Refusal(_("One of the two groups is gone, so there is nothing to answer."))
    parent.needs_moderator(by)
    if asked.closed_at:
        return
    if not yes and not because.strip():
        raise Refusal(_("Say why. Whoever asked reads it."))
    asked.recipients.get_or_create(person=by, party="")
    asked.answer(by, "yes" if yes else "no", because.strip()[:4000])
    asked.close()
    if yes:
        may_join(group, parent)
        _tie(group, parent, by)
    if asked.asked_by:
        said = _("%(group)s is part of %(parent)s now.") if yes else _("%(parent)s said no: %(because)s")
        words = said % {"group": group, "parent": parent, "because": because}
        Notice.tell(asked.asked_by, words, group.get_absolute_url(), pace=Pace.AT_ONCE)


def _tie(group: Group, parent: Group, by: Person) -> None:
    Group.objects.filter(pk=group.pk).update(parent=parent)
    group.parent = parent
    LogRow.add(group, by, LogRow.What.PART_OF, _("part of %(parent)s") % {"parent": parent.said_outside()})
    LogRow.add(parent, by, LogRow.What.PART_OF, _("%(group)s is part of it") % {"group": group.said_outside()})


@transaction.atomic
def let_go(parent: Group, part: Group, by: Person, because: str) -> bool:
    """Whoever looks after either of them ends it, with a reason that stands in both logs. True the first time."""
    if not (parent.is_moderated_by(by) or part.is_moderated_by(by)):
        raise NotYours(_("Only those who look after %(group)s can do that.") % {"group": parent})
    if not because.strip():
        raise Refusal(_("Say why. It stands in the logs of both groups."))
    if not Group.objects.filter(pk=part.pk, parent=parent).update(parent=None):
        return False
    part.parent = None
    names = {"part": part.said_outside(), "parent": parent.said_outside()}
    words = _("%(part)s is no longer part of %(parent)s") % names
    for group in (parent, part):
        LogRow.add(group, by, LogRow.What.PART_OF, words, because=because)
    for person in part.moderators():
        if person.pk != by.pk:
            Notice.tell(person, f"{words}: {because}"[:400], part.get_absolute_url(), pace=Pace.AT_ONCE)
    return True
