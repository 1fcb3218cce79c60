"""Hosts who have no account: asked by mail, by a link that is theirs, or put down by name once they said yes."""

from __future__ import annotations

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.events import cohosting, foremost, inviting
from folkmoot.events.models import Asked, AskedToHost, CouldHost, Event, Host, Stage
from folkmoot.events.words import when
from folkmoot.journal.models import Notice, Pace
from folkmoot.kit import limits, links
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.requests.models import Request

Answered = AskedToHost | Host | Request
DAY = 86_400


@transaction.atomic
def ask(event: Event, by: Person, email: str, role: str, name: str = "") -> Answered:
    """Ask whoever has this address to hold it too. With an account they are asked as everybody else is; without one by
    a mail with a link. Asking twice is asking once.

    Refuses strangers, what is over or called off, and an address that wants to be asked to nothing by mail.
    """
    if not event.may_be_run_by(by, timezone.localdate()):
        raise NotYours(_("Only those who hold this event can do that."))
    _check_on(event)
    email = email.strip().lower()
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person:
        return cohosting.ask(event, by, person, role)
    if Asked.objects.filter(email=email).exclude(stopped_at=None).exists():
        raise Refusal(_("Whoever has that address wants to be asked to nothing by mail. Ask them in person."))
    facts = {"by": by, "name": " ".join(name.split())[:120]}
    asked, new = AskedToHost.objects.get_or_create(event=event, email=email, role=role, defaults=facts)
    if new:
        limits.spend("asked to hold by", str(by.pk), 20, DAY)
        limits.spend("asked to hold", email, 5, DAY)
        asked.write(when(event))
    return asked


def _check_on(event: Event) -> None:
    if event.story or event.cancelled_at or event.is_over(timezone.now()):
        raise Refusal(_("It is over or called off, so nobody can be asked to hold it."))


def ask_one(event: Event, by: Person, key: str) -> Answered | None:
    """Ask one of those who said that they could host it to give the room; None where they were asked or hold it."""
    found = next((one for one in cohosting.could_host(event) if one.key == key), None)
    if found is None:
        return None
    if found.who:
        return cohosting.ask(event, by, found.who, Host.Role.VENUE)
    return ask(event, by, found.offer.email, Host.Role.VENUE, found.offer.name)


@transaction.atomic
def put_down(event: Event, by: Person, name: str, role: str) -> Host:
    """Somebody with no account who said yes to `by`, by name: they stand among those who hold it. Safe twice."""
    if not event.may_be_run_by(by, timezone.localdate()):
        raise NotYours(_("Only those who hold this event can do that."))
    name = " ".join(name.split())[:120]
    if not name:
        raise Refusal(_("Who holds it? Write a name."))
    return Host.objects.get_or_create(event=event, role=role, name=name, email="", person=None, organisation=None)[0]


@transaction.atomic
def take_up(event: Event, by: Person, offer: CouldHost, role: str = Host.Role.CONVENOR) -> Host:
    """Whoever offered holds it from now on and is told: with an account by a notice, without one by a mail with the
    link to it. Safe twice."""
    host, new = Host.objects.get_or_create(event=event, role=role, **offer.whose())
    if new and offer.person != by:
        offer.tell(host, by)
    return host


@transaction.atomic
def see_that_it_is_held(event: Event, stage: Stage, by: Person) -> None:
    """An event that was just made of a stage: whoever was chosen to host the stage holds it, and `by`, who made it, can
    look after it whoever hosts. Safe twice."""
    if stage.hosted_by:
        take_up(event, by, stage.hosted_by)
    if not Event.objects.filter(pk=event.pk).run_by(by, timezone.localdate()).exists():
        Host.objects.get_or_create(event=event, role=Host.Role.ORGANISER, person=by)


def behind(token: str) -> AskedToHost:
    """Whom a mailed link was for; 404 for any other."""
    rows = AskedToHost.objects.select_related("event", "by")
    return get_object_or_404(rows, pk=links.unsign(AskedToHost.LINK, token))


@transaction.atomic
def answer(asked: AskedToHost, choice: str, name: str = "") -> Host | None:
    """Yes: they hold it from now on, and look after it once they sign in with that address. No: they do not, or no
    longer; whoever asked hears of either. Safe twice; a no can follow a yes, and a yes a no, until the event is over.
    """
    event = Event.objects.select_for_update().get(pk=asked.event_id)
    if choice not in ("yes", "no"):
        raise Refusal(_("Say yes or no."))
    _check_on(event)
    locked = AskedToHost.objects.select_for_update(of=("self",)).select_related("by").get(pk=asked.pk)
    name = " ".join((name or locked.name).split())[:120]
    if choice == "yes" and not name:
        raise Refusal(_("Say who you are: a name, or that of your organisation."))
    before = locked.answer
    locked.answer, locked.answered_at, locked.name = choice, timezone.now(), name
    locked.save(update_fields=["answer", "answered_at", "name"])
    host = _hold(event, locked) if choice == "yes" else _let_go(event, locked)
    if before != choice and locked.by:
        said = _("%(who)s is a host of “%(event)s” now.") if host else _("%(who)s will not be a host of “%(event)s”.")
        words = said % {"who": locked, "event": event}
        Notice.tell(locked.by, words, event.get_absolute_url(), pace=Pace.AT_ONCE)
    return host


def _hold(event: Event, asked: AskedToHost) -> Host:
    person = Person.objects.filter(email__iexact=asked.email, is_active=True).first()
    if person:
        host = Host.objects.get_or_create(event=event, role=asked.role, person=person)[0]
    else:
        facts = {"name": asked.name}
        host = Host.objects.update_or_create(event=event, role=asked.role, email=asked.email, defaults=facts)[0]
    foremost.follow(event)
    return host


def _let_go(event: Event, asked: AskedToHost) -> None:
    if event.hosts.filter(role=asked.role, person__email__iexact=asked.email).exists():
        raise Refusal(_("You look after it with your account: sign in, and take yourself away on its page."))
    event.hosts.filter(role=asked.role, email=asked.email).delete()


def come_in(asked: AskedToHost, person: Person) -> Host | None:
    """Somebody signed in opened the link. Where it is their own address, what they hold is theirs by name from now on.
    The host they are, or None."""
    if person.email != asked.email:
        return None
    Host.become_of(person)
    return asked.event.hosts.filter(person=person, role=asked.role).first()


@transaction.atomic
def choose(stage: Stage, offer: CouldHost, by: Person) -> bool:
    """Whoever offered with a link, or by themselves, hosts this stage: its events are theirs to hold, and the question
    is settled. True the first time. Refuses an offer that was taken back."""
    stage.convening.needs(by)
    if offer.stage_id != stage.pk or offer.taken_back_at:
        raise Refusal(_("They no longer offer to host it."))
    changed = bool(Stage.objects.filter(pk=stage.pk).exclude(hosted_by=offer).update(hosted_by=offer, host=None))
    inviting.settle_host(stage, by, str(offer), changed)
    for event in stage.events.filter(cancelled_at=None) if changed else ():
        if not event.is_over(timezone.now()):
            take_up(event, by, offer)
    return changed
