"""Sessions: what runs in which slot and room, and how that is remixed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

from .event import Event
from .pitch import Pitch
from .remix import Remix
from .slot import LIVE, Slot
from .venue import Room


class SessionSet(models.QuerySet):
    def live(self) -> SessionSet:
        """Neither merged into another nor dropped."""
        return self.filter(state__in=LIVE)

    def placed(self) -> SessionSet:
        """Live, with a slot and a room, in their order."""
        return self.live().filter(slot__isnull=False, room__isnull=False)


class Session(models.Model):
    """A pitch (or several) with a slot and a room. Split and merged ones keep their history."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Running")
        ENDED = "ended", _("Ended")
        MERGED = "merged", _("Merged into another")
        DROPPED = "dropped", _("Dropped")

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions")
    title = models.CharField(max_length=200)
    pitches = models.ManyToManyField(Pitch, blank=True, related_name="sessions")
    slot = models.ForeignKey(Slot, models.SET_NULL, null=True, blank=True, related_name="sessions")
    room = models.ForeignKey(Room, models.SET_NULL, null=True, blank=True, related_name="sessions")
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    split_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="split_into")
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    pinned = models.BooleanField(default=False, help_text="placed by hand: the sum leaves it where it is")
    made_at = models.DateTimeField(default=timezone.now)

    objects = SessionSet.as_manager()

    class Meta:
        ordering = ["slot__starts_at", "room__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "room"],
                condition=Q(slot__isnull=False, room__isnull=False, state__in=["planned", "running", "ended"]),
                name="session_has_the_room",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:session", args=[self.event_id, self.pk])

    def shows_points(self, points, person: Person | None, day: date) -> set[int]:
        """Which of these points, said in it, they may read: see `Event.shows_points`."""
        return self.event.shows_points(points, person, day)

    def stand(self, **changes) -> dict:
        """Where it stands, in plain values, as a Remix keeps it; with changes, where it would."""
        now = {"session": self.pk, "slot": self.slot_id, "room": self.room_id, "state": self.state}
        now |= {"title": self.title, "merged_into": self.merged_into_id, "pinned": self.pinned}
        return now | {"pitches": sorted(self.pitches.values_list("pk", flat=True))} | changes

    def where(self) -> str:
        """Its place as people say it: "14:00, Library"."""
        return f"{self.slot.clock()}, {self.room}" if self.slot and self.room else said("no place yet")

    def hosts(self) -> dict[str, str]:
        """Who leads it: key → name, those of merged pitches included."""
        pitches = [pitch for one in self.pitches.all() for pitch in (one, *one.merged.all())]
        return {pitch.host_key(): pitch.whose() for pitch in pitches}

    @classmethod
    @transaction.atomic
    def place(cls, pitch: Pitch, slot: Slot, room: Room, by: Person | None) -> Session:
        """Put a pitch on the grid. The caller holds the event. Where it stands already it is moved."""
        event = Event.objects.select_for_update().get(pk=pitch.event_id)
        if not Pitch.objects.open().filter(pk=pitch.pk).exists():
            raise Refusal(said("“%(title)s” was withdrawn or merged, so it cannot be placed.") % {"title": pitch.title})
        if found := cls.objects.live().filter(event=event, pitches=pitch).first():
            found.move(slot, room, by)
            return cls.objects.get(pk=found.pk)
        made = cls.objects.create(event=event, title=pitch.title)
        made.pitches.add(pitch)
        made._change(event, Remix.What.PLACED, by, slot=slot, room=room)
        return made

    def move(self, slot: Slot | None, room: Room | None, by: Person | None) -> Remix | None:
        """To another slot, another room, or (None, None) off the grid for now. None when it stands there already.
        The caller holds the event. Refuses a room that is taken, and a host who would be in two places."""
        with transaction.atomic():
            event = Event.objects.select_for_update().get(pk=self.event_id)
            return self._change(event, Remix.What.MOVED, by, slot=slot, room=room)

    @transaction.atomic
    def swap(self, other: Session, by: Person | None) -> Remix:
        """Each goes where the other stands. The caller holds the event."""
        event = Event.objects.select_for_update().get(pk=self.event_id)
        one, two = _fresh(event, self), _fresh(event, other)
        stands = [one.stand(slot=two.slot_id, room=two.room_id), two.stand(slot=one.slot_id, room=one.room_id)]
        words = said("“%(a)s” and “%(b)s” change places") % {"a": one, "b": two}
        return write(event, Remix.What.SWAPPED, words, by, ([one.stand(), two.stand()], stands))

    @transaction.atomic
    def split(self, title: str, to: tuple[Slot, Room], by: Person | None, pitches: Iterable[Pitch] = ()) -> Session:
        """Part of it becomes a session of its own, with these of its pitches (none: somebody else leads)."""
        event = Event.objects.select_for_update().get(pk=self.event_id)
        here, taken = _fresh(event, self), [pitch.pk for pitch in pitches]
        if not title.strip():
            raise Refusal(said("Give the new session a title, so that people know the two apart."))
        _check_target(event, *to)
        made = Session.objects.create(event=event, title=title.strip()[:200], split_from=here)
        own = here.stand()["pitches"]
        kept = [pk for pk in own if pk not in taken] or own
        target = {"slot": to[0].pk, "room": to[1].pk, "pinned": True}
        stands = [here.stand(pitches=kept), made.stand(pitches=[pk for pk in taken if pk in own], **target)]
        words = said("“%(a)s” split: “%(b)s” at %(where)s, %(room)s")
        words %= {"a": here, "b": made, "where": to[0].clock(), "room": to[1]}
        write(event, Remix.What.SPLIT, words, by, ([here.stand()], stands))
        made.refresh_from_db()
        return made

    @transaction.atomic
    def merge(self, into: Session, by: Person | None) -> Remix | None:
        """It becomes part of another, running or not, and leaves its room. None when it is part of it already."""
        event = Event.objects.select_for_update().get(pk=self.event_id)
        if Session.objects.filter(pk=self.pk, merged_into=into).exists():
            return None
        one, two = _fresh(event, self), _fresh(event, into)
        if one.pk == two.pk:
            raise Refusal(said("Choose another session to merge it with."))
        both = sorted({*one.stand()["pitches"], *two.stand()["pitches"]})
        gone = one.stand(state="merged", merged_into=two.pk, slot=None, room=None)
        words = said("“%(a)s” is now part of “%(b)s”, %(where)s") % {"a": one, "b": two, "where": two.where()}
        before = [one.stand(), two.stand()]
        return write(event, Remix.What.MERGED, words, by, (before, [gone, two.stand(pitches=both)]))

    @transaction.atomic
    def drop(self, by: Person | None) -> Remix | None:
        """It is not held. None when it was dropped already."""
        event = Event.objects.select_for_update().get(pk=self.event_id)
        if Session.objects.filter(pk=self.pk, state=self.State.DROPPED).exists():
            return None
        here = _fresh(event, self)
        words = said("“%(a)s” is not held") % {"a": here}
        gone = here.stand(state="dropped", slot=None, room=None)
        return write(event, Remix.What.DROPPED, words, by, ([here.stand()], [gone]))

    @transaction.atomic
    def rename(self, title: str, by: Person | None) -> Remix | None:
        event = Event.objects.select_for_update().get(pk=self.event_id)
        here, title = _fresh(event, self), title.strip()[:200]
        if not title:
            raise Refusal(said("A session needs a title."))
        if here.title == title:
            return None
        words = said("“%(a)s” is now called “%(b)s”") % {"a": here, "b": title}
        return write(event, Remix.What.NAMED, words, by, ([here.stand()], [here.stand(title=title)]))

    @classmethod
    def put_back(cls, event: Event, stands: list[dict]) -> None:
        """Every session as its stand says, all at once, so that two can change places. `event` is locked. Refuses
        what the rules of the grid refuse; a slot or room that is gone leaves a session without a place."""
        found = {one.pk: one for one in cls.objects.filter(event=event, pk__in=[each["session"] for each in stands])}
        cls.objects.filter(pk__in=found).update(slot=None, room=None)
        slots = {slot.pk: slot for slot in event.slots.all()}
        rooms = {room.pk: room for room in Room.objects.of(event)}
        for stand in stands:
            found[stand["session"]]._stand_at(stand, slots.get(stand["slot"]), rooms.get(stand["room"]))
        for slot in {one.slot_id for one in found.values() if one.slot_id}:
            _check_hosts(cls.objects.placed().filter(event=event, slot=slot).prefetch_related("pitches__merged"))

    def _change(self, event: Event, what: str, by: Person | None, *, slot, room) -> Remix | None:
        here = _fresh(event, self)
        if (slot is None) != (room is None):
            raise Refusal(said("Choose both a slot and a room."))
        if slot is not None:
            _check_target(event, slot, room)
        target = here.stand(slot=slot and slot.pk, room=room and room.pk, pinned=slot is not None)
        if here.stand(pinned=target["pinned"]) == target:
            return None
        to = said("no place yet") if slot is None else f"{slot.clock()}, {room}"
        words = said("“%(title)s”: %(to)s (before: %(was)s)") % {"title": here, "to": to, "was": here.where()}
        before = [] if what == Remix.What.PLACED else [here.stand()]
        return write(event, what, words, by, (before, [target]))

    def _stand_at(self, stand: dict, slot: Slot | None, room: Room | None) -> None:
        if slot is None or room is None:
            slot = room = None
        self.slot, self.room, self.state, self.title = slot, room, stand["state"], stand["title"]
        self.merged_into_id, self.pinned = stand["merged_into"], stand["pinned"]
        if slot and self.state in LIVE:
            there = Session.objects.live().filter(slot=slot, room=room).exclude(pk=self.pk).first()
            if there:
                facts = {"room": room, "there": there, "clock": slot.clock()}
                words = said("“%(there)s” has %(room)s at %(clock)s. Swap the two, or choose another room or slot.")
                raise Refusal(words % facts)
        self.save()
        self.pitches.set(stand["pitches"])


def write(event: Event, what: str, words: str, by: Person | None, stands: tuple[list, list]) -> Remix:
    """Put the sessions where the second list says, and keep the change."""
    before, after = stands
    Session.put_back(event, after)
    return Remix.write(event, what, words, by, before=before, after=after)


def _fresh(event: Event, session: Session) -> Session:
    found = Session.objects.select_related("slot__event", "room").filter(event=event, pk=session.pk).first()
    if found is None or found.state not in LIVE:
        raise Refusal(said("This session was dropped or merged meanwhile. Load the page again to see the grid."))
    return found


def _check_target(event: Event, slot: Slot, room: Room) -> None:
    if not event.slots.filter(pk=slot.pk).exists() or not Room.objects.of(event).filter(pk=room.pk).exists():
        raise Refusal(said("Choose a slot and a room of this event."))
    if not slot.is_open:
        words = said("“%(slot)s” at %(clock)s is for all together. Choose an open slot.")
        raise Refusal(words % {"slot": slot, "clock": slot.clock()})


def _check_hosts(sessions: Iterable[Session]) -> None:
    leads: dict[str, Session] = {}
    for session in sessions:
        for key, name in session.hosts().items():
            if key in leads:
                facts = {"who": name, "a": leads[key], "b": session}
                words = said("%(who)s leads both “%(a)s” and “%(b)s”, at the same time. Choose another slot for one.")
                raise Refusal(words % facts)
            leads[key] = session
