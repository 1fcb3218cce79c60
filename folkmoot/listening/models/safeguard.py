"""Worry for somebody's safety: a record that stewards alone read, each reading with a reason."""

from __future__ import annotations

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.journal.models import Notice, Pace
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.kit.sealed import SealedText
from folkmoot.listening.permissions import is_listener, is_steward
from folkmoot.people.models import Person, Role
from folkmoot.points.models import Reading

from .patch import Patch


class Safeguard(models.Model):
    """Somebody who listens was told of, or saw, harm. Whoever raises it cannot read it again: only add to it."""

    class Level(models.TextChoices):
        NOW = "now", gettext_lazy("Somebody may be in danger now")
        SOON = "soon", gettext_lazy("Somebody should look within a day")
        TALK = "talk", gettext_lazy("I would like to talk it over")

    patch = models.ForeignKey(Patch, models.PROTECT, related_name="+")
    level = models.CharField(max_length=4, choices=Level)
    words = SealedText(max_length=8000)
    raised_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["closed_at", "-raised_at"]

    def __str__(self) -> str:
        return _("A worry for somebody's safety")

    def get_absolute_url(self) -> str:
        return reverse("listening:safeguard", args=[self.pk])

    @classmethod
    @transaction.atomic
    def raise_worry(cls, patch: Patch, level: str, words: str, by: Person, once: str) -> Safeguard:
        """Put it to the stewards of the place, who are told at once that there is one, and nothing of it; where there
        is no steward, the keepers are told that one has to be named. `readers` says whether somebody can read it."""
        if not is_listener(by, timezone.localdate(), patch.place):
            raise NotYours(_("People who listen here, and stewards, put down such a worry."))
        if not words.strip():
            raise Refusal(_("Write what you saw or were told, in their words as far as you can."))
        if level not in cls.Level.values:
            raise Refusal(_("Choose how soon somebody should look."))
        facts = {"patch": patch, "level": level, "words": words.strip()[:8000], "raised_by": by}
        found, new = cls.objects.get_or_create(once=f"{by.pk}:{once}"[:80], defaults=facts)
        if new:
            found._tell()
        return found

    def _tell(self) -> None:
        told, people = _("A worry for somebody's safety waits for you."), self.readers()
        if not people:
            told = _("A worry for somebody's safety waits, and no steward of private notes is there to read it.")
            told += " " + _("Give somebody that role today.")
            keepers = Role.objects.held_on(timezone.localdate()).filter(kind=Role.Kind.KEEPER, place=None)
            people = list(Person.objects.filter(pk__in=keepers.values("person"), is_active=True))
        for person in people:
            Notice.tell(person, told, self.get_absolute_url(), pace=Pace.AT_ONCE)

    def readers(self) -> list[Person]:
        """The stewards who may read it today."""
        return stewards_of(self.patch)

    def check_steward(self, by: Person | None) -> None:
        if not is_steward(by, timezone.localdate(), self.patch.place):
            raise NotYours(_("This record is read by stewards of private notes, and by nobody else."))

    def read(self, by: Person, why: str) -> str:
        """The words; who read them, and why, is written down first."""
        self.check_steward(by)
        Reading.log(by, self, why)
        return self.words

    def add(self, by: Person, words: str) -> SafeguardNote:
        """A steward, or whoever raised it, adds what was done or seen since."""
        if by.pk != self.raised_by_id:
            self.check_steward(by)
        if not words.strip():
            raise Refusal(_("Write what was done."))
        return self.notes.create(words=words.strip()[:8000], by=by)

    def close(self, by: Person, words: str) -> bool:
        """Nothing more is to be done, and why. True the first time."""
        self.check_steward(by)
        if not words.strip():
            raise Refusal(_("Write how it ended, and who goes on with it."))
        done = Safeguard.objects.filter(pk=self.pk, closed_at=None).update(closed_at=timezone.now(), closed_by=by)
        if done:
            self.add(by, words)
        self.refresh_from_db()
        return bool(done)


class SafeguardNote(models.Model):
    """What was done about it, or seen since. Only added to."""

    safeguard = models.ForeignKey(Safeguard, models.CASCADE, related_name="notes")
    words = SealedText(max_length=8000)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return _("A note to a worry")


def stewards_of(patch: Patch) -> list[Person]:
    day = timezone.localdate()
    rows = Role.objects.held_on(day).filter(kind=Role.Kind.STEWARD).select_related("person")
    return list({row.person for row in rows if is_steward(row.person, day, patch.place)})
