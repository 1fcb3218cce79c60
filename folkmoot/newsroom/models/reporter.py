"""Who reports from an event, as what, and from which sessions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from folkmoot.events.models import Session
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for
from folkmoot.requests.models import Request

from .desk import Desk


class ReporterSet(models.QuerySet):
    def on_rota(self) -> ReporterSet:
        """Those who said yes and have not left."""
        return self.filter(accepted_at__isnull=False, left_at=None)

    def standing(self) -> ReporterSet:
        """Asked or agreed: neither declined nor left."""
        return self.filter(declined_at=None, left_at=None)


class Reporter(models.Model):
    """Somebody is asked to report from an event, and as what. Their sessions are their beats; none: the whole event."""

    class Part(models.TextChoices):
        WRITER = "writer", _("Writes")
        INTERVIEWER = "interviewer", _("Interviews")
        PICTURES = "pictures", _("Takes pictures")
        EDITOR = "editor", _("Edits")

    ASKED = "newsroom.report"

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="reporters")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    part = models.CharField(max_length=12, choices=Part, default=Part.WRITER)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = ReporterSet.as_manager()

    class Meta:
        ordering = ["desk", "part", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "person", "part"], name="reporter_part_once"),
            models.CheckConstraint(condition=Q(accepted_at=None) | Q(declined_at=None), name="reporter_yes_or_no"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_part_display()}"

    def get_absolute_url(self) -> str:
        return reverse("newsroom:asked", args=[self.desk.event_id, self.pk])

    @classmethod
    @transaction.atomic
    def ask(
        cls,
        desk: Desk,
        person: Person,
        part: str,
        by: Person,
        sessions: Iterable[Session] = (),
        due: date | None = None,
    ) -> Reporter:
        """Ask somebody to report; again: their sessions are as now said. Yourself needs no asking.

        Refuses who does not look after the desk, and a session of another event.
        """
        if not desk.may_be_edited_by(by):
            raise NotYours(said("Those who hold this event, and its editors, make the rota."))
        if part not in cls.Part.values:
            raise Refusal(said("Choose what they would do: write, interview, take pictures or edit."))
        found, _new = cls.objects.get_or_create(desk=desk, person=person, part=part, defaults={"asked_by": by})
        found.set_beats(sessions)
        if person.pk in acts_for(by, timezone.localdate()):
            cls.objects.filter(pk=found.pk).update(accepted_at=timezone.now(), declined_at=None, left_at=None)
        else:
            found.put_request(by, due)
        found.refresh_from_db()
        return found

    def put_request(self, by: Person, due: date | None) -> None:
        """The question, under their "Waiting for you"."""
        asked = {"who": by, "event": self.desk.event, "what": self.get_part_display().lower()}
        words = said("%(who)s asks whether you would report from “%(event)s”: who %(what)s?") % asked
        more = {"asked_by": by, "address": self.get_absolute_url(), "due_on": due, "title": str(self.desk.event)}
        if self.left_at or self.declined_at:  # Asked anew: the earlier no stays where it was said.
            Reporter.objects.filter(pk=self.pk).update(left_at=None, declined_at=None, asked_at=timezone.now())
        elif self.accepted_at:
            return
        times = Request.objects.filter(kind=self.ASKED, about_key=str(self.pk), closed_at__isnull=False).count()
        Request.put(self.ASKED, words, self, to=[self.person], once=f"{self.pk}:{times}", **more)

    def set_beats(self, sessions: Iterable[Session]) -> None:
        """These sessions, and no others."""
        wanted = {session.pk: session for session in sessions}
        if any(session.event_id != self.desk.event_id for session in wanted.values()):
            raise Refusal(said("Choose sessions of this event."))
        self.beats.exclude(session__in=wanted).delete()
        for session in wanted.values():
            Beat.objects.get_or_create(reporter=self, session=session)

    @transaction.atomic
    def answer(self, by: Person, yes: bool, because: str = "") -> bool:
        """Yes, I report; or no. True the first time. Whoever was asked, or stands in for them."""
        found = Reporter.objects.select_for_update().get(pk=self.pk)
        if found.person_id not in acts_for(by, timezone.localdate()):
            raise NotYours(said("This was put to somebody else."))
        if found.accepted_at or found.declined_at:
            return False
        now = timezone.now()
        found.accepted_at, found.declined_at = (now, None) if yes else (None, now)
        found.save(update_fields=["accepted_at", "declined_at"])
        request = Request.objects.open().filter(kind=self.ASKED, about_key=str(self.pk)).first()
        if request:
            request.answer(by, "yes" if yes else "no", because)
            request.close()
        self.refresh_from_db()
        return True

    @transaction.atomic
    def leave(self, by: Person) -> bool:
        """Off the rota; what they kept stays. True the first time. Themselves, or who looks after the desk."""
        own = self.person_id in acts_for(by, timezone.localdate())
        if not own and not self.desk.may_be_edited_by(by):
            raise NotYours(said("They can leave the rota themselves, or those who hold the event take them off."))
        Request.objects.open().filter(kind=self.ASKED, about_key=str(self.pk)).update(closed_at=timezone.now())
        return bool(Reporter.objects.filter(pk=self.pk, left_at=None).update(left_at=timezone.now()))


class Beat(models.Model):
    """One session that a reporter said, or is asked, to be at."""

    reporter = models.ForeignKey(Reporter, models.CASCADE, related_name="beats")
    session = models.ForeignKey(Session, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reporter", "session"], name="beat_once")]

    def __str__(self) -> str:
        return f"{self.reporter}, {self.session}"
