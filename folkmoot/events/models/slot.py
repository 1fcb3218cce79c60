"""Slots: the stretches of time that an agenda is made of."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as said

from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

from .event import Event
from .remix import Remix

LIVE = ("planned", "running", "ended")
MOST = 60


class Slot(models.Model):
    """A stretch of the agenda: fixed (welcome, lunch) for all in one room, or open for sessions side by side."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="slots")
    title = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_open = models.BooleanField(default=False, help_text="sessions side by side; else one thing for all")

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_starts"),
            models.UniqueConstraint(fields=["event", "starts_at"], name="slot_starts_once"),
        ]

    def __str__(self) -> str:
        return self.title or (said("Sessions") if self.is_open else said("All together"))

    def clock(self) -> str:
        """When, on the clock of the event's zone: "14:00"."""
        return f"{self.event.local(self.starts_at):%H:%M}"

    def is_now(self, now: datetime) -> bool:
        return self.starts_at <= now < self.ends_at

    @classmethod
    @transaction.atomic
    def add(cls, event: Event, span: tuple[datetime, datetime], title: str, is_open: bool, by: Person) -> Slot:
        """One more slot. The caller holds the event. The same one again is the one there is; refuses a bad order,
        one that overlaps another or leaves the event's own times."""
        locked = Event.objects.select_for_update().get(pk=event.pk)
        facts = {"title": title.strip()[:120], "is_open": is_open}
        same = locked.slots.filter(starts_at=span[0], ends_at=span[1], **facts).first()
        if same:
            return same
        _check(locked, span)
        slot = cls.objects.create(event=locked, starts_at=span[0], ends_at=span[1], **facts)
        words = said("A slot at %(clock)s: %(title)s") % {"clock": slot.clock(), "title": slot}
        Remix.write(locked, Remix.What.SLOTS, words, by)
        return slot

    @classmethod
    @transaction.atomic
    def lay(cls, event: Event, span: tuple[datetime, datetime], lasts: tuple[int, int], by: Person) -> list[Slot]:
        """Open slots one after another, as many as fit; `lasts`: how long each, and the break between, in minutes."""
        each, pause = (timedelta(minutes=minutes) for minutes in lasts)
        if each < timedelta(minutes=5):
            raise Refusal(said("A slot of less than five minutes is too short. Give each at least five."))
        made, at = [], span[0]
        while at + each <= span[1] and len(made) < MOST:
            made.append(cls.add(event, (at, at + each), "", True, by))
            at += each + pause
        if not made:
            raise Refusal(said("Not even one slot fits there. Choose a later end, or shorter slots."))
        return made

    @transaction.atomic
    def change(self, span: tuple[datetime, datetime], title: str, is_open: bool, by: Person) -> None:
        """Another time, name or kind; what stands in it moves with it. Safe twice. Refuses as `add`, and to close a
        slot in which sessions stand."""
        locked = Event.objects.select_for_update().get(pk=self.event_id)
        facts = {"starts_at": span[0], "ends_at": span[1], "title": title.strip()[:120], "is_open": is_open}
        if Slot.objects.filter(pk=self.pk, **facts).exists():
            return
        _check(locked, span, self)
        if not is_open:
            self._check_empty()
        Slot.objects.filter(pk=self.pk).update(**facts)
        self.refresh_from_db()
        words = said("The slot at %(clock)s: %(title)s") % {"clock": self.clock(), "title": self}
        Remix.write(locked, Remix.What.SLOTS, words, by)

    @transaction.atomic
    def remove(self, by: Person) -> bool:
        """Take it out of the agenda. True the first time. Refused while sessions stand in it."""
        locked = Event.objects.select_for_update().get(pk=self.event_id)
        if not Slot.objects.filter(pk=self.pk).exists():
            return False
        self._check_empty()
        words = said("No slot at %(clock)s any more") % {"clock": self.clock()}
        Slot.objects.filter(pk=self.pk).delete()
        Remix.write(locked, Remix.What.SLOTS, words, by)
        return True

    def _check_empty(self) -> None:
        many = self.sessions.filter(state__in=LIVE).count()
        if many:
            raise Refusal(said("Sessions stand in this slot (%(n)s). Move them to another slot first.") % {"n": many})


def _check(event: Event, span: tuple[datetime, datetime], besides: Slot | None = None) -> None:
    starts_at, ends_at = span
    clock = {name: f"{event.local(at):%H:%M}" for name, at in (("from", starts_at), ("to", ends_at))}
    if ends_at <= starts_at:
        raise Refusal(said("This slot ends at %(to)s and starts at %(from)s. Choose an end after the start.") % clock)
    if event.starts_at is None:
        raise Refusal(said("The event has no day yet. Settle the day, then lay out its slots."))
    if starts_at < event.starts_at or (event.ends_at and ends_at > event.ends_at):
        last = f"{event.local(event.ends_at):%H:%M}" if event.ends_at else said("open end")
        own = {"first": f"{event.local(event.starts_at):%H:%M}", "last": last}
        words = said("%(from)s to %(to)s is outside the event, %(first)s to %(last)s. Change the slot or the event.")
        raise Refusal(words % (clock | own))
    others = event.slots.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exclude(pk=besides and besides.pk)
    if other := others.first():
        words = said("%(from)s to %(to)s overlaps “%(other)s” at %(clock)s. Shorten one of the two, or move it.")
        raise Refusal(words % (clock | {"other": other, "clock": other.clock()}))
    if event.slots.count() >= MOST and besides is None:
        raise Refusal(said("%(n)s slots are as many as one agenda holds.") % {"n": MOST})


def today_of(event: Event) -> datetime:
    """The day of the event, or now when it has none: where clock times belong that come without a day."""
    return event.local(event.starts_at or timezone.now())
