"""A point: what somebody said, in their words, and where."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.journal.models import Line
from folkmoot.kit.refusals import Refusal
from folkmoot.kit.sealed import SealedText
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.places.models import Place

MOST_LETTERS = 4000


class PointSet(models.QuerySet):
    def shown(self) -> PointSet:
        """What everybody may read: nothing said in private, nothing taken back, held or removed."""
        return self.standing().filter(private=False)

    def standing(self) -> PointSet:
        """What counts, said in private or not: not taken back by whoever said it, not held or removed by moderators.
        The words of private ones are for those who may read them: see `Theming.words_for`."""
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN), taken_back_at=None)

    def seen_by(self, person: Person | None, day: date) -> list[Point]:
        """Those of them, in their order, whose words this person may read: as far as the thing each was said in shows
        them (`shows_points`), or shows itself. Nothing that was said in private."""
        open_ones = [point for point in self.select_related("standing") if point.is_open]
        said_in = defaultdict(list)
        for point in open_ones:
            said_in[point.source_kind, point.source_key].append(point)
        seen = {pk for where, points in said_in.items() for pk in _shown_by(where, points, person, day)}
        return [point for point in open_ones if point.pk in seen]

    def of(self, source) -> PointSet:
        """What was said in one thing: a session, a discussion."""
        return self.filter(source_kind=source._meta.label_lower, source_key=str(source.pk))

    def at(self, place: Place) -> PointSet:
        return self.filter(place__path__startswith=place.path)


class Point(models.Model):
    """What somebody said, in their words, with where it was said and whether it may be shown.

    `source_*` are plain values, written by the app that owns the thing it was said in; `line` is the journal's line of
    that. What was said in private (a listening) is `private`: its words stand sealed in `sealed`, never in `words`,
    and never in a title. `voice` tells separate people apart without naming them: the same for all that one person
    said in one source.
    """

    class Kind(models.TextChoices):
        POINT = "point", gettext_lazy("Point")
        DISAGREEMENT = "disagreement", gettext_lazy("Where we disagreed")
        GAP = "gap", gettext_lazy("Gap")
        QUESTION = "question", gettext_lazy("Question")
        IDEA = "idea", gettext_lazy("Idea for what comes next")
        LOVE = "love", gettext_lazy("What they love")
        WORRY = "worry", gettext_lazy("What worries them")
        CHANGE = "change", gettext_lazy("What they would change")
        WOULD_DO = "would-do", gettext_lazy("What they would do themselves")

    words = models.TextField(max_length=MOST_LETTERS, blank=True)
    private = models.BooleanField(default=False, help_text="said in private: sealed, and in no list that all may read")
    sealed = SealedText(max_length=MOST_LETTERS, blank=True, default="")
    quotable = models.BooleanField(default=False, help_text="whoever said it in private allowed it to be quoted")
    allowed_by = models.CharField(max_length=60, blank=True, help_text="the consent that quoting stands on")
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.POINT)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    said_by = models.CharField(
        max_length=200, blank=True, help_text="who said it, as they wish to be called; or nobody"
    )
    voice = models.CharField(max_length=60, blank=True, help_text="tells people apart within a source; names nobody")
    group = models.CharField(max_length=80, blank=True, help_text="the table or group that said it")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    source_kind = models.CharField(max_length=40)
    source_key = models.CharField(max_length=60)
    source_title = models.CharField(max_length=300)
    source_address = models.CharField(max_length=300)
    line = models.ForeignKey(Line, models.SET_NULL, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=80, null=True, blank=True, unique=True, help_text="same word, same point")

    objects = PointSet.as_manager()

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(private=False) | Q(words="", said_by="", person=None), name="point_private_is_sealed"
            )
        ]
        indexes = [models.Index(fields=["source_kind", "source_key"])]

    def __str__(self) -> str:
        return _("Something said in private") if self.private else self.words[:80]

    def get_absolute_url(self) -> str:
        return f"{self.source_address}#point-{self.pk}"

    @property
    def said(self) -> str:
        """The words, unsealed where they are private: for a page that has made sure who reads it."""
        return self.sealed if self.private else self.words

    @property
    def is_open(self) -> bool:
        """Neither private nor taken back, and moderators hold nothing against it."""
        stands = self.standing is None or self.standing.state == Standing.State.SHOWN
        return stands and not self.private and self.taken_back_at is None

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        """Whether they may read its words: only where the thing it was said in shows it to them."""
        return bool(Point.objects.filter(pk=self.pk).seen_by(person, day))

    @classmethod
    def note(cls, words: str, source, *, kind: str = Kind.POINT, once: str = "", **more) -> Point:
        """Write down what was said in `source` (which gives title and address). `once`: the same word for the same
        source is the same point, whose words are then brought up to date. `more`: person, said_by, voice, group,
        place, entered_by, said_at, line (else the source's last one), and `private`, which seals the words."""
        words = words.strip()
        if not words:
            raise Refusal(_("Write what was said."))
        if len(words) > MOST_LETTERS:
            raise Refusal(_("That is over 4,000 letters. Split it into several points; nothing has been lost."))
        said = _as_columns(words, more.get("private", False)) | {"kind": kind} | _where(source) | more
        if "line" not in said:
            said["line"] = Line.objects.about(said["source_kind"], said["source_key"]).newest_first().first()
        if not once:
            return cls.objects.create(**said)
        once = f"{said['source_kind']}:{said['source_key']}:{once}"[:80]
        point, new = cls.objects.get_or_create(once=once, defaults=said)
        if not new and (point.said, point.kind) != (words, kind):
            point.say(words, kind)
        return point

    def say(self, words: str, kind: str = "") -> None:
        """Bring the words up to date; sealed where they were sealed."""
        changes = _as_columns(words, self.private) | {"kind": kind or self.kind, "changed_at": timezone.now()}
        Point.objects.filter(pk=self.pk).update(**changes)
        self.refresh_from_db()

    def allow_quotes(self, consent: str) -> None:
        """Whoever said it allows it to be quoted ("" takes that back, and every quote of it with it)."""
        Point.objects.filter(pk=self.pk).update(quotable=bool(consent), allowed_by=consent)
        self.refresh_from_db(fields=["quotable", "allowed_by"])
        if not consent:
            self._take_out_quotes()

    def _take_out_quotes(self) -> None:
        for quote in self.quotes.filter(taken_out_at=None):
            quote.take_out(None)

    @transaction.atomic
    def take_back(self) -> bool:
        """Whoever said it wants it gone: off every page and out of every count. True the first time. The words of a
        private one are wiped, and those of its quotes."""
        self._take_out_quotes()
        gone = Point.objects.filter(pk=self.pk, taken_back_at=None).update(taken_back_at=timezone.now())
        if self.private:
            Point.objects.filter(pk=self.pk).update(sealed="")
        self.refresh_from_db(fields=["taken_back_at", "sealed"])
        return bool(gone)


def source_of(kind: str, key: str):
    """The thing of that kind and number, or None: what it was said in is owned by an app further up."""
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        return None
    return model._base_manager.filter(pk=key).first() if key.isdecimal() else None


def _shown_by(where: tuple[str, str], points: list[Point], person: Person | None, day: date) -> set[int]:
    source = source_of(*where)
    if hasattr(source, "shows_points"):
        return source.shows_points(points, person, day)
    if hasattr(source, "is_visible_to") and source.is_visible_to(person, day):
        return {point.pk for point in points}
    return set()


def _as_columns(words: str, private: bool) -> dict[str, str]:
    return {"words": "", "sealed": words} if private else {"words": words}


def _where(source) -> dict[str, str]:
    return {
        "source_kind": source._meta.label_lower,
        "source_key": str(source.pk),
        "source_title": str(source)[:300],
        "source_address": source.get_absolute_url(),
    }
