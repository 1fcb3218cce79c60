"""Filters for the directory's own pictures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django import template
from django.utils import timezone

from folkmoot.directory.models import Activity

register = template.Library()


@register.filter
def times(activities: Iterable[Activity]) -> list[dict]:
    """Activities as the rows of `{% timeline %}`: their days, the words they were said in, whether they are plans."""
    return [
        {
            "label": each.title,
            "address": each.get_absolute_url(),
            "start": (each.starts_from, each.starts_to) if each.starts_from or each.starts_to else None,
            "end": _end(each),
            "said": each.when_said,
            "plan": each.is_plan,
            "going": each.stage == Activity.Stage.RUNNING and not each.ends_said,
        }
        for each in activities
    ]


def _end(each: Activity) -> tuple[date, date] | None:
    """The days its end can mean; what has ended nobody knows when ended between its start and today."""
    if each.ends_from or each.ends_to:
        return each.ends_from, each.ends_to
    over = each.stage == Activity.Stage.ENDED and each.starts_from
    return (each.starts_from, max(timezone.localdate(), each.starts_from)) if over else None
