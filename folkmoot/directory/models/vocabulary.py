"""The words entries are sorted by: types of help, topics (UK-CAT) and people served."""

from __future__ import annotations

from django.db import models
from django.urls import reverse


class TypeOfHelp(models.Model):
    """What kind of thing is done. The seeds' six became seven here, since to fund and to train are two."""

    code = models.SlugField(max_length=24, primary_key=True)
    name = models.CharField(max_length=80, help_text='as a verb: "Train"')
    about = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["order", "name"]
        verbose_name_plural = "types of help"

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """One of UK-CAT's 254 classes of what charities do (CC BY 4.0, charityclassification.org.uk)."""

    code = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=120)
    category = models.CharField(max_length=80, blank=True)
    subcategory = models.CharField(max_length=80, blank=True)
    pattern = models.TextField(blank=True, help_text="UK-CAT's published pattern for words that show it")
    not_pattern = models.TextField(blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.code])


class PeopleServed(models.Model):
    """A group of people an activity is for; extended by whoever needs another word."""

    code = models.SlugField(max_length=40, primary_key=True)
    name = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["order", "name"]
        verbose_name_plural = "people served"

    def __str__(self) -> str:
        return self.name
