"""Photos of an event, each with what it shows and the word of whoever sent it that those in it agreed."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.journal.models import Line
from folkmoot.kit import uploads
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_moderator

from .event import Event
from .session import Session
from .table import TableCode
from .writeup import was_there

SHELF = "events"


class PhotoSet(models.QuerySet):
    def standing(self) -> PhotoSet:
        """Not held or removed by moderators."""
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN))

    def shown(self) -> PhotoSet:
        """A host has looked, and moderators hold nothing against it."""
        return self.standing().filter(shown_at__isnull=False)

    def waiting(self) -> PhotoSet:
        """Those a host has still to look at."""
        return self.standing().filter(shown_at=None)


class Photo(models.Model):
    """A photo taken at an event: what it shows, in words for those who cannot see it, and why it may be shown.

    `file` is its name on the shelf of `kit.uploads`. Until a host has looked it is seen by hosts and its sender alone.
    """

    class Consent(models.TextChoices):
        AGREED = "agreed", gettext_lazy("Everybody who can be recognised agreed to it being shown here")
        NOBODY = "nobody", gettext_lazy("Nobody in it can be recognised")

    event = models.ForeignKey(Event, models.CASCADE, related_name="photos")
    session = models.ForeignKey(Session, models.SET_NULL, null=True, blank=True, related_name="photos")
    file = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    words = models.CharField(max_length=300, help_text="what it shows")
    credit = models.CharField(max_length=120, blank=True, help_text="who took it, as they want to be named")
    consent = models.CharField(max_length=8, choices=Consent)
    attendees_only = models.BooleanField(default=False)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    code = models.ForeignKey(TableCode, models.SET_NULL, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    shown_at = models.DateTimeField(null=True, blank=True)
    shown_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=100, null=True, blank=True, unique=True)

    objects = PhotoSet.as_manager()

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="photo_says_what_it_shows"),
            models.CheckConstraint(condition=Q(consent__in=["agreed", "nobody"]), name="photo_has_consent"),
        ]

    def __str__(self) -> str:
        return self.words[:80]

    def get_absolute_url(self) -> str:
        return f"{reverse('events:photos', args=[self.event_id])}#photo-{self.pk}"

    @classmethod
    def add(cls, event: Event, picture: uploads.Picture, words: str, consent: str, **more) -> Photo:
        """Keep a photo. `more`: by or code (whoever holds a table's card), session, credit, attendees_only, `once` (the
        same word again gives the photo there is). From a host it shows at once.

        Refuses who was not there and has no open card, words that are missing, and a photo without consent.
        """
        by, code, once = more.get("by"), more.get("code"), more.pop("once", "")
        once = f"{event.pk}:{once}"[:100] if once else None
        known = once and cls.objects.filter(once=once).first()
        if known:
            return known
        runs = _check(event, words, consent, by, code)
        facts = {"words": " ".join(words.split())[:300], "consent": consent, "once": once} | more
        facts |= {"width": picture.width, "height": picture.height, "file": uploads.keep(picture, SHELF)}
        if once is None:
            photo, new = cls.objects.create(event=event, **facts), True
        else:
            photo, new = cls.objects.get_or_create(once=once, defaults=facts | {"event": event})
        if runs and new:
            photo.show(by)
        return photo

    @transaction.atomic
    def show(self, by: Person) -> bool:
        """A host has looked: whoever may see the event sees it, or those who came alone. True the first time."""
        if not self.event.may_be_run_by(by, timezone.localdate()):
            raise NotYours(_("Those who hold this event look at its photos first."))
        shown = Photo.objects.filter(pk=self.pk, shown_at=None).update(shown_at=timezone.now(), shown_by=by)
        self.refresh_from_db()
        if shown and not self.attendees_only:
            Line.record(by, "showed a photo of", self.event, place=self.event.place, address=self.get_absolute_url())
        return bool(shown)

    @transaction.atomic
    def take_off(self, by: Person) -> None:
        """Gone for good, with its file: by whoever sent it, or who holds the event. Safe twice."""
        if self.by_id != by.pk and not self.event.may_be_run_by(by, timezone.localdate()):
            raise NotYours(_("Whoever sent this photo, or holds the event, can take it off. You can report it."))
        uploads.throw_away(SHELF, self.file)
        Photo.objects.filter(pk=self.pk).delete()

    def is_visible_to(self, person: Person | None, day: date, *, came: bool = False) -> bool:
        """Asked anew each time its file is asked for. `came`: they hold the link of somebody who came."""
        if person is not None and is_moderator(person, day):
            return True
        if self.standing and self.standing.state != Standing.State.SHOWN:
            return False
        if self.event.may_be_run_by(person, day) or (person is not None and self.by_id == person.pk):
            return True
        if self.shown_at is None or not self.event.is_visible_to(person, day):
            return False
        return not self.attendees_only or came or was_there(self.event, person)

    @classmethod
    def seen_by(cls, event: Event, person: Person | None, *, came: bool = False) -> list[Photo]:
        """Those of an event that this person may see, in the order they were sent."""
        day = timezone.localdate()
        rows = event.photos.standing().select_related("session", "standing", "by")
        runs, there = event.may_be_run_by(person, day), came or was_there(event, person)
        mine = person.pk if person else 0
        return [
            row for row in rows if runs or row.by_id == mine or (row.shown_at and (there or not row.attendees_only))
        ]


def _check(event: Event, words: str, consent: str, by: Person | None, code: TableCode | None) -> bool:
    """Whether it is one of the hosts."""
    if event.story:
        raise Refusal(_("This belongs to the 2009 story. It is there to be read."))
    if not words.strip():
        raise Refusal(_("Say what the photo shows, for those who cannot see it."))
    if consent not in Photo.Consent.values:
        raise Refusal(_("Say that those in it agreed, or that nobody can be recognised. Without it we cannot take it."))
    if by is not None and event.may_be_run_by(by, timezone.localdate()):
        return True
    if code is not None and code.event_id == event.pk:
        code.check_open()
    elif by is None or not was_there(event, by):
        raise NotYours(_("Photos are sent by those who came, or who hold the event."))
    return False
