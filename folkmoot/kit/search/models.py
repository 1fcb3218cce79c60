"""What can be found."""

from __future__ import annotations

from django.db import models


class Document(models.Model):
    """One public thing as search knows it: its words, its place and its address. Private things are never put here.

    The three `…_words` columns hold folded words and stems; each engine keeps its own index over them, made by
    the migration and kept by the database itself, so that a write and its index are one transaction.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    place_path = models.CharField(max_length=200, blank=True)
    title_words = models.TextField()
    text_words = models.TextField(blank=True)
    mark_words = models.TextField(blank=True, help_text='what it is filtered by: "_kactivity _p1 _p14"')

    class Meta:
        app_label = "kit"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="document_once")]

    def __str__(self) -> str:
        return self.title
