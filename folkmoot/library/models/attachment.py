"""A picture or a file that lies beside a page."""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path

from django.db import models
from django.urls import reverse
from django.utils import timezone

from folkmoot.kit import uploads
from folkmoot.kit.uploads import documents
from folkmoot.people.models import Person

from .page import Page

SHELF = "library"


def new_key() -> str:
    return secrets.token_urlsafe(12)


class Attachment(models.Model):
    """A picture (made anew, with nothing hidden in it) or a file of a page, given out to whoever may read the page now.

    Other pages may show it too: it goes with the page it lies at. Of the same file sent twice there is one.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    page = models.ForeignKey(Page, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=150)
    alt = models.CharField(max_length=300, blank=True, help_text="what a picture shows, in words")
    kind = models.CharField(max_length=8, help_text='"jpeg", "png", "pdf", "csv" …')
    file = models.CharField(max_length=40, help_text="its name among what is kept")
    mark = models.CharField(max_length=64, editable=False, help_text="the SHA-256 of what was sent")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0, help_text="in bytes")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["page", "mark"], name="attachment_once_a_page")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("library:file", args=[self.key])

    @property
    def is_picture(self) -> bool:
        return self.width > 0

    def in_words(self) -> str:
        """What shows it in the words of a page, as Markdown."""
        said = "".join(" " if letter in "[]\\" else letter for letter in self.alt or self.name)
        return f"{'!' if self.is_picture else ''}[{' '.join(said.split())}]({self.get_absolute_url()})"

    def may_be_read_by(self, person: Person | None, day: date) -> bool:
        """Asked at every opening, so that what was put away or held is gone at once."""
        return self.page.is_visible_to(person, day)

    @property
    def path(self) -> Path:
        """Where its bytes lie."""
        return (uploads.keeping if self.is_picture else documents).path_of(SHELF, self.file)

    def throw_away(self) -> None:
        """The file and its row."""
        shelf = uploads if self.is_picture else documents
        shelf.throw_away(SHELF, self.file)
        self.delete()
