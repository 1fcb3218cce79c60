"""Counting a question: its votes as plain values, the result kept, and its votes made coarse once it is over."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from functools import partial
from secrets import SystemRandom

from django.db import transaction
from django.utils import timezone

from folkmoot.journal.models import Line
from folkmoot.priorities.models import Question, Result, Voice
from folkmoot.priorities.models.question import FEWEST
from folkmoot.priorities.sums import Plain, maps, tradeoffs, weights
from folkmoot.priorities.sums.again import Sheet
from folkmoot.rounds.models import AGREE, DISAGREE, DONT_KNOW_YET, Choice, Preference, Say

STEP = 20
# What a vote is in the sums: "don't know yet" and "pass" both stand in the middle, and are told apart in the table.
AS_VOTE = {AGREE: 1, DISAGREE: -1}
STRAIGHT_SHIFTS = {AGREE: "agree", DISAGREE: "disagree", DONT_KNOW_YET: "unsure"}


def keys_of(question: Question) -> list[int]:
    """The options of the statements that are shown, in their order."""
    return list(question.statements.shown().order_by("pk").values_list("option", flat=True))


def votes_of(question: Question) -> dict[int, dict[int, tuple[int, int | None]]]:
    """voice → option → (what they say, what they said before they read)."""
    found: dict[int, dict[int, tuple[int, int | None]]] = {}
    rows = Choice.objects.filter(say__round=question.round_id).values_list("say__voice", "option", "value", "before")
    for voice, option, value, before in rows:
        found.setdefault(voice, {})[option] = (value, before)
    return found


def spoken_of(question: Question, *, before: bool = False) -> dict[int, maps.Spoken]:
    """Every voice that said something, by its key."""
    votes = votes_of(question)
    made = {}
    for voice in question.spoken.order_by("pk"):
        said = votes.get(voice.pk, {})
        mine = {option: AS_VOTE.get(was if before else now, 0) for option, (now, was) in said.items()}
        made[voice.pk] = maps.Spoken(mine, _hour(voice), voice.local)
    return {key: one for key, one in made.items() if one.votes}


def _hour(voice: Voice) -> str | None:
    """A word for the hour in which a voice came; once that is forgotten, for whether it came in a burst."""
    return voice.hour.isoformat() if voice.hour else ("burst" if voice.in_burst else None)


def count(question: Question, *, final: bool) -> Result | None:
    """Count now, and keep it. A final count is made once; the others where something may be shown at all."""
    if question.found.filter(final=True).exists():
        return question.found.get(final=True)
    found = COUNTS[question.kind](question, final)
    with transaction.atomic():
        Question.objects.select_for_update().get(pk=question.pk)
        known = question.found.filter(final=True).first()
        if known:
            return known
        made = Result.objects.create(question=question, voices=found["voices"], final=final, found=found)
        Line.record(None, "counted", question, place=question.place)
    return made


def _of_statements(question: Question, final: bool) -> dict:
    keys, spoken = keys_of(question), spoken_of(question)
    everyone = list(spoken.values())
    theirs = inside_of(question, spoken)
    inside = list(theirs.values())
    last = question.found.first()
    keep = len(last.found.get("groups", [])) if last and not final else 0
    trust = question.voices == Question.Voices.LOCAL
    found = maps.counted(inside, keys, keep=keep, final=final, trust=trust)
    if found["enough"] and question.voices == Question.Voices.EVERYONE and any(one.local for one in everyone):
        found["reruns"].append(_with_locals_only(everyone, keys))
    found |= _who(question, spoken)
    found |= {"unsure": _unsure(question), "shift": _shift(question)}
    found |= {"others_said": _others(question, everyone, keys), "affected_said": _affected(question, theirs, keys)}
    return found | _weighted(question, {key: one.votes for key, one in theirs.items()}, final)


def _weighted(question: Question, inside: dict, final: bool) -> dict:
    """The result as it would be if each age and each part of the place had answered in its proportion; nothing where
    those are not known. Every kind of question has its own sum; `inside`: voice → what it takes."""
    margins, weigh = question.margins(), WEIGHED[question.kind]
    if not (final and margins):
        return {}
    kinds = {pk: {"age": age, "part": part} for pk, age, part in question.spoken.values_list("pk", "age", "part")}
    answers = [(kinds[key], sheet) for key, sheet in inside.items()]
    return {"weighted": weigh(answers, margins, keys_of(question))}


def _with_locals_only(everyone: list[maps.Spoken], keys: list[int]) -> dict:
    """Everybody held against those known to be local; how many are left out is not told where either are few."""
    run = maps.locals_only(everyone, keys)
    few = min(run["out"], len(everyone) - run["out"]) < FEWEST
    return run | ({"out": None} if run["out"] and few else {})


def inside_of(question: Question, spoken: dict) -> dict:
    """Of everything said, voice → what, that of the voices the result is of. The others are in no part of it."""
    if question.voices == Question.Voices.EVERYONE:
        return spoken
    local = set(_voices_in(question).values_list("pk", flat=True))
    return {voice: said for voice, said in spoken.items() if voice in local}


def _voices_in(question: Question):
    voices = question.spoken.all()
    return voices if question.voices == Question.Voices.EVERYONE else voices.filter(local=True)


def _told(question: Question, spoken: dict) -> dict:
    """Those whose number is told: all who spoke; but where so few stand apart from the result that a difference would
    give their number away, those in the result alone."""
    inside = inside_of(question, spoken)
    return inside if 0 < len(spoken) - len(inside) < FEWEST <= len(inside) else spoken


def _who(question: Question, everyone: dict) -> dict:
    """How many spoke, how they came, how many are known to be local: counts under ten are left out with their like."""
    spoken = _told(question, everyone)
    voices = [voice for voice in question.spoken.all() if voice.pk in spoken]
    ways = Counter(voice.way for voice in voices)
    local = sum(voice.local for voice in voices)
    ages = Counter(voice.age for voice in voices if voice.age)
    return {
        "voices": len(voices),
        "local": local,
        "others": len(voices) - local,
        "votes": sum(len(one.votes) for one in spoken.values()),
        "ways": dict(ways) if all(n >= FEWEST for n in ways.values()) else {},
        "ages": dict(ages) if ages and _may_be_told([*ages.values(), len(voices) - ages.total()]) else {},
    }


def _may_be_told(counts: list[int]) -> bool:
    """Whether none of them, the rest that is told by subtraction included, is of one to nine people."""
    return all(n == 0 or n >= FEWEST for n in counts)


def _unsure(question: Question) -> dict[str, int]:
    """How many in the result said "don't know yet" to each statement, where ten or more spoke of it."""
    voted = Choice.objects.filter(say__round=question.round_id, say__voice__in=_voices_in(question))
    counts = Counter(voted.values_list("option", flat=True))
    dont = Counter(voted.filter(value=DONT_KNOW_YET).values_list("option", flat=True))
    return {str(option): dont[option] for option, n in counts.items() if n >= FEWEST}


def _shift(question: Question) -> list[dict]:
    """Of those in the result who spoke before and after reading: how many agreed, disagreed, did not know, each
    time."""
    if question.learn != Question.Learn.BETWEEN:
        return []
    rows: dict[int, list[tuple[int, int]]] = {}
    read = Choice.objects.filter(say__round=question.round_id, say__voice__has_read=True, before__isnull=False)
    read = read.filter(say__voice__in=_voices_in(question))
    for option, before, now in read.values_list("option", "before", "value"):
        rows.setdefault(option, []).append((before, now))
    return [
        {
            "statement": option,
            "n": len(pairs),
            "moved": sum(before != now for before, now in pairs),
            **{f"{name}_before": sum(b == value for b, _n in pairs) for value, name in STRAIGHT_SHIFTS.items()},
            **{f"{name}_after": sum(n == value for _b, n in pairs) for value, name in STRAIGHT_SHIFTS.items()},
        }
        for option, pairs in rows.items()
        if len(pairs) >= FEWEST
    ]


def _others(question: Question, everyone: list[maps.Spoken], keys: list[int]) -> list[dict]:
    """What voices not known to be local say, beside the result and never in it; nothing under ten."""
    if question.voices != Question.Voices.LOCAL:
        return []
    return _shares([one.votes for one in everyone if not one.local], keys)


def _affected(question: Question, inside: dict, keys: list[int]) -> list[dict]:
    """What those in the result say who say that they are most affected; nothing under ten."""
    own = affected(question)
    return _shares([one.votes for key, one in inside.items() if key in own], keys)


def affected(question: Question) -> set[int]:
    """The voices who say that they are most affected."""
    return set(question.spoken.filter(affected=True).values_list("pk", flat=True))


def _shares(votes: list[dict[int, int]], keys: list[int]) -> list[dict]:
    rows = []
    for key in keys:
        said = [one[key] for one in votes if key in one]
        share = maps.share(sum(value == 1 for value in said), len(said))
        if share:
            rows.append({"statement": key, "n": len(said), "share": share[0], "low": share[1], "high": share[2]})
    return rows


def _of_pairs(question: Question, final: bool) -> dict:
    sheets: dict[int, list[tuple[int, int]]] = {}
    rows = Preference.objects.filter(say__round=question.round_id).order_by("pk")
    for voice, one, other in rows.values_list("say__voice", "option", "over"):
        sheets.setdefault(voice, []).append((one, other))
    shown, found = set(keys_of(question)), {}
    for voice, said in sheets.items():
        found[voice] = [pair for pair in said if set(pair) <= shown]
    counted = _with_who(question, found, partial(tradeoffs.pairs, items=keys_of(question)), final)
    return counted | _weighted(question, {key: one for key, one in inside_of(question, found).items() if one}, final)


def _of_points(question: Question, final: bool) -> dict:
    sheets = _sheets(question)
    found = _with_who(question, sheets, partial(tradeoffs.points, items=keys_of(question)), final)
    return found | _weighted(question, {key: one for key, one in inside_of(question, sheets).items() if one}, final)


def _of_ranks(question: Question, final: bool) -> dict:
    sheets = {voice: sorted(said, key=said.get) for voice, said in _sheets(question).items()}
    found = _with_who(question, sheets, partial(tradeoffs.ranks, items=keys_of(question)), final)
    return found | _weighted(question, {key: one for key, one in inside_of(question, sheets).items() if one}, final)


def _of_baskets(question: Question, final: bool) -> dict:
    prices = dict(question.statements.shown().values_list("option", "price_pence"))
    sheets = {voice: {option for option, n in said.items() if n} for voice, said in _sheets(question).items()}
    counted = partial(tradeoffs.basket, prices=prices, purse=question.purse_pence)
    found = _with_who(question, sheets, counted, final)
    bought = {
        key: {item: int(item in one) for item in prices} for key, one in inside_of(question, sheets).items() if one
    }
    return found | _weighted(question, bought, final)


def _sheets(question: Question) -> dict[int, dict[int, int]]:
    """voice → option → value, of the statements that are shown."""
    shown, sheets = set(keys_of(question)), {}
    for voice, said in votes_of(question).items():
        sheets[voice] = {option: value for option, (value, _before) in said.items() if option in shown}
    return sheets


def _with_who(question: Question, said: dict, count_them: Callable[..., Plain], final: bool) -> dict:
    """The result of the voices it is of, what those most affected say in it, what others say beside it, and who."""
    voices = {voice.pk: voice for voice in question.spoken.all()}
    sheets = {
        key: Sheet(one, _hour(voices[key]), voices[key].local) for key, one in said.items() if one and key in voices
    }
    inside, own = inside_of(question, sheets), affected(question)
    apart = question.voices == Question.Voices.EVERYONE
    found = count_them(list(inside.values()), final=final, apart=apart)
    touched = count_them([one for key, one in inside.items() if key in own], final=False)
    others = count_them([one for key, one in sheets.items() if key not in inside], final=False)
    beside = {"affected_said": touched.get("rows", []), "others_said": others.get("rows", [])}
    who = _who(question, {key: maps.Spoken({0: 0}) for key in sheets})
    return found | who | beside | {"counted": len(inside)}


WEIGHED = {
    Question.Kind.STATEMENTS: weights.of,
    Question.Kind.PAIRS: weights.of_pairs,
    Question.Kind.POINTS: weights.of_points,
    Question.Kind.RANK: weights.of_ranks,
    Question.Kind.BASKET: weights.of,
}
COUNTS = {
    Question.Kind.STATEMENTS: _of_statements,
    Question.Kind.PAIRS: _of_pairs,
    Question.Kind.POINTS: _of_points,
    Question.Kind.RANK: _of_ranks,
    Question.Kind.BASKET: _of_baskets,
}


def is_due(question: Question) -> bool:
    """Whether an open question has twenty new voices since it was counted last, or is over and has no final count."""
    last = question.found.first()
    if question.is_over():
        return not (last and last.final)
    return question.spoken.count() >= (last.voices if last else 0) + STEP


def count_due() -> int:
    """Count what is due; gives how many. An open question that hides its tallies has its number of voices brought up to
    date, and nothing else."""
    counted = 0
    for question in Question.objects.live().exclude(found__final=True).select_related("round", "place"):
        if not is_due(question):
            continue
        over = question.is_over()
        if over or question.results == Question.Results.TWENTY:
            counted += count(question, final=over) is not None
        else:
            _only_how_many(question)
    return counted


def _only_how_many(question: Question) -> None:
    Result.objects.create(question=question, voices=question.spoken.count(), found={"hidden": True})
    Line.record(None, "counted", question, place=question.place)


@transaction.atomic
def settle(question: Question) -> bool:
    """Make the votes of a counted question coarse: written anew in another order, with new keys and pseudonyms, no hour
    and no day of their own. Nobody can be told from the order or the time in which they came. True the first time."""
    locked = Question.objects.select_for_update().get(pk=question.pk)
    if locked.settled_at or not locked.found.filter(final=True).exists():
        return False
    day = timezone.localtime(locked.round.opens_at).replace(hour=0, minute=0, second=0, microsecond=0)
    _mark_bursts(locked)
    says = list(Say.objects.filter(round=locked.round_id).prefetch_related("choices", "preferences"))
    voices = {voice.say_id: voice for voice in locked.spoken.all()}
    dice: random.Random = SystemRandom()
    dice.shuffle(says)
    written = [(say, voices.get(say.pk), list(say.choices.all()), list(say.preferences.all())) for say in says]
    Say.objects.filter(round=locked.round_id).delete()
    for say, voice, choices, preferences in written:
        _write_anew(locked, f"voice:{dice.getrandbits(128):032x}", day, (say, voice, choices, preferences), dice)
    Question.objects.filter(pk=locked.pk).update(settled_at=timezone.now())
    question.refresh_from_db()
    return True


def _write_anew(question: Question, name: str, day, rows: tuple, dice: random.Random) -> None:
    say, voice, choices, preferences = rows
    new = Say.objects.create(round_id=say.round_id, voter=name, on_paper=say.on_paper, said_at=day, changed_at=day)
    dice.shuffle(choices)
    Choice.objects.bulk_create(Choice(say=new, option_id=c.option_id, value=c.value, before=c.before) for c in choices)
    Preference.objects.bulk_create(Preference(say=new, option_id=p.option_id, over_id=p.over_id) for p in preferences)
    if voice:
        voice.pk, voice.say, voice.hour = None, new, None
        voice._state.adding = True
        voice.save()


def _mark_bursts(question: Question) -> None:
    voices = list(question.spoken.all())
    marks = maps.in_bursts([voice.hour.isoformat() if voice.hour else None for voice in voices])
    burst = [voice.pk for voice, is_one in zip(voices, marks, strict=True) if is_one]
    Voice.objects.filter(pk__in=burst).update(in_burst=True)
