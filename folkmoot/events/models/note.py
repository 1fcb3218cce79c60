"""What is written at the tables, one short line at a time."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit.refusals import Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.points.models import Point

from .event import Event
from .session import Session
from .table import TableCode
from .writeup import WriteUp

MOST_LETTERS = 600


class LineRefused(Refusal):
    """A line that cannot be kept as it is; the words say what to change."""

    status = 422


class NoteSet(models.QuerySet):
    def standing(self) -> NoteSet:
        """Not struck out, and not held or removed by moderators."""
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN), struck_at=None)

    def of(self, code: TableCode) -> NoteSet:
        """What was written about the same thing as this card is for, by whichever scribe."""
        return self.filter(event=code.event_id, session=code.session_id)

    def seen_by(self, person: Person | None, day: date) -> list[Note]:
        """Those of them, in their order, that this person may read."""
        lines, opens = list(self.standing().select_related("event")), {}
        for line in lines:
            where = line.event_id, line.attendees_only
            if where not in opens:
                opens[where] = WriteUp.opens(line.event, person, day, inside=line.attendees_only)
        return [line for line in lines if opens[line.event_id, line.attendees_only]]

    def to_look_at(self) -> NoteSet:
        """Offers, asks, gaps and promises that a host has still to look at."""
        return self.standing().filter(look=Note.Look.WAITS, kind__in=Note.LANDS)


class Note(models.Model):
    """One line of a session's notes. Every scribe's lines stay: each is a row of its own.

    A point, disagreement, gap, question or idea is a `point` as well. Offers, asks, gaps and promises land in the
    directory and among the promises: at once when written by somebody who holds the event, else when a host has
    looked; `landed_*` then say where.
    """

    class Kind(models.TextChoices):
        TOPIC = "topic", gettext_lazy("Topic")
        WHO = "who", gettext_lazy("Who is here")
        POINT = "point", gettext_lazy("Point")
        DISAGREEMENT = "disagreement", gettext_lazy("Where we disagree")
        GAP = "gap", gettext_lazy("What is missing")
        QUESTION = "question", gettext_lazy("Question")
        OFFER = "offer", gettext_lazy("Offer")
        ASK = "ask", gettext_lazy("Ask")
        PROMISE = "promise", gettext_lazy("Promise")
        IDEA = "idea", gettext_lazy("What next")

    class Look(models.TextChoices):
        NONE = "", gettext_lazy("Needs none")
        WAITS = "waits", gettext_lazy("A host has still to look")
        TAKEN = "taken", gettext_lazy("Taken in")
        LEFT = "left", gettext_lazy("Left in the notes")

    POINTS = (Kind.POINT, Kind.DISAGREEMENT, Kind.GAP, Kind.QUESTION, Kind.IDEA)
    LANDS = (Kind.OFFER, Kind.ASK, Kind.GAP, Kind.PROMISE)

    event = models.ForeignKey(Event, models.CASCADE, related_name="notes")
    session = models.ForeignKey(Session, models.SET_NULL, null=True, blank=True, related_name="notes")
    code = models.ForeignKey(TableCode, models.SET_NULL, null=True, blank=True, related_name="notes")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.POINT)
    words = models.CharField(max_length=MOST_LETTERS)
    whose = models.CharField(max_length=120, blank=True, help_text="who offers, asks or promises, as it was said")
    due_on = models.DateField(null=True, blank=True)
    due_words = models.CharField(max_length=80, blank=True, help_text='as it was said: "by spring"')
    count = models.PositiveIntegerField(null=True, blank=True, help_text="how many were here, where a number was given")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    struck_at = models.DateTimeField(null=True, blank=True)
    point = models.OneToOneField(Point, models.SET_NULL, null=True, blank=True, related_name="+")
    look = models.CharField(max_length=5, choices=Look, blank=True, default="")
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    landed_kind = models.CharField(max_length=40, blank=True)
    landed_key = models.CharField(max_length=60, blank=True)
    landed_address = models.CharField(max_length=300, blank=True)
    attendees_only = models.BooleanField(default=False, help_text="left out of the public record")
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=100, unique=True, help_text="the word the phone sent: same word, same line")

    objects = NoteSet.as_manager()

    class Meta:
        ordering = ["noted_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="note_says_something"),
            models.CheckConstraint(condition=Q(landed_kind="") | Q(look="taken"), name="note_landed_when_taken"),
        ]
        indexes = [models.Index(fields=["event", "session", "changed_at"])]

    def __str__(self) -> str:
        return self.words[:80]

    def get_absolute_url(self) -> str:
        return f"{reverse('events:record', args=[self.event_id])}#note-{self.pk}"

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        """Those who may read the record it stands in; a line that was struck out, its hosts alone."""
        if self.struck_at:
            return self.event.may_be_run_by(person, day)
        return WriteUp.opens(self.event, person, day, inside=self.attendees_only)

    def follow_standing(self) -> None:
        """Its point goes off the pages and comes back with it."""
        Point.objects.filter(pk=self.point_id).update(standing=self.standing)

    def about(self) -> Session | Event:
        return self.session or self.event

    # Writing

    @classmethod
    def jot(cls, code: TableCode, kind: str, words: str, *, once: str, by: Person | None = None, **more) -> Note:
        """Keep one line written with this card. The same `once` at the same table is the same line, and a line that
        was kept stays kept when the card has run out since. `more`: whose, due_on, due_words.

        Refuses a card that is closed or has run out, an empty line, one over 600 letters, a promise with no name or
        no day, and a day before the event.
        """
        once = f"{code.event_id}:{code.session_id or ''}:{once}"[:100]
        known = cls.objects.filter(once=once).first()
        if known:
            return known
        line = cls(event=code.event, session=code.session, code=code, kind=kind, by=by, once=once, **more)
        line.say(words)
        try:
            with transaction.atomic():
                TableCode.objects.select_for_update().get(pk=code.pk).check_open()
                line._keep()
        except IntegrityError:
            return cls.objects.get(once=once)
        return line

    def say(self, words: str) -> None:
        """Set the words, checked as `jot` says; nothing is saved."""
        self.words = " ".join(words.split())
        if not self.words:
            raise LineRefused(_("Write something first."))
        if len(self.words) > MOST_LETTERS:
            raise LineRefused(_("That is over 600 letters. Make it two lines; nothing has been lost."))
        if self.kind not in Note.Kind.values:
            raise LineRefused(_("Choose what sort of line it is."))
        self.count = int(self.words) if self.kind == Note.Kind.WHO and self.words.isdecimal() else None
        if self.count is not None and self.count > 10_000:
            raise LineRefused(_("That many cannot be at one table. Write how many are here."))
        self.look = Note.Look.WAITS if self.kind in Note.LANDS else Note.Look.NONE
        self._check_promise()

    def _check_promise(self) -> None:
        if self.kind != Note.Kind.PROMISE:
            return
        if not (self.whose.strip() or self.by_id):
            raise LineRefused(_("Say who promised it."))
        if not (self.due_on or self.due_words.strip()):
            raise LineRefused(_("Say by when: a day, or words such as “by spring”."))
        if self.due_on and self.due_on < self.said_on():
            raise LineRefused(_("It cannot be due before it was promised."))

    def said_on(self) -> date:
        """The day it was said, on the event's own clock."""
        return self.event.local(self.event.starts_at or timezone.now()).date()

    def _keep(self) -> None:
        if self.kind in Note.POINTS:
            self.point = self._as_point()
        self.save()

    def _as_point(self) -> Point:
        group = (self.code.table if self.code else "") or str(self.session or "")
        more = {"group": group[:80], "place": self.event.place, "entered_by": self.by}
        return Point.note(self.words, self.about(), kind=self.kind, once=f"note {self.once}"[:60], **more)

    @transaction.atomic
    def rewrite(self, words: str, *, version: int, by: Person | None = None) -> Note:
        """Change the words. If another scribe changed the line since `version`, theirs stays and these words become a
        line of their own below it: nothing is lost. Gives the line that now says these words."""
        line = Note.objects.select_for_update(of=("self",)).select_related("event", "code", "session").get(pk=self.pk)
        if " ".join(words.split()) == line.words:
            return line
        if line.landed_kind:
            raise LineRefused(_("This stands in the directory already. A host can change it there."))
        if line.version != version or line.struck_at:
            return Note._beside(line, words, by)
        line.say(words)
        line.version, line.changed_at = line.version + 1, timezone.now()
        if line.point_id:
            Point.objects.filter(pk=line.point_id).update(words=line.words, changed_at=line.changed_at)
        line.save()
        return line

    @staticmethod
    def _beside(line: Note, words: str, by: Person | None) -> Note:
        once = f"{line.once}:{timezone.now().timestamp()}"[:100]
        more = {
            name: getattr(line, name)
            for name in ("event", "session", "code", "kind", "whose", "due_on", "due_words", "attendees_only")
        }
        other = Note(by=by, once=once, **more)
        other.say(words)
        other._keep()
        return other

    @transaction.atomic
    def strike(self) -> bool:
        """Take the line out of the notes; it is kept, crossed out, for whoever holds the event. True the first time."""
        line = Note.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if line.landed_kind:
            raise LineRefused(_("This stands in the directory already. A host can close it there."))
        if line.struck_at:
            return False
        now = timezone.now()
        Note.objects.filter(pk=line.pk).update(struck_at=now, changed_at=now)
        if line.point_id:
            line.point.take_back()
        self.refresh_from_db(fields=["struck_at", "changed_at"])
        return True
