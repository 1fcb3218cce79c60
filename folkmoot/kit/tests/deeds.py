"""Jobs that the tests of the worker run."""

from __future__ import annotations

import secrets
import time

from folkmoot.kit.jobs import every, job, once
from folkmoot.kit.models import Done


@job
def mark(name: str) -> None:
    """Leaves one row more at each run."""
    Done.objects.create(key=f"{name} {secrets.token_hex(6)}")


@job
def slow_effect(number: int) -> None:
    """An effect that a kill may interrupt before, within or after."""
    time.sleep(0.005)
    with once(f"deed {number}") as first:
        if first:
            time.sleep(0.005)
            Done.objects.create(key=f"effect {number} {secrets.token_hex(6)}")
    time.sleep(0.005)


@job
def slow_mark(number: int) -> None:
    """The control: the same effect without its key, so that an interrupted run may do it twice."""
    time.sleep(0.02)
    Done.objects.create(key=f"effect {number} {secrets.token_hex(6)}")
    time.sleep(0.03)


@job
def long_wait(seconds: float) -> None:
    Done.objects.create(key=f"began {secrets.token_hex(6)}")
    time.sleep(seconds)
    Done.objects.create(key=f"ended {secrets.token_hex(6)}")


@job(retries=2)
def always_fails() -> None:
    raise ValueError("never works")


@every(minutes=30)
@job
def half_hourly() -> None:
    Done.objects.create(key=f"tick {secrets.token_hex(6)}")
