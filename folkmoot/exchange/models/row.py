"""One row of an intake."""

from __future__ import annotations

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import Organisation, Record
from folkmoot.people.models import Person

from .intake import Intake


class Row(models.Model):
    """One row of an intake, with its verdict and the reasons. Rows that are the same are counted, not kept.

    `changes` holds shown values only: field → [before, after]. `matching` are values used only to match, never shown.
    `plan` is what was worked out: places, types, topics, people, what is guessed, and parties by key. Taking does
    just what the plan says; `before` is what undoing brings back. `answer` is what is known, or was said, of a new
    row that may speak of a body that is here already.
    """

    class Verdict(models.TextChoices):
        NEW = "new", gettext_lazy("New")
        CHANGED = "changed", gettext_lazy("Changed")
        SAME = "same", gettext_lazy("The same")
        REFUSED = "refused", gettext_lazy("Refused")
        GONE = "gone", gettext_lazy("Gone from the source")

    class Answer(models.TextChoices):
        NONE = "", gettext_lazy("Like nobody here")
        EXACT = "exact", gettext_lazy("The same number, or the same name and postcode")
        ASK = "ask", gettext_lazy("Looks like somebody here")
        SAME = "same", gettext_lazy("The same, somebody said")
        DIFFERENT = "different", gettext_lazy("Not the same, somebody said")
        LATER = "later", gettext_lazy("To be said later")

    ADDING = (Answer.EXACT, Answer.SAME)
    TAKEN = (Verdict.NEW, Verdict.CHANGED, Verdict.GONE)
    BODY, PROGRAMME, DEED = 0, 1, 2

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="as the sheet shows it at its side; 0 for a row that is gone")
    key = models.CharField(max_length=120)
    verdict = models.CharField(max_length=8, choices=Verdict)
    rank = models.PositiveSmallIntegerField(default=BODY, help_text="bodies are taken before what they do")
    title = models.CharField(max_length=255, blank=True)
    reasons = models.JSONField(default=list, blank=True, help_text="[column, words, whether it refuses the row]")
    changes = models.JSONField(default=dict, blank=True)
    matching = models.JSONField(default=dict, blank=True)
    plan = models.JSONField(default=dict, blank=True)
    before = models.JSONField(default=dict, blank=True)
    answer = models.CharField(max_length=9, choices=Answer, blank=True, default="")
    body = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", help_text="whom a new row adds to"
    )
    alike = models.JSONField(default=list, blank=True, help_text='[{"body": id, "likelihood": 0.8, "reasons": […]}]')
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    record = models.ForeignKey(Record, models.SET_NULL, null=True, blank=True, related_name="+")
    done = models.BooleanField(default=False)

    class Meta:
        ordering = ["number", "pk"]
        indexes = [
            models.Index(fields=["intake", "done", "rank", "id"]),
            models.Index(fields=["intake", "verdict", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"

    @cached_property
    def fields_after(self) -> dict:
        """Field → value as the source has it now, for a new row."""
        return {name: after for name, (_, after) in self.changes.items() if after not in ("", None)}
