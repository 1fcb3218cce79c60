"""What the worker does for the directory by itself."""

from __future__ import annotations

from django.utils import timezone

from folkmoot.directory import freshness
from folkmoot.kit.jobs import every, job


@every(minutes=24 * 60)
@job
def ask_stale() -> None:
    """Ask each day about some of what nobody has confirmed for long."""
    freshness.ask_stale(timezone.localdate())
