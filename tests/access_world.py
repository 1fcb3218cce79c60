"""Who asks and for what, in the matrix of tests/test_access.py: every route, the people, the things and their states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace

from django.apps import apps
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from folkmoot.directory.freshness import link_for
from folkmoot.directory.models.suggesting import claim, suggest
from folkmoot.journal.models import Watch
from folkmoot.kit.links import sign
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Deputy, Person
from folkmoot.requests.models import Request

ROLES = ("anonymous", "bram", "carys", "amina", "dilys", "kofi", "deputy", "closed")
CANARY = "Zyxomma"

# First part of the address → the model whose objects stand there, or a function giving {state: kwargs}.
THINGS = {
    "places": "places.place",
    "who": "directory.activity",
    "organisations": "directory.organisation",
    "programmes": "directory.programme",
    "offers": "directory.offer",
    "asks": "directory.ask",
    "needs": "directory.need",
    "sources": "directory.source",
    "people": "people.person",
    "promises": "promises.promise",
    "take-in": "exchange.intake",
    "together": "joinup.finding",
}

# Routes that need more than one plain key: name → the kwargs to ask with, made from the village.
EXAMPLES = {
    "paper": lambda village: {"name": "privacy"},
    "joinup:match": lambda village: {"pk": 0},
    "joinup:settle": lambda village: {"pk": 0},
    "joinup:introduction": lambda village: {"pk": 0},
    "joinup:say": lambda village: {"pk": 0},
    "joinup:tell": lambda village: {"pk": 0},
    "joinup:agreement": lambda village: {"pk": 0},
    "joinup:opt": lambda village: {"pk": 0, "body": village.online.pk},
    "joinup:undo": lambda village: {"pk": village.finding.pk, "answer": 0},
    "mfa_remove_webauthn": lambda village: {"pk": 0},
    "mfa_edit_webauthn": lambda village: {"pk": 0},
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


@dataclass(frozen=True)
class Route:
    name: str
    pattern: str
    view: object
    kwargs: tuple[str, ...]

    @property
    def rule(self) -> str | None:
        return getattr(self.view, "rule", None)

    @property
    def methods(self) -> tuple[str, ...]:
        return getattr(self.view, "methods", ())


def routes() -> list[Route]:
    return sorted(_walk(get_resolver().url_patterns), key=lambda route: route.pattern)


def _walk(patterns, prefix="", space="") -> Iterator[Route]:
    for entry in patterns:
        text = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            name = f"{space}{entry.name}" if entry.name else text
            yield Route(name, text, entry.callback, tuple(entry.pattern.converters or entry.pattern.regex.groupindex))
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry.url_patterns, text, inner)


def clients(village: SimpleNamespace) -> dict[str, Client]:
    """A browser for each role, signed in."""
    village.deputy = Person.objects.create_user("deputy@thornbeck.example", name="Stand-in")
    village.closed = Person.objects.create_user("closed@thornbeck.example", name="Closed", is_active=True)
    today = timezone.localdate()
    Deputy.objects.create(person=village.amina, deputy=village.deputy, from_on=today, until_on=today)
    browsers = {}
    for role in ROLES:
        browsers[role] = Client()
        if role != "anonymous":
            browsers[role].force_login(getattr(village, role))
    Person.objects.filter(pk=village.closed.pk).update(is_active=False)
    return browsers


def addresses(route: Route, village: SimpleNamespace) -> dict[str, str]:
    """{state: address} of the things this route shows; {"": address} when it needs none."""
    if not route.kwargs:
        return {"": reverse(route.name) if ":" in route.name or "/" not in route.name else f"/{route.pattern}"}
    if route.name in EXAMPLES:
        return {"": reverse(route.name, kwargs=EXAMPLES[route.name](village))}
    kind = THINGS.get(route.pattern.split("/")[0])
    if kind is None or len(route.kwargs) > 1:
        raise LookupError(
            f"{route.pattern} ({route.name}): say in tests/access_world.py with which {route.kwargs} to ask for it."
        )
    key = route.kwargs[0]
    return {
        state: reverse(route.name, kwargs={key: getattr(thing, key)}) for state, thing in states(kind, village).items()
    }


def states(kind: str, village: SimpleNamespace) -> dict[str, object]:
    """One thing of this kind in each state it can be in; those that strangers must not see are named CANARY."""
    made = village.__dict__.setdefault("_states", {})
    if kind not in made:
        made[kind] = _make_states(apps.get_model(kind))
    return made[kind]


def _make_states(model) -> dict[str, object]:
    fields = {field.name for field in model._meta.get_fields()}
    live = model.objects.filter(**({"story": False} if "story" in fields else {})).first()
    if live is None:
        return {}
    found = {"live": live}
    if "standing" in fields:
        for state in (Standing.State.HELD, Standing.State.REMOVED):
            found[state] = _copy(live, state)
            found[state].standing = Standing.objects.create(
                kind=model._meta.label_lower, key=found[state].pk, state=state, title=CANARY, address="/"
            )
            found[state].save()
    if "private_for_now" in fields:
        found["private"] = _copy(live, "private", private_for_now=True)
        for part in live.parties.all():
            found["private"].parties.create(organisation=part.organisation, role=part.role)
    if "same_as" in fields:
        found["absorbed"] = _copy(live, "absorbed", same_as=live)
    if "story" in fields and "slug" not in fields:
        found["story"] = _copy(live, "story", story=True, entered_by=None)
    return found


def _copy(thing, state: str, **changes):
    twin = type(thing).objects.get(pk=thing.pk)
    twin.pk = None
    for name in ("title", "name", "words", "what"):
        if name in {field.name for field in twin._meta.concrete_fields}:
            setattr(twin, name, f"{CANARY} {state}")
            break
    if hasattr(twin, "once"):
        twin.once = f"{twin.once} {state}"
    for name, value in changes.items():
        setattr(twin, name, value)
    if hasattr(twin, "entered_at"):
        twin.entered_at = timezone.now() - timedelta(days=1)
    twin.save()
    return twin
