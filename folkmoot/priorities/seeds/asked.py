"""The questions of Thornbeck, with made-up voters who lean as their camp does."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from folkmoot.priorities import counting
from folkmoot.priorities.models import Question, Statement, Voice, Vouch
from folkmoot.priorities.models.vouch import LASTS
from folkmoot.priorities.seeds.rows import ABOUT, BUILDINGS, HUNDRED, PAIRS, SQUARE
from folkmoot.rounds.models import AGREE, DISAGREE, DONT_KNOW_YET, PASS, Choice, Preference, Round, Say

LONDON = ZoneInfo("Europe/London")
OPENED, CLOSED = datetime(2026, 5, 3, 9, tzinfo=LONDON), datetime(2026, 5, 24, 23, 59, tzinfo=LONDON)
READING = (
    "The council owns eleven buildings in Thornbeck and means to keep four. A **transfer** hands the running of one, "
    "and often a long lease, to a group; the freehold mostly stays with the council. Halls taken on elsewhere "
    "did well where repairs were paid for first, and closed within three years where they were not."
)
# What of each age lives in Thornbeck; made up, as the town is.
AGES = {"under-25": 6_900, "25-44": 6_100, "45-64": 6_400, "65-up": 4_865}


def plant_questions(village: SimpleNamespace) -> None:
    village.vouch = _vouched(village)
    village.buildings = _buildings(village)
    village.square = _square(village)
    village.hundred = _hundred(village)
    village.choosing = _choosing(village)


def _vouched(village: SimpleNamespace) -> Vouch:
    """Bram is known to be local, and Dilys."""
    day = OPENED.date()
    for person in (village.bram, village.dilys):
        facts = {"how": Vouch.How.MET, "by": village.amina, "vouched_on": day, "until": day + LASTS, "asked_at": OPENED}
        made, _new = Vouch.objects.get_or_create(person=person, place=village.thornbeck, defaults=facts)
    return made


def _asked(village: SimpleNamespace, once: str, words: str, rows, **more) -> tuple[Question, bool]:
    known = Question.objects.filter(once=once).first()
    if known:
        return known, False
    facts = {
        "place": village.thornbeck,
        "asked_of": "Everyone who lives in Thornbeck",
        "asked_at": more.pop("at", OPENED),
    }
    made = Question.ask(words, village.amina, once=once, **facts | more)
    for row in rows:
        words, price = row if isinstance(row, tuple) else (row, None)
        part = getattr(village, ABOUT[words]) if words in ABOUT else None
        Statement.seed_with(made, words, village.amina, price, place=part)
    return made, True


def _buildings(village: SimpleNamespace) -> Question:
    words = "Which buildings should the community run, and how?"
    made, new = _asked(
        village,
        "seed buildings",
        words,
        [row[0] for row in BUILDINGS],
        organisation=village.voluntary_action,
        about="Three groups have asked about the Old School, and the council decides in June what to offer.",
        so_that="The council’s property board reads the result on 2 June and answers it in public.",
        affected="the playgroup and the two clubs that use the Old School now",
        reading=READING,
        learn=Question.Learn.BETWEEN,
        opens_at=OPENED,
        population={"ages": AGES, "source": "made up for Thornbeck"},
    )
    if new:
        _people(made, 74)
        _over(made)
    return made


def _square(village: SimpleNamespace) -> Question:
    made, new = _asked(
        village,
        "seed square",
        "What should the market square be for?",
        SQUARE,
        organisation=village.council,
        about="The square is dug up for the water main next summer, and can be laid out anew.",
        so_that="The councillors for Castle Hill and Mill Lane take it to the highways committee in April.",
        affected="the stall holders, and people who cannot walk far",
        voices=Question.Voices.EVERYONE,
        results=Question.Results.TWENTY,
        at=datetime(2026, 11, 2, 9, tzinfo=LONDON),
        opens_at=datetime(2026, 11, 2, 9, tzinfo=LONDON),
        closes_at=datetime(2027, 3, 31, 23, 59, tzinfo=LONDON),
    )
    if new:
        _people(made, 23)
        counting.count(made, final=False)
    return made


def _hundred(village: SimpleNamespace) -> Question:
    made, new = _asked(
        village,
        "seed hundred",
        "A hundred points: what first, for evenings in Thornbeck?",
        HUNDRED,
        kind=Question.Kind.POINTS,
        takes_statements=False,
        organisation=village.voluntary_action,
        about="Everybody who was asked at the door wanted something in the evenings. Not all of it can come first.",
        so_that="Voluntary Action puts the first two to the council as a proposition.",
        affected="people who work late, and those with no car",
        voices=Question.Voices.EVERYONE,
        opens_at=OPENED,
    )
    if new:
        for number in range(34):
            _fill(made, number)
        _over(made)
    return made


def _choosing(village: SimpleNamespace) -> Question:
    made, new = _asked(
        village,
        "seed choosing",
        "Which would you rather have along the river?",
        PAIRS,
        kind=Question.Kind.PAIRS,
        takes_statements=False,
        so_that="The Friends of the Ford ask for a grant for whatever comes first.",
        affected="people who live on the river side of Mill Lane",
        voices=Question.Voices.EVERYONE,
        at=datetime(2026, 11, 9, 9, tzinfo=LONDON),
        opens_at=datetime(2026, 11, 9, 9, tzinfo=LONDON),
        closes_at=datetime(2027, 2, 28, 23, 59, tzinfo=LONDON),
    )
    if new:
        for number in range(12):
            _choose(made, number)
    return made


def _over(question: Question) -> None:
    Round.objects.filter(pk=question.round_id).update(closes_at=CLOSED)
    question.refresh_from_db()
    counting.count(question, final=True)
    counting.settle(question)


def thrown(*words: object) -> float:
    """From 0 to 1, the same for the same words: nothing here is left to chance."""
    return int.from_bytes(sha256(" ".join(map(str, words)).encode()).digest()[:6]) / 2**48


def _voice(question: Question, number: int, **more) -> Say:
    name = f"voice:{sha256(f'{question.once} {number}'.encode()).hexdigest()[:40]}"
    on_paper = number % 5 == 0
    say = Say.objects.create(round=question.round, voter=name, on_paper=on_paper, said_at=OPENED, changed_at=OPENED)
    ways = Voice.Way.PAPER if on_paper else (Voice.Way.MAIL if number % 3 == 0 else Voice.Way.SCREEN)
    hour = question.round.opens_at.replace(minute=0, second=0, microsecond=0, hour=9 + number % 11, day=3 + number % 17)
    ages = ("under-25", "25-44", "25-44", "45-64", "under-25", "65-up", "45-64", "65-up")
    about = {"age": ages[number % 8], "hour": hour, "way": ways, "affected": number % 6 == 1}
    Voice.objects.create(question=question, say=say, **about | more)
    return say


def _people(question: Question, count: int) -> None:
    """Voters in three camps; the leanings of each stand beside the statements."""
    put = list(question.statements.order_by("pk").values_list("option", "point__words"))
    leanings = {words: leans for words, *leans in BUILDINGS}
    for number in range(count):
        camp = 0 if number % 8 < 3 else 1 if number % 8 < 6 else 2
        say = _voice(question, number, local=number % 6 != 5, has_read=number % 2 == 0)
        rows = []
        for at, (option, words) in enumerate(put):
            if thrown("seen", number, at) < 0.14:
                continue
            chance = leanings.get(words, [0.8 if (at + camp) % 3 else 0.25] * 3)[camp]
            chance = 0.95 if chance > 0.65 else 0.05 if chance < 0.35 else chance
            value = _said(chance, thrown(question.once, number, at), thrown("other", number, at))
            before = value if thrown("before", number, at) < 0.85 else DONT_KNOW_YET
            between = question.learn == Question.Learn.BETWEEN
            rows.append(Choice(say=say, option_id=option, value=value, before=before if between else None))
        Choice.objects.bulk_create(rows)


def _said(chance: float, drawn: float, other: float) -> int:
    if other < 0.09:
        return DONT_KNOW_YET if other < 0.05 else PASS
    return AGREE if drawn < chance else DISAGREE


def _fill(question: Question, number: int) -> None:
    """Most share out their points; a few put nearly all on one thing."""
    options = list(question.statements.order_by("pk").values_list("option", flat=True))
    say = _voice(question, number, local=True)
    if number % 11 == 3:
        given = {options[4]: 100}
    else:
        weights = [thrown("points", number, at) ** 2 * (3 if at in (0, 2) else 1) for at in range(len(options))]
        given = {option: int(100 * weight / sum(weights)) for option, weight in zip(options, weights, strict=True)}
    Choice.objects.bulk_create(Choice(say=say, option_id=option, value=n) for option, n in given.items() if n)


def _choose(question: Question, number: int) -> None:
    options = list(question.statements.order_by("pk").values_list("option", flat=True))
    say, n = _voice(question, number, local=True), len(options)
    for at in range(n):
        one, other = at, (at + 1 + number % 2) % n
        first = thrown("pair", number, at) < (0.75 if one < other else 0.25)
        chosen, over = (one, other) if first else (other, one)
        Preference.objects.get_or_create(say=say, option_id=options[chosen], over_id=options[over])
