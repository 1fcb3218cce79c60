"""Keeping facts fresh: who is asked whether an entry is still right, how often, and who has to be rung."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Activity, Ask, Need, Offer, Organisation, Party, Programme
from folkmoot.directory.models.offers import HaveOrWant
from folkmoot.journal.models import Audience, Line, Notice
from folkmoot.kit import links, mail
from folkmoot.people.models import Person

PURPOSE = "still-right"
LINK_DAYS = 60
STOP, STOP_DAYS = "stop-asking", 400
MONTH = timedelta(days=30)
A_RUN = 200
NOUNS = (Activity, Organisation, Programme, Offer, Ask, Need)
KINDS = {noun._meta.label_lower: noun for noun in NOUNS}


def stale(model, day: date) -> models.QuerySet:
    """The live entries nobody has confirmed for longer than the site allows, the longest unconfirmed first."""
    before = day - timedelta(days=settings.STALE_AFTER_DAYS)
    old = Q(confirmed_on=None, entered_at__date__lt=before) | Q(confirmed_on__lt=before)
    return model.objects.live().shown().filter(old).order_by(F("confirmed_on").asc(nulls_first=True), "pk")


def askable(model, day: date) -> models.QuerySet:
    """Those of them that everybody may read and that still stand: a private plan, a closed offer is asked of nobody."""
    found = stale(model, day).visible_to(None, day)
    return found.open() if issubclass(model, HaveOrWant) else found


def how_many(day: date) -> int:
    """How many entries the list to ring through would hold."""
    return sum(_to_ring(model, day).count() for model in NOUNS)


def body_of(entry: models.Model) -> Organisation | None:
    """The body to ask about an entry: itself, or the first that runs it. None where a person said it, and of a need."""
    if isinstance(entry, Organisation):
        return entry
    if isinstance(entry, Activity):
        return next(iter(entry.owners()), None)
    body = getattr(entry, "organisation", None)
    return body.survivor() if body else None


def asked_this_month(body: Organisation, day: date) -> int:
    """How many entries of this body were asked about in the last thirty days."""
    since = {"asked_on__gt": day - MONTH, "asked_on__lte": day}
    selves = body.selves()
    run = Party.objects.filter(organisation__in=selves, role__in=Party.OWNERS).values("activity")
    theirs = {Organisation: Q(pk__in=selves), Activity: Q(pk__in=run)}
    own = Q(organisation__in=selves)
    return sum(model.objects.filter(theirs.get(model, own), **since).count() for model in NOUNS if model is not Need)


def ask_stale(day: date) -> int:
    """Ask about what is stale, within each body's monthly cap; gives how many mails were queued."""
    asked = 0
    for model in NOUNS:
        lately = Q(asked_on=None) | Q(asked_on__lte=day - MONTH)
        for entry in askable(model, day).filter(lately)[:A_RUN]:
            person = getattr(entry, "person", None)
            asked += ask_person(entry, person, day) if person else ask(entry, day)
    return asked


@transaction.atomic
def ask(entry: models.Model, day: date) -> bool:
    """Mail the signed link to the body's public address. False when there is none, or the cap is reached.

    An entry is asked about once in thirty days at most; asking twice on a day asks once. Never about a private plan:
    several may read what comes to a public address.
    """
    body = body_of(entry)
    if entry.audience != Audience.PUBLIC or body is None or not body.email or body.email == body.unasked:
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
    mail.send(body.email, subject, "directory/mail/still_right", context, stop=stop_link_for(body))
    return True


@transaction.atomic
def ask_person(entry: models.Model, person: Person, day: date) -> bool:
    """Ask whoever offered or asked for something themselves, on their page here; once in thirty days at most."""
    entry = entry.locked()
    if not person.is_here or entry.asked_on and entry.asked_on > day - MONTH:
        return False
    type(entry).objects.filter(pk=entry.pk).update(asked_on=day)
    words = _("Is this still right? %(what)s") % {"what": entry}
    return bool(Notice.tell(person, words, entry.get_absolute_url()))


def link_for(entry: models.Model, day: date) -> str:
    """The path of the page with one button, for whoever holds the link."""
    token = links.sign(PURPOSE, [entry._meta.label_lower, entry.pk, day.isoformat()], days=LINK_DAYS)
    return f"/still-right/{token}/"


def stop_link_for(body: Organisation) -> str:
    """The path of the page that stops these questions, for whoever holds the link; RFC 8058 posts to it."""
    return f"/still-right/stop/{links.sign(STOP, [body.pk, body.email], days=STOP_DAYS)}/"


def body_behind(token: str) -> Organisation:
    """The body whose address a stop link was mailed to; LinkRanOut, or DoesNotExist once it has another address."""
    pk, email = links.unsign(STOP, token)
    return Organisation.objects.live().get(pk=pk, email=email)


@transaction.atomic
def let_be(body: Organisation, stop: bool) -> None:
    """Ask this body's address no more, or ask again. Another address is asked anew. Safe twice."""
    wanted = body.email if stop else ""
    if Organisation.objects.filter(pk=body.pk).exclude(unasked=wanted).update(unasked=wanted):
        verb = "wants no mail about" if stop else "can be mailed again about"
        Line.record(None, verb, body, place=body.whereabouts(), audience=Audience.KEEPERS)


def entry_behind(token: str) -> tuple[models.Model, str]:
    """The entry a link is about and the day it was mailed; LinkRanOut or DoesNotExist otherwise."""
    kind, pk, mailed = links.unsign(PURPOSE, token)
    return KINDS[kind].objects.live().shown().visible_to(None, timezone.localdate()).get(pk=pk), mailed


def to_ring(day: date) -> list[dict]:
    """The list to ring through: {entry, body, phone, contact, confirmed_on}, the longest unconfirmed first."""
    rows = []
    for model in NOUNS:
        for entry in _to_ring(model, day)[:A_RUN]:
            body = body_of(entry)
            said = getattr(entry, "contact", "") or (entry.source if isinstance(entry, Need) else "")
            row = {"entry": entry, "body": body, "phone": body.phone if body else "", "contact": said}
            rows.append(row | {"confirmed_on": entry.confirmed_on})
    return sorted(rows, key=lambda row: (row["confirmed_on"] or date.min, str(row["entry"])))


def _to_ring(model, day: date) -> models.QuerySet:
    """Without what a person offers or asks for themselves: they are asked here, and nobody has their telephone."""
    found = askable(model, day)
    return found.filter(person=None) if issubclass(model, HaveOrWant) else found
