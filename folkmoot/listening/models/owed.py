"""What an organiser said they would come back with: a promise in the open, its private part here."""

from __future__ import annotations

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.sealed import SealedText
from folkmoot.people.models import Person
from folkmoot.promises.models import Promise

from .heard import Heard
from .patch import Organiser


class Owed(models.Model):
    """A promise to somebody heard. The promise's own words say where and by when, never to whom or about what."""

    heard = models.ForeignKey(Heard, models.CASCADE, related_name="owed")
    organiser = models.ForeignKey(Organiser, models.PROTECT, related_name="owed")
    promise = models.OneToOneField(Promise, models.CASCADE, related_name="+")
    words = SealedText(max_length=300, blank=True, default="", help_text="what exactly")

    class Meta:
        ordering = ["promise__due_on", "pk"]
        verbose_name_plural = "owed"

    def __str__(self) -> str:
        return str(self.promise)

    @classmethod
    def make(cls, heard: Heard, organiser: Organiser, words: str, due_on, once: str) -> Owed:
        """Promise to come back by a day; the same `once` is the same promise."""
        patch = organiser.patch
        what = _("Come back to somebody heard in %(where)s") % {"where": patch.place}
        made_on = min(due_on, _day(heard)) if due_on else _day(heard)
        facts = {"place": patch.place, "made_on": made_on, "once": f"owed {once}"[:60]}
        promise = Promise.make(what, due_on, organiser.person, **facts)
        return cls.objects.get_or_create(
            promise=promise, defaults={"heard": heard, "organiser": organiser, "words": words.strip()[:300]}
        )[0]

    @transaction.atomic
    def hand_over(self, to: Organiser, by: Person) -> Owed:
        """Whoever takes over is asked whether they promise it; the one who leaves has said why they do not."""
        old = self.promise
        new = Promise.make(old.what, old.due_on, by, holder=to.person, place=old.place, made_on=old.made_on)
        if not getattr(old, "outcome", None):
            old.drop(old.holder, _("Handed over to %(name)s.") % {"name": to.person})
        Owed.objects.filter(pk=self.pk).update(promise=new, organiser=to)
        self.refresh_from_db()
        return self


def _day(heard: Heard):
    return timezone.localdate(heard.listening.heard_at)
