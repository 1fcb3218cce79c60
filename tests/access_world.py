"""What is asked for in the matrix of tests/test_access.py: the things, their states, and who may see and do what."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

from django.apps import apps
from django.utils import timezone

from folkmoot.directory.freshness import link_for
from folkmoot.directory.models.suggesting import claim, suggest
from folkmoot.joinup.models import Agreement, Finding, Introduction, Match
from folkmoot.journal.models import Watch
from folkmoot.kit.links import sign
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Deputy, Person, Role
from folkmoot.requests.models import Request

ROLES = ("anonymous", "bram", "carys", "amina", "dilys", "kofi", "deputy", "closed")
# A word that stands in whatever is hidden from strangers, and nowhere else.
CANARY = "Zyxomma"
# Two public things that are secret only as a pair.
PAIR = "Quorra"
OWNERS = ("amina", "deputy")
SIGNED_IN = ("bram", "carys", "amina", "dilys", "kofi", "deputy")
LOOK_AFTER = ("amina", "kofi", "deputy")
# state → who may see it. Amina speaks for the owner of what is private; Kofi keeps the site and moderates.
SEES = {"held": LOOK_AFTER, "removed": LOOK_AFTER, "private": OWNERS, "unpublished": OWNERS, "shy": ("bram",)}
SEES |= {"closed": (), "suggested": (*OWNERS, "kofi"), "asked": OWNERS, "unagreed": LOOK_AFTER}

# First parts of the address → the model whose objects stand there, or a function giving {state: object}.
THINGS = {
    "places": "places.place",
    "who": "directory.activity",
    "organisations": "directory.organisation",
    "programmes": "directory.programme",
    "offers": "directory.offer",
    "asks": "directory.ask",
    "needs": "directory.need",
    "sources": "directory.source",
    "people/roles": lambda village: {"live": Role.objects.get(person=village.kofi, kind="moderator")},
    "people": lambda village: {"live": village.amina, "shy": _shy(village.bram), "closed": _closed(village)},
    "promises": "promises.promise",
    "take-in": "exchange.intake",
    "me/away": lambda village: {"live": Deputy.objects.get(deputy=village.deputy)},
    "together": lambda village: {"unpublished": _finding(village)},
    "together/twins": lambda village: {"live": _match(village)},
    "together/introductions": lambda village: {"suggested": _introduction(village)},
    "together/agreements": lambda village: {"asked": _agreement(village)},
}

# Routes that need more than one plain key: name → kwargs, or {state: kwargs}, made from the village.
EXAMPLES = {
    "paper": lambda village: {"name": "privacy"},
    "language": lambda village: {"code": "cy"},
    "exchange:rows": lambda village: {"key": village.intake.key, "verdict": "new"},
    "exchange:given": lambda village: {"key": village.intake.key, "name": "refused.csv"},
    "journal:stop": lambda village: {"token": sign("stop-news", [village.bram.key, "daily"])},
    "change_watch": lambda village: {"pk": Watch.start(village.bram, village.thornbeck).pk},
    "directory:suggested": lambda village: {"key": _suggested(village)},
    "directory:claimed": lambda village: {"key": _claimed(village)},
    "directory:still_right_link": lambda village: {"token": _mailed(village)},
    "undo_answer": lambda village: {"pk": _answered(village).pk},
    "moderation:standing": lambda village: {"pk": Standing.of(village.lunches, village.bram).pk},
    "moderation:ruling": lambda village: {"pk": _ruled(village).pk},
    "moderation:appeal": lambda village: {"pk": _ruled(village).pk},
    "moderation:decide": lambda village: {"pk": _ruled(village).pk},
    "moderation:report_received": lambda village: {
        "reference": Standing.of(village.lunches, village.bram).report("wrong").reference
    },
    "mfa_remove_webauthn": lambda village: {"pk": 0},
    "mfa_edit_webauthn": lambda village: {"pk": 0},
    "joinup:opt": lambda village: {"asked": {"pk": _agreement(village).pk, "body": village.voluntary_action.pk}},
    "joinup:undo": lambda village: {"unpublished": {"pk": _finding(village).pk, "answer": 0}},
}

# What to send with a POST so that it gets past the form to the guard behind it; nothing where nothing is needed.
SENT = {
    "joinup:answer": {"choice": "talk", "because": "x"},
    "promises:explain": {"words": "x"},
    "change_watch": {"pace": "daily"},
    "people:name": {"name": "Another"},
    "me_edit": {"name": "Another"},
}

# For "asks the noun": the roles the thing itself lets in, by the beginning or end of its route's name.
# Anyone else is refused.
LETS_IN = {
    "_edit": LOOK_AFTER,
    "_undo": LOOK_AFTER,
    "_still-right": LOOK_AFTER,
    "_close": LOOK_AFTER,
    "_open-again": LOOK_AFTER,
    "_rang": LOOK_AFTER,
    "_unmerge": SIGNED_IN,
    "_reply": LOOK_AFTER,
    "directory:suggested": ("bram", *LOOK_AFTER),
    "directory:claimed": ("bram", *LOOK_AFTER),
    "away_end": OWNERS,
    "change_watch": ("bram",),
    "undo_answer": ("bram",),
    "promises:ask": SIGNED_IN,
    "promises:": LOOK_AFTER,
    "moderation:queue": LOOK_AFTER,
    "moderation:standing": LOOK_AFTER,
    "moderation:appeal": ("bram",),
    "moderation:decide": LOOK_AFTER,
    "exchange:confirm": SIGNED_IN,
    "exchange:": LOOK_AFTER,
    "joinup:matches": SIGNED_IN,
    "joinup:match": LOOK_AFTER,
    "joinup:settle": LOOK_AFTER,
    "joinup:suggest": SIGNED_IN,
    "joinup:introduction": LOOK_AFTER,
    "joinup:say": LOOK_AFTER,
    "joinup:tell": LOOK_AFTER,
    "joinup:propose": SIGNED_IN,
    "joinup:opt": OWNERS,
    "joinup:answer": OWNERS,
    "joinup:publish": OWNERS,
    "joinup:undo": OWNERS,
}


def _answered(village: SimpleNamespace):
    asked = Request.put("test.question", "Is it so?", village.thornbeck, to=[village.bram], once="matrix")
    return asked.answer(village.bram, "yes")


def _ruled(village: SimpleNamespace):
    return Standing.of(village.lunches, village.bram).rule("removed", "An example.", village.kofi)


def _suggested(village: SimpleNamespace) -> str:
    suggest(village.lunches, {"contact": "the new desk"}, by=village.bram, once="matrix")
    return "matrix"


def _claimed(village: SimpleNamespace) -> str:
    claim(village.choir, village.bram, "alto", "ask the conductor", "matrix")
    return "matrix"


def _mailed(village: SimpleNamespace) -> str:
    return link_for(village.lunches, date(2026, 11, 1)).split("/")[2]


# Where more are let in than may change anything (undoing what was never done changes nothing).
MAY_WRITE = {"_unmerge": LOOK_AFTER}


def states(kind: str, village: SimpleNamespace) -> dict[str, object]:
    """One thing of this kind in each state it can be in; those that strangers must not see are named CANARY."""
    made = village.__dict__.setdefault("_states", {})
    if kind not in made:
        made[kind] = _make_states(apps.get_model(kind), village)
    return made[kind]


def _make_states(model, village: SimpleNamespace) -> dict[str, object]:
    fields = {field.name for field in model._meta.get_fields()}
    label = model._meta.label
    live = {"directory.Activity": village.drop_in, "directory.Organisation": village.voluntary_action}.get(label)
    live = live or _made(label, village)
    live = live or model.objects.filter(**({"story": False} if "story" in fields else {})).first()
    if live is None:
        return {}
    found = {"live": live}
    if "standing" in fields:
        for state in (Standing.State.HELD, Standing.State.REMOVED):
            found[str(state)] = twin = _copy(live, state)
            twin.standing = Standing.objects.create(
                kind=model._meta.label_lower, key=twin.pk, state=state, title=f"{CANARY} {state}", address="/"
            )
            twin.save()
    if "private_for_now" in fields:
        found["private"] = _copy(live, "private", private_for_now=True)
        for part in live.parties.all():
            found["private"].parties.create(organisation=part.organisation, role=part.role)
    if "accepted_at" in fields:
        found["unagreed"] = _copy(live, "unagreed", accepted_at=None)
    if "same_as" in fields:
        found["absorbed"] = _copy(live, "", same_as=live)
    if "story" in fields and "slug" not in fields:
        found["story"] = _copy(live, "", story=True, entered_by=None)
    return found


def _made(label: str, village: SimpleNamespace):
    """One that belongs to Amina's organisation; None for what this file does not know how to make."""
    body, place = village.voluntary_action, village.thornbeck
    made = {
        "directory.Programme": {"name": "A programme", "organisation": body, "entered_by": village.amina},
        "directory.Offer": {"words": "A room", "thing": "space", "organisation": body, "entered_by": village.amina},
        "directory.Ask": {"words": "A room", "thing": "space", "organisation": body, "entered_by": village.amina},
        "directory.Need": {"words": "A need", "source": "A source", "place": place, "entered_by": village.amina},
        "directory.Source": {"name": "A source", "kind": "sheet", "keeper": village.amina},
        "promises.Promise": {
            "what": "A promise",
            "organisation": body,
            "entered_by": village.amina,
            "due_words": "soon",
            "accepted_at": timezone.now(),
        },
    }
    return apps.get_model(label).objects.create(**made[label]) if label in made else None


def _copy(thing, state: str, **changes):
    twin = type(thing).objects.get(pk=thing.pk)
    twin.pk = None
    if hasattr(twin, "once"):
        twin.once = twin._meta.get_field("once").get_default()
    columns = {field.name for field in twin._meta.concrete_fields}
    name = next(name for name in ("title", "name", "words", "what") if name in columns)
    setattr(twin, name, f"{CANARY} {state}" if state else f"Twin of {getattr(twin, name)}"[:200])
    for name, value in changes.items():
        setattr(twin, name, value)
    if hasattr(twin, "entered_at"):
        twin.entered_at = timezone.now() - timedelta(days=1)
    twin.save()
    return twin


def _closed(village: SimpleNamespace) -> Person:
    """Whoever's account is closed; made here where no browsers were asked for."""
    if not hasattr(village, "closed"):
        village.closed = Person.objects.create_user("closed@thornbeck.example", name="Closed", is_active=False)
    return village.closed


def _shy(person: Person) -> Person:
    """Shows nothing of what they wrote."""
    Person.objects.filter(pk=person.pk).update(offers=f"{CANARY} shy", shown_to={"offers": "nobody"})
    return person


def hide_things(village: SimpleNamespace) -> None:
    """One of everything that strangers must not see, at once."""
    for kind in THINGS.values():
        kind(village) if callable(kind) else states(kind, village)


def _pair(village: SimpleNamespace) -> dict:
    one, other = sorted((village.voluntary_action, village.choir), key=lambda body: body.pk)
    return {"a": one, "b": other}


def _match(village: SimpleNamespace) -> Match:
    return Match.objects.get_or_create(**_pair(village), defaults={"likelihood": 0.5})[0]


def _introduction(village: SimpleNamespace) -> Introduction:
    one, other = _pair(village).values()
    found = Introduction.objects.filter(a=one, b=other).first()
    return found or Introduction.suggest(one, other, f"{CANARY} meet", by=village.amina)


def _agreement(village: SimpleNamespace) -> Agreement:
    found, _made = Agreement.objects.get_or_create(what=f"{CANARY} survey", proposed_by=village.amina)
    found.joinings.get_or_create(organisation=village.voluntary_action)
    return found


def _finding(village: SimpleNamespace) -> Finding:
    """Two activities of Amina's organisation worth a look together, nothing published yet."""
    found = Finding.objects.filter(once="matrix").first()
    if found is None:
        sides = [_copy(village.drop_in, "") for _ in (1, 2)]
        for side in sides:
            type(side).objects.filter(pk=side.pk).update(title=f"{PAIR} side")
            side.parties.create(organisation=village.voluntary_action, role="delivers")
        found = Finding.objects.create(kind="duplication", a=sides[0], b=sides[1], once="matrix", score=0.5)
    return found
