"""What the worker does by itself: tells people what happened, mails it as they chose, and forgets what is past."""

from __future__ import annotations

from django.utils import timezone

from folkmoot.feeds import mentioning, round_ups, sending, telling
from folkmoot.feeds.models import Digest, Follower
from folkmoot.kit.jobs import every, job


@every(minutes=1)
@job
def tell_watchers() -> None:
    """Notices and news from the new lines of the journal."""
    telling.tell_new()


@every(minutes=1)
@job
def tell_who_is_linked_to() -> None:
    """Pages elsewhere to which something new here links."""
    mentioning.tell_new()


@every(minutes=1)
@job
def mail_news() -> None:
    """A mail for everybody whose news is due."""
    sending.queue_due(timezone.now())


@every(minutes=2)
@job
def mail_round_ups() -> None:
    """Round-ups that were sent, to those who follow with an address and no account."""
    round_ups.queue_sent()


@every(minutes=24 * 60)
@job
def forget_past() -> None:
    """Addresses that never said yes, those that mail cannot reach, and mails sent a month ago."""
    Follower.sweep()
    sending.drop_unreachable()
    Digest.sweep(timezone.now())
