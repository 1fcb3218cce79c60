"""Nothing is kept longer than the papers say: unused accounts, old sessions, and who sent a report long ago.

Uploaded sheets are `exchange.jobs.forget_files`, backups `backup.drop_old`, finished jobs `kit.jobs.sweep`.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.home import leaving
from folkmoot.kit import mail
from folkmoot.kit.jobs import once
from folkmoot.kit.models import Done
from folkmoot.moderation.models import Report
from folkmoot.people.models import Person

ASK_AFTER, REMOVE_AFTER = 24, 27  # months since somebody last signed in; a session lasts two weeks at most
NOTICE = timedelta(days=60)  # however late the asking was, nobody goes sooner after it
REPORTS_FOR = 12  # months after the ruling


def months_from(day: date, months: int) -> date:
    """The same day of another month, or that month's last day.

    >>> months_from(date(2026, 3, 31), -1), months_from(date(2026, 11, 30), 3)
    (datetime.date(2026, 2, 28), datetime.date(2027, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def unused(now: datetime, months: int) -> QuerySet[Person]:
    """The people who have not signed in for so many months, each with `used_at`; who never did, since they joined."""
    used = Person.objects.annotate(used_at=Coalesce("last_login", "joined_at"))
    return used.filter(used_at__lt=_months_ago(now, months)).order_by("pk")


def ask_unused(now: datetime) -> int:
    """Ask, once, those whose account nobody used for 24 months; how many. Coming back and leaving again asks anew."""
    asked = 0
    for person in unused(now, ASK_AFTER):
        with once(_mark(person)) as first:
            asked += first
            if first:
                _ask(person, now)
    return asked


def remove_unused(now: datetime) -> int:
    """Forget those who were asked, did not come back, and are past 27 months; how many. The last keeper stays."""
    removed = 0
    for person in unused(now, REMOVE_AFTER):
        if Done.objects.filter(key=_mark(person), at__lte=now - NOTICE).exists():
            try:
                leaving.forget(person)
            except leaving.LastKeeper:
                continue
            removed += 1
    return removed


def clear_sessions(now: datetime) -> None:
    """Sessions that ran out, and the lists of where people are signed in that no session stands behind."""
    Session.objects.filter(expire_date__lte=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def blank_reports(now: datetime) -> int:
    """Take out who sent a report and in what words, a year after it was ruled on; the reason and the ruling stay."""
    old = Report.objects.filter(ruling__at__lt=_months_ago(now, REPORTS_FOR))
    return old.exclude(reply_to="", words="", by=None).update(reply_to="", words="", by=None)


def _months_ago(now: datetime, months: int) -> datetime:
    day = months_from(timezone.localdate(now), -months)
    return timezone.make_aware(datetime.combine(day, time.min))


def _mark(person: Person) -> str:
    return f"unused {person.pk} {person.used_at:%Y-%m-%d}"


def _ask(person: Person, now: datetime) -> None:
    """An address that no mail can go to was asked all the same: the time runs."""
    day = timezone.localdate(now)
    goes = max(months_from(timezone.localdate(person.used_at), REMOVE_AFTER), day + NOTICE)
    words = {"name": person.name, "since": _said(person.used_at.date()), "goes": _said(goes)}
    try:
        mail.send(person.email, _("Do you still want your account?"), "home/mail/unused", words)
    except mail.MailRefused:
        return


def _said(day: date) -> str:
    return date_format(day, "j F Y")
