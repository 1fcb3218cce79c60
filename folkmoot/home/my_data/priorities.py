"""Both lists for questions, priorities and the matrix. What somebody said in a question is found by the pseudonym that
only the running site can make, while the question is open; afterwards nobody can find it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from folkmoot.people.models import Person
from folkmoot.priorities.models import Question, Voice
from folkmoot.priorities.models.voice import Speaker

from .lines import ACTED_ON, DELETE, SHARED, UNLINK, Forgotten, Given


def voices_of(person: Person) -> list[Voice]:
    """Theirs in every question whose votes have not been made coarse yet."""
    questions = Question.objects.filter(settled_at=None).select_related("round", "place")
    found = (Voice.of(question, Speaker.person(person, question)) for question in questions)
    return [voice for voice in found if voice]


@dataclass(frozen=True)
class Spoken(Given):
    """What the person said in questions."""

    def rows(self, person: Person) -> list[dict]:
        rows = []
        for voice in voices_of(person):
            said = {str(one.option): one.value for one in voice.say.choices.select_related("option")}
            over = [f"{one.option} > {one.over}" for one in voice.say.preferences.select_related("option", "over")]
            about = {name: getattr(voice, name) for name in ("age", "part", "affected", "local", "has_read")}
            rows.append({"question": str(voice.question), "said": said, "rather": over} | about)
        return rows


@dataclass(frozen=True)
class Unspoken(Forgotten):
    """Their voice in open questions goes; in counted ones nobody can tell which it was."""

    def do(self, person: Person) -> None:
        for voice in voices_of(person):
            voice.say.delete()


GIVEN = (
    Spoken(_("What you said in questions"), "priorities.Voice", "", ""),
    Given(_("Questions you asked people"), "priorities.Question", "by", "words about asked_at"),
    Given(_("Sheets you had printed"), "priorities.Batch", "by", "first count how made_at"),
    Given(
        _("Where you are known to be local"),
        "priorities.Vouch",
        "person",
        "place__name how organisation__name asked_at vouched_on until ended_at",
    ),
    Given(_("What you put down as wanted"), "priorities.Priority", "by", "words demand because made_at state"),
    Given(_("Evidence you added"), "priorities.Evidence", "by", "priority__words method title people note added_at"),
    Given(_("Policies you wrote down"), "priorities.PolicySet", "by", "title publisher added_at"),
    Given(_("Matrices you began"), "priorities.Matrix", "by", "title made_on"),
    Given(_("Cells you settled"), "priorities.Cell", "agreed_by", "matrix__title relation agreed_at"),
    Given(_("How you saw cells"), "priorities.Rating", "by", "cell__matrix__title relation note said_by at"),
    Given(_("What you remarked in matrices"), "priorities.Remark", "by", "kind words said_by at"),
    Given(_("What you signed off"), "priorities.SignOff", "by", "matrix__title body words at"),
    Given(_("Whom you said you know"), "priorities.Vouch", "by", "place__name how vouched_on"),
)
FORGOTTEN = (
    Unspoken("priorities.Voice", "", UNLINK, _("Votes that were counted stay; nobody can tell whose they were.")),
    Forgotten("priorities.Question", "by", UNLINK, SHARED),
    Forgotten("priorities.Batch", "by", UNLINK, SHARED),
    Forgotten("priorities.Priority", "by", UNLINK, SHARED),
    Forgotten("priorities.Evidence", "by", UNLINK, SHARED),
    Forgotten("priorities.PolicySet", "by", UNLINK, SHARED),
    Forgotten("priorities.Matrix", "by", UNLINK, SHARED),
    Forgotten("priorities.Cell", "agreed_by", UNLINK, ACTED_ON),
    Forgotten("priorities.Rating", "by", DELETE),
    Forgotten("priorities.Remark", "by", UNLINK, SHARED),
    Forgotten("priorities.SignOff", "by", UNLINK, ACTED_ON),
    Forgotten("priorities.Vouch", "person", DELETE),
    Forgotten("priorities.Vouch", "by", UNLINK, ACTED_ON),
)
NOT_ABOUT_A_PERSON = {
    "priorities.Evidence": "address: of a page",
    "priorities.Voice": "age: of a pseudonym that is like nothing elsewhere; given and taken out through it",
}
