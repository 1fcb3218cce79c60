"""Thornbeck's listening, all made up: Emeka's three patches, forty people heard, themes, promises kept and late."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from folkmoot.kit.codes import digest
from folkmoot.listening.coverage import settle
from folkmoot.listening.models import Allowed, Heard, Knock, Listening, Organiser, Owed, Patch, Profile, Slip
from folkmoot.people.models import Person, Role
from folkmoot.places.models import Place
from folkmoot.promises.models import Outcome, Promise

from . import themes, words

LONDON = ZoneInfo("Europe/London")
FIRST = date(2026, 9, 7)
INDEPENDENT = (
    "Voluntary Action pays me and does not tell me whom to listen to or what to hear. I take no part in its bids."
)


def plant(village: SimpleNamespace) -> None:
    """Adds village.grace (steward of private notes), .mill_lane_patch and .heard_theming."""
    village.grace, _new = Person.objects.get_or_create(
        email="grace@thornbeck.example",
        defaults={"name": "Grace Adeyemi", "about": "looks after private notes here", "place": village.thornbeck},
    )
    Role.objects.get_or_create(person=village.grace, kind=Role.Kind.STEWARD, defaults={"since": date(2026, 9, 1)})
    patches = [_patch(village, name, getattr(village, short)) for name, short, _many in words.PATCHES]
    village.mill_lane_patch = patches[0]
    for label, many in words.LIVES:
        facts = {"many": many, "year": 2021, "source": "made up for Thornbeck"}
        Profile.objects.get_or_create(place=village.thornbeck, sort="age", label=label, defaults=facts)
    if not Listening.objects.filter(patch__in=patches).exists():
        heard = [
            one for patch, (_n, _s, many) in zip(patches, words.PATCHES, strict=True) for one in _hear(patch, many)
        ]
        themes.plant(village, heard, patches[0])
        _promise(village, heard)
        settle(village.thornbeck)
    village.heard_theming = themes.of(patches[0])


def _patch(village: SimpleNamespace, name: str, place: Place) -> Patch:
    facts = {"streets": words.STREETS[name], "stays_with": village.voluntary_action, "made_by": village.amina}
    patch, _new = Patch.objects.get_or_create(name=name, place=place, defaults=facts)
    said = {"independence": INDEPENDENT, "host": village.voluntary_action, "named_by": village.amina}
    Organiser.objects.get_or_create(
        person=village.emeka, patch=patch, defaults=said | {"since": date(2026, 9, 1), "stated_on": date(2026, 9, 1)}
    )
    return patch


def _hear(patch: Patch, many: int) -> list[Heard]:
    """So many people, one conversation each but for a house meeting of six in the first patch."""
    organiser = patch.organisers.get()
    moments = [datetime(2026, 9, 7, 17, tzinfo=LONDON) + timedelta(days=int(at * 70 / many)) for at in range(many)]
    wheres = [Listening.Where.DOOR, Listening.Where.DOOR, Listening.Where.STREET, Listening.Where.VENUE]
    meeting = many - 6 if patch.name == words.PATCHES[0][0] else many
    facts = {"patch": patch, "organiser": organiser, "kept_by": organiser}
    talks = Listening.objects.bulk_create(
        Listening(
            where=Listening.Where.HOME if at == meeting else wheres[at % 4],
            heard_at=moments[at],
            kept_at=moments[at],
            once=f"seed {patch.pk} {at}",
            **facts,
        )
        for at in range(min(many, meeting + 1))
    )
    slips = Slip.objects.bulk_create(_slip(patch, number) for number in range(1, many + 1))
    people = Heard.objects.bulk_create(
        _person(talks[min(at, len(talks) - 1)], slips[at], at, 1 + max(0, at - meeting)) for at in range(many)
    )
    _allow(people)
    Knock.objects.bulk_create(
        Knock(patch=patch, organiser=organiser, outcome=outcome, at=moments[at % many])
        for at, outcome in enumerate((Knock.Outcome.NO_ANSWER,) * 9 + (Knock.Outcome.REFUSED,) * 4)
    )
    return people


def _slip(patch: Patch, number: int) -> Slip:
    code = f"KWBH-{patch.pk % 8 + 2}D3T-{number // 8 + 2}{'BCDFGHJK'[number % 8]}MX"
    return Slip(patch=patch, number=number, code=code, digest=digest("slip", code), made_by=None)


def _person(talk: Listening, slip: Slip, at: int, number: int) -> Heard:
    known = {}
    if at % 4 == 0:
        name = words.NAMES[(at // 4) % len(words.NAMES)]
        known = {"name": name, "contact": f"{at + 1} {talk.patch.street_list()[0]}", "means": Heard.Means.SLIP}
    return Heard(listening=talk, slip=slip, number=number, age=words.AGES[at % len(words.AGES)], **known)


def _allow(people: list[Heard]) -> None:
    purposes = Allowed.Purpose
    rows = [(heard, purposes.KEEP) for heard in people]
    rows += [(heard, purposes.CONTACT) for heard in people if heard.name]
    rows += [(heard, purpose) for heard in people[::3] for purpose in (purposes.QUOTE, purposes.INTRODUCE)]
    Allowed.objects.bulk_create(
        Allowed(heard=heard, purpose=purpose, words=str(purpose.label), given_at=heard.listening.heard_at)
        for heard, purpose in rows
    )


def _promise(village: SimpleNamespace, heard: list[Heard]) -> None:
    """Five people to come back to: three kept, one late, one to come."""
    days = (date(2026, 9, 21), date(2026, 10, 5), date(2026, 10, 30), date(2026, 11, 6), date(2027, 1, 15))
    named = [one for one in heard if one.name][: len(days)]
    what = (
        "Where the ramp is",
        "Bring the bus survey",
        "Ask about the hall",
        "Who clears the path",
        "What the club said",
    )
    for at, (one, day) in enumerate(zip(named, days, strict=True)):
        made = one.listening.heard_at.date()
        facts = {"holder": village.emeka, "entered_by": village.emeka, "due_on": day, "made_on": min(made, day)}
        facts |= {"accepted_at": one.listening.heard_at, "place": one.listening.patch.place}
        promise = Promise.objects.create(what=f"Come back to somebody heard in {one.listening.patch}", **facts)
        Owed.objects.create(heard=one, organiser=one.listening.organiser, promise=promise, words=what[at])
        if at < 3:
            Outcome.objects.create(promise=promise, state=Outcome.State.KEPT, on=day, by=village.emeka)
