"""What the worker does for the library by itself."""

from __future__ import annotations

from django.utils import timezone

from folkmoot.kit import uploads
from folkmoot.kit.jobs import every, job
from folkmoot.library import checking, freshness
from folkmoot.library.models import Attachment
from folkmoot.library.models.attachment import SHELF


@every(minutes=60)
@job
def check_links() -> None:
    """Look at some links to the world outside, the ones looked at longest ago first."""
    checking.check(timezone.now())


@every(minutes=24 * 60)
@job
def ask_what_is_stale() -> None:
    """Ask whoever looks after it whether what nobody has confirmed for long is still right."""
    freshness.ask_stale(timezone.localdate())


@every(minutes=24 * 60)
@job
def clear_pictures() -> None:
    """Pictures that nothing names: left behind where a process stopped halfway."""
    uploads.sweep(SHELF, Attachment.objects.exclude(width=0).values_list("file", flat=True))
