"""The words every list of promises can be narrowed by."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from folkmoot.moderation.models import Standing
from folkmoot.places.models import Place


class PromiseSet(models.QuerySet):
    def shown(self) -> PromiseSet:
        """What everyone may see: said yes to by its holder, or said in the open by somebody with no account; not held
        or removed by moderators."""
        agreed = Q(accepted_at__isnull=False) | Q(holder=None, organisation=None)
        return self.filter(agreed, Q(standing=None) | Q(standing__state=Standing.State.SHOWN), declined_at=None)

    def live(self) -> PromiseSet:
        return self.filter(story=False)

    def open(self) -> PromiseSet:
        return self.filter(outcome=None)

    def late(self, day: date) -> PromiseSet:
        return self.open().filter(due_on__lt=day)

    def kept(self) -> PromiseSet:
        return self.filter(outcome__state="kept")

    def dropped(self) -> PromiseSet:
        return self.filter(outcome__state="dropped")

    def at(self, place: Place) -> PromiseSet:
        return self.filter(place__path__startswith=place.path)

    def most_pressing_first(self) -> PromiseSet:
        """Open ones by their day, then the settled, the last settled first."""
        return self.order_by(F("outcome__on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")
