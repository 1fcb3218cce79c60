"""What the matrix of tests/test_access.py asks of events: examples of their routes, and whom each lets in."""

from __future__ import annotations

from types import SimpleNamespace

from folkmoot.events import cohosting, editing
from folkmoot.events.inviting import invite
from folkmoot.events.models import AskedToHost, Calendar, Convening, Sounding
from folkmoot.journal.models import Veil
from folkmoot.kit.links import sign
from folkmoot.moderation.models import Standing
from tests import access_day, access_seats, access_tables

LOOK_AFTER = ("amina", "kofi", "deputy")

# As in tests/access_world.py: routes that need more than one plain key, what to send, and whom the noun lets in.
EXAMPLES: dict = {
    "events:stage_answer": lambda village: {"pk": _invited(village).pk},
    "events:host_asked": lambda village: {"pk": _asked_to_host(village).pk},
    "events:edit_stage_output": lambda village: _published(village),
    "events:hold_by_link": lambda village: {"token": sign(AskedToHost.LINK, _asked_by_mail(village).pk)},
    "events:sounding_said": lambda village: {
        "token": sign("answer a sounding", [village.repair.pk, "somebody@thornbeck.example"])
    },
    "events:calendar_of_place": lambda village: {"slug": "thornbeck"},
}
SENT: dict = {
    "events:leave_out": {"day": "2027-01-14", "because": "x"},
    "events:end_series": {"day": "2027-01-14"},
    "events:cancel": {"because": "x"},
    "events:edit_convening": {"title": "x", "purpose": "y"},
    "events:edit_stage": {"title": "x"},
    "events:rhythm": {"on": "2027-01-14", "starts": "19:00", "how": "weekly", "because": "x"},
    "events:can_help": {"knows": "bees"},
    "events:venue_room": {"name": "Attic", "seats": "8"},
    "events:open_stage": {"because": "x"},
    "events:publish_output": {"words": "x"},
    "events:edit_stage_output": {"words": "x"},
    "events:invite": {"name": "Thornbeck Council"},
    "events:stage_answer": {"choice": "come"},
    "events:host_asked": {"choice": "yes"},
    "events:hold_by_link": {"choice": "yes", "name": "Jo"},
}
LETS_IN: dict = {"events:": LOOK_AFTER}

for theirs in (access_day, access_seats, access_tables):
    EXAMPLES.update(theirs.EXAMPLES)
    SENT.update(theirs.SENT)
    LETS_IN = {**theirs.LETS_IN, **LETS_IN}


def soundings(village: SimpleNamespace) -> dict:
    """One that everybody sees, and one that moderators hold back. Amina asks both."""
    if not hasattr(village, "_soundings"):
        held = Sounding.ask("Zyxomma held", village.amina, organisation=village.voluntary_action)
        told = {"kind": "events.sounding", "key": held.pk, "title": "Zyxomma held", "address": "/"}
        held.standing = Standing.objects.create(state=Standing.State.HELD, **told)
        held.save()
        Veil.draw("events.sounding", held.pk)
        village._soundings = {"live": village.repair, "held": held}
    return village._soundings


def convenings(village: SimpleNamespace) -> dict:
    """One that everybody sees, and one that moderators removed. Amina convenes both."""
    if not hasattr(village, "_convenings"):
        facts = {"purpose": "x", "by": village.amina, "organisation": village.voluntary_action}
        held = Convening.objects.create(title="Zyxomma held", **facts)
        held.add_stage(village.amina, "Zyxomma held")
        told = {"kind": "events.convening", "key": held.pk, "title": "Zyxomma held", "address": "/"}
        held.standing = Standing.objects.create(state=Standing.State.HELD, **told)
        held.save()
        Veil.draw("events.convening", held.pk)
        village._convenings = {"live": village.joined_help, "held": held}
    return village._convenings


def stages(village: SimpleNamespace) -> dict:
    return {state: convening.stages.all()[0] for state, convening in convenings(village).items()}


def _published(village: SimpleNamespace) -> dict:
    stage = village.joined_help.stages.all()[0]
    output = stage.published.get_or_create(words="A list", defaults={"by": village.amina})[0]
    return {"pk": stage.pk, "output": output.pk}


def _asked_by_mail(village: SimpleNamespace) -> AskedToHost:
    facts = {"event": village.winter, "email": "jo@mill.example", "role": "venue"}
    return AskedToHost.objects.get_or_create(**facts, defaults={"by": village.amina})[0]


def _invited(village: SimpleNamespace):
    return invite(village.joined_help.stages.all()[1], village.voluntary_action, village.amina)


def calendars(village: SimpleNamespace) -> dict:
    facts = {"name": "Church notices", "address": "https://church.thornbeck.example/all.ics", "by": village.amina}
    return {"live": Calendar.objects.get_or_create(place=village.thornbeck, **facts)[0]}


def _asked_to_host(village: SimpleNamespace):
    event = editing.make("Supper", village.bram, starts_at=village.winter.starts_at)
    return cohosting.ask(event, village.bram, village.voluntary_action, "organiser")
