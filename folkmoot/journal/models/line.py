"""Lines of the journal, which are only ever added, and the veil over what moderators hold back."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal import chain
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person
from folkmoot.places.models import OtherPath, Place


class Audience(models.TextChoices):
    PUBLIC = "public", "Everyone"
    PARTIES = "parties", "Those it concerns"
    KEEPERS = "keepers", "Keepers and moderators"


class OnlyAdded(Refusal):
    """A line of the journal is never changed or taken out."""

    def __init__(self) -> None:
        super().__init__(_("The journal is only ever added to. Write another line that puts it right."))


class LineSet(models.QuerySet):
    def public(self) -> LineSet:
        """What everyone may read: meant for all, and about nothing that is held back."""
        veiled = Veil.objects.filter(kind=models.OuterRef("kind"), key=models.OuterRef("key"))
        return self.filter(~models.Exists(veiled), audience=Audience.PUBLIC)

    def about(self, kind: str, key: object) -> LineSet:
        return self.filter(kind=kind, key=str(key))

    def at(self, place: Place) -> LineSet:
        """Lines about this place or anything inside it, also from before it was moved."""
        return self.under(place.path)

    def under(self, path: str) -> LineSet:
        """The same for the place of this path, as it is today."""
        wanted = models.Q()
        for each in OtherPath.all_of(path):
            wanted |= models.Q(place_path__startswith=each)
        return self.filter(wanted)

    def newest_first(self) -> LineSet:
        return self.order_by("-pk")

    def as_chain(self) -> Iterator[dict]:
        """Every line in order, as `chain.first_break` reads them."""
        names = ("id", "at", "by_id", "title", "detail", "salt", "previous", "digest", *chain.FIELDS)
        return self.order_by("pk").values(*names).iterator(chunk_size=5000)

    def update(self, **changes) -> int:
        raise OnlyAdded

    def delete(self) -> tuple:
        raise OnlyAdded


class Line(models.Model):
    """One thing that was done: by whom, the verb, the title as it was, the place and the address.

    The chain (see `chain.py`) holds ids and digests only; title and detail carry their own salt and can be
    blanked when someone is forgotten, and the chain still checks.
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

        `more`: detail (a dict of plain values), audience, title, address. On the page it reads "Amina Yusuf *verb*
        *title*", so the verb is in the past tense: "added", "answered", "promised".
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
        line.said = chain.digest_of_words(line.salt, line.title, line.detail)
        line.previous = cls.objects.order_by("-pk").values_list("digest", flat=True).first() or ""
        line.digest = chain.digest_of_line(vars(line))
        line.save()
        return line

    @classmethod
    def note(cls, by: Person | None, verb: str, thing) -> Line:
        """A line that says no more than that it happened, for keepers alone: what everybody sees has changed, there is
        nothing to tell anybody, and kept pages go stale by it."""
        return cls.record(by, verb, thing, title="", address="", audience=Audience.KEEPERS)

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise OnlyAdded
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> tuple:
        raise OnlyAdded

    @transaction.atomic
    def forget(self, by: Person | None = None) -> None:
        """Blank the words of this line, and write a line that says so. Safe twice. The chain still holds."""
        blank = {"title": "", "detail": {}, "salt": ""}
        if not models.QuerySet(Line).filter(pk=self.pk).exclude(salt="").update(**blank):
            return
        for name, value in blank.items():
            setattr(self, name, value)
        self.notices.all().delete()
        Line.record(by, chain.BLANKED, self, title="", address="", audience=Audience.KEEPERS)

    @classmethod
    def check_chain(cls, heads: tuple[chain.Head, ...] = ()) -> chain.Break | None:
        """The first bad line and what is wrong with it, or None; `heads` are those told to the keepers earlier."""
        return chain.first_break(cls.objects.as_chain(), heads) or cls._nameless()

    @classmethod
    def _nameless(cls) -> chain.Break | None:
        """A line whose person was taken out of it, though they are still here."""
        here = Person.objects.filter(pk=models.OuterRef("by_id_then"))
        line = cls.objects.filter(models.Exists(here), by=None).order_by("pk").first()
        return line and chain.Break(line.pk, "the person who did it was taken out")

    @classmethod
    def head(cls) -> chain.Head:
        """How many lines there are, and the digest of the last: what to tell the keepers, to keep elsewhere."""
        last = cls.objects.newest_first().values_list("digest", flat=True).first()
        return chain.Head(cls.objects.count(), last or "")


def lock_chain() -> None:
    """One writer at a time, so that the chain never forks; SQLite's IMMEDIATE already sees to it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(4607)")


class Veil(models.Model):
    """A thing whose lines and notices nobody is shown: held or removed by moderators, or made private since.

    The app that rules on it draws and lifts the veil by calling down; the lines themselves stay as they are.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="veil_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @classmethod
    def draw(cls, kind: str, key: object) -> None:
        cls.objects.get_or_create(kind=kind, key=str(key))

    @classmethod
    def lift(cls, kind: str, key: object) -> None:
        cls.objects.filter(kind=kind, key=str(key)).delete()


class Bookmark(models.Model):
    """How far a job has read the journal."""

    name = models.CharField(max_length=60, primary_key=True)
    line = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.line}"

    @classmethod
    def hold(cls, name: str) -> Bookmark:
        """The bookmark of that name, locked until the transaction ends."""
        cls.objects.get_or_create(name=name)
        return cls.objects.select_for_update().get(name=name)

    def move_to(self, line: int) -> None:
        self.line = line
        self.save(update_fields=["line"])
