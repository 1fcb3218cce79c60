"""Calendars that others keep: where one is, and what it listed when it was last read."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from folkmoot.directory.models import Organisation
from folkmoot.people.models import Person
from folkmoot.places.models import Place


class CalendarSet(models.QuerySet):
    def due(self, now: datetime) -> CalendarSet:
        return self.filter(ended_at=None, due_at__lte=now).order_by("due_at", "pk")


class Calendar(models.Model):
    """A calendar that somebody else keeps (iCalendar, at an address): read again and again, never written to.

    What goes wrong is said in `trouble`, and asking waits longer each time: an hour, two, four … up to a week.
    """

    EVERY, LONGEST = timedelta(hours=6), timedelta(days=7)

    name = models.CharField(max_length=200, help_text="as people know it; said beside what it lists")
    address = models.URLField(max_length=500)
    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    etag = models.CharField(max_length=200, blank=True)
    modified = models.CharField(max_length=80, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(default=timezone.now)
    failures = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=400, blank=True)
    notes = models.JSONField(default=list, blank=True, help_text="what of it could not be read, in words")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarSet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["place", "address"], condition=Q(ended_at=None), name="calendar_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("events:calendar_read", args=[self.pk])

    def was_read(self, now: datetime, **seen) -> None:
        """It answered: ask again in six hours. `seen`: etag, modified, notes."""
        fields = {"read_at": now, "due_at": now + self.EVERY, "failures": 0, "trouble": ""} | seen
        Calendar.objects.filter(pk=self.pk).update(**fields)
        self.refresh_from_db()

    def failed(self, now: datetime, words: str) -> None:
        """It did not: wait twice as long as last time, and keep what it listed before."""
        pause = min(self.LONGEST, timedelta(hours=1) * 2 ** min(self.failures, 10))
        changes = {"failures": F("failures") + 1, "trouble": words[:400], "due_at": now + pause}
        Calendar.objects.filter(pk=self.pk).update(**changes)
        self.refresh_from_db()


class ListedSet(models.QuerySet):
    def at(self, place: Place) -> ListedSet:
        return self.filter(calendar__place__path__startswith=place.path, calendar__ended_at=None)

    def coming(self, now: datetime, day: date) -> ListedSet:
        """Not over; soonest first. Those of which we do not know the hour count by their day."""
        ahead = Q(ends_at__gte=now) | Q(ends_at=None, on__gte=day)
        return self.filter(ahead, cancelled=False).order_by("on", "starts_at", "title", "pk")


class Listed(models.Model):
    """One thing listed in somebody else's calendar: shown as "also on", with its source.

    Without `starts_at` only the day is known: it is a whole day, or its zone is one that we do not know (`said`).
    """

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="listed")
    uid = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    on = models.DateField(help_text="the day, on its own clock")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=60, blank=True)
    said = models.CharField(max_length=200, blank=True, help_text="what must be said of its time")
    where = models.CharField(max_length=300, blank=True)
    link = models.URLField(max_length=500, blank=True)
    cancelled = models.BooleanField(default=False)

    objects = ListedSet.as_manager()

    class Meta:
        ordering = ["on", "starts_at", "pk"]
        verbose_name_plural = "listed"
        constraints = [models.UniqueConstraint(fields=["calendar", "uid", "on"], name="listed_once")]
        indexes = [models.Index(fields=["calendar", "on"])]

    def __str__(self) -> str:
        return self.title
