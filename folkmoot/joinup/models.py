"""Findings and what people answer to them, matches of the same organisation, introductions and agreements."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from folkmoot.directory.models import Activity, Ask, Offer, Organisation
from folkmoot.people.models import Person
from folkmoot.places.models import Place
from folkmoot.requests.models import Answer, Request


class FindingSet(models.QuerySet):
    def standing(self) -> FindingSet:
        """Those that still hold with what is known today."""
        return self.filter(gone_at=None)

    def open_to_all(self) -> FindingSet:
        """Those whose names may be shown: a party has published its answer, or it is history."""
        return self.filter(Q(story=True) | Q(published_at__isnull=False), for_owner_alone=False)

    def at(self, place: Place) -> FindingSet:
        return self.filter(place__path__startswith=place.path)


class Finding(models.Model):
    """Two things worth a look together, with reasons a person can check. Gaps are computed, never stored."""

    class Kind(models.TextChoices):
        DUPLICATION = "duplication", "You may be planning the same thing"
        SYNERGY = "synergy", "Could help each other"

    kind = models.CharField(max_length=12, choices=Kind)
    a = models.ForeignKey(Activity, models.CASCADE, null=True, blank=True, related_name="+")
    b = models.ForeignKey(Activity, models.CASCADE, null=True, blank=True, related_name="+")
    offer = models.ForeignKey(Offer, models.CASCADE, null=True, blank=True, related_name="+")
    ask = models.ForeignKey(Ask, models.CASCADE, null=True, blank=True, related_name="+")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=80, unique=True, help_text="the pair, in order: found twice is found once")
    score = models.FloatField()
    certainty = models.CharField(max_length=12, default="perhaps")
    reasons = models.JSONField(default=list)
    known_a = models.PositiveSmallIntegerField(default=0, help_text="facts known of the first, of ten")
    known_b = models.PositiveSmallIntegerField(default=0)
    for_owner_alone = models.BooleanField(default=False, help_text="one side is private: only its owner is told")
    story = models.BooleanField(default=False)
    found_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    gone_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    request = models.OneToOneField(Request, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = FindingSet.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(a=None) | ~Q(a=F("b")), name="finding_of_two"),
            models.CheckConstraint(condition=Q(score__range=(0, 1)), name="finding_score"),
        ]
        indexes = [models.Index(fields=["kind", "gone_at", "-score"])]

    def __str__(self) -> str:
        return f"{self.a or self.offer} and {self.b or self.ask}"

    def get_absolute_url(self) -> str:
        return reverse("joinup:finding", args=[self.pk])


class Publication(models.Model):
    """A party made its answer public; until the first of these the public sees a count and no names."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="publications")
    answer = models.OneToOneField(Answer, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    value_hours = models.PositiveIntegerField(null=True, blank=True)
    value_pence = models.PositiveBigIntegerField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.finding}: {self.answer}"


class Match(models.Model):
    """Two entries that may be one organisation, the reasons, and what a person answered."""

    class Verdict(models.TextChoices):
        OPEN = "", "Not answered"
        SAME = "same", "The same"
        DIFFERENT = "different", "Not the same"

    a = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    b = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    likelihood = models.FloatField()
    reasons = models.JSONField(default=list)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True, default="")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    because = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "matches"
        ordering = ["-likelihood", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="match_once"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="match_in_order"),
        ]
        indexes = [models.Index(fields=["verdict", "-likelihood"])]

    def __str__(self) -> str:
        return f"{self.a} and {self.b}"

    def get_absolute_url(self) -> str:
        return reverse("joinup:match", args=[self.pk])


class Introduction(models.Model):
    """Two organisations are put in touch, with the reason; no address is shown until both say yes."""

    a = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    b = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    finding = models.ForeignKey(Finding, models.SET_NULL, null=True, blank=True, related_name="introductions")
    reason = models.CharField(max_length=400)
    suggested_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    request = models.OneToOneField(Request, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True, help_text="when the second yes came")
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="introduction_in_order"),
            models.UniqueConstraint(fields=["a", "b"], condition=Q(declined_at=None), name="introduction_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.a} and {self.b}"

    def get_absolute_url(self) -> str:
        return reverse("joinup:introduction", args=[self.pk])


class Yield(models.Model):
    """What came of an introduction, asked of each side after 30 and after 90 days."""

    class Came(models.TextChoices):
        NOTHING = "nothing", "Nothing yet"
        TALKED = "talked", "We talked"
        JOINT = "joint", "We did something together"

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="yields")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    after_days = models.PositiveSmallIntegerField()
    came = models.CharField(max_length=8, choices=Came)
    words = models.TextField(blank=True, max_length=2000)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["introduction", "organisation", "after_days"], name="yield_once"),
            models.CheckConstraint(condition=Q(after_days__in=[30, 90]), name="yield_after_30_or_90"),
        ]

    def __str__(self) -> str:
        return f"{self.introduction}: {self.get_came_display()}"


class Agreement(models.Model):
    """Several organisations share one line of work: a survey, an event, a toolkit; each opts in."""

    what = models.CharField(max_length=200)
    about = models.TextField(blank=True, max_length=4000)
    finding = models.ForeignKey(Finding, models.SET_NULL, null=True, blank=True, related_name="agreements")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("joinup:agreement", args=[self.pk])


class Joining(models.Model):
    """One organisation opted in to an agreement, or was asked and has not answered."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="joinings")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    joined_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "organisation"], name="joining_once")]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.agreement}"
