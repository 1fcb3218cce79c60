"""Thornbeck's asks and decisions: one answered "yes, if", one that waits, one without an answer, one being written;
a text agreed by consent, a ranking, and one that is open."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.utils import timezone

from folkmoot.decisions import findable
from folkmoot.decisions.models import (
    Clause,
    Commitment,
    CoSignature,
    Decision,
    Eligible,
    Ground,
    Objection,
    Proposition,
    Response,
    Settlement,
    Version,
    Way,
    Wording,
)
from folkmoot.decisions.models.decision import GRADIENTS
from folkmoot.directory.models import Post
from folkmoot.promises.models import Outcome, Promise
from folkmoot.requests.models import Request
from folkmoot.rounds.models import Closure, Round, Say

LONDON = ZoneInfo("Europe/London")


def plant(village: SimpleNamespace) -> None:
    """Adds village.crossing (yes, if), .evening_hours (waits), .benches (no answer), .lights (a draft);
    village.hall_rules (agreed by consent), .next_theme (a ranking, closed) and .van_hours (open)."""
    ward = Post.objects.get(organisation=village.council, name="Councillor for Mill Lane")
    leader = Post.objects.get(organisation=village.council, name="Leader of the council")
    _crossing(village, leader)
    _others(village, ward, leader)
    _hall_rules(village)
    _ranking(village)
    _open(village)
    for one in (village.crossing, village.evening_hours, village.benches):
        findable.refresh(one)
    findable.refresh_decision(village.hall_rules)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)


def _asked(title: str, **facts) -> Proposition:
    said = {"made_at": facts.get("put_at") or at(date(2026, 11, 2))}
    return Proposition.objects.get_or_create(title=title, story=False, defaults=said | facts)[0]


def _crossing(village: SimpleNamespace, leader: Post) -> None:
    village.crossing = one = _asked(
        "A crossing at the school gate on Mill Lane",
        demand="They have ignored us for years. Close Mill Lane to cars, now, all of it.",
        interest="Two children were hurt last winter. Parents drive since walking frightens them.",
        good_enough="A painted crossing with a warden at the two school hours; the road stays open.",
        words="The council paints a zebra crossing at the gate of Mill Lane School by 1 March 2027.",
        post=leader,
        term=leader.terms.first(),
        due_on=date(2026, 10, 30),
        cost_low_pence=900_000,
        cost_high_pence=1_400_000,
        payer="the council’s safer streets money; the parents pay for the warden’s coat",
        gain_asker="Children walk again.",
        gain_decider="Fewer cars at eight in the morning, and a promise of the manifesto kept.",
        first_step="A count of cars on two mornings, which the parents offer to do.",
        if_no="We walk the children in a bus of our own, and ask again in spring.",
        affected="Eleven children who live across the road, and a father in a wheelchair.",
        place=village.mill_lane,
        by=village.amina,
        body=village.voluntary_action,
        put_at=at(date(2026, 10, 1)),
    )
    for sort, title, address in (
        ("said", "“I would let her walk if there were a crossing”: 23 of 40 at the doors of Mill Lane", ""),
        ("evidence", "Two accidents at the gate since January", ""),
        ("standard", "The council’s own rule: a crossing where over 50 children cross in an hour", ""),
        ("precedent", "Farmoor painted one in 2025 for £11,000", ""),
    ):
        Ground.objects.get_or_create(proposition=one, sort=sort, title=title, defaults={"address": address})
    Way.objects.get_or_create(
        proposition=one,
        words="Close the lane at school hours",
        defaults={"gain_asker": "Quiet", "gain_decider": "None"},
    )
    Way.objects.get_or_create(
        proposition=one,
        words="A painted crossing and a warden",
        defaults={"chosen": True, "gain_asker": "A safe way", "gain_decider": "Done before the election, for little"},
    )
    for body, person in ((village.online, village.emeka), (village.choir, None)):
        CoSignature.objects.get_or_create(
            proposition=one, organisation=body, defaults={"person": person, "at": at(date(2026, 10, 3))}
        )
    CoSignature.objects.get_or_create(proposition=one, organisation=None, person=village.bram)
    _answer(village, one, leader)


def _answer(village: SimpleNamespace, one: Proposition, leader: Post) -> None:
    answer, _new = Response.objects.get_or_create(
        proposition=one,
        is_view=False,
        undone_at=None,
        defaults={
            "choice": "yes-if",
            "because": "Yes, if the count shows what you say. Our rule asks for fifty children in an hour.",
            "by": village.dilys,
            "name": "Dilys Price, for Thornbeck Council",
            "term": leader.terms.first(),
            "given_on": date(2026, 10, 26),
            "at": at(date(2026, 10, 26)),
        },
    )
    for what, who, due, condition in (
        ("Count who crosses at the gate on two mornings", village.voluntary_action, date(2026, 11, 13), True),
        ("Paint the crossing at Mill Lane School", village.council, date(2027, 3, 1), False),
    ):
        said = {"said_at": f"the answer to “{one.title}”", "made_on": date(2026, 10, 26), "place": village.mill_lane}
        promise, _made = Promise.objects.get_or_create(
            what=what,
            story=False,
            defaults=said | {"organisation": who, "due_on": due, "accepted_at": at(date(2026, 10, 27))},
        )
        Commitment.objects.get_or_create(response=answer, promise=promise, defaults={"is_condition": condition})
        if condition:
            kept = {"state": "kept", "on": date(2026, 11, 12), "words": "61 and 58 children.", "by": village.amina}
            Outcome.objects.get_or_create(promise=promise, defaults=kept)
    Response.objects.get_or_create(
        proposition=one,
        is_view=True,
        by=village.dilys,
        undone_at=None,
        defaults={
            "choice": "yes",
            "because": "I see it each morning.",
            "name": "Dilys Price",
            "given_on": date(2026, 10, 5),
        },
    )


def _others(village: SimpleNamespace, ward: Post, leader: Post) -> None:
    village.evening_hours = _asked(
        "The library open one evening a week",
        interest="People who work cannot use the computers, and three groups look for a warm room.",
        good_enough="One evening, with volunteers at the desk.",
        words="The library opens on Tuesdays until eight, from January, with two of our volunteers at the desk.",
        organisation=village.library,
        due_on=timezone.localdate() + timedelta(days=20),
        cost_low_pence=0,
        cost_high_pence=60_000,
        payer="the library, for heating, out of its own money",
        gain_decider="More visits, which the county counts.",
        place=village.mill_lane,
        by=village.bram,
        put_at=at(date(2026, 11, 16)),
    )
    asked = {"asked_by": village.bram, "due_on": village.evening_hours.due_on}
    words = f"Can you say yes to this? “{village.evening_hours.title}”"
    once = f"proposition {village.evening_hours.pk} seed"
    Request.put("proposition", words, village.evening_hours, to=[village.library.party], once=once, **asked)
    village.benches = _asked(
        "Two benches on the way up Castle Hill",
        interest="Older people turn back halfway.",
        words="The county puts two benches on Castle Hill footpath before Easter.",
        decider_words="Footpaths officer, the county",
        due_on=date(2026, 11, 10),
        place=village.castle_hill,
        by=village.bram,
        put_at=at(date(2026, 10, 12)),
    )
    village.lights = _asked(
        "Lights on the river path", demand="It is pitch dark from four.", place=village.riverside, by=village.emeka
    )


def _decision(title: str, by, method: str, **facts) -> Decision:
    told = {"by": by, "method": method, "made_at": at(date(2026, 11, 2))} | facts
    one, new = Decision.objects.get_or_create(title=title, story=False, defaults=told)
    return one


def _text(one: Decision, number: int, texts: list[str], clauses: list[Clause], because: str = "") -> Version:
    version, new = Version.objects.get_or_create(
        decision=one, number=number, defaults={"by": one.by, "because": because, "at": at(date(2026, 11, 2 + number))}
    )
    if new:
        for position, (clause, words) in enumerate(zip(clauses, texts, strict=True), start=1):
            Wording.objects.create(version=version, clause=clause, position=position, words=words)
    return version


def _roll(one: Decision, people: list) -> list[Eligible]:
    return [
        Eligible.objects.get_or_create(decision=one, person=person, defaults={"name": person.name, "added_by": one.by})[
            0
        ]
        for person in people
    ]


def _round(one: Decision, version: Version, scale: str, options: list[str], closes_at: datetime) -> Round:
    if version.round_id is None:
        found = Round.objects.create(
            kind="decision",
            words=one.title,
            title=one.title,
            address=one.get_absolute_url(),
            who=Round.Who.ROLL,
            scale=scale,
            shown=Round.Shown.AFTER,
            by=one.by,
            opens_at=at(date(2026, 11, 6)),
            closes_at=closes_at,
        )
        for position, words in enumerate(options, start=1):
            found.options.create(words=words, position=position)
        version.round = found
        version.save(update_fields=["round"])
    return version.round


def _says(found: Round, said: list[tuple]) -> None:
    options = list(found.options.order_by("position"))
    for person, values in said:
        say, new = Say.objects.get_or_create(
            round=found, voter=Say.voter_of(person), defaults={"person": person, "said_at": at(date(2026, 11, 8))}
        )
        if new:
            for option, value in zip(options, values, strict=True):
                if value:
                    say.choices.create(option=option, value=value)


def _hall_rules(village: SimpleNamespace) -> None:
    people = [village.amina, village.bram, village.dilys, village.emeka]
    village.hall_rules = one = _decision(
        "How we share St Mary’s Hall",
        village.amina,
        "consent",
        quorum=3,
        body=village.voluntary_action,
        place=village.mill_lane,
    )
    clauses = [one.clauses.create() for _ in range(3)] if not one.clauses.exists() else list(one.clauses.order_by("pk"))
    _text(one, 1, ["Groups book a month ahead.", "The last one out locks up.", "Every group pays £5 an hour."], clauses)
    second = [
        "Groups book a month ahead.",
        "The last one out locks up.",
        "Every group pays what it can, £5 an hour or less.",
    ]
    newest = _text(one, 2, second, clauses, "The young people’s group has no money of its own.")
    lines = _roll(one, people)
    Objection.objects.get_or_create(
        clause=clauses[2],
        eligible=lines[3],
        defaults={
            "version": one.versions.get(number=1),
            "words": "Five pounds an hour shuts out the young people’s group.",
            "would_meet": "Pay what you can.",
            "met_at": at(date(2026, 11, 5)),
            "met_by": newest,
        },
    )
    found = _round(one, newest, "one", ["I consent", "I stand aside", "I object"], at(date(2026, 11, 12), 23))
    _says(found, [(people[0], (1, 0, 0)), (people[1], (1, 0, 0)), (people[2], (0, 1, 0)), (people[3], (1, 0, 0))])
    ended = {
        "state": "agreed",
        "words": "The three rules as they stand in version 2.",
        "because": "Nobody objects, and the young people can come.",
        "binds": "the groups that use the hall",
        "counted": {"said": 4, "quorum": 3, "met": True},
        "by": village.amina,
        "settled_on": date(2026, 11, 14),
        "review_on": date(2027, 5, 14),
    }
    Settlement.objects.get_or_create(decision=one, defaults=ended)


def _ranking(village: SimpleNamespace) -> None:
    people = [village.amina, village.bram, village.emeka]
    village.next_theme = one = _decision("What the spring meeting is about", village.amina, "rank", quorum=2)
    clause = one.clauses.first() or one.clauses.create()
    version = _text(one, 1, ["One theme for the spring meeting, out of three."], [clause])
    _roll(one, people)
    found = _round(
        one, version, "rank", ["Lifts to the hospital", "Warm rooms", "One calendar"], at(date(2027, 6, 1), 12)
    )
    Closure.objects.get_or_create(round=found, defaults={"by": village.amina, "at": at(date(2026, 11, 16))})
    _says(found, [(people[0], (1, 2, 3)), (people[1], (1, 3, 2)), (people[2], (2, 1, 3))])


def _open(village: SimpleNamespace) -> None:
    village.van_hours = one = _decision(
        "When the shared van can be lent", village.emeka, "gradients", quorum=2, body=village.online
    )
    clauses = list(one.clauses.order_by("pk")) or [one.clauses.create() for _ in range(2)]
    texts = ["Any group on the list can have the van for a day.", "Whoever brings it back fills the tank."]
    version = _text(one, 1, texts, clauses)
    _roll(one, [village.emeka, village.amina, village.bram])
    _round(one, version, "one", [str(words) for _key, words in GRADIENTS], timezone.now() + timedelta(days=3650))
