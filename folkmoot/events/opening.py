"""Stages that have a day: each opens by itself when it has come."""

from __future__ import annotations

from django.utils import timezone

from folkmoot.events.models import Stage
from folkmoot.kit.jobs import every, job


@every(minutes=30)
@job
def open_stages() -> None:
    """Open every stage whose day has come and that nothing has opened before. Safe however often it runs."""
    today = timezone.localdate()
    due = Stage.objects.filter(opened_at=None, opens_on__lte=today, convening__story=False)
    for stage in due.select_related("convening"):
        stage.come_due(today)
