"""A request put to named people by a date, and the answer they gave, with a reason; an answer can be undone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from folkmoot.people.models import Person


class RequestSet(models.QuerySet):
    def open(self) -> RequestSet:
        return self.filter(closed_at=None)

    def waiting_for(self, person: Person, parties: list[str] = ()) -> RequestSet:
        """Open requests put to this person, or to a party ("directory.organisation:12") they answer for."""
        answered = Answer.objects.filter(request=models.OuterRef("pk"), undone_at=None, by=person)
        mine = Q(recipients__person=person) | Q(recipients__party__in=list(parties))
        return self.open().filter(mine).exclude(models.Exists(answered)).distinct()


class Request(models.Model):
    """Something put to a named party: a suggested edit, "this is us", an introduction, an appeal.

    `kind` is the asking app's own word for it; that app owns the page at `address`, where it is answered.
    """

    kind = models.CharField(max_length=40)
    words = models.CharField(max_length=400, help_text="the question, as the person asked will read it")
    about_kind = models.CharField(max_length=40)
    about_key = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    address = models.CharField(max_length=300)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="asked")
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(null=True, blank=True)
    payload = models.JSONField(default=dict, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    once = models.CharField(max_length=80, blank=True, help_text="same word, same request: asking twice is asking once")

    objects = RequestSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "once"], condition=~Q(once=""), name="request_once"),
        ]
        indexes = [models.Index(fields=["about_kind", "about_key"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.address or reverse("waiting")


class Recipient(models.Model):
    """One of those asked: a person, or a party that several people may answer for."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="recipients")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    party = models.CharField(max_length=80, blank=True, help_text='"directory.organisation:12" or "role:keeper"')

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, party="") | (Q(person=None) & ~Q(party="")), name="recipient_is_one"
            ),
            models.UniqueConstraint(fields=["request", "person", "party"], name="recipient_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return self.party or str(self.person)


class Answer(models.Model):
    """What somebody answered, for whom, and why; undone, never deleted."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="answers")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="answers")
    party = models.CharField(max_length=80, blank=True)
    choice = models.CharField(max_length=40)
    because = models.TextField(blank=True, max_length=4000)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "by", "party"], condition=Q(undone_at=None), name="answer_standing_once"
            )
        ]

    def __str__(self) -> str:
        return self.choice
