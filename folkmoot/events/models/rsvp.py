"""Who comes to an event: their reply, and whether there is a seat for it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import Organisation
from folkmoot.kit.refusals import NotYours
from folkmoot.people.models import Person
from folkmoot.places.models import Place

from .event import Event


class RsvpSet(models.QuerySet):
    def seated(self) -> RsvpSet:
        """Those with a seat, kept for them while they answer included."""
        return self.filter(seat__in=[Rsvp.Seat.HAS, Rsvp.Seat.OFFERED])

    def waiting(self) -> RsvpSet:
        """Those on the waiting list, in its order."""
        return self.filter(seat=Rsvp.Seat.WAITING).order_by("number")


class Rsvp(models.Model):
    """One reply to one event: yes, maybe or no, for how many, and whether they have a seat.

    `who` is "person:12", or "mail:" and a digest of an address proved by a link: one reply each. `number` is given
    under the event's lock, so that the order of the list is the order in which replies were kept. What somebody needs
    (access, food) is not here: it is kept apart, with its own permission.
    """

    class Answer(models.TextChoices):
        YES = "yes", gettext_lazy("Yes")
        MAYBE = "maybe", gettext_lazy("Maybe")
        NO = "no", gettext_lazy("No")

    class Seat(models.TextChoices):
        HAS = "has", gettext_lazy("Has a seat")
        OFFERED = "offered", gettext_lazy("A seat is kept for them")
        WAITING = "waiting", gettext_lazy("On the waiting list")
        REMOTE = "remote", gettext_lazy("Comes online")
        LAPSED = "lapsed", gettext_lazy("Did not take the seat kept for them")
        NONE = "", gettext_lazy("None")

    event = models.ForeignKey(Event, models.CASCADE, related_name="rsvps")
    who = models.CharField(max_length=80)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="rsvps")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True, help_text="for those with no account; shown to the hosts alone")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation_said = models.CharField(max_length=200, blank=True)
    sector = models.CharField(max_length=16, choices=Person.Sector, blank=True, default="")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer)
    seat = models.CharField(max_length=8, choices=Seat, blank=True, default="")
    party = models.PositiveSmallIntegerField(default=1, help_text="how many people, themselves included")
    number = models.PositiveIntegerField(help_text="order of the reply in its event")
    is_host = models.BooleanField(default=False, help_text="holds or speaks at it: never moved to the list")
    moved = models.BooleanField(default=False, help_text="lost a seat when the room shrank: stands first in the list")
    offer_ends_at = models.DateTimeField(null=True, blank=True, help_text="until when the offered seat is kept")
    by_screen = models.BooleanField(null=True, help_text="would take part online; none: not asked")
    themes = models.JSONField(default=list, blank=True, help_text="which of the event's topics they come for")
    brings = models.CharField(max_length=300, blank=True, help_text="a talk, a topic, a question, a cake")
    shows_name = models.BooleanField(default=False, help_text="may be named among those who come")
    replied_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    once = models.CharField(max_length=80, blank=True, help_text="the word sent with the last reply")

    objects = RsvpSet.as_manager()

    class Meta:
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "who"], name="rsvp_once_each"),
            models.UniqueConstraint(fields=["event", "number"], name="rsvp_number_once"),
            models.CheckConstraint(condition=Q(party__gte=1), name="rsvp_party_of_one_at_least"),
            models.CheckConstraint(condition=Q(answer="yes") | Q(seat=""), name="rsvp_seat_for_yes_alone"),
            models.CheckConstraint(
                condition=Q(seat="offered", offer_ends_at__isnull=False) | (~Q(seat="offered") & Q(offer_ends_at=None)),
                name="rsvp_offer_has_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "seat", "number"]),
            models.Index(fields=["offer_ends_at"], name="rsvp_offer_ends", condition=Q(seat="offered")),
        ]

    def __str__(self) -> str:
        return self.called()

    def get_absolute_url(self) -> str:
        return self.event.get_absolute_url()

    def called(self) -> str:
        """The name the hosts call them by."""
        return str(self.person) if self.person else self.name or _("Somebody")

    @staticmethod
    def who_of(person: Person | None = None, email: str = "") -> str:
        """Who replies: the person signed in, else the address that was proved by a link."""
        if person is not None:
            return f"person:{person.pk}"
        if not email:
            raise NotYours(_("Sign in, or give an email address: we send a link to it."))
        return f"mail:{salted_hmac('folkmoot.rsvp', email.strip().lower()).hexdigest()[:32]}"

    def body_key(self) -> str:
        """What tells one organisation from another: the one we know, else the words as they said it."""
        if self.organisation_id:
            return f"body {self.organisation_id}"
        return " ".join(self.organisation_said.lower().split())
