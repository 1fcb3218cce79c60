"""What whoever can decide said, and the promises that came with it."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import Post, Term
from folkmoot.journal.models import Line, Notice, Pace
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for
from folkmoot.promises.models import Promise

from .proposition import Proposition
from .signing import may_carry

OPEN_MIND = gettext_lazy(
    "This is a matter for a committee with an open mind. You can listen and carry it, not say yes or no."
)


class Response(models.Model):
    """What was said to a proposition: yes, yes if, no because, not mine, or see me.

    It is an answer until the minute or the delegated record is linked; then it is a decision. A councillor who does
    not decide alone gives a view (`is_view`). An answer given elsewhere is written down by those who asked, with its
    source (`told_by`, `source`), and gives way to one given here.
    """

    class Choice(models.TextChoices):
        YES = "yes", gettext_lazy("Yes")
        YES_IF = "yes-if", gettext_lazy("Yes, if …")
        NO = "no", gettext_lazy("No, because …")
        NOT_MINE = "not-mine", gettext_lazy("Not mine to decide")
        SEE_ME = "see-me", gettext_lazy("Come and see me")

    # What a member alone does not say of planning or licensing.
    OF_A_COMMITTEE = (Choice.YES, Choice.YES_IF, Choice.NO)

    proposition = models.ForeignKey(Proposition, models.CASCADE, related_name="responses")
    choice = models.CharField(max_length=10, choices=Choice)
    because = models.TextField(max_length=4000, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=300, help_text="who answered, and as what, as it was then")
    term = models.ForeignKey(Term, models.SET_NULL, null=True, blank=True, related_name="+")
    given_on = models.DateField(default=timezone.localdate)
    is_view = models.BooleanField(default=False)
    other_post = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="+")
    other_words = models.CharField(max_length=200, blank=True, help_text="whose it is to decide")
    told_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=300, blank=True, help_text="where it was given, if not here")
    source_address = models.CharField(max_length=500, blank=True)
    minute = models.CharField(max_length=300, blank=True, help_text="the minute or delegated record")
    minute_address = models.CharField(max_length=500, blank=True)
    minute_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposition"], condition=Q(undone_at=None, is_view=False), name="response_standing_once"
            ),
            models.UniqueConstraint(
                fields=["proposition", "by"], condition=Q(undone_at=None, is_view=True), name="response_view_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposition}: {self.get_choice_display()}"

    def get_absolute_url(self) -> str:
        return f"{self.proposition.get_absolute_url()}#response-{self.pk}"

    def is_decision(self) -> bool:
        """Whether the minute or the delegated record is linked."""
        return bool(self.minute_address)

    def is_done(self) -> bool:
        """Said yes, and everything that was promised with it is kept; with nothing promised, not yet."""
        if self.choice not in (self.Choice.YES, self.Choice.YES_IF):
            return False
        deeds = [each.promise for each in self.commitments.select_related("promise__outcome") if not each.is_condition]
        return bool(deeds) and all(getattr(getattr(deed, "outcome", None), "state", "") == "kept" for deed in deeds)

    def conditions_met(self) -> tuple[int, int]:
        """How many of its conditions are met, of how many."""
        conditions = [each.promise for each in self.commitments.select_related("promise__outcome") if each.is_condition]
        met = sum(getattr(getattr(one, "outcome", None), "state", "") == "kept" for one in conditions)
        return met, len(conditions)

    # Giving it

    @classmethod
    @transaction.atomic
    def give(cls, proposition: Proposition, by: Person, choice: str, because: str = "", **more) -> Response:
        """The answer of whoever can decide, in place of an earlier one; the same again is one.

        `more`: other_post or other_words for "not mine". Every choice but a plain yes needs a reason. Refuses who
        cannot decide this, and what was not put or was withdrawn; and a yes or no of a councillor in planning and
        licensing, which a committee decides with an open mind.
        """
        locked, day = _locked(proposition), timezone.localdate()
        if not locked.may_be_answered_by(by, day):
            raise NotYours(_("%s can answer this. You can stand behind it, or report it.") % locked.decider())
        if choice in cls.OF_A_COMMITTEE and cls._wants_open_mind(locked, by, day):
            raise Refusal(OPEN_MIND)
        said = cls._said(choice, because, more)
        term = locked.holder(day)
        said |= {"by": by, "term": term, "name": cls._called(by, locked, term, day)}
        return cls._keep(locked, by, said)

    @staticmethod
    def _wants_open_mind(proposition: Proposition, by: Person, day: date) -> bool:
        """Planning or licensing, asked of a seat somebody was elected to, or answered by a councillor for themselves.
        Whoever speaks for the body, or holds delegated powers, passes on what was decided."""
        if proposition.matter == Proposition.Matter.ORDINARY or proposition.post is None:
            return False
        term = proposition.holder(day)
        own = bool(term and term.person and term.person_id in acts_for(by, day))
        return proposition.post.place_id is not None or (own and may_carry(term.person, day))

    @classmethod
    def _called(cls, by: Person, proposition: Proposition, term: Term | None, day: date) -> str:
        if term and term.person_id in acts_for(by, day):
            return f"{term.name}, {proposition.post.name}"[:300]
        return _("%(who)s, for %(body)s") % {"who": by, "body": proposition.decider_body()}

    @classmethod
    def _said(cls, choice: str, because: str, more: dict) -> dict:
        if choice not in cls.Choice.values:
            raise Refusal(_("Choose one of the answers."))
        if choice != cls.Choice.YES and not because.strip():
            raise Refusal(_("Give the reason in a sentence: those who asked, and everyone else, will read it."))
        if choice == cls.Choice.NOT_MINE and not (more.get("other_post") or more.get("other_words", "").strip()):
            raise Refusal(_("Say whose it is to decide, so that it can be passed on."))
        return {"choice": choice, "because": because.strip()[:4000]} | more

    @classmethod
    @transaction.atomic
    def tell(cls, proposition: Proposition, by: Person, choice: str, because: str, source: str, **more) -> Response:
        """Those who asked write down an answer that was given elsewhere: a letter, a meeting. `more`: source_address,
        given_on, other_words. Refused once whoever decides has answered here."""
        locked = _locked(proposition)
        if not locked.is_asked_by(by, timezone.localdate()):
            raise NotYours(_("Those who ask for this write down what was answered."))
        standing = locked.answer()
        if standing and standing.told_by_id is None:
            raise Refusal(_("They have answered here themselves."))
        if not source.strip():
            raise Refusal(_("Say where the answer was given: a letter, a meeting, a date."))
        said = cls._said(choice, because, more) | {"told_by": by, "source": source.strip()[:300]}
        return cls._keep(locked, by, said | {"name": locked.decider()[:300]})

    @classmethod
    @transaction.atomic
    def view(cls, proposition: Proposition, by: Person, choice: str, because: str) -> Response:
        """What a councillor thinks of it, who does not decide it alone. In place of their earlier view.

        Planning and licensing are decided on the papers and with an open mind: there a member listens, and says so.
        """
        if not may_carry(by, timezone.localdate()):
            raise NotYours(_("Councillors say here how they see it."))
        locked = _locked(proposition)
        if locked.matter != Proposition.Matter.ORDINARY and choice != cls.Choice.SEE_ME:
            raise Refusal(OPEN_MIND)
        said = cls._said(choice, because, {}) | {"by": by, "name": str(by)[:300], "is_view": True}
        standing = locked.responses.filter(is_view=True, by=by, undone_at=None).first()
        return cls._replace(locked, standing, said, by, "said how they see")

    @classmethod
    def _keep(cls, locked: Proposition, by: Person, said: dict) -> Response:
        made = cls._replace(locked, locked.answer(), said, by, "answered")
        asked = locked.request()
        if asked and asked.closed_at is None and made.told_by_id is None:
            cls._answer_request(asked, by, made, locked)
        return made

    @classmethod
    def _replace(cls, locked: Proposition, standing: Response | None, said: dict, by: Person, verb: str) -> Response:
        if standing and all(getattr(standing, name) == value for name, value in said.items()):
            return standing
        if standing:
            cls.objects.filter(pk=standing.pk).update(undone_at=timezone.now())
            standing._let_fall(by, _("Another answer took the place of the one it came with."))
        made = cls.objects.create(proposition=locked, **said)
        Line.record(by, verb, locked, place=locked.place)
        made._tell_those_who_asked(by)
        return made

    @classmethod
    def _answer_request(cls, asked, by: Person, made: Response, locked: Proposition) -> None:
        """Where the holder was asked in person the answer is theirs; else it is their body's."""
        in_person = asked.recipients.filter(person__in=acts_for(by, timezone.localdate())).exists()
        party = {} if in_person else {"party": locked.decider_body().party}
        asked.answer(by, made.choice, made.because, **party)
        if made.choice != cls.Choice.SEE_ME:
            asked.close()

    def _let_fall(self, by: Person, why: str) -> None:
        """What was promised with it is waited for no longer; what was kept already stays kept."""
        for each in self.commitments.select_related("promise"):
            each.promise.fall_away(by, why)

    def _tell_those_who_asked(self, by: Person) -> None:
        words = _("%(who)s on “%(title)s”: %(what)s") % {
            "who": self.name,
            "title": self.proposition.title,
            "what": self.get_choice_display(),
        }
        signers = Person.objects.filter(
            pk__in=self.proposition.signatures.filter(taken_back_at=None).values("person"), is_active=True
        )
        for person in {self.proposition.by, *signers} - {None, by}:
            Notice.tell(person, words, self.get_absolute_url(), pace=Pace.AT_ONCE)

    @transaction.atomic
    def link_minute(self, by: Person, minute: str, address: str, on: date | None = None) -> Response:
        """Link the record that makes it a decision. Whoever decides, or those who asked, may; safe twice."""
        locked, day = _locked(self.proposition), timezone.localdate()
        if not (locked.may_be_answered_by(by, day) or locked.is_asked_by(by, day)):
            raise NotYours(_("Whoever decides, or those who asked, link the minute."))
        if not address.strip() or not minute.strip():
            raise Refusal(_("Give the record’s name and where it can be read."))
        told = {"minute": minute.strip()[:300], "minute_address": address.strip()[:500], "minute_on": on or day}
        if any(getattr(self, name) != value for name, value in told.items()):
            Response.objects.filter(pk=self.pk).update(**told)
            Line.record(by, "linked the record of", locked, place=locked.place)
        self.refresh_from_db()
        return self

    @transaction.atomic
    def commit(self, by: Person, what: str, due_on: date | None, *, is_condition: bool, **more) -> Commitment:
        """A promise that goes with the answer: a condition to be met first, or what will be done.

        Whoever decides says so with the answer; a promise for somebody else is put to them before it stands, as every
        promise is. `more`: holder, organisation, holder_words, due_words, steps. The same words again are one.
        """
        locked = _locked(self.proposition)
        may = locked.may_be_answered_by(by, timezone.localdate())
        told_here = self.told_by_id is not None and locked.is_asked_by(by, timezone.localdate())
        if not (may or told_here):
            raise NotYours(_("Whoever answers says what is promised with the answer."))
        known = self.commitments.filter(promise__what=" ".join(what.split())).first()
        if known:
            return known
        said = {"said_at": _("the answer to “%s”") % locked.title[:150], "place": locked.place}
        promise = Promise.make(
            what, due_on, by, said_at_address=locked.get_absolute_url(), once=f"{self.pk}:{what}"[:60], **said, **more
        )
        return self.commitments.create(promise=promise, is_condition=is_condition)

    @transaction.atomic
    def undo(self, by: Person) -> bool:
        """Take it back; it stays in the history. True the first time."""
        mine = self.by_id in acts_for(by, timezone.localdate()) or self.told_by_id == by.pk
        if not mine:
            raise NotYours(_("Only whoever gave this answer can take it back."))
        if self.is_decision():
            raise Refusal(_("The record of the decision is linked. What changed it needs a record of its own."))
        undone = Response.objects.filter(pk=self.pk, undone_at=None).update(undone_at=timezone.now())
        if undone:
            self._let_fall(by, _("The answer it came with was taken back."))
            Line.record(by, "took back an answer to", self.proposition, place=self.proposition.place)
        return bool(undone)


def _locked(proposition: Proposition) -> Proposition:
    found = Proposition.objects.select_for_update(of=("self",)).get(pk=proposition.pk)
    if not found.put_at or found.withdrawn_at:
        raise Refusal(_("It is not put to anybody now, so there is nothing to answer."))
    return found


class Commitment(models.Model):
    """A promise that came with an answer: a condition that must be met first, or what will be done."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="commitments")
    promise = models.OneToOneField(Promise, models.CASCADE, related_name="commitment")
    is_condition = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_condition", "pk"]

    def __str__(self) -> str:
        return str(self.promise)
