"""What somebody sees while they say what they think: the next thing, how far they are, what they said so far."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.forms.fields import PlaceSaid
from folkmoot.kit.refusals import Refusal
from folkmoot.places.models import Place
from folkmoot.priorities.models import Question, Statement, Voice
from folkmoot.priorities.models.voice import Speaker
from folkmoot.priorities.sums import tradeoffs
from folkmoot.rounds.models import AGREE, DISAGREE, DONT_KNOW_YET, PASS, Choice, Preference, Say

ANSWERS = (
    (AGREE, gettext_lazy("Agree"), "agree"),
    (DISAGREE, gettext_lazy("Disagree"), "disagree"),
    (DONT_KNOW_YET, gettext_lazy("Don’t know yet"), "unsure"),
    (PASS, gettext_lazy("Pass"), "pass"),
)
# Of many things, enough pairs for each to be met three times or so; more may be chosen, nobody is asked to.
PAIRS_EACH = 3
LATELY = 8


@dataclass
class Standing:
    """Where one speaker stands in a question: `left` to say, in their own order; `said`, what they said, lately or
    `whole`."""

    question: Question
    speaker: Speaker
    whole: bool = False
    voice: Voice | None = field(init=False)

    def __post_init__(self) -> None:
        self.voice = Voice.of(self.question, self.speaker)
        self.statements = in_their_order(self.question, self.speaker)
        kept = Choice.objects.filter(say=self.voice.say_id) if self.voice else Choice.objects.none()
        rows = kept.values_list("option_id", "value", "before", "pk", named=True)
        self.choices = {row.option_id: row for row in rows}

    @property
    def must_read(self) -> bool:
        """Whether the page to read comes next."""
        learn, read = self.question.learn, bool(self.voice and self.voice.has_read)
        if learn == Question.Learn.BETWEEN:
            return not read and bool(self.choices) and not self.left
        return False

    @cached_property
    def left(self) -> list[Offered]:
        """Not said yet; while saying again after reading, those not looked at again are not asked for."""
        return [one for one in self.statements if one.option_id not in self.choices]

    @cached_property
    def said(self) -> list[tuple[Offered, int, str, int | None]]:
        """What they said, lately first; all of it only where `whole`, since each comes with four buttons."""
        names = {value: name for value, name, _key in ANSWERS}
        rows = [(one, self.choices[one.option_id]) for one in self.statements if one.option_id in self.choices]
        rows.sort(key=lambda row: -row[1].pk)
        shown = rows if self.whole else rows[:LATELY]
        return [(one, c.value, names.get(c.value, ""), c.before) for one, c in shown]

    @property
    def earlier(self) -> int:
        """How many more they said than are shown."""
        return self.done - len(self.said)

    @property
    def done(self) -> int:
        return len(self.statements) - len(self.left)

    def pair(self) -> tuple[Offered, Offered] | None:
        """The next two to choose between: those met least often, never a pair chosen already."""
        made = self.preferences()
        met = {one.option_id: sum(one.option_id in pair for pair in made) for one in self.statements}
        known = {frozenset(pair) for pair in made}
        pairs = [
            (met[a.option_id] + met[b.option_id], at, a, b)
            for at, (a, b) in enumerate(_pairs(self.statements))
            if frozenset((a.option_id, b.option_id)) not in known
        ]
        if not pairs:
            return None
        _met, _at, a, b = min(pairs, key=lambda one: one[:2])
        return a, b

    def preferences(self) -> list[tuple[int, int]]:
        if not self.voice:
            return []
        return list(Preference.objects.filter(say=self.voice.say_id).order_by("pk").values_list("option", "over"))

    def enough_pairs(self) -> int:
        n = len(self.statements)
        return min(n * (n - 1) // 2, n * PAIRS_EACH // 2 + n % 2)

    def ring(self) -> list[tuple[Offered, Offered]]:
        """Three things this person would each rather have than the next, as (one, next) pairs; or []."""
        found = tradeoffs.ring_of(self.preferences())
        known = {one.option_id: one for one in self.statements}
        three = [known[key] for key in found if key in known] if found else []
        return [(three[at], three[(at + 1) % 3]) for at in range(3)] if len(three) == 3 else []


def _pairs(statements: list[Offered]) -> list[tuple[Offered, Offered]]:
    return [(a, b) for at, a in enumerate(statements) for b in statements[at + 1 :]]


@dataclass(frozen=True, slots=True)
class Offered:
    """A statement as far as whoever says something needs it: there may be hundreds on each page of a vote."""

    option_id: int
    words: str
    price_pence: int | None

    def __str__(self) -> str:
        return self.words


def in_their_order(question: Question, speaker: Speaker) -> list[Offered]:
    """The statements in an order that is this speaker's own, the same each time; a new one falls somewhere into it."""
    name = Say.pseudonym(question.round, speaker.names[-1])
    rows = question.statements.shown().order_by().values_list("option_id", "point__words", "price_pence")
    return sorted(
        (Offered(*row) for row in rows), key=lambda one: hashlib.sha256(f"{name} {one.option_id}".encode()).digest()
    )


def take(question: Question, speaker: Speaker, sent, by=None) -> str:
    """Do what was sent: `do` is vote, pair, fill, read, tell, put or withdraw. Gives words to say thank you with."""
    does = {"vote": _vote, "pair": _pair, "fill": _fill, "read": _read, "tell": _tell, "withdraw": _withdraw}
    if sent.get("do") == "put":
        return _put(question, sent, by)
    if sent.get("do") not in does:
        raise Refusal(_("Choose one of the answers on the page."))
    return does[sent["do"]](question, speaker, sent)


def _number(sent, name: str) -> int:
    words = sent.get(name, "")
    if not (words.isdecimal() and len(words) < 12):
        raise Refusal(_("Choose one of the answers on the page."))
    return int(words)


def _vote(question: Question, speaker: Speaker, sent) -> str:
    Voice.speak(question, speaker, _number(sent, "statement"), _number(sent, "value"))
    return ""


def _pair(question: Question, speaker: Speaker, sent) -> str:
    Voice.prefer(question, speaker, _number(sent, "chosen"), _number(sent, "other"))
    return ""


def _fill(question: Question, speaker: Speaker, sent) -> str:
    Voice.fill(question, speaker, filled(question, sent))
    return _("Thank you. You can change it until it closes.")


def filled(question: Question, sent) -> dict[int, int]:
    """Option → value from the fields "o12"; what is left empty, or is nought, is left out."""
    found = {}
    for key in question.statements.shown().values_list("option", flat=True):
        words = sent.get(f"o{key}", "").strip()
        if words and not (words.isdecimal() and len(words) < 5):
            raise Refusal(_("Write whole numbers, like 25. Nothing else was wrong."))
        if words and int(words):
            found[key] = int(words)
    return found


def _read(question: Question, speaker: Speaker, sent) -> str:
    voice = Voice.of(question, speaker)
    if voice:
        voice.tell(has_read=True)
    return _("Now look again at what you said. What you leave stands.")


def _tell(question: Question, speaker: Speaker, sent) -> str:
    voice = Voice.of(question, speaker)
    if voice:
        voice.tell(**about_you(question, sent))
    return _("Thank you. It is only counted.")


def about_you(question: Question, sent) -> dict:
    """What somebody says of themselves; what is none of the choices is not said."""
    age, part = sent.get("age", ""), sent.get("part", "")
    return {
        "age": age if age in Voice.Age.values else "",
        "part": part if part in question.margins().get("part", {}) else "",
        "affected": sent.get("affected") == "yes",
    }


def _withdraw(question: Question, speaker: Speaker, sent) -> str:
    voice = Voice.of(question, speaker)
    if voice:
        voice.withdraw()
    return _("All you said here is taken back.")


def place_said(words: str) -> Place | None:
    """The place somebody named, None where they named none; Refusal where nobody knows it."""
    try:
        return PlaceSaid().clean(words.strip())
    except ValidationError as wrong:
        raise Refusal(" ".join(wrong.messages)) from wrong


def _put(question: Question, sent, by) -> str:
    facts = {"signed": sent.get("signed") == "yes", "once": sent.get("once", "")[:40]}
    Statement.put(question, sent.get("words", ""), by, place=place_said(sent.get("place", "")), **facts)
    return _("Thank you. A moderator looks at it by the published rules; then people can vote on it.")
