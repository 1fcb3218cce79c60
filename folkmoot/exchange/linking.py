"""What plans link an activity with: places served, types of help, topics and people, written in bulk."""

from __future__ import annotations

from collections.abc import Sequence

from folkmoot.directory.models import Activity, Served
from folkmoot.kit.pouring import pour

LINKS = (("types", "typeofhelp_id"), ("topics", "topic_id"), ("people", "peopleserved_id"))


def link(planned: Sequence[tuple[int, dict]]) -> None:
    """Write the places served, types, topics and people that plans name, each (id of the activity, its plan)."""
    served = ((deed, pk) for deed, plan in planned for pk in plan.get("served", ()))
    pour(Served, ("activity_id", "place_id"), served, unique=("activity_id", "place_id"))
    for name, column in LINKS:
        rows = ((deed, code) for deed, plan in planned for code in plan.get(name, ()))
        names = ("activity_id", column)
        pour(getattr(Activity, name).through, names, rows, unique=names)
