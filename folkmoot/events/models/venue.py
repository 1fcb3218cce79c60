"""Where events are held: venues and their rooms, with what somebody wants to know before they choose to come."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import Membership, Organisation
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_keeper
from folkmoot.places.models import Place


class Access(models.TextChoices):
    """What is said of one access fact. "Not known" is said too, never left to be guessed."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "", _("Not known")


class VenueSet(models.QuerySet):
    def nearest_to(self, place: Place | None) -> VenueSet:
        """Those in the place or inside it first, then those in what it lies in, then the others; each by name."""
        if place is None:
            return self.order_by("name", "pk")
        around = place.parent or place
        far = models.Case(
            models.When(place__in=Place.objects.within(place).values("pk"), then=0),
            models.When(place__path__startswith=around.path, then=1),
            default=2,
        )
        return self.annotate(far=far).order_by("far", "name", "pk")


class Venue(models.Model):
    """A building where events are held. `seats` is the most it may hold by law, where that is known."""

    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="venues")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)
    step_free = models.CharField(max_length=4, choices=Access, blank=True, default="")
    accessible_toilet = models.CharField(max_length=4, choices=Access, blank=True, default="")
    hearing_loop = models.CharField(max_length=4, choices=Access, blank=True, default="")
    quiet_room = models.CharField(max_length=4, choices=Access, blank=True, default="")
    parking = models.CharField(max_length=4, choices=Access, blank=True, default="")
    wifi = models.CharField(max_length=4, choices=Access, blank=True, default="")
    getting_there = models.TextField(blank=True, max_length=2000)
    story = models.BooleanField(default=False)

    objects = VenueSet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def may_be_edited_by(self, person: Person, day: date) -> bool:
        """Whoever speaks for the body whose building it is, and the keepers; anybody who holds something there where
        we know of no such body."""
        if self.organisation_id is None:
            return True
        return self.organisation_id in Membership.objects.spoken_by(person, day) or is_keeper(person, day)

    def facts(self) -> list[tuple[str, str, str]]:
        """What somebody wants to know before they choose to come: (words, "yes", "no" or "", that in words)."""
        asked = (
            ("step_free", _("No steps")),
            ("accessible_toilet", _("Accessible toilet")),
            ("hearing_loop", _("Hearing loop")),
            ("quiet_room", _("Quiet room")),
            ("parking", _("Parking")),
            ("wifi", _("Wifi")),
        )
        return [(words, getattr(self, name), Access(getattr(self, name)).label) for name, words in asked]


class RoomSet(models.QuerySet):
    def of(self, event) -> RoomSet:
        """The rooms an event can use: its venue's, and those opened for it alone."""
        shared = Q(venue__isnull=False, venue=event.venue_id, event=None)
        return self.filter(shared | Q(event=event))


class Room(models.Model):
    """A room of a venue, or a corner of one: where a session of the agenda runs.

    With an event it was opened for that one alone, during the day perhaps, and may have no venue.
    """

    venue = models.ForeignKey(Venue, models.CASCADE, null=True, blank=True, related_name="rooms")
    event = models.ForeignKey("events.Event", models.CASCADE, null=True, blank=True, related_name="own_rooms")
    name = models.CharField(max_length=80)
    seats = models.PositiveIntegerField()
    step_free = models.CharField(max_length=4, choices=Access, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)

    objects = RoomSet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["venue", "name"], condition=Q(event=None), name="room_once"),
            models.UniqueConstraint(fields=["event", "name"], name="room_of_event_once"),
            models.CheckConstraint(condition=Q(seats__gt=0), name="room_has_seats"),
            models.CheckConstraint(
                condition=Q(venue__isnull=False) | Q(event__isnull=False), name="room_belongs_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_free_of_steps(self) -> bool:
        """Whether it is known that nobody has to climb to it; where nothing is said of it, what its building says."""
        return self._way_in() == Access.YES

    @property
    def has_steps(self) -> bool:
        """Whether it is known that there are some."""
        return self._way_in() == Access.NO

    def _way_in(self) -> str:
        return self.step_free or (self.venue.step_free if self.venue else "")
