"""What the worker does for listening: telling who is late, mailing what came of it, and forgetting in time."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit import mail
from folkmoot.kit.jobs import every, job
from folkmoot.kit.models import Bounce
from folkmoot.listening import coverage, forgetting
from folkmoot.listening.models import Knock, Outing, PassedOn, Told


@job(retries=5, queue="mail")
def mail_news(told: int) -> None:
    """Mail one person that something came of what they said. The address stands in no queue: it is unsealed here."""
    row = (
        Told.objects.filter(pk=told, delivered_at=None).select_related("heard__listening__patch", "heard__slip").first()
    )
    if row is None or row.heard.withdrawn_at or not row.heard.contact or Bounce.objects.stops(row.heard.contact):
        return
    where = row.heard.listening.patch.name
    context = {"words": row.words, "address": row.heard.link(), "where": where}
    subject = mail.one_line(_("What came of what you said in %(where)s") % {"where": where})
    mail.letter(row.heard.contact, subject, "listening/mail/news", context).send()
    Told.objects.filter(pk=row.pk).update(delivered_at=timezone.now())


@every(minutes=1)
@job
def tell_of_late() -> None:
    """Whoever went out alone and is not back."""
    Outing.tell_of_late(timezone.now())


@every(minutes=24 * 60)
@job
def forget_past() -> None:
    """Doors after ninety days, times out after thirty, names and contacts a year after the work ended."""
    now = timezone.now()
    Knock.forget_past(now)
    Outing.forget_past(now)
    forgetting.forget_identities(now)
    forgetting.forget_safeguards(now)


@every(minutes=24 * 60)
@job
def pass_on() -> None:
    """To councillors who were not known when it was allowed."""
    PassedOn.catch_up()


@every(minutes=24 * 60)
@job
def count_heard() -> None:
    """What everybody may see of who was heard: by day, never live."""
    coverage.settle_all()
