"""The file from which anybody can count a question again: coarse, shuffled, and only where those who ask decided so."""

from __future__ import annotations

from hashlib import sha256

from folkmoot.priorities import counting
from folkmoot.priorities.models import Question
from folkmoot.rounds.models import DONT_KNOW_YET, Preference

# What the rows of a sheet are, where sheets are weighted as wholes.
SHEETS = {Question.Kind.PAIRS: ["chosen", "other"], Question.Kind.RANK: ["place", "option-id"]}
HEADER = ["comment-id", "voter-id", "vote", "unsure"]


def votes(question: Question) -> tuple[list[str], list[list]]:
    """Of the voices that are in the result. People are numbered in an order that comes from what they said, not from
    when: the same each time, and telling nothing more."""
    if question.kind == Question.Kind.PAIRS:
        return ["chosen", "other", "voter-id"], _pairs(question)
    said = counting.votes_of(question)
    inside = counting.inside_of(question, said)
    shown = set(counting.keys_of(question))
    sheets = sorted(
        sorted((o, now) for o, (now, _b) in rows.items() if o in shown) for v, rows in said.items() if v in inside
    )
    sheets = [rows for rows in sheets if rows]
    if question.kind != Question.Kind.STATEMENTS:
        lines = [[option, number, value] for number, rows in enumerate(sheets, start=1) for option, value in rows]
        return ["option-id", "voter-id", "value"], lines
    lines = [
        [option, number, counting.AS_VOTE.get(value, 0), int(value == DONT_KNOW_YET)]
        for number, rows in enumerate(sheets, start=1)
        for option, value in rows
    ]
    return HEADER, lines


def _pairs(question: Question) -> list[list]:
    sheets: dict[int, list[tuple[int, int]]] = {}
    rows = Preference.objects.filter(say__round=question.round_id)
    for voice, one, other in rows.values_list("say__voice", "option", "over"):
        sheets.setdefault(voice, []).append((one, other))
    ordered = sorted(sorted(rows) for rows in counting.inside_of(question, sheets).values())
    return [[one, other, number] for number, rows in enumerate(ordered, start=1) for one, other in rows]


def statements(question: Question) -> tuple[list[str], list[list]]:
    """Every statement people could vote on; those taken out since are marked, as the public Polis data have them."""
    shown = set(counting.keys_of(question))
    rows = question.statements.exclude(option=None).select_related("point").order_by("pk")
    lines = [
        [one.option_id, 1 if one.option_id in shown else -1, str(one) if one.option_id in shown else ""] for one in rows
    ]
    if question.kind == Question.Kind.BASKET:
        prices = [one.price_pence for one in rows]
        lines = [[*line, price] for line, price in zip(lines, prices, strict=True)]
        return ["comment-id", "moderated", "comment-body", "price-pence"], lines
    return ["comment-id", "moderated", "comment-body"], lines


def weights(question: Question) -> tuple[list[str], list[list]]:
    """All that the weighted figures of the result come from, as it was kept when they were counted: of each thing what
    all of one kind said together; of choices and orders each sheet with its kind. No kind is of one to nine people."""
    found = question.found.get(final=True).found["weighted"]
    margins, table = found["by"], found["table"]
    if question.kind not in SHEETS:
        return ["comment-id", *margins, "people", "sum", "squares"], table
    lines = []
    for number, (*kind, orders) in enumerate(table, start=1):
        rows = orders if question.kind == Question.Kind.PAIRS else list(enumerate(orders[0], start=1))
        lines += [[number, *kind, *row] for row in rows]
    return ["sheet", *margins, *SHEETS[question.kind]], lines


def population(question: Question) -> tuple[list[str], list[list]]:
    """How many people of each kind the place has, as those who ask said, for the margins that were weighted by."""
    by = question.found.get(final=True).found["weighted"]["by"]
    lines = [[name, kind, people] for name in by for kind, people in question.margins()[name].items()]
    return ["margin", "kind", "people"], lines


def digest(question: Question) -> str:
    """Sixteen letters that change when a vote in the file does."""
    _header, lines = votes(question)
    return sha256(repr(lines).encode()).hexdigest()[:16]
