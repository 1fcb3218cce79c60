"""What the worker does for the newsroom by itself."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from folkmoot.kit import uploads
from folkmoot.kit.jobs import every, job
from folkmoot.newsroom import gathering, mentions
from folkmoot.newsroom.models import Piece
from folkmoot.newsroom.models.piece import SHELF, to_erase


@every(minutes=1)
@job(queue="outside", retries=0)
def read_what_is_due() -> None:
    """Feeds that are due. What takes longer than three quarters of a minute is left for the next time."""
    if not _another_waits(read_what_is_due):
        gathering.read_due(for_seconds=35.0)


@every(minutes=1)
@job(queue="outside", retries=0)
def see_to_mentions() -> None:
    """Those we were told of are looked at, and ours are sent."""
    if not _another_waits(see_to_mentions):
        mentions.look_due(for_seconds=15.0)
        mentions.send_due(settings.SITE_URL, for_seconds=10.0)


def _another_waits(task: Task) -> bool:
    """Whether the next one is queued already: a long round is followed by one, not by all that came due meanwhile."""
    return DBTaskResult.objects.ready().filter(task_path=task.module_path).exists()


@every(minutes=60)
@job
def erase_what_was_taken_back() -> None:
    """A week after somebody shown took it back its words and its picture go for good, and files that no piece names."""
    for piece in to_erase(timezone.now()):
        piece.erase()
    uploads.sweep(SHELF, Piece.objects.exclude(picture="").values_list("picture", flat=True))
