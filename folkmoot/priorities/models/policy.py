"""A set of policies of somebody else's, with its date and source; the one that followed it stands beside it."""

from __future__ import annotations

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Line
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person


class PolicySet(models.Model):
    """Policies announced together by a government or a body: who, when, and where it can be read."""

    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=200)
    published_on = models.DateField(null=True, blank=True)
    published_said = models.CharField(max_length=80, blank=True, help_text="the day as it was said, where vague")
    source = models.CharField(max_length=500, help_text="where it can be read, or who says so")
    follows = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followed_by")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    story = models.BooleanField(default=False)
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["-published_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    @classmethod
    @transaction.atomic
    def add(cls, title: str, policies: list[str], by: Person | None, **more) -> PolicySet:
        """A set with its policies in their order; `once`: twice is once. Refuses a set without policies."""
        once = more.get("once")
        known = cls.objects.filter(once=once).first() if once else None
        if known:
            return known
        policies = [" ".join(words.split()) for words in policies if words.strip()]
        if not policies:
            raise Refusal(_("Write at least one policy, one a line."))
        made = cls.objects.create(title=title, by=by, **more)
        Policy.objects.bulk_create(
            Policy(policies=made, number=number, words=words[:300]) for number, words in enumerate(policies, start=1)
        )
        Line.record(by, "wrote down", made, address="/questions/matrix/")
        return made


class Policy(models.Model):
    """One policy of a set, by its number in it."""

    policies = models.ForeignKey(PolicySet, models.CASCADE, related_name="policies")
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300)

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "policies"
        constraints = [models.UniqueConstraint(fields=["policies", "number"], name="policy_number_once")]

    def __str__(self) -> str:
        return self.words
