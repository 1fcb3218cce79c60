"""Who was asked by mail: to come to an event, or to hold it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit import links, mail
from folkmoot.people.models import Person

from .event import Event, Host
from .rsvp import Rsvp


class Asked(models.Model):
    """Somebody was asked by mail to come to an event. The link in that mail is theirs: with it they reply, once, and
    with no account. Who was asked is for those who hold it alone."""

    KEPT_FOR = timedelta(days=30)

    event = models.ForeignKey(Event, models.CASCADE, related_name="asked")
    email = models.EmailField(help_text="in small letters")
    name = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=1000, blank=True, help_text="from those who hold it, in the mail")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True, blank=True, help_text="when they said: ask me to nothing more")

    class Meta:
        ordering = ["event", "asked_at", "pk"]
        verbose_name_plural = "asked"
        constraints = [models.UniqueConstraint(fields=["event", "email"], name="asked_once_each")]

    def __str__(self) -> str:
        return self.name or self.email

    @classmethod
    def to(cls, event: Event, person: Person | None, email: str = "") -> bool:
        """Whether this person, or an address proved by a link, was asked to this event."""
        address = person.email if person else email
        return bool(address) and cls.objects.filter(event=event, email=address.strip().lower()).exists()

    def reply(self) -> Rsvp | None:
        """Theirs, where they have given one, signed in or by a link."""
        mine = Person.objects.filter(email__iexact=self.email, is_active=True).first()
        return self.event.rsvps.filter(who=Rsvp.who_of(mine, self.email)).first()

    def stop(self) -> bool:
        """They are asked to nothing more by mail, whoever holds it. True the first time."""
        return bool(Asked.objects.filter(pk=self.pk, stopped_at=None).update(stopped_at=timezone.now()))

    @classmethod
    def forget_past(cls, now: datetime) -> int:
        """Take out whom events asked that ended, or were called off, thirty days ago; how many. Those who want to be
        asked to nothing more stay, so that it holds."""
        since = now - cls.KEPT_FOR
        ended = Q(event__ends_at__lt=since) | Q(event__ends_at=None, event__starts_at__lt=since)
        undated = Q(event__starts_at=None, event__latest_on__lt=since.date())
        return cls.objects.filter(ended | undated | Q(event__cancelled_at__lt=since), stopped_at=None).delete()[0]


class AskedToHost(models.Model):
    """Somebody with no account was asked by mail to hold an event, or had offered to. The link in that mail is theirs:
    with it they say yes or no, once, and look after the event once they have signed in with that address."""

    KEPT_FOR = timedelta(days=30)
    LINK = "hold an event"

    event = models.ForeignKey(Event, models.CASCADE, related_name="asked_to_host")
    email = models.EmailField(help_text="in small letters")
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=12, choices=Host.Role, default=Host.Role.CONVENOR)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=3, blank=True, choices=(("yes", "Yes"), ("no", "No")))
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["event", "asked_at", "pk"]
        verbose_name_plural = "asked to host"
        constraints = [models.UniqueConstraint(fields=["event", "email", "role"], name="asked_to_host_once")]

    def __str__(self) -> str:
        return self.name or self.email

    def called(self) -> str:
        """As those who hold the event read it."""
        return f"{self.name} ({self.email})" if self.name else self.email

    def get_absolute_url(self) -> str:
        """The page of their link; whoever has it answers for them."""
        end = self.event.ends_at or self.event.starts_at
        days = max(60, (end - timezone.now()).days + 31) if end else 400
        return reverse("events:hold_by_link", args=[links.sign(self.LINK, self.pk, days=days)])

    @classmethod
    def said_yes(cls, host: Host, by: Person | None) -> AskedToHost:
        """Somebody with no account who had offered holds it now: the mail that says so, with their link. Once."""
        facts = {"name": host.name, "by": by, "answer": "yes", "answered_at": timezone.now()}
        made, new = cls.objects.get_or_create(event=host.event, email=host.email, role=host.role, defaults=facts)
        if new:
            made.write()
        return made

    def write(self, when: str = "") -> None:
        """Their mail, with the link; `when` in words, where it is known."""
        yes = self.answer == "yes"
        subject = (_("You hold it: %(event)s") if yes else _("Will you hold it too? %(event)s")) % {"event": self.event}
        role = str(Host.Role(self.role).label).lower()
        context = {"name": self.name, "by": str(self.by or ""), "event": self.event.title, "when": when, "role": role}
        context |= {"said_yes": yes, "address": self.get_absolute_url()}
        mail.send(self.email, mail.one_line(subject), "events/mail/hold", context)

    @classmethod
    def forget_past(cls, now: datetime) -> int:
        """Take out whom events asked that ended, or were called off, thirty days ago, and the addresses of hosts who
        never signed in; how many. Their names stay beside what they held."""
        since = now - cls.KEPT_FOR
        ended = Q(event__ends_at__lt=since) | Q(event__ends_at=None, event__starts_at__lt=since)
        undated = Q(event__starts_at=None, event__latest_on__lt=since.date())
        over = ended | undated | Q(event__cancelled_at__lt=since)
        for host in Host.objects.filter(over).exclude(email=""):
            if Host.objects.filter(event=host.event_id, role=host.role, name=host.name, email="").exists():
                host.delete()
            else:
                Host.objects.filter(pk=host.pk).update(email="")
        return cls.objects.filter(over).delete()[0]
