"""What the worker does by itself for the site as a whole."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.home import leaving, waiting
from folkmoot.home.keeping import backup, retention, week
from folkmoot.journal.models import Notice
from folkmoot.kit import mail
from folkmoot.kit.jobs import every, job, once

DAY = 24 * 60


@every(minutes=DAY)
@job
def back_up() -> None:
    """A backup each day, those past their time dropped."""
    backup.make()
    backup.drop_old(timezone.now())


@every(minutes=7 * DAY)
@job
def hold_drill() -> None:
    """Try the newest backup once a week; the doctor and the keepers' week say how it went."""
    backup.drill()


@every(minutes=DAY)
@job
def forget_leavers() -> None:
    """Those whose week of thinking it over is past; and again those whom an old backup brought back."""
    leaving.forget_due(timezone.localdate())
    leaving.forget_again()


@every(minutes=DAY)
@job
def see_to_unused_accounts() -> None:
    """Ask those who have not been here for 24 months; forget those who did not come back by the 27th."""
    retention.ask_unused(timezone.now())
    retention.remove_unused(timezone.now())


@every(minutes=DAY)
@job
def clear_what_is_past() -> None:
    """Sessions that ran out, and who sent a report that was ruled on a year ago."""
    retention.clear_sessions(timezone.now())
    retention.blank_reports(timezone.now())


@every(minutes=1)
@job
def tell_asked() -> None:
    """Tell those to whom something was put since last time."""
    waiting.tell_asked(timezone.localdate())


@every(minutes=60)
@job
def remind_asked() -> None:
    """Remind those who have not answered, three days before the day and on it."""
    waiting.remind_asked(timezone.localdate())


@every(minutes=DAY)
@job
def tell_keepers() -> None:
    """On Mondays, each keeper's three things; and when nobody has kept the site for 60 days, whoever can still hear."""
    today = timezone.localdate()
    if today.weekday() == 0:
        for person in week.keepers(today):
            _tell(person, today)
    since = week.quiet_since(today)
    if since and settings.HOST_EMAIL:
        with once(f"quiet host, {since}, {today:%G-%V}") as first:
            if first:
                words = {"since": since.isoformat(), "people": [each.name for each in week.keepers(today)]}
                mail.send(settings.HOST_EMAIL, _("Nobody has kept the site for two months"), "home/mail/quiet", words)


def _tell(person, today) -> None:
    things = week.three_things(today)
    with once(f"keepers' week {today:%G-%V}, {person.pk}") as first:
        if not first or not things:
            return
        minutes = sum(each.minutes for each in things)
        subject = _("This week: %(n)d things, about %(minutes)d minutes") % {"n": len(things), "minutes": minutes}
        context = {"name": person.name, "things": [[each.words, each.address, each.minutes] for each in things]}
        mail.send(person.email, subject, "home/mail/week", context)
        Notice.tell(person, subject, "/me/week/")
