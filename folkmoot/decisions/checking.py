"""Whether somebody could say yes to this: is a yes enough, can they, would it be done, and is it fair.

The first three questions are those that Roger Fisher and William Ury ask of a "yesable proposition" (Getting to Yes,
1981), as they are commonly told; the fourth asks for standards outside both sides' wishes. What is missing is said, and
stops nobody: a person may know better.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from folkmoot.decisions.models import CoSignature, Ground, Proposition

ONE_BREATH = 60
ENOUGH_DAYS = 14


@dataclass(frozen=True)
class Check:
    """One question: its name, what it asks, and what is missing for a plain yes: (words, step where it is mended)."""

    name: str
    asks: str
    missing: list[tuple[str, str]]

    @property
    def ok(self) -> bool:
        return not self.missing


def checks(proposition: Proposition, day: date) -> list[Check]:
    """The four questions, in order."""
    return [
        Check(_("Is a yes enough?"), _("One word settles it; nothing is left open."), _enough(proposition)),
        Check(_("Can they say yes?"), _("It is in their power, and they gain by it."), _can(proposition)),
        Check(_("Would it be done?"), _("Somebody knows what happens the day after."), _done(proposition, day)),
        Check(_("Is it fair?"), _("It rests on more than what one side wants."), _fair(proposition)),
    ]


def missing(proposition: Proposition, day: date) -> int:
    """How many things are missing in all."""
    return sum(len(check.missing) for check in checks(proposition, day))


def _only(*found: tuple[bool, str, str]) -> list[tuple[str, str]]:
    return [(words, step) for wrong, words, step in found if wrong]


def _enough(one: Proposition) -> list[tuple[str, str]]:
    words = one.words.strip()
    return _only(
        (not words, _("Write the exact words to agree."), "words"),
        ("?" in words, _("The words ask a question. Write what is decided instead."), "words"),
        (
            len(words.split()) > ONE_BREATH,
            _("The words are longer than one breath. Is it one decision, or several?"),
            "words",
        ),
        (not one.interest.strip(), _("Say why it matters: what lies behind the wish."), "interest"),
        (not one.good_enough.strip(), _("Say what would be good enough."), "interest"),
    )


def _can(one: Proposition) -> list[tuple[str, str]]:
    post = one.post
    return _only(
        (not one.decider(), _("Name who can decide: one post, one body."), "decider"),
        (
            bool(one.decider()) and post is None,
            _("You name a body. Which post in it can decide this?"),
            "decider",
        ),
        (
            bool(post and not post.decides),
            _("We do not know what %(post)s can decide. Ask them, or their clerk.")
            % {"post": post.name if post else ""},
            "decider",
        ),
        (
            one.matter != Proposition.Matter.ORDINARY,
            _("A committee decides this with an open mind: members can listen, not promise a yes."),
            "decider",
        ),
        (one.cost_low_pence is None and one.cost_high_pence is None, _("Say what it costs, if only roughly."), "cost"),
        (not one.payer.strip(), _("Say who pays, or that nobody has to."), "cost"),
        (not one.gain_decider.strip(), _("Say what they gain by saying yes."), "gains"),
        (one.ways.count() < 2, _("Think of a second way it could be met."), "ways"),
    )


def _done(one: Proposition, day: date) -> list[tuple[str, str]]:
    return _only(
        (one.due_on is None, _("Say by when you ask for an answer."), "decider"),
        (
            bool(one.due_on and not one.put_at and (one.due_on - day).days < ENOUGH_DAYS),
            _("That leaves them less than two weeks."),
            "decider",
        ),
        (not one.first_step.strip(), _("Say what the smallest first step is."), "gains"),
        (not one.if_no.strip(), _("Say what you do if the answer is no."), "gains"),
    )


def _fair(one: Proposition) -> list[tuple[str, str]]:
    sorts = set(one.grounds.values_list("sort", flat=True))
    outside = {Ground.Sort.STANDARD, Ground.Sort.PRECEDENT} & sorts
    others = CoSignature.objects.filter(proposition=one, taken_back_at=None).exclude(organisation=one.body_id or 0)
    return _only(
        (
            not sorts & {Ground.Sort.SAID, Ground.Sort.EVIDENCE},
            _("Show what people said, or a figure: the wish has no ground here yet."),
            "grounds",
        ),
        (not outside, _("Find a fair standard, or a place where it was done."), "grounds"),
        (not one.affected.strip(), _("Say who is most affected, however few they are."), "interest"),
        (not others.exists(), _("Nobody else stands behind it yet. Ask another group to sign."), "sign"),
    )
