"""What goes with an event that is hidden, and comes back with it: its comments, and whatever stands on it, in this app
or in one above. Nothing here names a model."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction

from folkmoot.conversations import curtain
from folkmoot.journal.models import Veil
from folkmoot.moderation.models import Standing


@transaction.atomic
def follow_event(event) -> None:
    """After its standing changed, or it was published. A thing above the event that keeps more than a standing of its
    own says in `follow_event` what follows; of the others the lines and notices go and come back."""
    shown = event.is_shown
    _follow_talk(event, shown)
    for relation in event._meta.get_fields(include_hidden=True):
        if relation.concrete or not (relation.one_to_many or relation.one_to_one):
            continue
        model = relation.related_model
        rows = model._base_manager.filter(**{relation.field.name: event})
        if hasattr(model, "follow_event"):
            for row in rows:
                row.follow_event()
        elif _has_standing(model):
            _veil_or_lift(model._meta.label_lower, rows.select_related("standing").order_by("pk"), shown)


def _follow_talk(event, shown: bool) -> None:
    talk = event.talk
    if talk is None:
        return
    talk.owner = event
    if shown:
        talk.follow_standing()
    else:
        _veil(talk._meta.label_lower, [talk.pk])
        curtain.follow_owner(talk, shown)


def _has_standing(model) -> bool:
    try:
        return model._meta.get_field("standing").related_model is Standing
    except FieldDoesNotExist:
        return False


def _veil_or_lift(kind: str, rows: models.QuerySet, shown: bool) -> None:
    if not shown:
        _veil(kind, rows.values_list("pk", flat=True))
        return
    for row in rows:
        if row.standing is None or row.standing.state == Standing.State.SHOWN:
            Veil.lift(kind, row.pk)


def _veil(kind: str, keys: Iterator | list) -> None:
    rows = [Veil(kind=kind, key=str(key)) for key in keys]
    Veil.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
