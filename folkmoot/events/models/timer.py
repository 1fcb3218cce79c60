"""Opening talks and the clock that is held to them."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import Refusal

from .event import Event
from .pitch import Pitch

TWO_MINUTES = 120
SHORTEST, LONGEST = 10, 3600


class Opening(models.Model):
    """Somebody opens with a short talk: in which order, and for how long if not as long as the others."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="openings")
    pitch = models.ForeignKey(Pitch, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=200, blank=True)
    seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["event", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "position"], name="opening_position_once"),
            models.CheckConstraint(condition=Q(seconds=None) | Q(seconds__gte=10), name="opening_of_some_seconds"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    @transaction.atomic
    def add(cls, event: Event, name: str, title: str = "", *, seconds: int | None = None, pitch=None) -> Opening:
        """One more at the end of the list. The caller holds the event. The same name and title is there once."""
        locked = Event.objects.select_for_update().get(pk=event.pk)
        name, title = name.strip()[:120], title.strip()[:200]
        if not name:
            raise Refusal(_("Who opens? Write a name."))
        _check_seconds(seconds)
        if found := locked.openings.filter(name=name, title=title).first():
            return found
        last = locked.openings.aggregate(last=models.Max("position"))["last"] or 0
        return cls.objects.create(event=locked, name=name, title=title, seconds=seconds, pitch=pitch, position=last + 1)

    @transaction.atomic
    def rise(self) -> bool:
        """One place earlier in the list; False for the first."""
        event = Event.objects.select_for_update().get(pk=self.event_id)
        before = event.openings.filter(position__lt=self.position).order_by("-position").first()
        if before is None:
            return False
        places = self.position, before.position
        for opening, place in ((before, 0), (self, places[1]), (before, places[0])):
            Opening.objects.filter(pk=opening.pk).update(position=place)
        return True


class Timer(models.Model):
    """The clock of the opening talks. Running: `started_at` is set and `left` is what was left then; else it stands.

    The screen counts by itself from what it is told; `version` goes up with each press on the remote control.
    """

    event = models.OneToOneField(Event, models.CASCADE, related_name="timer")
    opening = models.ForeignKey(Opening, models.SET_NULL, null=True, blank=True, related_name="+")
    seconds = models.PositiveSmallIntegerField(default=TWO_MINUTES)
    started_at = models.DateTimeField(null=True, blank=True)
    left = models.FloatField(default=TWO_MINUTES, help_text="seconds left when it started or stopped last")
    sound = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(seconds__gte=10), name="timer_of_some_seconds")]

    def __str__(self) -> str:
        return f"{self.event}: {self.seconds} s"

    @classmethod
    def of(cls, event: Event) -> Timer:
        """The event's timer; one that is not saved, standing at the first who opens, when nobody pressed anything."""
        found = cls.objects.filter(event=event).select_related("opening").first()
        return found or cls(event=event, opening=event.openings.first())

    def left_at(self, now: datetime) -> float:
        """Seconds left at that moment; below nought, how long it is over."""
        return self.left - (now - self.started_at).total_seconds() if self.started_at else self.left

    def lasts(self) -> int:
        """How long the one who speaks has."""
        return (self.opening and self.opening.seconds) or self.seconds

    @classmethod
    def press(cls, event: Event, what: str, now: datetime | None = None) -> Timer:
        """A press on the remote control: start, pause, again (from the full time), next, back, sound. The caller holds
        the event. Starting what runs and pausing what stands change nothing."""
        presses = {"start": cls._start, "pause": cls._pause, "again": cls._again}
        presses |= {"next": cls._next, "back": cls._back, "sound": cls._sound}
        if what not in presses:
            raise Refusal(_("The timer has no such button."))
        with transaction.atomic():
            locked = Event.objects.select_for_update().get(pk=event.pk)
            timer, new = cls.objects.get_or_create(event=locked)
            if new:
                timer._stand_at(locked.openings.first())
            presses[what](timer, now or timezone.now())
            timer.version += 1
            timer.changed_at = timezone.now()
            timer.save()
        return timer

    @classmethod
    @transaction.atomic
    def set_seconds(cls, event: Event, seconds: int) -> Timer:
        """How long each has who has no time of their own; from the next start on, or at once while it stands."""
        _check_seconds(seconds)
        locked = Event.objects.select_for_update().get(pk=event.pk)
        timer, _new = cls.objects.get_or_create(event=locked, defaults={"opening": locked.openings.first()})
        timer.seconds, timer.version = seconds, timer.version + 1
        if timer.started_at is None:
            timer.left = timer.lasts()
        timer.save()
        return timer

    def _start(self, now: datetime) -> None:
        self.started_at = self.started_at or now

    def _pause(self, now: datetime) -> None:
        self.left, self.started_at = self.left_at(now), None

    def _again(self, now: datetime) -> None:
        self._stand_at(self.opening)

    def _next(self, now: datetime) -> None:
        after = self.opening.position if self.opening else 0
        found = self.event.openings.filter(position__gt=after).first()
        self._stand_at(found or self.opening)

    def _back(self, now: datetime) -> None:
        before = self.opening.position if self.opening else 0
        found = self.event.openings.filter(position__lt=before).last()
        self._stand_at(found or self.opening)

    def _sound(self, now: datetime) -> None:
        self.sound = not self.sound

    def _stand_at(self, opening: Opening | None) -> None:
        self.opening, self.started_at = opening, None
        self.left = self.lasts()


def _check_seconds(seconds: int | None) -> None:
    if seconds is not None and not SHORTEST <= seconds <= LONGEST:
        raise Refusal(_("A talk lasts between 10 seconds and an hour. Two minutes are 120 seconds."))
