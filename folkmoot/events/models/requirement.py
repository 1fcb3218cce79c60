"""What somebody who comes needs: access, food. Kept apart from their reply, sealed, and not for long."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Audience, Line
from folkmoot.kit.refusals import NotYours
from folkmoot.kit.sealed import SealedText
from folkmoot.people.models import Person

from .event import Event
from .rsvp import Rsvp


class Requirement(models.Model):
    """What somebody who comes needs so that they can take part: a ramp, an interpreter, food without nuts.

    Sealed in the database. Read by those who hold the event, each reading written down for the keepers; gone thirty
    days after the event. In no export, no search and no feed; whoever wrote it sees it in their own reply.
    """

    KEPT_FOR = timedelta(days=30)

    rsvp = models.OneToOneField(Rsvp, models.CASCADE, related_name="requirement")
    words = SealedText(max_length=1000, blank=True)
    no_steps = SealedText(max_length=3, blank=True, default="", help_text='"yes" where steps would keep them out')
    said_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return "what somebody needs"

    @classmethod
    def say(cls, rsvp: Rsvp, words: str, no_steps: bool = False) -> None:
        """Keep what they need with their reply; nothing said takes it away again."""
        words = words.strip()[:1000]
        if not words and not no_steps:
            cls.objects.filter(rsvp=rsvp).delete()
            return
        said = {"words": words, "no_steps": "yes" if no_steps else "", "said_at": timezone.now()}
        cls.objects.update_or_create(rsvp=rsvp, defaults=said)

    @classmethod
    def carry(cls, gone: Rsvp, keep: Rsvp) -> None:
        """Two replies of one person become one: what they said they need with either stays, with the one that stays."""
        said = list(cls.objects.filter(rsvp__in=[gone, keep]).order_by("said_at"))
        words = filter(None, dict.fromkeys(one.words for one in said))
        if any(one.rsvp_id == gone.pk for one in said):
            cls.say(keep, "\n".join(words), any(one.no_steps for one in said))

    @classmethod
    def without_steps(cls, event: Event) -> list[Rsvp]:
        """Who comes, or perhaps comes, and needs a way with no steps. For the sum that gives sessions their rooms, and
        for nothing that anybody reads."""
        coming = cls.objects.filter(rsvp__event=event).exclude(rsvp__answer=Rsvp.Answer.NO)
        return [one.rsvp for one in coming.select_related("rsvp__person") if one.no_steps]

    @staticmethod
    def may_be_read_by(event: Event, person: Person | None) -> bool:
        """Its convenors and organisers, and who stands in for them; not the keepers of the site, and nobody else."""
        if person is None or event.story:
            return False
        return Event.objects.filter(pk=event.pk).run_by(person, timezone.localdate()).exists()

    @classmethod
    def read(cls, event: Event, by: Person | None) -> list[Requirement]:
        """What those who come need, for those who hold the event; each reading is a line for the keepers."""
        if not cls.may_be_read_by(event, by):
            raise NotYours(_("What people need is read by those who hold the event, and by nobody else."))
        Line.record(by, "read what people need at", event, place=event.place, audience=Audience.KEEPERS)
        coming = cls.objects.filter(rsvp__event=event).exclude(rsvp__answer=Rsvp.Answer.NO)
        return list(coming.select_related("rsvp", "rsvp__person").order_by("rsvp__number"))

    @classmethod
    def forget_past(cls, now: datetime) -> int:
        """Take out those of events that ended, or were called off, thirty days ago; how many."""
        since = now - cls.KEPT_FOR
        ended = models.Q(rsvp__event__ends_at__lt=since) | models.Q(
            rsvp__event__ends_at=None, rsvp__event__starts_at__lt=since
        )
        over = ended | models.Q(rsvp__event__cancelled_at__lt=since)
        undated = models.Q(rsvp__event__starts_at=None, rsvp__event__latest_on__lt=since.date())
        return cls.objects.filter(over | undated).delete()[0]
