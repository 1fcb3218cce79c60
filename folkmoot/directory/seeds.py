"""Sows Thornbeck's organisations, what they do, have and want, and what sources say of them."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from folkmoot.directory import findable
from folkmoot.directory.models import (
    Activity,
    Ask,
    Membership,
    Need,
    Offer,
    Organisation,
    Party,
    PeopleServed,
    Post,
    Programme,
    Record,
    Reply,
    Revision,
    Served,
    Source,
    Tally,
    Term,
    TypeOfHelp,
)
from folkmoot.directory.seed_rows import (
    ACTIVITIES,
    NEEDS,
    OFFERS_AND_ASKS,
    ORGANISATIONS,
    PEOPLE,
    POSTS,
    PRIVATE_PLAN,
    PROGRAMMES,
    SPEAKERS,
    TYPES,
)
from folkmoot.people.models import Person

LONDON = ZoneInfo("Europe/London")
ENTERED = datetime(2026, 1, 12, 10, tzinfo=LONDON)
CONFIRMED = date(2026, 11, 1)
STALE = {"ageing": date(2025, 6, 2), "pack": None}


def plant(village: SimpleNamespace) -> None:
    """Adds the words, and each body, programme and activity under its short name: village.council, .drop_in, ..."""
    plant_words()
    for step in (_organisations, _posts, _programmes, _activities, _offers_and_asks, _needs, _sources):
        step(village)
    for model in (Organisation, Programme, Activity, Offer, Ask, Need):
        findable.refresh_many(model.objects.filter(story=False).select_related("standing"))
    Tally.refresh(Activity.objects.filter(story=False))


def plant_words() -> None:
    """The types of help and the people served that the site begins with; those there already are left alone."""
    for order, (code, name, about) in enumerate(TYPES):
        TypeOfHelp.objects.get_or_create(code=code, defaults={"name": name, "about": about, "order": order})
    for order, (code, name) in enumerate(PEOPLE):
        PeopleServed.objects.get_or_create(code=code, defaults={"name": name, "order": order})


def _organisations(village: SimpleNamespace) -> None:
    for short, name, sector, where, about in ORGANISATIONS:
        facts = {"sector": sector, "about": about, "place": getattr(village, where, None)}
        facts |= {"is_funder": sector == "funder"} | _address(short)
        setattr(village, short, _entry(village, Organisation, {"name": name}, facts))
    facts = {"sector": "community", "place": village.mill_lane, "same_as": village.voluntary_action}
    village.twin = _entry(village, Organisation, {"name": "T'beck Voluntary Action"}, facts)
    for short, body in SPEAKERS:
        facts = {"speaks_for": True, "since": date(2025, 1, 1), "accepted_at": datetime(2025, 1, 1, 12, tzinfo=LONDON)}
        Membership.objects.get_or_create(
            person=getattr(village, short), organisation=getattr(village, body), defaults=facts
        )


def _address(short: str) -> dict:
    """The refuge keeps its address hidden; a few others show theirs."""
    known = {
        "refuge": {"address": "The Old Forge, 3 Cross Lane", "postcode": "TB1 2BB", "hides_address": True}
        | {"latitude": 52.52137, "longitude": -2.07091, "phone": "01632 960 007"},
        "hall": {"address": "1 Mill Lane", "postcode": "TB1 1AA", "latitude": 52.5153, "longitude": -2.0779},
        "library": {"address": "14 Mill Lane", "postcode": "TB1 1AA", "latitude": 52.5149, "longitude": -2.0788},
        "voluntary_action": {"email": "desk@voluntary-action.thornbeck.example", "phone": "01632 960 001"},
        "online": {"email": "hello@online.thornbeck.example"},
        "choir": {"latitude": 52.5092, "longitude": -2.0851, "email": "sing@choir.thornbeck.example"},
    }
    return known.get(short, {})


def _posts(village: SimpleNamespace) -> None:
    for body, name, where, decides, holder, who in POSTS:
        post, _ = Post.objects.get_or_create(
            organisation=getattr(village, body),
            name=name,
            place=getattr(village, where),
            defaults={"decides": decides},
        )
        person = getattr(village, holder) if holder else None
        facts = {"person": person, "since": date(2023, 5, 8), "source": "election of 4 May 2023 (example)"}
        Term.objects.get_or_create(post=post, name=who, defaults=facts)


def _programmes(village: SimpleNamespace) -> None:
    for short, name, body, about, starts, ends in PROGRAMMES:
        facts = {"organisation": getattr(village, body), "about": about, "starts_said": starts, "ends_said": ends}
        setattr(village, short, _entry(village, Programme, {"name": name}, facts))


def _activities(village: SimpleNamespace) -> None:
    for short, row in ACTIVITIES.items():
        setattr(village, short, _activity(village, row, STALE.get(short, CONFIRMED)))
    village.private_plan = _activity(village, PRIVATE_PLAN, CONFIRMED, private_for_now=True, entered_by=village.emeka)
    change = {"offered": [15, 12], "about": ["A class over six Tuesdays: a blog and Facebook.", village.course.about]}
    Revision.objects.get_or_create(
        kind="directory.activity",
        key=str(village.course.pk),
        at=datetime(2026, 5, 14, 18, 20, tzinfo=LONDON),
        defaults={"changes": change, "by": village.emeka, "why": "The room holds twelve."},
    )


def _activity(village: SimpleNamespace, row: tuple, confirmed: date | None, **own) -> Activity:
    title, about, programme, parties, marks, (stage, said, first, last), more = row
    more = dict(more)
    money = more.pop("money", {})
    facts = {"about": about, "stage": stage, "starts_said": said, "starts_from": first, "starts_to": last}
    facts |= more | own | {"confirmed_on": confirmed, "programme": getattr(village, programme, None)}
    activity = _entry(village, Activity, {"title": title}, facts)
    if not activity.parties.exists():
        _tie(village, activity, parties, marks, money)
    return activity


def _tie(village: SimpleNamespace, activity: Activity, parties: dict, marks: tuple, money: dict) -> None:
    types, people, places = marks
    activity.types.add(*types)
    activity.people.add(*people)
    for role, bodies in parties.items():
        for short in bodies:
            pence = money.get(short) if role == Party.Role.FUNDS else None
            Party.objects.create(activity=activity, organisation=getattr(village, short), role=role, money_pence=pence)
    for short in places:
        Served.objects.create(activity=activity, place=getattr(village, short))
    activity.count_facts()


def _offers_and_asks(village: SimpleNamespace) -> None:
    for noun, thing, words, whose, where, types, people, when in OFFERS_AND_ASKS:
        owner = getattr(village, whose)
        facts = {
            "thing": thing,
            "place": getattr(village, where),
            "when_said": when,
            "said_at": "spring meeting (example)",
        }
        facts["person" if isinstance(owner, Person) else "organisation"] = owner
        entry = _entry(village, Offer if noun == "offer" else Ask, {"words": words}, facts)
        entry.types.add(*types)
        entry.people.add(*people)


def _needs(village: SimpleNamespace) -> None:
    for words, where, figure, out_of, unit, types, people, as_of in NEEDS:
        facts = {"figure": figure, "out_of": out_of, "unit": unit, "source": "example", "as_of": as_of}
        need = _entry(village, Need, {"words": words, "place": getattr(village, where)}, facts)
        need.types.add(*types)
        need.people.add(*people)


def _sources(village: SimpleNamespace) -> None:
    """Two lists that differ about the lunches, and what the town fund says beside what is said of it."""
    rows = (
        (
            "Town guide 2026 (example)",
            "Thornbeck Council",
            {"title": "Tuesday lunches", "starts_said": "every Tuesday"},
        ),
        ("Church notices (example)", "St Mary's", {"title": "Tuesday lunch club", "starts_said": "Tuesdays in term"}),
    )
    for name, keeper, fields in rows:
        facts = {"kind": Source.Kind.SHEET, "keeper_words": keeper, "as_of": date(2026, 9, 1)}
        source, _ = Source.objects.get_or_create(name=name, defaults=facts)
        told = {"activity": village.lunches, "fields": fields, "read_at": datetime(2026, 9, 3, 9, tzinfo=LONDON)}
        Record.objects.get_or_create(source=source, row="1", defaults=told)
    said = {"words": "We pay for the room of this class as well.", "by": village.dilys, "address": "/who/"}
    where = {"kind": "directory.activity", "key": str(village.march_class.pk), "organisation": village.council}
    said |= {"title": village.march_class.title, "address": village.march_class.get_absolute_url()}
    Reply.objects.get_or_create(**where, defaults=said | {"at": datetime(2026, 10, 2, 16, tzinfo=LONDON)})


def _entry(village: SimpleNamespace, model, named: dict, facts: dict):
    common = {"entered_by": village.amina, "entered_at": ENTERED, "changed_at": ENTERED, "confirmed_on": CONFIRMED}
    entry, _ = model.objects.get_or_create(**named, story=False, defaults=common | facts)
    return entry
