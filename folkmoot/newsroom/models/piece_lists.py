"""The words every list of pieces can be narrowed by."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from folkmoot.moderation.models import Standing

from .desk import Shows, of_shown_events


class PieceSet(models.QuerySet):
    def kept(self) -> PieceSet:
        """All there is for the desk: not taken off, merged, erased, or held or removed by moderators."""
        shown = Q(standing=None) | Q(standing__state=Standing.State.SHOWN)
        return self.filter(shown, hidden_at=None, same_as=None, erased_at=None)

    def agreed(self, purpose: str = "record") -> PieceSet:
        """Everybody in it agreed to this purpose, those of a duplicate merged into it included; or nobody can be
        recognised. Where the reporter has not said yet who is in it, it is not agreed."""
        subjects = self.model.subjects.rel.related_model.objects
        given = subjects.model.permissions.rel.related_model.objects.filter(
            subject=OuterRef("pk"), purpose=purpose, withdrawn_at=None
        )
        there = subjects.filter(Q(piece=OuterRef("pk")) | Q(piece__same_as=OuterRef("pk")))
        no_yes = there.filter(Q(withdrawn_at__isnull=False) | ~Exists(given))
        told = Q(people="nobody") | Q(Q(people="some"), Exists(there))
        return self.filter(told, ~Exists(no_yes))

    def shown(self, purpose: str = "record") -> PieceSet:
        """What everybody may see there: ready for it, of an event that everybody may see."""
        return self.ready(purpose).filter(of_shown_events())

    def ready(self, purpose: str = "record") -> PieceSet:
        """Kept, agreed to, described where it is a picture, and checked where the desk wants that; whether its event
        is shown, whoever asks has to know."""
        ready = Q(desk__shows=Shows.AT_ONCE) | Q(checked_at__isnull=False)
        told = ~Q(kind="picture") | ~Q(alt="")
        return self.kept().agreed(purpose).filter(ready, told)

    def newest_first(self) -> PieceSet:
        return self.order_by("-happened_at", "-pk")
