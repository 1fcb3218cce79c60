"""How a convening stands: one sentence, and each stage as its card shows it to one person."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from folkmoot.directory.models import Membership
from folkmoot.events import inviting
from folkmoot.events.forms.convening import StageOutputForm
from folkmoot.events.models import Convening, CouldHost, Event, Stage
from folkmoot.people.models import Person
from folkmoot.requests.models import Request


class Card(NamedTuple):
    """One stage: its events (drafts only for those who run it), what came out, what this person is asked."""

    stage: Stage
    events: list[Event]
    why_not: str
    requests: list[Request]
    offers: list[tuple]
    payers: list[tuple]
    asked: list[tuple]
    people: list[CouldHost]
    wants_a_host: bool
    mine: CouldHost | None = None
    output: StageOutputForm | None = None


def cards(convening: Convening, person: Person | None, day: date) -> list[Card]:
    """Every stage in order."""
    runs = convening.may_be_run_by(person, day)
    mine = Membership.objects.parties_of(person, day) if person else []
    rows = convening.stages.select_related("host", "hosted_by__person", "convening").prefetch_related(
        "organisations", "published"
    )
    return [_card(stage, person, mine, runs) for stage in rows]


def _card(stage: Stage, person: Person | None, mine: list[str], runs: bool) -> Card:
    events = stage.events.select_related("venue") if runs else stage.events.shown().select_related("venue")
    put = Request.objects.filter(kind__in=(inviting.COME, inviting.HOST), about_kind="events.stage", about_key=stage.pk)
    waiting = put.open().filter(recipients__party__in=mine).exclude(answers__party__in=mine).distinct()
    offers = [(inviting.body_of(said), said.because) for said in inviting.offers(stage)] if runs else []
    payers = [(inviting.body_of(said), said.because) for said in inviting.payers(stage)] if runs else []
    asked = [(each, _answered(put, each)) for each in stage.organisations.all()]
    offered = list(stage.could_host.filter(taken_back_at=None).select_related("person"))
    mine = next((one for one in offered if person and one.person_id == person.pk), None)
    wanted = not stage.convening.story and inviting.is_wanting_a_host(stage)
    known = {
        "requests": list(waiting),
        "offers": offers,
        "payers": payers,
        "asked": asked if runs else [],
        "people": offered if runs else [],
        "mine": mine,
    }
    known["output"] = StageOutputForm(stage=stage) if runs and stage.opened_at else None
    return Card(stage, list(events), stage.why_not(person), **known, wants_a_host=wanted)


def _answered(put, body) -> str:
    """ "come", "no", "" while it has not answered, "not asked" where it was only named."""
    if not put.filter(kind=inviting.COME, recipients__party=inviting.party(body)).exists():
        return "not asked"
    said = put.filter(kind=inviting.COME, answers__party=inviting.party(body), answers__undone_at=None)
    return said.values_list("answers__choice", flat=True).first() or ""


def sentence(convening: Convening) -> str:
    """ "Stage 2 of 4 is open: “Workshop”. “Practitioners” opens once it has published what it brings." """
    stages = list(convening.stages.all())
    if not stages:
        return _("No stage yet. The first says who is asked first.")
    opened = [stage for stage in stages if stage.opened_at]
    known = {"n": opened[-1].position, "all": len(stages), "stage": opened[-1]}
    words = _("Stage %(n)s of %(all)s is open: “%(stage)s”.") % known
    following = opened[-1].next()
    if opened[-1].has_no_event_left():
        words += " " + _("Its event was called off: nothing can come out of it until there is another.")
    if following:
        words += " " + _("“%(next)s” opens once it has published what it brings.") % {"next": following}
    return words
