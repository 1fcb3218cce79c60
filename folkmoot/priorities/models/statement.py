"""A statement of a question: words that people can agree or disagree with, looked at before it is shown."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit.refusals import Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.places.models import Place
from folkmoot.points.models import Point
from folkmoot.requests.models import Request
from folkmoot.rounds.models import Option

from .question import Question

# The published rules: code, and what a statement must be.
RULES = (
    ("one-thing", gettext_lazy("It says one thing, so that people can agree with all of it or with none.")),
    ("on-it", gettext_lazy("It is an answer to the question.")),
    ("nobody", gettext_lazy("It is about no person by name, and tells nothing private.")),
    ("decent", gettext_lazy("It insults nobody, and is within the law.")),
    ("new", gettext_lazy("Nobody has said it yet in nearly the same words.")),
)
LONGEST = 280


class StatementSet(models.QuerySet):
    def shown(self) -> StatementSet:
        """Let in, and not held, removed or taken back since."""
        seen = Q(point__standing=None) | Q(point__standing__state=Standing.State.SHOWN)
        return self.filter(seen, point__taken_back_at=None, option__dropped_at=None).exclude(option=None)

    def waiting(self) -> StatementSet:
        """Put by somebody and not looked at yet."""
        return self.filter(option=None, refused_at=None, point__taken_back_at=None)


class Statement(models.Model):
    """Something people can say yes or no to. Whoever puts one is told whether it was let in, and why not.

    `seed`: put by those who ask. `option` is there once it has been let in.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="statements")
    point = models.OneToOneField(Point, models.CASCADE, related_name="+")
    option = models.OneToOneField(Option, models.SET_NULL, null=True, blank=True, related_name="statement")
    seed = models.BooleanField(default=False)
    price_pence = models.PositiveBigIntegerField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    put_at = models.DateTimeField(default=timezone.now)

    objects = StatementSet.as_manager()

    class Meta:
        ordering = ["put_at", "pk"]

    def __str__(self) -> str:
        return self.point.words

    def get_absolute_url(self) -> str:
        return reverse("priorities:statements", args=[self.question_id])

    @classmethod
    @transaction.atomic
    def seed_with(
        cls,
        question: Question,
        words: str,
        by: Person | None,
        price_pence: int | None = None,
        *,
        place: Place | None = None,
    ) -> Statement:
        """A statement of those who ask: let in at once, and marked as theirs. The same words twice are one. `place`:
        the part it is about; where that is not said, it is the question's."""
        words = _fit(words)
        known = question.statements.filter(point__words=words, seed=True).first()
        if known:
            return known
        asks = str(question.organisation or by or "")
        point = Point.note(words, question, person=by, said_by=asks, place=_where(question, place))
        made = cls.objects.create(question=question, point=point, seed=True, price_pence=price_pence)
        made._open_to_votes()
        return made

    @classmethod
    @transaction.atomic
    def add(
        cls,
        question: Question,
        words: str,
        by: Person,
        price_pence: int | None = None,
        *,
        place: Place | None = None,
    ) -> Statement:
        """One more of those who ask, while it is open."""
        question.check_runner(by)
        question.round.locked_open()
        if question.kind == Question.Kind.BASKET and price_pence is None:
            raise Refusal(_("Say what it costs, like £900."))
        return cls.seed_with(question, words, by, price_pence, place=place)

    @classmethod
    @transaction.atomic
    def put(
        cls,
        question: Question,
        words: str,
        by: Person | None,
        *,
        signed: bool = False,
        once: str = "",
        place: Place | None = None,
    ) -> Statement:
        """Somebody puts a statement: held until a moderator has looked, who is asked. Refuses a closed question.
        `place`: as in `seed_with`."""
        question.round.locked_open()
        if not question.takes_statements:
            raise Refusal(_("Statements of your own are not asked for here."))
        words = _fit(words)
        if _is_there(question, words):
            raise Refusal(_("Somebody has put that already, in the same words. It counts when people vote on it."))
        facts = {"person": by, "said_by": by.name if by and signed else "", "place": _where(question, place)}
        point = Point.note(words, question, once=once, **facts)
        made, new = cls.objects.get_or_create(point=point, defaults={"question": question})
        if new:
            standing = Standing.of(point, by)
            Standing.objects.filter(pk=standing.pk).update(state=Standing.State.HELD)
            asked = _("May this stand as a statement? “%(words)s”") % {"words": words}
            whom = ["role:moderator", "role:keeper"]
            Request.put("statement", asked, made, to=whom, once=f"statement {made.pk}", asked_by=None)
        return made

    @transaction.atomic
    def let_in(self, by: Person, because: str = "") -> None:
        """A moderator has looked: people may vote on it from now on. Twice is once."""
        locked = self._looked_at(by, Standing.State.SHOWN, because or _("It is within the rules of the question."))
        if locked.option_id is None:
            locked._open_to_votes()
        self.refresh_from_db()

    @transaction.atomic
    def leave_out(self, by: Person, rule: str, because: str = "") -> None:
        """A moderator has looked: it does not stand, by which rule. Whoever put it is told, and may appeal."""
        told = dict(RULES).get(rule)
        if told is None:
            raise Refusal(_("Say which rule it does not fit."))
        why = _("It did not fit this rule: %(rule)s") % {"rule": told}
        locked = self._looked_at(by, Standing.State.REMOVED, f"{why} {because}".strip(), rule)
        Statement.objects.filter(pk=locked.pk, refused_at=None).update(refused_at=timezone.now())
        self.refresh_from_db()

    def _looked_at(self, by: Person, state: str, because: str, rule: str = "") -> Statement:
        locked = Statement.objects.select_for_update().get(pk=self.pk)
        standing = Standing.of(locked.point)
        standing.rule(state, because, by, rule)
        for request in Request.objects.open().filter(kind="statement", once=f"statement {self.pk}"):
            request.close()
        return locked

    def _open_to_votes(self) -> None:
        [self.option] = self.question.round.offer([(self.point.words, None)])
        self.refused_at = None
        self.save(update_fields=["option", "refused_at"])


def _fit(words: str) -> str:
    words = " ".join(words.split())
    if not words:
        raise Refusal(_("Write the statement."))
    if len(words) > LONGEST:
        raise Refusal(
            _("That is over %(n)d letters. One thing in one sentence is easiest to say yes or no to.") % {"n": LONGEST}
        )
    return words


def _where(question: Question, place: Place | None) -> Place | None:
    """The part it is about, which lies in the place the question is for."""
    whole = question.place
    if place and whole and not place.path.startswith(whole.path):
        inside = {"place": place, "whole": whole}
        raise Refusal(_("%(place)s does not lie in %(whole)s, which this is asked for. Name a part of it.") % inside)
    return place or whole


def _is_there(question: Question, words: str) -> bool:
    return question.statements.filter(point__words__iexact=words, point__taken_back_at=None).exists()
