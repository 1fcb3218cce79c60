"""What the worker does: count questions as votes come in and when they are over, and make votes coarse afterwards."""

from __future__ import annotations

from folkmoot.kit.jobs import every, job
from folkmoot.priorities import counting
from folkmoot.priorities.models import Question


@every(minutes=5)
@job
def count() -> None:
    """Questions with twenty new voices, and those that have closed."""
    counting.count_due()


@every(minutes=60)
@job
def settle() -> None:
    """Votes of counted questions lose the order and the hour in which they came."""
    for question in Question.objects.live().filter(settled_at=None, found__final=True).select_related("round"):
        counting.settle(question)
