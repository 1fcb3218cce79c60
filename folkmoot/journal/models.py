"""What happened, kept in a chain that shows if a line was changed; who watches what; what they were told."""

from __future__ import annotations

import hashlib
import json
import secrets

from django.db import connection, models, transaction
from django.db.models import Q
from datetime import UTC

from django.utils import timezone

from folkmoot.people.models import Person
from folkmoot.places.models import Place


class Audience(models.TextChoices):
    PUBLIC = "public", "Everyone"
    PARTIES = "parties", "Those it concerns"
    KEEPERS = "keepers", "Keepers and moderators"


class LineSet(models.QuerySet):
    def public(self) -> LineSet:
        return self.filter(audience=Audience.PUBLIC)

    def about(self, kind: str, key: object) -> LineSet:
        return self.filter(kind=kind, key=str(key))

    def at(self, place: Place) -> LineSet:
        """Lines about this place or anything inside it."""
        return self.filter(place_path__startswith=place.path)

    def newest_first(self) -> LineSet:
        return self.order_by("-pk")


class Line(models.Model):
    """One thing that was done: by whom, the verb, the title as it was, the place and the address.

    The chain holds ids and digests only; title and detail carry their own salt and can be blanked when
    someone is forgotten, and the chain still checks.
    """

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_constraint=False)
    by_id_then = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=300, blank=True)
    place_path = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.PUBLIC)
    salt = models.CharField(max_length=24)
    said = models.CharField(max_length=64, help_text="digest of title and detail with the salt")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    objects = LineSet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "key"]),
            models.Index(fields=["place_path"], name="line_place_like", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["by", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.by or 'Somebody'} {self.verb} {self.title}"

    def get_absolute_url(self) -> str:
        return self.address

    @classmethod
    @transaction.atomic
    def record(cls, by: Person | None, verb: str, thing, *, place: Place | None = None, **more) -> Line:
        """Write that `by` did `verb` to `thing`, which gives its title, address and primary key.

        `more`: detail (a dict of plain values), audience, title, address.
        """
        lock_chain()
        line = cls(
            by=by,
            by_id_then=by.pk if by else None,
            verb=verb,
            kind=thing._meta.label_lower,
            key=str(thing.pk),
            title=more.get("title", str(thing))[:300],
            address=more.get("address", thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""),
            place_path=place.path if place else "",
            detail=more.get("detail", {}),
            audience=more.get("audience", Audience.PUBLIC),
            salt=secrets.token_hex(12),
        )
        line.said = line.digest_of_words()
        line.previous = cls.objects.order_by("-pk").values_list("digest", flat=True).first() or ""
        line.digest = line.digest_of_line()
        line.save()
        return line

    def digest_of_words(self) -> str:
        words = json.dumps([self.title, self.detail], sort_keys=True, default=str)
        return hashlib.sha256((self.salt + words).encode()).hexdigest()

    def digest_of_line(self) -> str:
        """Over the ids, the time to the microsecond in UTC, and the line before."""
        at = self.at.astimezone(UTC)
        parts = [at.isoformat(timespec="microseconds"), self.by_id_then, self.verb, self.kind, self.key, self.said]
        return hashlib.sha256(json.dumps([self.previous, *parts]).encode()).hexdigest()


def lock_chain() -> None:
    """One writer at a time, so that the chain never forks; SQLite's IMMEDIATE already sees to it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(4607)")


class Watch(models.Model):
    """Somebody wants to hear when something happens to a thing, or in a place."""

    class Pace(models.TextChoices):
        AT_ONCE = "at-once", "At once"
        DAILY = "daily", "Once a day"
        WEEKLY = "weekly", "Once a week"
        SITE = "site", "Only here on the site"

    person = models.ForeignKey(Person, models.CASCADE, related_name="watches")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    address = models.CharField(max_length=300)
    place_path = models.CharField(max_length=200, blank=True, help_text="set when a place is watched, with all in it")
    note = models.CharField(max_length=300, blank=True, help_text="what changed under the watch: a boundary review")
    pace = models.CharField(max_length=8, choices=Pace, default=Pace.SITE)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "watches"
        constraints = [models.UniqueConstraint(fields=["person", "kind", "key"], name="watch_once")]

    def __str__(self) -> str:
        return f"{self.person} watches {self.title}"


class Notice(models.Model):
    """Something one person is told, with its address; shown on their page and, if they wish, mailed."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    words = models.CharField(max_length=400)
    address = models.CharField(max_length=300, blank=True)
    line = models.ForeignKey(Line, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "line"], condition=Q(line__isnull=False), name="notice_once")
        ]
        indexes = [models.Index(fields=["person", "seen_at"])]

    def __str__(self) -> str:
        return self.words
