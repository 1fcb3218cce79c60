"""The mailer is killed again and again: no reminder is lost, and what is doubled carries the same Message-ID."""

from __future__ import annotations

import os
import random
import re
import signal
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from folkmoot.events import reminding
from folkmoot.events.models import Event, Rsvp
from folkmoot.kit.models import Done
from folkmoot.kit.tests.test_jobs_killed import left, machine_now, nursery, put_off_the_hourly, wait_until  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.storm]
KILLS, PEOPLE = (50, 600) if os.environ.get("FOLKMOOT_FULL") else (5, 60)


def written(data: Path) -> Counter:
    """How often each (address, Message-ID) was handed over whole; half a letter of a killed mailer is no letter."""
    found = Counter()
    for path in (data / "mail").glob("*.log"):
        *whole, _half = re.split(r"^-{79}$", path.read_text(errors="replace"), flags=re.MULTILINE)
        found.update(address for letter in whole for address in _address(letter))
    return found


def _address(letter: str) -> list[tuple[str, str]]:
    to = re.search(r"^To: (\S+)", letter, flags=re.MULTILINE)
    mark = re.search(r"^Message-ID: (\S+)", letter, flags=re.MULTILINE)
    return [(to.group(1), mark.group(1))] if to and mark and to.group(1).endswith("@kill.example") else []


def test_a_killed_mailer_loses_no_reminder_and_doubles_one_a_kill_at_most(open_village, nursery, tmp_path):  # noqa: F811
    put_off_the_hourly()
    now = machine_now()
    facts = {"starts_at": now + timedelta(hours=20), "published_at": now}
    Event.objects.update(published_at=None)  # what Thornbeck holds may be tomorrow as well
    event = Event.objects.create(title="Tomorrow", **facts)
    long_ago = now - timedelta(days=9)
    rows = (
        {"who": f"mail:{n}", "email": f"r{n}@kill.example", "name": f"R{n}", "number": n + 1} for n in range(PEOPLE)
    )
    Rsvp.objects.bulk_create(Rsvp(event=event, answer="yes", seat="has", replied_at=long_ago, **row) for row in rows)
    assert reminding.remind_due(now) == PEOPLE
    dice, sent = random.Random(50), Done.objects.filter(key__startswith="mail <")
    for _ in range(KILLS):
        before = sent.count()
        with nursery.worker() as number:
            wait_until(lambda start=before: sent.count() > start or not left())
            time.sleep(dice.uniform(0, 0.2))
            os.kill(number, signal.SIGKILL)
    with nursery.worker():
        wait_until(lambda: not left(), seconds=60 + PEOPLE)
    found = written(tmp_path)
    assert {to for to, _ in found} == {f"r{n}@kill.example" for n in range(PEOPLE)}  # none lost
    assert len(found) == PEOPLE  # one Message-ID each, however often it was tried
    assert sum(found.values()) - PEOPLE <= KILLS
