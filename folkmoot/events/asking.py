"""Asking people by mail to come: in as many waves as their hosts like, each address once; no account is needed."""

from __future__ import annotations

from email.utils import parseaddr

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.events import ical, telling
from folkmoot.events.models import Asked, Event, Rsvp
from folkmoot.events.words import when
from folkmoot.kit import limits, links, mail
from folkmoot.kit.jobs import job
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

MOST, A_DAY, DAY = 300, 1000, 24 * 60 * 60


def ask(event: Event, by: Person, lines: str, words: str = "") -> int:
    """Ask whoever these lines name, one "Name <address>" or address a line; how many were asked for the first time.

    Left out are those who have replied, and those who want to be asked to nothing by mail. The caller has made sure
    that `by` holds the event. Refuses a line that is no address, and an event nobody can reply to now.
    """
    check_open(event)
    named = read(lines)
    out = _left_out(event, list(named))
    new = [(email, name) for email, name in named.items() if email not in out]
    for email, _name in new:
        limits.spend_once_each("invitations by", str(by.pk), email, A_DAY, DAY)
    return sum(_ask(event, by, email, name, words) for email, name in new)


def check_open(event: Event) -> None:
    """Refuse to ask anybody to what they could not say yes to, in words that say what to do first."""
    if event.published_at is None:
        raise Refusal(_("Publish it first: whoever is asked wants to read what it is."))
    if event.story or event.cancelled_at or event.is_over(timezone.now()):
        raise Refusal(_("It is over or called off, so nobody can be asked to it."))
    if event.stage and event.stage.opened_at is None:
        raise Refusal(event.stage.why_not(None))


def read(lines: str) -> dict[str, str]:
    """Address → name, in the order they were written; the first of two lines with one address counts."""
    found: dict[str, str] = {}
    for number, line in enumerate(lines.splitlines(), start=1):
        if line.strip():
            name, email = parseaddr(line.strip().rstrip(",;"))
            try:
                validate_email(email)
            except ValidationError as wrong:
                said = {"n": number, "line": line.strip()[:80]}
                raise Refusal(
                    _("Line %(n)d, “%(line)s”, is no address. Write “Name <name@place.org>”, one a line.") % said
                ) from wrong
            found.setdefault(email.lower(), " ".join(name.split())[:120])
    if not 1 <= len(found) <= MOST:
        raise Refusal(_("Write between 1 and %(most)d addresses, one a line.") % {"most": MOST})
    return found


def _left_out(event: Event, emails: list[str]) -> set[str]:
    asked = Asked.objects.filter(email__in=emails)
    out = {*asked.filter(event=event).values_list("email", flat=True)}
    out |= {*asked.filter(stopped_at__isnull=False).values_list("email", flat=True)}
    mailed = event.rsvps.exclude(email="").values_list("email", flat=True)
    known = event.rsvps.exclude(person=None).values_list("person__email", flat=True)
    return out | {address.lower() for address in (*mailed, *known)}


@transaction.atomic
def _ask(event: Event, by: Person, email: str, name: str, words: str) -> bool:
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    facts = {"name": name, "words": words.strip()[:1000], "by": by, "person": person}
    asked, new = Asked.objects.get_or_create(event=event, email=email, defaults=facts)
    if new:
        write.enqueue(asked.pk, mail.new_id())
    return new


@job(retries=8, queue="mail")
def write(asked_pk: int, message_id: str) -> None:
    """Write and send one invitation, with what is true when it leaves; not to what was called off, nor to whoever has
    replied meanwhile."""
    asked = Asked.objects.select_related("event__venue", "event__stage", "by").filter(pk=asked_pk).first()
    if asked is None or asked.stopped_at or asked.reply() or asked.event.cancelled_at:
        return
    event = asked.event
    context = {"name": asked.name, "who": str(asked.by or ""), "words": asked.words, "event": event.title}
    context |= {"when": when(event), "where": ical.where(event), "bring": event.bring}
    context |= {"address": event.get_absolute_url(), "reply_address": link_of(asked)}
    context["hosts"] = ", ".join(str(host) for host in event.hosts.select_related("person", "organisation"))
    subject = mail.one_line(_("You are asked: %(event)s, %(when)s") % context)
    mail.deliver.call(asked.email, subject, "events/mail/asked", context, [message_id, ""])


def link_of(asked: Asked) -> str:
    """The path of the page on which they reply."""
    end = asked.event.ends_at or asked.event.starts_at
    days = max(30, (end - timezone.now()).days + 31) if end else 400
    return f"/events/reply/{links.sign(telling.REPLY, {'asked': asked.pk}, days=days)}/"


def rows(event: Event) -> list[tuple[Asked, Rsvp | None]]:
    """Everybody who was asked, in their order, with the reply they gave."""
    asked = list(event.asked.select_related("person"))
    people = dict(
        Person.objects.filter(email__in=[one.email for one in asked], is_active=True).values_list("email", "pk")
    )
    of = {one.who: one for one in event.rsvps.all()}
    mine = {email.lower(): f"person:{pk}" for email, pk in people.items()}
    return [(one, of.get(mine.get(one.email) or Rsvp.who_of(email=one.email))) for one in asked]
