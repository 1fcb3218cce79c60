"""What is asked for in the matrix of tests/test_access.py: the things, their states, and who may see and do what."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from types import SimpleNamespace

from django.apps import apps
from django.utils import timezone

from folkmoot.directory.freshness import link_for, stop_link_for
from folkmoot.directory.models import Ask, Membership, Term, Topic
from folkmoot.directory.models.helping import reach_out
from folkmoot.directory.models.suggesting import claim, suggest
from folkmoot.joinup.models import Agreement, Approach, Finding, Introduction, Match
from folkmoot.journal.models import Watch
from folkmoot.kit.links import sign
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Deputy, Merge, Person, Role
from folkmoot.requests.models import Request
from tests import (
    access_conversations,
    access_decisions,
    access_events,
    access_feeds,
    access_library,
    access_listening,
    access_newsroom,
    access_priorities,
)

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
SEES |= {
    "closed": (),
    "suggested": (*OWNERS, "kofi"),
    "asked": OWNERS,
    "unagreed": LOOK_AFTER,
    "draft": LOOK_AFTER,
    "sealed": (),
}

SEES |= access_conversations.SEES

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
    "memberships": lambda village: {"live": Membership.objects.get(organisation=village.voluntary_action)},
    "people/roles": lambda village: {"live": Role.objects.get(person=village.kofi, kind="moderator")},
    "people": lambda village: {"live": village.amina, "shy": _shy(village.bram), "closed": _closed(village)},
    "promises": "promises.promise",
    "take-in": "exchange.intake",
    "groups": access_conversations.groups,
    "groups/talk": access_conversations.talks,
    "groups/stories": access_conversations.talks,
    "groups/posts": access_conversations.posts,
    "groups/files": access_conversations.files,
    "events": "events.event",
    "events/soundings": access_events.soundings,
    "events/convenings": access_events.convenings,
    "events/stages": access_events.stages,
    "events/series": "events.series",
    "events/calendars": access_events.calendars,
    "themes": access_listening.themings,
    "listening/patches": lambda village: {"live": access_listening.patch(village)},
    "me/away": lambda village: {"live": Deputy.objects.get(deputy=village.deputy)},
    "together": lambda village: {"unpublished": _finding(village)},
    "together/alike": lambda village: {"unpublished": _approach(village)},
    "together/twins": lambda village: {"live": _match(village)},
    "together/introductions": lambda village: {"suggested": _introduction(village)},
    "together/agreements": lambda village: {"asked": _agreement(village)},
}

# Routes that need more than one plain key: name → kwargs, or {state: kwargs}, made from the village.
EXAMPLES = {
    "paper": lambda village: {"name": "privacy"},
    "language": lambda village: {"code": "cy"},
    "topic": lambda village: {"code": Topic.objects.get_or_create(code="HE", defaults={"name": "Health"})[0].code},
    "exchange:rows": lambda village: {"key": village.intake.key, "verdict": "new"},
    "exchange:given": lambda village: {"key": village.intake.key, "name": "refused.csv"},
    "directory:end_term": lambda village: {"pk": Term.objects.filter(post__organisation=village.council).first().pk},
    "journal:stop": lambda village: {"token": sign("stop-news", [village.bram.key, "daily"])},
    "change_watch": lambda village: {"pk": Watch.start(village.bram, village.thornbeck).pk},
    "directory:suggested": lambda village: {"key": _suggested(village)},
    "directory:claimed": lambda village: {"key": _claimed(village)},
    "directory:reached": lambda village: {"key": _reached(village)},
    "directory:stop_asking": lambda village: {"token": stop_link_for(village.voluntary_action).split("/")[-2]},
    "directory:still_right_link": lambda village: {"token": _mailed(village)},
    "promises:milestone": lambda village: _milestone(village),
    "undo_answer": lambda village: {"pk": _answered(village).pk},
    "moderation:standing": lambda village: {"pk": Standing.of(village.lunches, village.bram).pk},
    "moderation:ruling": lambda village: {"pk": _ruled(village).pk},
    "moderation:appeal": lambda village: {"pk": _ruled(village).pk},
    "moderation:decide": lambda village: {"pk": _ruled(village).pk},
    "moderation:report_received": lambda village: {
        "reference": Standing.of(village.lunches, village.bram).report("wrong").reference
    },
    "two_accounts": lambda village: {"pk": _merged(village).pk},
    "mfa_remove_webauthn": lambda village: {"pk": 0},
    "mfa_edit_webauthn": lambda village: {"pk": 0},
    "joinup:opt": lambda village: {"asked": {"pk": _agreement(village).pk, "body": village.voluntary_action.pk}},
    "joinup:undo": lambda village: {"unpublished": {"pk": _finding(village).pk, "answer": 0}},
}

# What to send with a POST so that it gets past the form to the guard behind it; nothing where nothing is needed.
SENT = {
    "joinup:answer": {"choice": "talk", "because": "x"},
    "promises:explain": {"words": "x"},
    "promises:milestones": {"name": "x", "day": "2026-12-03"},
    "promises:milestone": {"do": "reach"},
    "promises:put_off": {"words": "x", "day": "2031-05-03"},
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
    "directory:people": LOOK_AFTER,
    "directory:end_term": ("dilys", *LOOK_AFTER),
    "directory:membership": LOOK_AFTER,
    "directory:leave": LOOK_AFTER,
    "directory:reached": ("bram", *OWNERS),
    "away_end": OWNERS,
    "change_watch": ("bram",),
    "undo_answer": ("bram",),
    "two_accounts": ("bram",),
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
    "joinup:end": OWNERS,
    "joinup:begin": OWNERS,
    "joinup:approach": OWNERS,
    "joinup:answer": OWNERS,
    "joinup:publish": OWNERS,
    "joinup:undo": OWNERS,
}

THINGS |= access_priorities.THINGS | access_newsroom.THINGS | access_decisions.THINGS
for theirs in (
    access_conversations,
    access_decisions,
    access_events,
    access_feeds,
    access_library,
    access_listening,
    access_newsroom,
    access_priorities,
):
    EXAMPLES |= theirs.EXAMPLES
    SENT |= theirs.SENT
    LETS_IN |= theirs.LETS_IN


def _answered(village: SimpleNamespace):
    asked = Request.put("test.question", "Is it so?", village.thornbeck, to=[village.bram], once="matrix")
    return asked.answer(village.bram, "yes")


def _ruled(village: SimpleNamespace):
    return Standing.of(village.lunches, village.bram).rule("removed", "An example.", village.kofi)


def _suggested(village: SimpleNamespace) -> str:
    suggest(village.lunches, {"contact": "the new desk"}, by=village.bram, once="matrix")
    return "matrix"


def _reached(village: SimpleNamespace) -> str:
    facts = {"thing": "space", "words": "A room on Mondays", "organisation": village.voluntary_action.pk}
    reach_out(Ask.enter(None, facts, once="matrix"), village.bram, "The hall is free.", "matrix")
    return "matrix"


def _claimed(village: SimpleNamespace) -> str:
    claim(village.choir, village.bram, "alto", "ask the conductor", "matrix")
    return "matrix"


def _mailed(village: SimpleNamespace) -> str:
    return link_for(village.lunches, date(2026, 11, 1)).split("/")[2]


# Where more are let in than may change anything (undoing what was never done changes nothing).
MAY_WRITE = {"_unmerge": LOOK_AFTER}


def _milestone(village) -> dict[str, object]:
    promise = village.help_sessions
    one, _new = promise.milestones.get_or_create(
        name="Zyx", defaults={"first_on": "2026-12-03", "due_on": "2026-12-03"}
    )
    return {"live": {"pk": promise.pk, "milestone": one.pk}}


def states(kind: str, village: SimpleNamespace) -> dict[str, object]:
    """One thing of this kind in each state it can be in; those that strangers must not see are named CANARY."""
    made = village.__dict__.setdefault("_states", {})
    if kind not in made:
        made[kind] = _make_states(apps.get_model(kind), village)
    return made[kind]


def _make_states(model, village: SimpleNamespace) -> dict[str, object]:
    fields = {field.name for field in model._meta.get_fields()}
    label = model._meta.label
    chosen = {"directory.Activity": "drop_in", "directory.Organisation": "voluntary_action", "events.Event": "winter"}
    live = getattr(village, chosen[label]) if label in chosen else None
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
    if "published_at" in fields:
        found["draft"] = _copy(live, "draft", published_at=None)
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
    for field in twin._meta.concrete_fields:
        if field.one_to_one:
            setattr(twin, field.name, None)
    if hasattr(twin, "uid"):
        twin.uid = uuid.uuid4()
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


def _merged(village: SimpleNamespace) -> Merge:
    """Bram's two accounts, made one."""
    other, _new = Person.objects.get_or_create(email="bram@work.example")
    found = Merge.objects.filter(survivor=village.bram, absorbed=other, undone_at=None).first()
    return found or Merge.objects.create(survivor=village.bram, absorbed=other)


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


def _approach(village: SimpleNamespace) -> Approach:
    """Amina's private plan and the choir's, and both asked whether they may be named."""
    finding = Finding.objects.filter(once="matrix private").first()
    if finding is None:
        sides = [_copy(village.drop_in, "") for _ in (1, 2)]
        for side, body in zip(sides, (village.voluntary_action, village.choir)):
            type(side).objects.filter(pk=side.pk).update(title=f"{PAIR} side", private_for_now=True)
            side.parties.create(organisation=body, role="delivers")
        facts = {"kind": "duplication", "score": 0.5, "for_owner_alone": True}
        finding = Finding.objects.create(a=sides[0], b=sides[1], once="matrix private", **facts)
    known = Finding.objects.get(pk=finding.pk)
    return Approach.objects.filter(finding=known).first() or Approach.begin(known, day=timezone.localdate())
