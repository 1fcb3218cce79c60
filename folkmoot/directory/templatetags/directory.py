"""Filters for the directory's own pictures."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

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
            "end": (each.ends_from, each.ends_to) if each.ends_from or each.ends_to else None,
            "said": each.when_said,
            "plan": each.is_plan,
            "going": each.stage == Activity.Stage.RUNNING and not each.ends_said,
        }
        for each in activities
    ]
