"""What the sums find in Thornbeck."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from folkmoot.joinup.looking import look_again
from folkmoot.joinup.models import Finding

DAY = date(2026, 11, 20)


def plant(village: SimpleNamespace) -> None:
    """Adds village.finding: the two plans for March that look alike."""
    look_again(DAY)
    ours = [village.drop_in, village.course]
    village.finding = Finding.objects.filter(kind="duplication", a__in=ours, b__in=ours).first()
