"""Contact swaps: two people who met at an event, and neither sees the other's contact before both said yes."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.links import sign
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person

from .check_in import CheckIn
from .event import Event

LINK = "swap"


class ContactCard(models.Model):
    """What one person who came would give to people they choose, and the name by which they are found in the list."""

    check_in = models.OneToOneField(CheckIn, models.CASCADE, related_name="contact_card")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    event = models.ForeignKey(Event, models.CASCADE, related_name="contact_cards")
    name = models.CharField(max_length=120)
    contact = models.CharField(max_length=200, help_text="an address, a number: whatever they choose to give")
    said_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(name="") & ~Q(contact=""), name="contact_card_says_both")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def put(cls, check_in: CheckIn, name: str, contact: str) -> ContactCard:
        """Say what I would give, and under which name I stand in the list of those who would swap. Again: changed."""
        name, contact = " ".join(name.split())[:120], contact.strip()[:200]
        if not name or not contact:
            raise Refusal(
                _("Write your name as you want it in the list, and what you would give: an address or a number.")
            )
        said = {"name": name, "contact": contact, "taken_back_at": None, "said_at": timezone.now()}
        same = {"person": check_in.person, "event": check_in.event}
        return cls.objects.update_or_create(check_in=check_in, defaults=said | same)[0]

    def take_back(self) -> None:
        """Off the list, and nobody sees the contact any more, not even those it was swapped with. Safe twice."""
        ContactCard.objects.filter(pk=self.pk, taken_back_at=None).update(taken_back_at=timezone.now())
        self.refresh_from_db()

    @transaction.atomic
    def say_yes(self, other: ContactCard) -> Swap:
        """I would swap with them. Nobody is told until they say yes as well. Saying so twice is saying it once."""
        if other.event_id != self.event_id or other.pk == self.pk:
            raise NotYours(_("You can swap with somebody else who came to this event."))
        if self.taken_back_at or other.taken_back_at:
            raise Refusal(_("One of you has left the list. Nothing was swapped."))
        yes, new = Swap.objects.get_or_create(one=self, other=other)
        if not new and yes.taken_back_at:
            Swap.objects.filter(pk=yes.pk).update(taken_back_at=None, said_at=timezone.now())
        return yes

    def say_no(self, other: ContactCard) -> None:
        """Take my yes back: from now on neither sees the other's contact. Safe twice."""
        Swap.objects.filter(one=self, other=other, taken_back_at=None).update(taken_back_at=timezone.now())

    def others(self) -> list[dict]:
        """The others in the list, each with whether I said yes and, when both did, their contact."""
        here = self.event.contact_cards.filter(taken_back_at=None).exclude(pk=self.pk)
        mine = set(Swap.objects.standing().filter(one=self).values_list("other", flat=True))
        theirs = set(Swap.objects.standing().filter(other=self).values_list("one", flat=True))
        live = self.taken_back_at is None
        return [
            {"card": card, "yes": card.pk in mine, "contact": card.contact if live and card.pk in mine & theirs else ""}
            for card in here
        ]


def link_for(check_in: CheckIn, days: int = 60) -> str:
    """The address of somebody's own swap page, for whoever has no account."""
    return reverse("events:swap_by_link", args=[sign(LINK, check_in.pk, days=days)])


class SwapSet(models.QuerySet):
    def standing(self) -> SwapSet:
        return self.filter(taken_back_at=None)


class Swap(models.Model):
    """One person who came said yes to swapping contacts with another. It is a swap when both did."""

    one = models.ForeignKey(ContactCard, models.CASCADE, related_name="yeses")
    other = models.ForeignKey(ContactCard, models.CASCADE, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = SwapSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="swap_said_once"),
            models.CheckConstraint(condition=~Q(one=F("other")), name="swap_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.one} · {self.other}"
