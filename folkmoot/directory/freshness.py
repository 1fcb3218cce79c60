"""Keeping facts fresh: who is asked whether an entry is still right, how often, and who has to be rung."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from folkmoot.directory.models import Activity, Organisation, Party
from folkmoot.kit import links, mail

PURPOSE = "still-right"
LINK_DAYS = 60
MONTH = timedelta(days=30)
A_RUN = 200
KINDS = {"directory.activity": Activity, "directory.organisation": Organisation}


def stale(model, day: date) -> models.QuerySet:
    """The live entries nobody has confirmed for longer than the site allows, the longest unconfirmed first."""
    before = day - timedelta(days=settings.STALE_AFTER_DAYS)
    old = Q(confirmed_on=None, entered_at__date__lt=before) | Q(confirmed_on__lt=before)
    return model.objects.live().shown().filter(old).order_by(F("confirmed_on").asc(nulls_first=True), "pk")


def body_of(entry: models.Model) -> Organisation | None:
    """The body to ask about an entry: itself, or the first that runs it."""
    if isinstance(entry, Organisation):
        return entry
    return next(iter(entry.owners()), None)


def asked_this_month(body: Organisation, day: date) -> int:
    """How many entries of this body were asked about in the last thirty days."""
    since = {"asked_on__gt": day - MONTH, "asked_on__lte": day}
    selves = body.selves()
    run = Party.objects.filter(organisation__in=selves, role__in=Party.OWNERS).values("activity")
    return (
        Organisation.objects.filter(pk__in=selves, **since).count()
        + Activity.objects.filter(pk__in=run, **since).count()
    )


def ask_stale(day: date) -> int:
    """Ask about what is stale, within each body's monthly cap; gives how many mails were queued."""
    asked = 0
    for model in KINDS.values():
        lately = Q(asked_on=None) | Q(asked_on__lte=day - MONTH)
        for entry in stale(model, day).filter(lately)[:A_RUN]:
            asked += ask(entry, day)
    return asked


@transaction.atomic
def ask(entry: models.Model, day: date) -> bool:
    """Mail the signed link to the body's public address. False when there is none, or the cap is reached.

    An entry is asked about once in thirty days at most; asking twice on a day asks once.
    """
    body = body_of(entry)
    if body is None or not body.email:
        return False
    Organisation.objects.select_for_update().get(pk=body.pk)
    entry = entry.locked()
    if entry.asked_on and entry.asked_on > day - MONTH:
        return False
    if asked_this_month(body, day) >= settings.ASK_CAP_A_MONTH:
        return False
    type(entry).objects.filter(pk=entry.pk).update(asked_on=day)
    subject = _("Is this still right? %(what)s") % {"what": mail.one_line(str(entry), 80)}
    context = {"title": str(entry), "address": entry.get_absolute_url(), "link": link_for(entry, day)}
    mail.send(body.email, subject, "directory/mail/still_right", context)
    return True


def link_for(entry: models.Model, day: date) -> str:
    """The path of the page with one button, for whoever holds the link."""
    token = links.sign(PURPOSE, [entry._meta.label_lower, entry.pk, day.isoformat()], days=LINK_DAYS)
    return f"/still-right/{token}/"


def entry_behind(token: str) -> tuple[models.Model, str]:
    """The entry a link is about and the day it was mailed; LinkRanOut or DoesNotExist otherwise."""
    kind, pk, mailed = links.unsign(PURPOSE, token)
    return KINDS[kind].objects.live().shown().get(pk=pk), mailed


def to_ring(day: date) -> list[dict]:
    """The list to ring through: {entry, body, phone, contact, confirmed_on}, the longest unconfirmed first."""
    rows = []
    for model in KINDS.values():
        entries = stale(model, day).filter(**({"private_for_now": False} if model is Activity else {}))[:A_RUN]
        for entry in entries:
            body = body_of(entry)
            phone = body.phone if body else ""
            row = {"entry": entry, "body": body, "phone": phone, "contact": getattr(entry, "contact", "")}
            rows.append(row | {"confirmed_on": entry.confirmed_on})
    return sorted(rows, key=lambda row: (row["confirmed_on"] or date.min, str(row["entry"])))
