"""Who hears of a report and of a ruling: moderators, the author, and whoever reported. Never one of the other."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Notice, Pace
from folkmoot.kit import mail
from folkmoot.people.models import Person, Role


def moderators(standing, report) -> None:
    """A notice to each moderator and keeper, mailed at once."""
    roles = Role.objects.held_on(timezone.localdate()).filter(kind__in=(Role.Kind.MODERATOR, Role.Kind.KEEPER))
    words = _("Reported (%(reason)s): %(title)s") % {"reason": report.get_reason_display(), "title": standing.title}
    for person in Person.objects.filter(pk__in=roles.values("person"), is_active=True).exclude(pk=standing.author_id):
        Notice.tell(person, words, reverse("moderation:standing", args=[standing.pk]), pace=Pace.AT_ONCE)


def author(standing, ruling, changed: bool) -> None:
    """What was decided about theirs, why, and where to appeal; nothing when nothing changed for them."""
    person = standing.author
    if person is None or not person.is_active or not (changed or ruling.on_appeal_of_id):
        return
    words = _("Decided about “%(title)s”: %(state)s") % {"title": standing.title, "state": ruling.get_state_display()}
    Notice.tell(person, words, ruling.get_absolute_url())
    context = _context(standing, ruling) | {"name": person.name}
    mail.send(person.email, mail.one_line(words), "moderation/mail/ruled", context)


def reporters(reports, ruling) -> None:
    """To each who left a way to answer: that it was looked at, what was decided, and why."""
    for report in reports:
        context = _context(ruling.standing, ruling) | {"reference": report.reference}
        subject = _("Your report %(reference)s has been looked at") % {"reference": report.reference}
        if report.by and report.by.is_active:
            Notice.tell(report.by, subject, report.get_absolute_url(), pace=Pace.AT_ONCE)
        elif report.reply_to:
            mail.send(report.reply_to, subject, "moderation/mail/answered", context)


def _context(standing, ruling) -> dict:
    return {
        "title": standing.title,
        "state": ruling.get_state_display(),
        "shown": ruling.state == "shown",
        "because": ruling.because,
        "rule": ruling.get_rule_display() if ruling.rule else "",
        "address": ruling.get_absolute_url(),
        "on_appeal": bool(ruling.on_appeal_of_id),
    }
