"""What somebody is writing and has not saved yet; theirs alone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from folkmoot.people.models import Person

from .folder import Folder
from .page import Page


class Draft(models.Model):
    """The words of a page as one person has them so far: of a page that is there, or of a new one in a folder."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, models.CASCADE, null=True, blank=True, related_name="+")
    folder = models.ForeignKey(Folder, models.CASCADE, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    words = models.TextField(max_length=Page.LONGEST, blank=True)
    why = models.CharField(max_length=300, blank=True)
    interest = models.CharField(max_length=200, blank=True)
    base = models.PositiveIntegerField(default=0, help_text="the version its writer began with")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "page"], condition=~Q(page=None), name="draft_one_of_a_page"),
            models.UniqueConstraint(fields=["person", "folder"], condition=Q(page=None), name="draft_one_new"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.page or "")

    def get_absolute_url(self) -> str:
        if self.page:
            return f"{self.page.get_absolute_url()}edit/?draft=1"
        return f"{self.folder.get_absolute_url()}new/?draft=1"

    @classmethod
    def keep(cls, person: Person, folder: Folder, page: Page | None, **said) -> Draft:
        """Keep what is written so far, in place of what was kept before. `said`: title, words, why,
        interest, base."""
        which = {"person": person, "page": page} | ({} if page else {"folder": folder})
        return cls.objects.update_or_create(**which, defaults=said | {"folder": folder, "saved_at": timezone.now()})[0]

    @classmethod
    def of(cls, person: Person, folder: Folder, page: Page | None) -> Draft | None:
        which = {"page": page} if page else {"page": None, "folder": folder}
        return cls.objects.filter(person=person, **which).first()

    @classmethod
    def drop(cls, person: Person, folder: Folder, page: Page | None) -> None:
        draft = cls.of(person, folder, page)
        if draft:
            draft.delete()
