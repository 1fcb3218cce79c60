"""A picture or a file with a post."""

from __future__ import annotations

import secrets

from django.db import models
from django.urls import reverse
from django.utils import timezone

from folkmoot.kit import uploads
from folkmoot.kit.uploads import documents
from folkmoot.people.models import Person

from .draft import Draft
from .post import Post

SHELF = "conversations"


def new_key() -> str:
    return secrets.token_urlsafe(12)


class Attachment(models.Model):
    """A picture (made anew, with nothing hidden in it) or a file, given out only to whoever may read the post now.

    While the post is still a draft it hangs on the draft.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="attachments")
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, blank=True, related_name="attachments")
    name = models.CharField(max_length=150)
    alt = models.CharField(max_length=300, blank=True, help_text="what a picture shows, in words")
    kind = models.CharField(max_length=8, help_text='"jpeg", "png", "pdf", "csv" …')
    file = models.CharField(max_length=40, help_text="its name among what is kept; empty once it was thrown away")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0, help_text="in bytes")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("conversations:file", args=[self.key])

    def throw_away(self) -> None:
        """The file goes; the row stays until its post does."""
        if self.file:
            shelf = uploads if self.is_picture else documents
            shelf.throw_away(SHELF, self.file)
        self.file = ""
        self.save(update_fields=["file"])

    @property
    def is_picture(self) -> bool:
        return self.width > 0

    def may_be_read_by(self, person: Person | None) -> bool:
        """Asked at every opening, so that what a person may no longer read is gone for them at once."""
        if not self.file:
            return False
        if self.post is not None:
            there = self.post.is_there() or self.post.is_mine(person)
            return there and self.post.is_visible_to(person)
        return person is not None and self.by_id == person.pk
