"""A group takes its content and leaves: what stood here becomes a tombstone, and what others wrote elsewhere stays.

For thirty days it can come back. Until then nothing is lost, and nothing is shown: not on pages, in feeds or by
searching. After that its words and files are taken off; the addresses go on answering that it left, and where to.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.conversations import agreeing, joining
from folkmoot.conversations.models import (
    Attachment,
    Contest,
    Departure,
    Draft,
    Group,
    HouseAgreement,
    LogRow,
    Member,
    Post,
    Quotation,
    Summary,
    SummaryLine,
    Wording,
)
from folkmoot.journal.models import Audience, Line, Notice, Pace
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person


@transaction.atomic
def leave(group: Group, by: Person, *, because: str = "", moved_to: str = "") -> Departure:
    """The group leaves with all that is in it; its members are told, with where it goes. Safe twice.

    Groups that are part of it stay, and stand by themselves.
    """
    group.needs_moderator(by)
    locked = Group.objects.select_for_update().get(pk=group.pk)
    known = locked.departures.filter(undone_at=None).first()
    if known:
        return known
    made = Departure.objects.create(group=locked, by=by, because=because.strip()[:600], moved_to=moved_to)
    Group.objects.filter(pk=group.pk).update(left_at=made.at)
    group.left_at = locked.left_at = made.at
    LogRow.add(locked, by, LogRow.What.LEFT, moved_to, because=because)
    Line.record(by, "took elsewhere the group", locked, place=locked.place, audience=Audience.PARTIES)
    locked.follow_standing()
    _tell(locked, made)
    return made


def _tell(group: Group, made: Departure) -> None:
    words = _("%(group)s left this site.") % {"group": group}
    words += " " + _("It is now at %(where)s") % {"where": made.moved_to} if made.moved_to else ""
    for member in group.members.open().exclude(person=made.by).select_related("person"):
        Notice.tell(member.person, words, group.get_absolute_url(), pace=Pace.AT_ONCE)


@transaction.atomic
def come_back(group: Group, by: Person) -> bool:
    """Within the thirty days: everything stands where it stood. True the first time."""
    group.needs_moderator(by)
    Group.objects.select_for_update().get(pk=group.pk)
    gone = group.departures.filter(undone_at=None).first()
    if gone is None:
        return False
    if gone.cleared_at:
        raise Refusal(_("What it wrote was taken off this site since. Begin a new group, and bring the file back."))
    gone.undone_at = timezone.now()
    gone.save(update_fields=["undone_at"])
    Group.objects.filter(pk=group.pk).update(left_at=None)
    group.left_at = None
    LogRow.add(group, by, LogRow.What.STAYED)
    Line.record(by, "brought back the group", group, place=group.place, audience=group.audience)
    group.follow_standing()
    return True


def clear_due(day: date) -> int:
    """Take off what left more than thirty days ago; how many groups. Safe twice."""
    due = Departure.objects.filter(undone_at=None, cleared_at=None, undo_until__lt=day).select_related("group")
    for gone in due:
        clear(gone)
    return len(due)


@transaction.atomic
def clear(gone: Departure) -> None:
    """Words, titles, names of members and files go. The rows of discussions and posts stay, empty, so that addresses
    answer and what points at them points at a tombstone."""
    locked = Departure.objects.select_for_update().get(pk=gone.pk)
    if locked.cleared_at:
        return
    group = locked.group
    posts = Post.objects.filter(discussion__group=group)
    for one in Attachment.objects.filter(post__discussion__group=group).exclude(file=""):
        one.throw_away()
    Attachment.objects.filter(post__discussion__group=group).update(name="", alt="")
    Wording.objects.filter(post__in=posts.values("pk")).delete()
    Quotation.objects.filter(quoted__in=posts.values("pk")).update(excerpt="")
    Quotation.objects.filter(post__in=posts.values("pk")).delete()
    posts.update(words="–", mandate="", name="", by=None, as_body=None)
    _clear_about(group)
    agreeing.end_all(group, _("%(group)s left this site.") % {"group": group.said_outside()})
    group.discussions.update(title=_("Left"), by=None, as_body=None)
    Group.objects.filter(pk=group.pk).update(about="", colour="")
    for person in Person.objects.filter(pk__in=group.members.filter(until=None).values("person")):
        joining.forget_watches(group, person)
    Member.objects.filter(group=group).exclude(role=Member.Role.MODERATOR).delete()
    locked.cleared_at = timezone.now()
    locked.save(update_fields=["cleared_at"])
    Line.record(None, "cleared", group, audience=Audience.KEEPERS)


def _clear_about(group: Group) -> None:
    """What was said about what was said, and what was never sent."""
    lines = SummaryLine.objects.filter(summary__discussion__group=group)
    Contest.objects.filter(line__in=lines.values("pk")).delete()
    lines.delete()
    Summary.objects.filter(discussion__group=group).delete()
    Draft.objects.filter(discussion__group=group).delete()
    group.drafts.all().delete()
    HouseAgreement.objects.filter(group=group).delete()
    LogRow.objects.filter(group=group).exclude(what=LogRow.What.LEFT).delete()
    group.invitations.all().delete()
    group.duties.all().delete()
