"""What the moderators of a group changed or did, and why: read by whoever reads the group."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from folkmoot.journal.models import Line
from folkmoot.people.models import Person

from .group import Group


class LogRow(models.Model):
    """One line of a group's log. Only ever added to."""

    class What(models.TextChoices):
        BEGAN = "began", gettext_lazy("began the group")
        CHANGED = "changed", gettext_lazy("changed the group")
        AGREED = "agreed", gettext_lazy("wrote a new house agreement")
        LET_IN = "let-in", gettext_lazy("let somebody in")
        DECLINED = "declined", gettext_lazy("did not let somebody in")
        INVITED = "invited", gettext_lazy("invited somebody")
        ROLE = "role", gettext_lazy("changed who looks after it")
        PUT_OUT = "put-out", gettext_lazy("put a member out")
        RULED = "ruled", gettext_lazy("decided about something that was written")
        CLOSED = "closed", gettext_lazy("closed a discussion")
        REOPENED = "reopened", gettext_lazy("opened a discussion again")
        LEFT = "left", gettext_lazy("took the group elsewhere")
        STAYED = "stayed", gettext_lazy("brought the group back")
        BROUGHT = "brought", gettext_lazy("brought the group in with its file")
        DUTY = "duty", gettext_lazy("named what somebody looks after")
        TERMS = "terms", gettext_lazy("agreed something with another group")
        PART_OF = "part-of", gettext_lazy("decided whose part it is")

    group = models.ForeignKey(Group, models.CASCADE, related_name="log")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=10, choices=What)
    words = models.CharField(max_length=600, blank=True, help_text="what exactly: before and after")
    because = models.CharField(max_length=1000, blank=True)
    address = models.CharField(max_length=300, blank=True, help_text="what it is about, on this site")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.by}: {self.get_what_display()}"

    def get_absolute_url(self) -> str:
        return self.address or f"{self.group.get_absolute_url()}log/"

    @classmethod
    def add(cls, group: Group, by: Person | None, what: str, words: str = "", **more) -> LogRow:
        """`more`: because, address. A line of the journal for nobody to read makes kept pages go stale: the group's
        own, where it says who looks after it and how many are in it, and its log."""
        because, address = more.get("because", "").strip()[:1000], more.get("address", "")
        row = cls.objects.create(group=group, by=by, what=what, words=words[:600], because=because, address=address)
        Line.note(by, "wrote in the log of", group)
        return row
