"""Who is asked to come to a stage, and who could host the next one: requests to named bodies, and their answers."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.directory.models import Membership, Organisation
from folkmoot.events.models import Convening, Event, Held, Stage
from folkmoot.events.seats import Seats
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.requests.models import Answer, Request

COME, HOST = "stage", "host"
HOSTS, PAYS = ("host", "host and pay"), ("pay", "host and pay")
HELPS = ("host", "pay", "host and pay")
WEEK = timedelta(days=7)


def party(body: Organisation) -> str:
    return f"directory.organisation:{body.pk}"


@transaction.atomic
def invite(stage: Stage, body: Organisation, by: Person) -> Request:
    """Ask a body by name to this stage; it may come from then on. Asking twice is asking once."""
    stage.convening.needs(by)
    stage.organisations.add(body)
    if stage.places_held:
        _hold(stage, body, by)
    words = _("Come to “%(stage)s” of “%(title)s”.") % {"stage": stage, "title": stage.convening}
    if stage.places_held:
        held = ngettext("%(n)s place is held for you.", "%(n)s places are held for you.", stage.places_held)
        words += " " + held % {"n": stage.places_held}
    more = {"asked_by": by, "payload": {"seats": stage.places_held}, "once": f"{stage.pk} {body.pk}"}
    return Request.put(COME, words, stage, to=[party(body)], **more)


def _hold(stage: Stage, body: Organisation, by: Person) -> None:
    """Keep its places at each event of the stage that has a day and a number of seats, until a week before."""
    for event in stage.events.filter(cancelled_at=None):
        _hold_at(event, body, by)


def _hold_at(event: Event, body: Organisation, by: Person) -> None:
    if event.capacity is None or event.starts_at is None or event.starts_at <= timezone.now() + WEEK:
        return
    with Seats.of(event) as seats:
        seats.hold(Held(organisation=body, places=event.stage.places_held, until=event.starts_at - WEEK, by=by))


def hold_for_those_asked(event: Event, by: Person) -> None:
    """At an event made after its stage asked bodies by name: the places that were promised to them."""
    if event.stage is None or not event.stage.places_held:
        return
    for body in event.stage.organisations.all():
        if asked(event.stage, COME).filter(recipients__party=party(body)).exists():
            _hold_at(event, body, by)


@transaction.atomic
def ask_for_host(stage: Stage, by: Person) -> Request:
    """Ask who could host this one: every body named in any stage of it, and on its page everybody else. Asking again
    asks those who are new."""
    stage.convening.needs(by)
    named = Organisation.objects.filter(pk__in=bodies(stage.convening))
    words = _("Who can host “%(stage)s” of “%(title)s”, or pay towards it?") % {
        "stage": stage,
        "title": stage.convening,
    }
    to = [party(body) for body in named]
    if stage.host_id is None and stage.hosted_by_id is None:  # it was settled once, and is open again
        asked(stage, HOST).update(closed_at=None)
    return Request.put(HOST, words, stage, to=to, asked_by=by, once=str(stage.pk))


def bodies(convening: Convening) -> set[int]:
    """The ids of all bodies named in its stages."""
    named = convening.stages.exclude(organisations=None).values_list("organisations", flat=True)
    return {*named, *([convening.organisation_id] if convening.organisation_id else [])}


@transaction.atomic
def answer(request: Request, by: Person, choice: str, because: str = "") -> Answer:
    """The answer of the body `by` speaks for; Refused to strangers and once it is settled."""
    mine = Membership.objects.parties_of(by, timezone.localdate())
    asked = request.recipients.filter(party__in=mine).first()
    if asked is None:
        raise NotYours(_("This was put to others. Those who speak for them answer it."))
    return request.answer(by, choice, because, party=asked.party)


@transaction.atomic
def choose_host(stage: Stage, body: Organisation, by: Person) -> bool:
    """This body hosts it, and the question is settled. True the first time."""
    stage.convening.needs(by)
    if not any(offer.party == party(body) for offer in offers(stage)):
        raise Refusal(_("%(body)s has not offered to host it.") % {"body": body})
    changed = Stage.objects.filter(pk=stage.pk).exclude(host=body).update(host=body, hosted_by=None)
    settle_host(stage, by, str(body), bool(changed))
    return bool(changed)


def settle_host(stage: Stage, by: Person, who: str, changed: bool) -> None:
    """Nobody is looked for any more; a host who is new is told of."""
    for request in asked(stage, HOST):
        request.close()
    if changed:
        stage.refresh_from_db()
        Line.record(by, "found a host for", stage, place=stage.convening.place, detail={"host": who})


def is_wanting_a_host(stage: Stage) -> bool:
    """Whether it was asked who could host it, and nobody was chosen yet."""
    return stage.host_id is None and stage.hosted_by_id is None and asked(stage, HOST).open().exists()


def asked(stage: Stage, kind: str):
    return Request.objects.filter(kind=kind, about_kind="events.stage", about_key=str(stage.pk))


def offers(stage: Stage) -> list[Answer]:
    """Who would host it, in the order they said so."""
    return _said(stage, HOSTS)


def payers(stage: Stage) -> list[Answer]:
    """Who would pay towards it, in the order they said so; what and how much stands in their words."""
    return _said(stage, PAYS)


def _said(stage: Stage, choices: tuple[str, ...]) -> list[Answer]:
    said = Answer.objects.filter(request__in=asked(stage, HOST), choice__in=choices, undone_at=None)
    return list(said.order_by("at", "pk"))


def body_of(said: Answer) -> Organisation | None:
    return Organisation.objects.filter(pk=said.party.partition(":")[2] or 0).first()
