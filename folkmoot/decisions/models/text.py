"""The text of a decision in its versions, and objections tied to its clauses."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Line, Notice, Pace
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.rounds.models import Round

from .decision import Decision
from .roll import Eligible

MOST_CLAUSES = 60


class Version(models.Model):
    """One text of a decision, whole. A new one is added, an old one stays."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    because = models.CharField(max_length=400, blank=True, help_text="what changed and why")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    round = models.OneToOneField(Round, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="version_once")]

    def __str__(self) -> str:
        return _("version %d") % self.number

    @classmethod
    @transaction.atomic
    def write(
        cls, decision: Decision, by: Person, clauses: Sequence[tuple[int | None, str]], because: str = ""
    ) -> Version:
        """A new version from its clauses in order: (clause id or None for a new one, words). The same text is the
        version there is. A round that is open on the version before ends, since people said to other words."""
        locked = decision._locked_for(by)
        if hasattr(locked, "settlement"):
            raise Refusal(_("It is settled, so its text stands."))
        said = [(key, words.strip()[:4000]) for key, words in clauses if words.strip()]
        if not said:
            raise Refusal(_("Write at least one clause."))
        if len(said) > MOST_CLAUSES:
            raise Refusal(_("A text of more than %(n)d clauses is better split in two.") % {"n": MOST_CLAUSES})
        newest = locked.newest()
        if newest and newest.plain() == said:
            return newest
        return cls._add(locked, by, said, because, newest)

    @classmethod
    def _add(cls, decision: Decision, by: Person, said: list, because: str, newest: Version | None) -> Version:
        made = decision.versions.create(number=newest.number + 1 if newest else 1, because=because.strip()[:400], by=by)
        known = set(decision.clauses.values_list("pk", flat=True))
        for position, (key, words) in enumerate(said, start=1):
            clause = key if key in known else decision.clauses.create().pk
            Wording.objects.create(version=made, clause_id=clause, position=position, words=words)
        if newest and newest.round_id and newest.round.is_open():
            newest.round.close(by, _("A new version took its place."))
        if newest:
            made._tell_objectors()
            audience = decision.journal_audience()
            Line.record(by, "wrote a new version of", decision, place=decision.place, audience=audience)
        return made

    def _tell_objectors(self) -> None:
        """Whoever has an open objection is asked whether it is met."""
        for objection in (
            Objection.objects.open().filter(eligible__decision=self.decision_id).select_related("eligible")
        ):
            if objection.eligible.person:
                words = _("There is a new version. Is your objection met? “%s”") % self.decision.title
                Notice.tell(objection.eligible.person, words, objection.get_absolute_url(), pace=Pace.AT_ONCE)

    def plain(self) -> list[tuple[int, str]]:
        """Its clauses in order: (clause id, words)."""
        return list(self.wordings.order_by("position").values_list("clause", "words"))


class Clause(models.Model):
    """One clause of a decision, the same through all versions, however it is worded."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="clauses")

    def __str__(self) -> str:
        newest = self.wordings.order_by("-version__number").first()
        return newest.words[:80] if newest else ""


class Wording(models.Model):
    """How one clause reads in one version."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="wordings")
    clause = models.ForeignKey(Clause, models.CASCADE, related_name="wordings")
    position = models.PositiveSmallIntegerField()
    words = models.TextField(max_length=4000)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "clause"], name="wording_once"),
            models.UniqueConstraint(fields=["version", "position"], name="wording_in_order"),
        ]

    def __str__(self) -> str:
        return self.words[:80]


class ObjectionSet(models.QuerySet):
    def open(self) -> ObjectionSet:
        return self.filter(met_at=None, withdrawn_at=None)


class Objection(models.Model):
    """Somebody who may say objects to a clause: why, and what would meet it. Open until they say that it is met.

    What is still open when the decision is settled stays beside it as dissent.
    """

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="objections")
    version = models.ForeignKey(Version, models.CASCADE, related_name="objections", help_text="what they read")
    eligible = models.ForeignKey(Eligible, models.CASCADE, related_name="objections")
    words = models.TextField(max_length=2000)
    would_meet = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now)
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(Version, models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ObjectionSet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "eligible"],
                condition=Q(met_at=None, withdrawn_at=None),
                name="objection_open_once",
            )
        ]

    def __str__(self) -> str:
        return self.words[:80]

    def get_absolute_url(self) -> str:
        return f"{self.eligible.decision.get_absolute_url()}#objection-{self.pk}"

    @classmethod
    @transaction.atomic
    def raise_one(
        cls,
        decision: Decision,
        by: Person,
        clause: int,
        words: str,
        would_meet: str = "",
        paper: Eligible | None = None,
    ) -> Objection:
        """Object to a clause of the newest version. While it is open there is one for each clause: again rewords it.
        `paper`: the line of somebody without an account, for whom the keeper keys it."""
        mine, newest = decision.on_roll(by), decision.newest()
        if paper is not None:
            decision._locked_for(by)
            mine = paper if paper.is_on_paper_of(decision) else None
        if mine is None:
            raise NotYours(_("Those who may say can object. Anyone else can write to whoever began it."))
        if hasattr(decision, "settlement"):
            raise Refusal(_("It is settled. Say on its review day what should change."))
        if newest is None or clause not in {key for key, _words in newest.plain()}:
            raise Refusal(_("That clause is not in the text any more. Load the page again."))
        if not words.strip():
            raise Refusal(_("Say what harm you see, in a sentence."))
        told = {"words": words.strip()[:2000], "would_meet": would_meet.strip()[:2000], "version": newest}
        made, new = cls.objects.get_or_create(
            clause_id=clause, eligible=mine, met_at=None, withdrawn_at=None, defaults=told
        )
        if not new:
            cls.objects.filter(pk=made.pk).update(**told)
            made.refresh_from_db()
        elif decision.by and decision.by != by:
            said = _("%(who)s objects to a clause of “%(title)s”") % {"who": by, "title": decision.title}
            Notice.tell(decision.by, said, made.get_absolute_url(), pace=Pace.AT_ONCE)
        return made

    def is_ended_by(self, by: Person | None) -> bool:
        """Its author; for one who objected on paper, whoever keeps the decision keys what they said."""
        if by is None or not by.is_authenticated:
            return False
        mine = self.eligible
        if mine.is_on_paper_of(mine.decision):
            return mine.decision.is_kept_by(by, timezone.localdate())
        return mine.person_id == by.pk

    def meet(self, by: Person) -> bool:
        """Its author says: met, by the text as it now stands; on paper, keyed by the keeper. True the first time."""
        return self._end(by, met_at=timezone.now(), met_by=self.eligible.decision.newest())

    def withdraw(self, by: Person) -> bool:
        """Its author takes it back. True the first time."""
        return self._end(by, withdrawn_at=timezone.now())

    def _end(self, by: Person, **how) -> bool:
        if not self.is_ended_by(by):
            raise NotYours(_("Only whoever objected can say that it is met."))
        ended = Objection.objects.open().filter(pk=self.pk).update(**how)
        self.refresh_from_db()
        return bool(ended)
