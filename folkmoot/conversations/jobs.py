"""What the worker does by itself: telling followers, mailing posts, and clearing what is past its time."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.conversations import bringing, leaving
from folkmoot.conversations.models import Arrival, Attachment, Draft, Export, Group, HouseAgreement, Invitation, Terms
from folkmoot.conversations.models.attachment import SHELF
from folkmoot.conversations.posted import mail_post
from folkmoot.conversations.telling import tell_followers
from folkmoot.journal.models import Notice, Pace
from folkmoot.kit import uploads
from folkmoot.kit.jobs import every, job, once
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

__all__ = ["ask_for_export", "clear", "clear_departed", "mail_post", "take_in", "tell_followers"]
DAY = 24 * 60
DRAFTS = timedelta(days=180)
EXPORTS = timedelta(days=7)


def ask_for_export(group: Group, by: Person) -> Export:
    """One that is being made is the one there is. The worker makes it within a minute or two (see `home.jobs`, which
    knows what else of the group stands on this site)."""
    group.needs_moderator(by)
    if not group.is_shown:
        raise Refusal(_("The group is held or removed by moderators. Its file can be had once it is shown again."))
    waiting = group.exports.filter(ready_at=None, trouble="", at__gte=timezone.now() - timedelta(hours=1)).first()
    if waiting:
        return waiting
    return Export.objects.create(group=group, by=by)


@job(retries=2)
def take_in(pk: int) -> None:
    """Make a group of the file somebody brought; safe twice."""
    bringing.take_in(Arrival.objects.select_related("by", "group").get(pk=pk))


@every(minutes=DAY)
@job
def clear_departed() -> None:
    """What left more than thirty days ago is taken off, and files of whole groups go after a week."""
    leaving.clear_due(timezone.localdate())
    for export in Export.objects.filter(at__lt=timezone.now() - EXPORTS):
        export.path.unlink(missing_ok=True)
        export.delete()
    bringing.clear_old()


@every(minutes=DAY)
@job
def ask_for_reviews() -> None:
    """On its day: those who look after a group are asked to look at its house agreement again."""
    remind_of_agreements(timezone.localdate())
    remind_of_terms(timezone.localdate())


def remind_of_terms(day: date) -> None:
    """Those who look after either group are told on the day on which both look at their terms again, once."""
    for terms in Terms.objects.in_force(day).filter(review_on__lte=day).select_related("proposer", "partner"):
        with once(f"terms {terms.pk} {terms.review_on}") as first:
            if not first:
                continue
            names = {"one": terms.proposer.said_outside(), "other": terms.partner.said_outside()}
            words = _("It is the day to look again at what %(one)s and %(other)s share.") % names
            for person in {*terms.proposer.moderators(), *terms.partner.moderators()}:
                Notice.tell(person, words, terms.get_absolute_url(), pace=Pace.AT_ONCE)


def remind_of_agreements(day: date) -> None:
    """For the newest agreement of each group, once for its day."""
    for one in HouseAgreement.objects.shown().filter(review_on__lte=day, group__left_at=None).select_related("group"):
        newest = one.group.agreement()
        if newest is None or newest.pk != one.pk or not one.group.is_shown:
            continue
        with once(f"agreement {one.pk} {one.review_on}") as first:
            if first:
                words = _("It is the day to look again at the house agreement of %(group)s.") % {"group": one.group}
                for person in one.group.moderators():
                    Notice.tell(person, words, one.get_absolute_url(), pace=Pace.AT_ONCE)


@every(minutes=DAY)
@job
def clear() -> None:
    """Addresses of invitations that ran out, drafts of half a year ago, and files that came with no post."""
    Invitation.objects.filter(until__lt=timezone.localdate()).exclude(email="").update(email="")
    Draft.objects.filter(saved_at__lt=timezone.now() - DRAFTS).delete()
    loose = Attachment.objects.filter(post=None, draft=None, at__lt=timezone.now() - timedelta(days=1))
    for one in loose:
        one.throw_away()
        one.delete()
    uploads.sweep(SHELF, Attachment.objects.exclude(width=0).values_list("file", flat=True))
