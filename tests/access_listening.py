"""What the matrix of tests/test_access.py asks of themes and of listening, and whom each lets in."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from folkmoot.kit.links import sign
from folkmoot.listening.keeping import Said, keep
from folkmoot.listening.models import Heard, Organiser, Outing, Owed, Pairing, PassedOn, Patch, Project, Safeguard
from folkmoot.listening.models.heard import LINK
from folkmoot.points import counting
from folkmoot.points.models import Point, Theming
from folkmoot.points.models.regrouping import move, name

OWNERS = ("amina", "deputy")


def _theming(village: SimpleNamespace) -> Theming:
    """Amina's, of what was said in the open, published; and Emeka's, of what was said in private, not published."""
    if not hasattr(village, "_theming"):
        made = Theming.begin("What was said in the open", village.amina, place=village.thornbeck)
        point = Point.note("No bus on a Sunday.", village.thornbeck, once="matrix", place=village.thornbeck)
        made.take([point], village.amina)
        village._theme = name(made, "Buses", [point.pk], village.amina)
        counting.publish(made, village.amina, "Asked at a table.")
        village._theming = made
    return village._theming


def _private(village: SimpleNamespace) -> Theming:
    if not hasattr(village, "_private_theming"):
        made = Theming.begin("Zyxomma private", village.emeka, place=village.thornbeck)
        point = Point.note("Zyxomma said", village.thornbeck, once="matrix private", private=True, voice="1")
        made.take([point], village.emeka)
        village._private_theme = name(made, "Zyxomma theme", [point.pk], village.emeka)
        village._private_theming = made
    return village._private_theming


def themings(village: SimpleNamespace) -> dict:
    return {"live": _theming(village), "sealed": _private(village)}


def _both(village: SimpleNamespace) -> dict:
    _theming(village), _private(village)
    return {"live": {"pk": village._theme.pk}, "sealed": {"pk": village._private_theme.pk}}


def _change(village: SimpleNamespace) -> dict:
    theming = _theming(village)
    key = theming.points.first().pk
    change = theming.regroupings.first() or move(theming, [key], None, village.amina)
    return {"pk": theming.pk, "change": change.pk}


def patch(village: SimpleNamespace) -> Patch:
    """Emeka's, where he heard two people."""
    if not hasattr(village, "_patch"):
        found = Patch.make("Zyxomma patch", village.mill_lane, village.voluntary_action, village.amina)
        Organiser.name(village.emeka, found, "Zyxomma independent", village.amina)
        for once in ("one", "two"):
            _hear(village, found, once)
        village._patch = found
    return village._patch


def _hear(village: SimpleNamespace, found: Patch, once: str) -> None:
    words = {kind: f"Zyxomma {kind}" for kind in ("love", "worry", "would-do")}
    known = {"name": "Zyxomma Joan", "contact": "zyxomma@joan.example", "means": "slip", "who_else": "Zyxomma Bell"}
    known |= {"promise": "Zyxomma ramp", "promise_by": timezone.localdate() + timedelta(days=5), "door": "Zyxomma 9"}
    keep(found, village.emeka, Said(once, answers=words, allowed=("keep", "contact", "introduce"), **known))


def _heard(village: SimpleNamespace, at: int = 0) -> Heard:
    return Heard.objects.filter(listening__patch=patch(village)).order_by("pk")[at]


def _sealed(thing) -> dict:
    return {"sealed": {"pk": thing.pk}}


def _pairing(village: SimpleNamespace) -> Pairing:
    return Pairing.suggest(_heard(village), _heard(village, 1), None, village.emeka)


def _project(village: SimpleNamespace) -> Project:
    return Project.begin(patch(village), "Zyxomma project", "Zyxomma", village.emeka)


def _outing(village: SimpleNamespace) -> Outing:
    organiser = Organiser.objects.get(patch=patch(village))
    return Outing.begin(organiser, "Zyxomma street", timezone.now() + timedelta(hours=1), village.carys)


def _worry(village: SimpleNamespace) -> Safeguard:
    return Safeguard.raise_worry(patch(village), "talk", "Zyxomma worry", village.emeka, "matrix")


def _passed(village: SimpleNamespace) -> dict:
    found, _new = PassedOn.objects.get_or_create(heard=_heard(village), to=village.dilys)
    found.heard.allow("councillor", "x")
    return {"": {"pk": found.pk}}


EXAMPLES: dict = {
    "points:theme": _both,
    "points:change": lambda village: {"live": {"pk": _both(village)["live"]["pk"]}},
    "points:report": lambda village: {"live": {"pk": _both(village)["live"]["pk"]}},
    "points:undo": _change,
    "points:leave": lambda village: {"pk": _theming(village).pk, "themer": _theming(village).team.first().pk},
    "points:quote": lambda village: {"pk": _theming(village).pk, "quote": 0},
    "listening:heard": lambda village: {"slug": "mill-lane"},
    "listening:mine": lambda village: {"token": sign(LINK, _heard(village).slip_id)},
    "listening:mine_data": lambda village: {"token": sign(LINK, _heard(village).slip_id)},
    "listening:listening": lambda village: _sealed(_heard(village).listening),
    "listening:kept": lambda village: _sealed(Owed.objects.get(heard=_heard(village))),
    "listening:news": lambda village: {"sealed": {"pk": _both(village)["sealed"]["pk"]}},
    "listening:outing": lambda village: {"": {"pk": _outing(village).pk}},
    "listening:pairing": lambda village: _sealed(_pairing(village)),
    "listening:project": lambda village: _sealed(_project(village)),
    "listening:passed": _passed,
    "listening:add_to_worry": lambda village: _sealed(_worry(village)),
    "listening:safeguard": lambda village: _sealed(_worry(village)),
    "listening:end": lambda village: {
        "pk": patch(village).pk,
        "organiser": Organiser.objects.get(patch=patch(village)).pk,
    },
} | {
    f"listening:{name}": lambda village: _sealed(_heard(village))
    for name in ("state", "promise", "withdraw", "slip", "introduce")
}
SENT: dict = {
    "points:begin": {"title": "x", "place": "Thornbeck"},
    "points:change": {"name": "Another"},
    "points:report": {"state": "done", "words": "x"},
    "points:place": {"name": "New"},
    "points:team": {"who": "Bram de Wit"},
    "points:publish": {"method": "x"},
    "listening:state": {"state": "met"},
    "listening:promise": {"by": "2030-01-01"},
    "listening:mine": {"do": "allow", "purpose": "quote", "yes": "1"},
    "listening:code": {"code": "x"},
    "listening:name": {"person": "Dilys Price", "independence": "x"},
    "listening:profile": {"sort": "age", "label": "x", "many": "1", "year": "2021", "source": "x"},
}
# Emeka heard it, and is nobody of the matrix: nobody in it, keepers and moderators included, is let in. Amina sees to
# patches, Dilys is a councillor and may listen to people of her own, Carys is told when Emeka is not back.
LISTENERS = ("dilys",)
LETS_IN: dict = {
    "listening:desk": LISTENERS,
    "listening:take": LISTENERS,
    "listening:ready": LISTENERS,
    "listening:bring": LISTENERS,
    "listening:deliver": LISTENERS,
    "listening:begin_project": LISTENERS,
    "listening:worry": LISTENERS,
    "listening:outing": ("carys",),
    "listening:passed": LISTENERS,
    "listening:new_patch": OWNERS,
    "listening:new": LISTENERS,
    "listening:out": LISTENERS,
    "listening:patch": OWNERS,
    "listening:name": OWNERS,
    "listening:profile": OWNERS,
    "listening:": (),
} | {"points:begin": ("amina", "dilys", "kofi", "deputy"), "points:": OWNERS}
