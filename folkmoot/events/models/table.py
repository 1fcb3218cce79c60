"""The cards on the tables: whoever holds one may write there, with no account, until it runs out or is closed."""

from __future__ import annotations

import secrets
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_moderator

from .event import Event
from .session import Session

# Letters and digits that nobody mistakes for one another when they read them from a card.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
AFTER_THE_END = timedelta(hours=3)
WITH_NO_END = timedelta(hours=12)
WITH_NO_DAY = timedelta(days=30)


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(6))


class CardRanOut(Refusal):
    """A card that was good once: its time is over, or it was closed."""

    status = 410


class TableCodeSet(models.QuerySet):
    def open(self) -> TableCodeSet:
        """Those that can be written with now."""
        return self.filter(ends_at__gt=timezone.now(), closed_at=None)


class TableCode(models.Model):
    """Six letters on a card: whoever is at the table may write there, with no account, until it runs out."""

    class Purpose(models.TextChoices):
        SCRIBE = "scribe", gettext_lazy("Notes of a session")
        MAPPING = "mapping", gettext_lazy("A mapping hour")
        CHECK_IN = "check-in", gettext_lazy("The door")

    code = models.CharField(max_length=8, unique=True, default=new_code)
    event = models.ForeignKey(Event, models.CASCADE, related_name="codes")
    session = models.ForeignKey(Session, models.CASCADE, null=True, blank=True, related_name="codes")
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.SCRIBE)
    table = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(help_text="after this nothing more can be written with it")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="closed early")
    closed_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = TableCodeSet.as_manager()

    class Meta:
        ordering = ["event", "session__slot__starts_at", "table", "pk"]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("events:table", args=[self.code])

    @classmethod
    def make(cls, event: Event, *, purpose: str = Purpose.SCRIBE, session: Session | None = None, table: str = ""):
        """The open card for this table, made where there is none: see `until`. One that has run out is followed by a
        new one, which is good for twelve hours."""
        where = {"event": event, "session": session, "purpose": purpose, "table": table.strip()[:40]}
        with transaction.atomic():
            locked, now = Event.objects.select_for_update().get(pk=event.pk), timezone.now()
            if found := cls.objects.open().filter(**where).first():
                return found
            end = cls.until(locked)
            return cls.objects.create(**where, ends_at=end if end > now else now + WITH_NO_END)

    @classmethod
    def until(cls, event: Event) -> datetime:
        """When its cards run out: three hours after the event ends; where no end is known twelve hours after it
        starts; where no day is, after the last day it may be, or in a month."""
        if event.ends_at:
            return event.ends_at + AFTER_THE_END
        if event.starts_at:
            return event.starts_at + WITH_NO_END
        last = event.latest_on or timezone.localdate() + WITH_NO_DAY
        midnight = datetime.combine(last + timedelta(days=1), time.min)
        return midnight.replace(tzinfo=ZoneInfo(event.zone or settings.TIME_ZONE))

    @classmethod
    def follow(cls, event: Event) -> None:
        """The event was moved: its open cards are good as long as if they had been made now."""
        cls.objects.open().filter(event=event).update(ends_at=cls.until(event))

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.ends_at > timezone.now()

    def check_open(self) -> None:
        if not self.is_open:
            raise CardRanOut(
                _("This card has run out: nothing more can be written with it. Ask whoever holds the day.")
            )

    def about(self) -> Session | Event:
        """What is written with it is about this: its session, or the whole event."""
        return self.session or self.event

    def close(self, by: Person) -> bool:
        """From now on nothing can be written with it. True the first time. Hosts and moderators may."""
        day = timezone.localdate()
        if not (self.event.may_be_run_by(by, day) or is_moderator(by, day)):
            raise NotYours(_("Only those who hold this event, or a moderator, can close a card."))
        now = timezone.now()
        done = TableCode.objects.filter(pk=self.pk, closed_at=None).update(closed_at=now, closed_by=by)
        self.refresh_from_db(fields=["closed_at", "closed_by"])
        return bool(done)
