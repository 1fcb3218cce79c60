"""A matrix: what a body puts first against the policies of somebody else, filled in by several, signed by the body."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import Activity, Membership
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person

from .owned import Owned, OwnedSet
from .policy import Policy, PolicySet


class Relation(models.TextChoices):
    """What a policy does to what a body puts first."""

    UNKNOWN = "unknown", gettext_lazy("not known")
    SUPPORTS = "supports", gettext_lazy("supports")
    NEUTRAL = "neutral", gettext_lazy("neither")
    CONFLICTS = "conflicts", gettext_lazy("conflicts")


class Matrix(Owned):
    """One body's strategic priorities by one set of policies. Carried to the next set it becomes another matrix, and
    this one stays as it was."""

    NOT_YOURS = gettext_lazy("Those who look after this matrix can do that.")

    title = models.CharField(max_length=200)
    about = models.TextField(blank=True, max_length=8000)
    body_words = models.CharField(max_length=200, blank=True, help_text="the body, where it is not in the directory")
    policies = models.ForeignKey(PolicySet, models.PROTECT, related_name="matrices")
    carried_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="carried_to")
    made_on = models.DateField(default=timezone.localdate)
    made_said = models.CharField(max_length=80, blank=True, help_text="the meeting, as it was said")
    source = models.CharField(max_length=500, blank=True)
    decision_asked = models.CharField(max_length=400, blank=True, help_text="what the board is asked to decide")
    options = models.TextField(blank=True, max_length=4000)

    objects = OwnedSet.as_manager()

    class Meta:
        ordering = ["-made_on", "-pk"]
        verbose_name_plural = "matrices"
        constraints = [
            models.UniqueConstraint(
                fields=["carried_from", "policies"], condition=Q(carried_from__isnull=False), name="carried_once"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("priorities:matrix", args=[self.pk])

    @classmethod
    @transaction.atomic
    def begin(cls, title: str, aims: list[str], policies: PolicySet, by: Person | None, **more) -> Matrix:
        """A matrix with its rows; every cell is not known. `once`: twice is once."""
        known = cls.known(more.get("once"))
        if known:
            return known
        aims = [" ".join(words.split()) for words in aims if words.strip()]
        if not aims:
            raise Refusal(_("Write at least one priority, one a line."))
        made = cls.objects.create(title=title, policies=policies, by=by, **more)
        Aim.objects.bulk_create(
            Aim(matrix=made, number=number, words=words[:300]) for number, words in enumerate(aims, start=1)
        )
        Line.record(by, "began", made, place=made.place)
        return made

    def whose(self) -> str:
        return str(self.organisation or self.body_words or "")

    def is_signed(self) -> bool:
        return self.signatures.exists()

    @transaction.atomic
    def unsigned(self) -> Matrix:
        """This one, locked; Refusal once it is signed off: a signed matrix is carried on, not changed."""
        locked = Matrix.objects.select_for_update().get(pk=self.pk)
        if locked.story:
            raise NotYours(_("The 2009 story is not changed."))
        if locked.is_signed():
            raise Refusal(_("It is signed off and stays as it is. Carry it to another set of policies to go on."))
        return locked

    @transaction.atomic
    def note_existing(self, field: str, words: str, aims: list[str]) -> Existing:
        """Something that is done already: its field, an activity by its title or words, and the numbers of the
        priorities it serves. The same again is one."""
        self.unsigned()
        if not (field.strip() and words.strip()):
            raise Refusal(_("Say what is done, and in which field."))
        activity = Activity.objects.live().shown().public().filter(title__iexact=words.strip(), same_as=None).first()
        facts = {"field": field.strip()[:80], "words": "" if activity else words.strip()[:300], "activity": activity}
        made, _new = Existing.objects.get_or_create(matrix=self, **facts)
        numbers = [int(one) for one in aims if one.isdecimal() and len(one) < 5]
        made.aims.set(self.aims.filter(number__in=numbers))
        return made

    @transaction.atomic
    def cell(self, aim: int, policy: int) -> Cell:
        """The cell where a row and a column meet, made at the first asking; Refusal where it may not be changed."""
        self.unsigned()
        row = self.aims.filter(number=aim).first()
        column = self.policies.policies.filter(number=policy).first()
        if not row or not column:
            raise Refusal(_("There is no such cell. Go back to the matrix and choose one."))
        return Cell.objects.get_or_create(matrix=self, aim=row, policy=column)[0]

    @transaction.atomic
    def carry_to(self, policies: PolicySet, by: Person) -> Matrix:
        """The same rows against another set of policies, with what is done already tied to them, every cell not known
        again; this one stays. Twice is once."""
        self.check_runner(by)
        known = Matrix.objects.filter(carried_from=self, policies=policies).first()
        if known:
            return known
        if policies == self.policies:
            raise Refusal(_("It stands against these policies already."))
        facts = {"organisation": self.organisation, "body_words": self.body_words, "place": self.place}
        rows = list(self.aims.values_list("words", flat=True))
        made = Matrix.begin(self.title, rows, policies, by, carried_from=self, about=self.about, **facts)
        same = {aim.number: aim for aim in made.aims.all()}
        for one in self.existing.prefetch_related("aims"):
            facts = {"field": one.field, "words": one.words, "activity": one.activity, "source": one.source}
            made.existing.create(**facts).aims.set(same[aim.number] for aim in one.aims.all() if aim.number in same)
        return made

    @transaction.atomic
    def sign(self, by: Person, words: str = "") -> SignOff:
        """The body signs off what stands here, by somebody who speaks for it. Where it is not in the directory, whoever
        looks after the matrix signs in their own name, and says for whom. Twice is once."""
        self.check_runner(by)
        Matrix.objects.select_for_update().get(pk=self.pk)
        made, new = SignOff.objects.get_or_create(
            matrix=self, body=self._signed_as(by), defaults={"by": by, "words": words[:400]}
        )
        if new:
            Line.record(by, "signed off", self, place=self.place)
        return made

    def may_be_signed_by(self, person: Person | None, day: date) -> bool:
        if not self.may_be_run_by(person, day):
            return False
        return self.organisation_id is None or self.organisation_id in Membership.objects.spoken_by(person, day)

    def _signed_as(self, by: Person) -> str:
        if not self.may_be_signed_by(by, timezone.localdate()):
            raise NotYours(_("Those who speak for %s sign it off.") % self.organisation)
        if self.organisation:
            return str(self.organisation)[:200]
        return (_("%(who)s, for %(body)s") % {"who": by, "body": self.body_words} if self.body_words else str(by))[:200]


class Aim(models.Model):
    """One strategic priority of a body: a row of its matrix."""

    matrix = models.ForeignKey(Matrix, models.CASCADE, related_name="aims")
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["matrix", "number"], name="aim_number_once")]

    def __str__(self) -> str:
        return self.words


class Cell(models.Model):
    """Where a row and a column meet: what was agreed of it, if anything was. Nobody has said anything of one there is
    no row for."""

    matrix = models.ForeignKey(Matrix, models.CASCADE, related_name="cells")
    aim = models.ForeignKey(Aim, models.CASCADE, related_name="cells")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+")
    relation = models.CharField(max_length=10, choices=Relation, default=Relation.UNKNOWN)
    agreed_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matrix", "aim", "policy"], name="cell_once")]

    def __str__(self) -> str:
        return f"{self.aim}: {self.policy}"

    @transaction.atomic
    def rate(self, by: Person, relation: str, note: str = "", said_by: str = "") -> Rating:
        """One person's view of it, in place of their earlier one. `said_by`: somebody else in the room, whose view is
        written down by those who look after the matrix."""
        self.matrix.unsigned()
        said_by = " ".join(said_by.split())[:120]
        if said_by:
            self.matrix.check_runner(by)
        if relation not in Relation.values:
            raise Refusal(_("Choose supports, neither, conflicts or not known."))
        facts = {"relation": relation, "note": note[:400], "at": timezone.now()}
        if not said_by:
            return Rating.objects.update_or_create(cell=self, by=by, said_by="", defaults=facts)[0]
        return Rating.objects.update_or_create(cell=self, said_by=said_by, defaults=facts | {"by": by})[0]

    @transaction.atomic
    def agree(self, by: Person, relation: str) -> None:
        """What the meeting settled on; the views stay beside it."""
        self.matrix.check_runner(by)
        self.matrix.unsigned()
        if relation not in Relation.values:
            raise Refusal(_("Choose supports, neither, conflicts or not known."))
        Cell.objects.filter(pk=self.pk).update(relation=relation, agreed_by=by, agreed_at=timezone.now())
        self.refresh_from_db()
        Line.record(by, "settled a cell of", self.matrix, place=self.matrix.place)

    @transaction.atomic
    def remark(self, by: Person, kind: str, words: str, said_by: str = "", once: str = "") -> Remark:
        """An opportunity, a threat, a gap or an action there, and who said so. The same words twice are one."""
        self.matrix.unsigned()
        if kind not in Remark.Kind.values or not words.strip():
            raise Refusal(_("Say what it is: an opportunity, a threat, a gap or an action."))
        facts = {"kind": kind, "words": words.strip()[:400]}
        made, new = self.remarks.get_or_create(**facts, defaults={"by": by, "said_by": said_by.strip()[:120]})
        if new:
            Line.record(by, "added to", self.matrix, place=self.matrix.place)
        return made


class Rating(models.Model):
    """How one person sees one cell; `said_by` where they have no account here and somebody wrote it down."""

    cell = models.ForeignKey(Cell, models.CASCADE, related_name="ratings")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    said_by = models.CharField(max_length=120, blank=True, default="")
    relation = models.CharField(max_length=10, choices=Relation)
    note = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cell", "by"], condition=Q(said_by=""), name="rating_once_each"),
            models.UniqueConstraint(fields=["cell", "said_by"], condition=~Q(said_by=""), name="rating_once_each_name"),
        ]

    def __str__(self) -> str:
        return f"{self.who()}: {self.get_relation_display()}"

    def who(self) -> str:
        """Whose view it is."""
        return self.said_by or str(self.by or _("Somebody"))


class Remark(models.Model):
    """What somebody says of a cell: an opportunity, a threat, a gap, an action."""

    class Kind(models.TextChoices):
        OPPORTUNITY = "opportunity", gettext_lazy("Opportunity")
        THREAT = "threat", gettext_lazy("Threat")
        GAP = "gap", gettext_lazy("Gap")
        ACTION = "action", gettext_lazy("Action")

    cell = models.ForeignKey(Cell, models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=12, choices=Kind)
    words = models.CharField(max_length=400)
    said_by = models.CharField(max_length=120, blank=True, help_text="who said so, where somebody else wrote it down")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    example = models.BooleanField(default=False, help_text="an example, not theirs")
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["kind", "at", "pk"]
        constraints = [models.UniqueConstraint(fields=["cell", "kind", "words"], name="remark_once")]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        cell = self.cell
        return (
            f"{reverse('priorities:cell', args=[cell.matrix_id, cell.aim.number, cell.policy.number])}#remark-{self.pk}"
        )


class Existing(models.Model):
    """Something that is done already in one of the fields a matrix is about; an activity of the directory, or words."""

    matrix = models.ForeignKey(Matrix, models.CASCADE, related_name="existing")
    field = models.CharField(max_length=80)
    words = models.CharField(max_length=300, blank=True)
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="+")
    aims = models.ManyToManyField(Aim, blank=True, related_name="existing")
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["field", "pk"]
        verbose_name_plural = "existing"

    def __str__(self) -> str:
        return str(self.activity or self.words)


class SignOff(models.Model):
    """A body signed a matrix off."""

    matrix = models.ForeignKey(Matrix, models.CASCADE, related_name="signatures")
    body = models.CharField(max_length=200)
    words = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["matrix", "body"], name="signed_once_each")]

    def __str__(self) -> str:
        return self.body
