"""Sheets as they are printed, and as they are typed in again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import Refusal
from folkmoot.priorities.models import Batch, Question, Statement, Voice
from folkmoot.priorities.models.batch import read_code
from folkmoot.priorities.models.voice import Speaker
from folkmoot.priorities.saying import ANSWERS, Standing, about_you, filled, in_their_order

__all__ = ["ANSWERS", "key", "rows", "sheets"]


def sheets(batch: Batch) -> list[tuple[str, list]]:
    """(code, what stands on it in its own order) of each sheet; pairs as a list of two."""
    question, made = batch.question, []
    for code in batch.codes():
        speaker = read_code(question, code)
        made.append((code, _lines(question, speaker)))
    return made


def _lines(question: Question, speaker: Speaker) -> list:
    """The statements in the sheet's order; for pairs those it asks: a ring round, and a step across."""
    ordered = in_their_order(question, speaker)
    if question.kind != Question.Kind.PAIRS:
        return ordered
    n = len(ordered)
    steps = (1,) if n < 5 else (1, 2)
    asked = [(ordered[at], ordered[(at + step) % n]) for step in steps for at in range(n)]
    return list({frozenset((a.option_id, b.option_id)): (a, b) for a, b in asked}.values())


def rows(question: Question, code: str, sent) -> tuple[list, str]:
    """What is typed in for that sheet, with what was typed already; and what is wrong with the code, or nothing."""
    if not code:
        return [], ""
    try:
        speaker = read_code(question, code)
    except Refusal as refusal:
        return [], refusal.words
    if question.kind == Question.Kind.PAIRS:
        return [
            (one, sent.get(f"p{a.option_id}-{b.option_id}", "")) for one in _lines(question, speaker) for a, b in [one]
        ], ""
    return [(one, sent.get(f"o{one.option_id}", "")) for one in in_their_order(question, speaker)], ""


@transaction.atomic
def key(question: Question, sent) -> str:
    """Keep what was on a sheet. What its holder said on a screen, with its code or under the address they wrote on it,
    stands: a sheet never takes its place. Gives words to say so."""
    speaker = read_code(question, sent.get("code", ""))
    email = sent.get("email", "").strip().lower()[:254]
    if email:
        known = Speaker.mailed(email, question)
        speaker = Speaker(known.names, Voice.Way.PAPER, known.local or speaker.local)
    said_already = Standing(question, speaker).done
    KEYED.get(question.kind, _whole)(question, speaker, sent)
    if not said_already:
        _about_them(question, speaker, sent)
    if said_already:
        return _("Kept. They had said some of it already, and that stands.")
    return _("Kept: sheet %(code)s.") % {"code": sent.get("code", "")}


def _about_them(question: Question, speaker: Speaker, sent) -> None:
    """What they ticked of themselves: age, part of the place, whether they are among those most affected."""
    voice, about = Voice.of(question, speaker), about_you(question, sent)
    if voice and any(about.values()):
        voice.tell(**about)


def _statements(question: Question, speaker: Speaker, sent) -> None:
    given = {one.option_id: sent.get(f"o{one.option_id}", "") for one in _shown(question)}
    given = {option: words for option, words in given.items() if words}
    if not given:
        raise Refusal(_("Nothing is ticked yet."))
    for option, words in given.items():
        if words not in {str(value) for value, _name, _key in ANSWERS}:
            raise Refusal(_("Choose one of the answers on the page."))
        Voice.speak(question, speaker, option, int(words), keyed=True)


def _pairs(question: Question, speaker: Speaker, sent) -> None:
    made = {frozenset(pair) for pair in Standing(question, speaker).preferences()}
    for name, chosen in sent.items():
        a, dash, b = name.removeprefix("p").partition("-")
        if not (name.startswith("p") and dash and a.isdecimal() and b.isdecimal() and chosen in (a, b)):
            continue
        if frozenset((int(a), int(b))) not in made:
            Voice.prefer(question, speaker, int(chosen), int(b if chosen == a else a))


def _whole(question: Question, speaker: Speaker, sent) -> None:
    Voice.fill(question, speaker, filled(question, sent), keyed=True)


def _shown(question: Question) -> list[Statement]:
    return list(question.statements.shown())


KEYED = {Question.Kind.STATEMENTS: _statements, Question.Kind.PAIRS: _pairs}
