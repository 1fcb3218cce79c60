"""Where facts come from, and what each source says of an entry, as read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from folkmoot.people.models import Person

from .activity import Activity
from .organisation import Organisation
from .programme import Programme


class Source(models.Model):
    """Something people already keep: a spreadsheet, a feed, a register, a page. Its keeper stays its master."""

    class Kind(models.TextChoices):
        SHEET = "sheet", "Spreadsheet"
        HSDS = "hsds", "Open Referral UK"
        GRANTS = "360giving", "360Giving"
        PAGE = "page", "A page or document"
        PERSON = "person", "Said by a person"

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    address = models.URLField(blank=True, max_length=500)
    keeper = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    keeper_words = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    as_of = models.DateField(null=True, blank=True)
    as_of_said = models.CharField(max_length=80, blank=True)
    mapping = models.JSONField(default=dict, blank=True, help_text="how its columns were understood")
    read_at = models.DateTimeField(null=True, blank=True)
    story = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("source", args=[self.pk])


class Record(models.Model):
    """What one source says of one entry: field → value, and the row it stands in.

    Two records of one entry that differ are both shown, field by field. `matching` holds values used only
    to match, which are never shown.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="records")
    row = models.CharField(max_length=120, help_text="the source's own key for it, or its row number")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="records")
    activity = models.ForeignKey(Activity, models.CASCADE, null=True, blank=True, related_name="records")
    programme = models.ForeignKey(Programme, models.CASCADE, null=True, blank=True, related_name="records")
    fields = models.JSONField(default=dict)
    matching = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    read_at = models.DateTimeField(default=timezone.now)
    gone_at = models.DateTimeField(null=True, blank=True, help_text="no longer in the source")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "row"], name="record_once"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(activity__isnull=False) | Q(programme__isnull=False),
                name="record_of_an_entry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.row}"
