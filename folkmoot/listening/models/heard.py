"""Somebody who was heard: what they allowed, how they see, correct and withdraw their words, what they were told."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit.codes import digest, new_code
from folkmoot.kit.links import sign
from folkmoot.kit.refusals import Refusal
from folkmoot.kit.sealed import SealedText
from folkmoot.people.models import Person
from folkmoot.points.models import Point

from .listening import Listening
from .patch import Patch

LINK = "heard"
LINK_DAYS = 400


class Slip(models.Model):
    """A numbered slip of paper with a code: handed over at the door, or the foot of a paper form. Whoever holds it sees
    their own words."""

    patch = models.ForeignKey(Patch, models.CASCADE, related_name="slips")
    number = models.PositiveIntegerField()
    code = SealedText(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["patch", "number"]
        constraints = [models.UniqueConstraint(fields=["patch", "number"], name="slip_number_once")]

    def __str__(self) -> str:
        return _("slip %(number)d") % {"number": self.number}

    @classmethod
    @transaction.atomic
    def make(cls, patch: Patch, by: Person, many: int = 1) -> list[Slip]:
        """New ones with the next numbers."""
        Patch.objects.select_for_update().get(pk=patch.pk)
        last = cls.objects.filter(patch=patch).aggregate(last=models.Max("number"))["last"] or 0
        codes = [new_code(3) for _one in range(many)]
        return cls.objects.bulk_create(
            cls(patch=patch, number=last + at, code=code, digest=digest("slip", code), made_by=by)
            for at, code in enumerate(codes, 1)
        )

    @classmethod
    def with_code(cls, code: str) -> Slip | None:
        return cls.objects.filter(digest=digest("slip", code)).select_related("patch").first()


class Heard(models.Model):
    """Somebody who was heard, with or without a name. Everything that tells who they are is sealed."""

    class Means(models.TextChoices):
        NONE = "", gettext_lazy("Rather not")
        MAIL = "mail", gettext_lazy("By email")
        PHONE = "phone", gettext_lazy("By phone")
        SLIP = "slip", gettext_lazy("A slip through the door")

    listening = models.ForeignKey(Listening, models.CASCADE, related_name="heard")
    number = models.PositiveSmallIntegerField(default=1, help_text="which of those at a house meeting")
    name = SealedText(max_length=120, blank=True, default="")
    contact = SealedText(max_length=200, blank=True, default="")
    means = models.CharField(max_length=6, choices=Means, blank=True, default=Means.NONE)
    age = SealedText(max_length=20, blank=True, default="")
    group = SealedText(max_length=80, blank=True, default="")
    slip = models.OneToOneField(Slip, models.PROTECT, related_name="heard")
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", help_text="their account, if they tied it"
    )
    corrected_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["listening", "number"]
        verbose_name_plural = "heard"
        constraints = [models.UniqueConstraint(fields=["listening", "number"], name="heard_number_once")]

    def __str__(self) -> str:
        return _("Somebody heard in %(patch)s") % {"patch": self.listening.patch}

    def get_absolute_url(self) -> str:
        return self.listening.get_absolute_url()

    @property
    def voice(self) -> str:
        return f"heard {self.pk}"

    def link(self) -> str:
        """The page of their own words, for whoever holds the link."""
        return reverse("listening:mine", args=[sign(LINK, self.slip_id, days=LINK_DAYS)])

    def full_link(self) -> str:
        return f"{settings.SITE_URL}{self.link()}"

    def points(self) -> models.QuerySet[Point]:
        return self.listening.points().filter(voice=self.voice).order_by("said_at", "pk")

    # What they allowed

    def allows(self, purpose: str) -> bool:
        return self.withdrawn_at is None and self.allowed.filter(purpose=purpose, taken_back_at=None).exists()

    @transaction.atomic
    def allow(self, purpose: str, words: str) -> Allowed:
        """They agree to one purpose, in the words they saw. Twice is once."""
        if purpose not in Allowed.Purpose.values:
            raise Refusal(_("Choose what it may be used for."))
        given, _new = Allowed.objects.get_or_create(
            heard=self, purpose=purpose, taken_back_at=None, defaults={"words": words}
        )
        if purpose == Allowed.Purpose.QUOTE:
            for point in self.points():
                point.allow_quotes(f"allowed {given.pk}")
        return given

    @transaction.atomic
    def take_back(self, purpose: str) -> bool:
        """They agree no longer: quotes, introductions, slips that wait and what was passed on end at once. True the
        first time."""
        if purpose == Allowed.Purpose.KEEP:
            raise Refusal(_("So that nothing is kept any more, take back everything."))
        gone = self.allowed.filter(purpose=purpose, taken_back_at=None).update(taken_back_at=timezone.now())
        ends = {
            Allowed.Purpose.QUOTE: self._end_quotes,
            Allowed.Purpose.CONTACT: self._end_contact,
            Allowed.Purpose.INTRODUCE: self._end_pairings,
            Allowed.Purpose.COUNCILLOR: self._end_passed,
        }
        if purpose in ends:
            ends[Allowed.Purpose(purpose)]()
        return bool(gone)

    def _end_quotes(self) -> None:
        for point in self.points():
            point.allow_quotes("")

    def _end_contact(self) -> None:
        Heard.objects.filter(pk=self.pk).update(name="", contact="", means="")
        self.told.filter(delivered_at=None).delete()
        self.refresh_from_db()

    def _end_pairings(self) -> None:
        for pairing in self.pairings():
            pairing.end()

    def _end_passed(self) -> None:
        for passed in self.passed.filter(ended_at=None):
            passed.end()

    # Their words

    @transaction.atomic
    def correct(self, point: Point, words: str) -> None:
        """Their words as they would have them; nothing left of a point withdraws it. A quote of it goes: it was of
        other words."""
        if not self.points().filter(pk=point.pk).exists():
            raise Refusal(_("These are not your words."))
        words = words.strip()
        if words == point.said:
            return
        for quote in point.quotes.filter(taken_out_at=None):
            quote.take_out(None)
        point.say(words) if words else point.take_back()
        Heard.objects.filter(pk=self.pk).update(corrected_at=timezone.now())

    @transaction.atomic
    def withdraw(self) -> bool:
        """Everything of theirs goes: words, quotes, counts, name, contact, what they allowed. True the first time. The
        consents stay as rows without words to show that they were given and taken back."""
        now = timezone.now()
        heard = Heard.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if heard.withdrawn_at:
            return False
        for point in self.points():
            point.take_back()
        self.allowed.filter(taken_back_at=None).update(taken_back_at=now)
        blank = dict.fromkeys(("name", "contact", "means", "age", "group"), "")
        Heard.objects.filter(pk=self.pk).update(withdrawn_at=now, person=None, **blank)
        self.owed.update(words="")
        self.memberships.all().delete()
        self.states.all().delete()
        self.told.filter(delivered_at=None).delete()
        self._end_pairings()
        self._end_passed()
        self._close_listening(now)
        self.refresh_from_db()
        return True

    def _close_listening(self, now: datetime) -> None:
        """When nobody is left in it, the rest of it goes too."""
        listening = self.listening
        if not listening.heard.filter(withdrawn_at=None).exists():
            for point in listening.points():
                point.take_back()
            Listening.objects.filter(pk=listening.pk).update(withdrawn_at=now, who_else="", spot="")

    def pairings(self) -> list:
        """Introductions they are one side of."""
        return [*self.pairings_a.all(), *self.pairings_b.all()]


class Allowed(models.Model):
    """What somebody heard agreed to, for one purpose, in the words they saw; taken back, never deleted."""

    class Purpose(models.TextChoices):
        KEEP = "keep", gettext_lazy("Write down what I say, without my name, and count it")
        CONTACT = "contact", gettext_lazy("Keep how to reach me, and come back to me")
        QUOTE = "quote", gettext_lazy("Quote me, without my name")
        INTRODUCE = "introduce", gettext_lazy("Ask me whether I would meet others with the same concern")
        COUNCILLOR = "councillor", gettext_lazy("Pass this to my councillor, with my name")

    heard = models.ForeignKey(Heard, models.CASCADE, related_name="allowed")
    purpose = models.CharField(max_length=12, choices=Purpose)
    words = models.CharField(max_length=300)
    given_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["given_at", "pk"]
        verbose_name_plural = "allowed"
        constraints = [
            models.UniqueConstraint(fields=["heard", "purpose"], condition=Q(taken_back_at=None), name="allowed_once")
        ]

    def __str__(self) -> str:
        return self.get_purpose_display()


class Told(models.Model):
    """What somebody heard was told came of their words: by mail at once, else on a slip that the organiser delivers."""

    heard = models.ForeignKey(Heard, models.CASCADE, related_name="told")
    theme = models.ForeignKey("points.Theme", models.CASCADE, null=True, blank=True, related_name="+")
    words = models.TextField(max_length=2000)
    means = models.CharField(max_length=6, choices=Heard.Means)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True, blank=True)
    once = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "told"

    def __str__(self) -> str:
        return self.words[:80]
