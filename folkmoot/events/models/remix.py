"""Every change of the grid, as a row that can be undone."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from folkmoot.journal.models import Line
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

from .event import Event

GONE = {"state": "dropped", "slot": None, "room": None}


class Remix(models.Model):
    """One change of a grid: who, when, what, and how the sessions it touched stood before and after.

    `before` and `after` hold one entry for each session touched, as `Session.stand` gives it; a session that a split
    or a placing made has none before. `version` is the version of the grid that the change made.
    """

    class What(models.TextChoices):
        PLACED = "placed", _("Placed")
        MOVED = "moved", _("Moved")
        SWAPPED = "swapped", _("Swapped")
        SPLIT = "split", _("Split")
        MERGED = "merged", _("Merged")
        DROPPED = "dropped", _("Dropped")
        NAMED = "named", _("Renamed")
        ROOM = "room", _("Room added")
        SLOTS = "slots", _("Slots changed")
        BY_SUM = "by sum", _("Placed by the sum")
        UNDONE = "undone", _("Undone")

    event = models.ForeignKey(Event, models.CASCADE, related_name="remixes")
    what = models.CharField(max_length=8, choices=What)
    words = models.CharField(max_length=300)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    before = models.JSONField(default=list, blank=True)
    after = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField()
    undoes = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="undone_by")

    class Meta:
        ordering = ["event", "-version"]
        constraints = [models.UniqueConstraint(fields=["event", "version"], name="remix_version_once")]
        verbose_name_plural = "remixes"

    def __str__(self) -> str:
        return self.words

    @classmethod
    def write(cls, locked: Event, what: str, words: str, by: Person | None, **stands) -> Remix:
        """Keep one change and give the grid its next version. `locked` is the event, locked in this transaction;
        `stands`: before, after, undoes."""
        locked.grid_version += 1
        locked.save(update_fields=["grid_version"])
        Line.record(by, "changed the grid of", locked, place=locked.place, detail={"change": words[:300]})
        fields = {"what": what, "words": words[:300], "by": by, "version": locked.grid_version}
        return cls.objects.create(event=locked, **fields, **stands)

    def can_be_undone(self) -> bool:
        """Whether there is a way back and nobody has gone it: what made a room or changed slots is undone by hand."""
        mends = self.what not in (self.What.ROOM, self.What.SLOTS, self.What.UNDONE)
        return mends and not Remix.objects.filter(undoes=self).exists()

    @transaction.atomic
    def undo(self, by: Person) -> Remix:
        """Put every session it touched back where it stood. The caller holds the event. Undoing twice is once;
        refused when one of them was changed again since, or when a place is taken."""
        event = Event.objects.select_for_update().get(pk=self.event_id)
        if done := Remix.objects.filter(undoes=self).first():
            return done
        if not self.can_be_undone():
            raise Refusal(said("This change cannot be undone here. Change the rooms or the slots by hand."))
        self._check_latest()
        was = {stand["session"]: stand for stand in self.before}
        backs = [was.get(stand["session"], stand | GONE) for stand in self.after]
        apps.get_model("events.session").put_back(event, backs)
        words = said("Undone: %(words)s") % {"words": self.words}
        return Remix.write(event, self.What.UNDONE, words, by, before=self.after, after=backs, undoes=self)

    def _check_latest(self) -> None:
        touched = _touched([self])
        undone = Remix.objects.filter(undoes__isnull=False).values("undoes")
        later = Remix.objects.filter(event=self.event_id, version__gt=self.version, undoes=None).exclude(pk__in=undone)
        for remix in later.order_by("version"):
            if _touched([remix]) & touched:
                raise Refusal(said("Undo what came later first: %(words)s") % {"words": remix.words})


def _touched(remixes: Iterable[Remix]) -> set[int]:
    return {stand["session"] for remix in remixes for stand in (*remix.before, *remix.after)}
