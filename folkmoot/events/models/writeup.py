"""What came of an event: its write-up, and what it brought forth."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import Exists, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.kit.remembering import asked_once
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person

from .check_in import CheckIn
from .event import Event
from .rsvp import Rsvp


class WriteUp(models.Model):
    """The hosts' own words on an event, and who may read the record page: nobody yet, those who came, or everyone."""

    class Audience(models.TextChoices):
        HOSTS = "hosts", gettext_lazy("Only those who hold it")
        CAME = "came", gettext_lazy("Those who came")
        EVERYONE = "everyone", gettext_lazy("Everyone")

    event = models.OneToOneField(Event, models.CASCADE, related_name="write_up")
    story = models.TextField(blank=True, max_length=20_000)
    came_total = models.PositiveIntegerField(null=True, blank=True, help_text="how many came, where it was told")
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.HOSTS)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(audience="hosts") | Q(published_at__isnull=False), name="write_up_published_with_a_day"
            )
        ]

    def __str__(self) -> str:
        return _("Record of %(event)s") % {"event": self.event}

    def get_absolute_url(self) -> str:
        return f"/events/{self.event_id}/record/"

    @classmethod
    def opens(cls, event: Event, person: Person | None, day: date, *, inside: bool = False) -> bool:
        """Whether what stands in the record is to be read by this person (None: not signed in) on that day; `inside`:
        it is for those who came. Those who hold the event read all of it."""
        if event.may_be_run_by(person, day):
            return True
        page = cls.objects.filter(event=event).first()
        audience = page.audience if page else cls.Audience.HOSTS
        if audience == cls.Audience.HOSTS or not event.is_visible_to(person, day):
            return False
        return (audience == cls.Audience.EVERYONE and not inside) or was_there(event, person)

    @classmethod
    @transaction.atomic
    def write(cls, event: Event, by: Person, story: str, came_total: int | None = None) -> WriteUp:
        """The hosts' words on how it was; again: changed."""
        if not event.may_be_run_by(by, timezone.localdate()):
            raise NotYours(_("Only those who hold this event can write its record."))
        if len(story) > 20_000:
            raise Refusal(_("That is over 20,000 letters. Shorten it, or link to the whole."))
        said = {"story": story.strip(), "came_total": came_total, "by": by, "changed_at": timezone.now()}
        return cls.objects.update_or_create(event=event, defaults=said)[0]

    @transaction.atomic
    def publish(self, by: Person, audience: str, comments_until: date | None = None) -> bool:
        """Open the record page to `audience`, and say until when it can be commented on. True when that changed."""
        if not self.event.may_be_run_by(by, timezone.localdate()):
            raise NotYours(_("Only those who hold this event can publish its record."))
        if audience not in self.Audience.values:
            raise Refusal(_("Choose who may read it."))
        page = WriteUp.objects.select_for_update().get(pk=self.pk)
        if self.event.talk_id:
            type(self.event.talk).objects.filter(pk=self.event.talk_id).update(closes_on=comments_until)
        if page.audience == audience:
            return False
        page.audience = audience
        page.published_at = None if audience == self.Audience.HOSTS else page.published_at or timezone.now()
        page.save(update_fields=["audience", "published_at"])
        if audience == self.Audience.EVERYONE:
            Line.record(
                by, "published the record of", self.event, place=self.event.place, address=self.get_absolute_url()
            )
        self.refresh_from_db()
        return True


def was_there(event: Event, person: Person | None) -> bool:
    """Whether they came: checked in, or online with a place. Where nobody was checked in at the door, whoever had a
    seat counts as having come. A reply given once it had begun is none."""
    if person is None:
        return False
    seen = _came(event, person)
    return seen["checked_in"] or seen["online"] or (seen["had_a_seat"] and not seen["door"])


def checked_in(event: Event, person: Person | None) -> bool:
    return person is not None and _came(event, person)["checked_in"]


def _came(event: Event, person: Person) -> dict[str, bool]:
    """`checked_in`: they were, `door`: somebody was; what they had said by then: `online`, `had_a_seat`."""

    def ask() -> dict[str, bool]:
        came = CheckIn.objects.filter(event=event)
        before = event.starts_at or timezone.now()
        yes = Rsvp.objects.filter(event=event, person=person, answer=Rsvp.Answer.YES, replied_at__lte=before)
        asked = {
            "checked_in": Exists(came.filter(person=person)),
            "door": Exists(came),
            "online": Exists(yes.filter(seat=Rsvp.Seat.REMOTE)),
            "had_a_seat": Exists(yes.filter(seat=Rsvp.Seat.HAS)),
        }
        return Event.objects.order_by().filter(pk=event.pk).values(**asked).get()

    return asked_once(("was there", event.pk, person.pk), ask)


class OutputSet(models.QuerySet):
    def published(self) -> OutputSet:
        shown = Q(standing=None) | Q(standing__state=Standing.State.SHOWN)
        return self.filter(shown, published_at__isnull=False)


class Output(models.Model):
    """Something an event brought forth: a list, a map, a draft, a film. For a stage, it is what had to come out."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="outputs")
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True, max_length=10_000)
    link = models.URLField(blank=True, max_length=500)
    attendees_only = models.BooleanField(default=False)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    objects = OutputSet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('events:record', args=[self.event_id])}#output-{self.pk}"

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        """Once it is published, those who may read the record; before that those who hold the event."""
        if self.published_at is None:
            return self.event.may_be_run_by(person, day)
        return WriteUp.opens(self.event, person, day, inside=self.attendees_only)

    @classmethod
    def add(cls, event: Event, by: Person, title: str, *, words: str = "", link: str = "", **more) -> Output:
        """Something came of it. `more`: attendees_only, and `once`: the same word is the same output."""
        if not event.may_be_run_by(by, timezone.localdate()):
            raise NotYours(_("Only those who hold this event can add what came of it."))
        title = " ".join(title.split())
        if not title or not (words.strip() or link):
            raise Refusal(_("Say what it is called, and give its words or its address."))
        once = more.pop("once", "")
        facts = {"event": event, "by": by, "title": title[:200], "words": words.strip(), "link": link} | more
        if not once:
            return cls.objects.create(**facts)
        return cls.objects.get_or_create(once=f"{event.pk}:{once}"[:80], defaults=facts)[0]

    def correct(self, by: Person, title: str, words: str, link: str, attendees_only: bool) -> bool:
        """Put right what it says; whether anything is different now. What is published stays so."""
        if not self.event.may_be_run_by(by, timezone.localdate()):
            raise NotYours(_("Only those who hold this event can change what came of it."))
        title = " ".join(title.split())[:200]
        if not title or not (words.strip() or link):
            raise Refusal(_("Say what it is called, and give its words or its address."))
        said = {"title": title, "words": words.strip(), "link": link, "attendees_only": attendees_only}
        return bool(Output.objects.filter(pk=self.pk).exclude(**said).update(**said))

    @transaction.atomic
    def publish(self, by: Person) -> bool:
        """Everyone may read it (or those who came, if it is for them alone). True the first time."""
        if not self.event.may_be_run_by(by, timezone.localdate()):
            raise NotYours(_("Only those who hold this event can publish what came of it."))
        if not Output.objects.filter(pk=self.pk, published_at=None).update(published_at=timezone.now()):
            return False
        self.refresh_from_db(fields=["published_at"])
        if not self.attendees_only:
            Line.record(by, "published", self, place=self.event.place)
        return True

    @transaction.atomic
    def open_next(self, by: Person) -> None:
        """Publish it as what the event's stage had to bring: the next stage opens on it. Safe twice.

        Refuses an event of no stage, and what only those who came may read.
        """
        if self.event.stage is None:
            raise Refusal(_("This event belongs to no stage, so nothing opens on it."))
        if self.attendees_only:
            raise Refusal(_("What opens a stage is for everybody to read; this is for those who came."))
        self.publish(by)
        self.event.stage.publish_output(by, self.title, self.get_absolute_url(), whole=True)

    def withdraw(self, by: Person) -> bool:
        """Off the record again. True the first time."""
        if not self.event.may_be_run_by(by, timezone.localdate()):
            raise NotYours(_("Only those who hold this event can take this back."))
        return bool(Output.objects.filter(pk=self.pk, published_at__isnull=False).update(published_at=None))
