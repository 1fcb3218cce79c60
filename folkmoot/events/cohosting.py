"""Holding an event with others: a body or a person is asked, and is a host from their own yes on."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Membership, Organisation
from folkmoot.events import editing, inviting
from folkmoot.events.models import CouldHost, Event, Host, Willing
from folkmoot.journal.models import Notice, Pace
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for
from folkmoot.requests.models import Request

KIND = "co-host"


@transaction.atomic
def ask(event: Event, by: Person, who: Organisation | Person, role: str) -> Host | Request:
    """Ask somebody to hold it too. A body that `by` speaks for, and `by` themselves, are hosts at once; everybody else
    is asked, and shown as asked until they answer. Asking twice is asking once."""
    if not event.may_be_run_by(by, timezone.localdate()):
        raise NotYours(_("Only those who hold this event can do that."))
    mine = Membership.objects.spoken_by(by, timezone.localdate())
    body = isinstance(who, Organisation)
    there = event.hosts.filter(role=role, **{"organisation" if body else "person": who}).first()
    if there or (who.pk in mine if body else who == by):
        return there or editing.add_host(event, by, who, role)
    known = {"event": event, "role": str(Host.Role(role).label).lower(), "by": by}
    words = _("%(by)s asks: will you be a host of “%(event)s”? As: %(role)s.") % known
    to, open_ones = [inviting.party(who) if body else who], asked(event)
    for one in open_ones.filter(payload__role=role):
        if one.recipients.filter(**({"party": to[0]} if body else {"person": who})).exists():
            return one
    made = Request.put(KIND, words, event, to=to, asked_by=by, payload={"role": role})
    Request.objects.filter(pk=made.pk).update(address=reverse("events:host_asked", args=[made.pk]))
    return made


def asked(event: Event) -> QuerySet[Request]:
    """Who has been asked and has not answered."""
    return Request.objects.open().filter(kind=KIND, about_kind=event._meta.label_lower, about_key=str(event.pk))


def waiting(event: Event) -> list[tuple[str, str]]:
    """Who has been asked, here or by mail, and as what, in words."""
    rows = [(one, recipient) for one in asked(event) for recipient in one.recipients.select_related("person")]
    here = [(_name(recipient), Host.Role(one.payload["role"]).label) for one, recipient in rows]
    return here + [(one.called(), one.get_role_display()) for one in event.asked_to_host.filter(answer="")]


def _name(recipient) -> str:
    if recipient.person:
        return str(recipient.person)
    return str(Organisation.objects.filter(pk=recipient.party.partition(":")[2] or 0).first() or _("Somebody"))


def check_asked(request: Request, by: Person) -> None:
    """NotYours for everybody who was not asked and speaks for nobody who was."""
    mine = Membership.objects.parties_of(by, timezone.localdate())
    if not Request.objects.filter(pk=request.pk).put_to(acts_for(by, timezone.localdate()), mine).exists():
        raise NotYours(_("This was put to others. Those who speak for them answer it."))


@transaction.atomic
def answer(request: Request, by: Person, choice: str) -> Host | None:
    """Yes: they are a host from now on. No: they are not, and whoever asked hears of either. Safe twice."""
    check_asked(request, by)
    event = Event.objects.select_for_update().get(pk=request.about_key)
    if choice not in ("yes", "no"):
        raise Refusal(_("Say yes or no."))
    recipient = request.recipients.select_related("person").first()
    whose = {"person": recipient.person}
    if recipient.party:
        whose = {"organisation": Organisation.objects.get(pk=recipient.party.partition(":")[2])}
    if request.closed_at:
        return event.hosts.filter(role=request.payload["role"], **whose).first()
    request.answer(by, choice, party=recipient.party)
    request.close()
    host = (
        Host.objects.get_or_create(event=event, role=request.payload["role"], **whose)[0] if choice == "yes" else None
    )
    words = _("%(who)s is a host of “%(event)s” now.") if host else _("%(who)s will not be a host of “%(event)s”.")
    if request.asked_by:
        told = words % {"who": _name(recipient), "event": event}
        Notice.tell(request.asked_by, told, event.get_absolute_url(), pace=Pace.AT_ONCE)
    return host


@dataclass(frozen=True)
class Could:
    """Somebody who said that they could host: before there was an event, at the one it follows, or for its stage."""

    key: str
    offer: Willing | CouldHost

    def __str__(self) -> str:
        return str(self.offer)

    @property
    def who(self) -> Organisation | Person | None:
        return self.offer.organisation or self.offer.person


def could_host(event: Event) -> list[Could]:
    """Those who neither hold it nor were asked yet."""
    willing = Willing.objects.filter(sounding__event=event, what=Willing.What.HOST)
    offered = CouldHost.objects.filter(
        Q(follow_up__became=event) | Q(stage=event.stage_id, stage__isnull=False), taken_back_at=None
    )
    rows = [Could(f"w{one.pk}", one) for one in willing.select_related("organisation", "person")]
    rows += [Could(f"c{one.pk}", one) for one in offered.select_related("organisation", "person")]
    there = {(host.organisation_id, host.person_id, host.email) for host in event.hosts.all()}
    there |= {(None, None, one.email) for one in event.asked_to_host.all()}
    parties = set(asked(event).values_list("recipients__party", "recipients__person"))
    return [one for one in rows if _is_new(one.offer, there, parties)]


def _is_new(one: Willing | CouldHost, there: set, parties: set) -> bool:
    if one.organisation:
        return (one.organisation_id, None, "") not in there and (inviting.party(one.organisation), None) not in parties
    if one.person_id:
        return (None, one.person_id, "") not in there and ("", one.person_id) not in parties
    return (None, None, one.email) not in there
