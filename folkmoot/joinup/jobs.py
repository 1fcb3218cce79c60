"""What the worker does for working together."""

from __future__ import annotations

from django.utils import timezone

from folkmoot.joinup.looking import look_again
from folkmoot.kit.jobs import every, job


@every(minutes=24 * 60)
@job
def look_daily() -> None:
    """Once a day everything is compared with everything."""
    look_again(timezone.localdate())
