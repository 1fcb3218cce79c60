"""Many writers at once make one chain that never forks; without the lock it forks, so the test can tell."""

from __future__ import annotations

import os
from collections import Counter
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from folkmoot.journal.models import Line, line

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.storm]
THREADS = 16
EACH = 125 if os.environ.get("FOLKMOOT_FULL") else 12


def write_together(village) -> list[Exception]:
    start, errors = Barrier(THREADS), []

    def write() -> None:
        try:
            start.wait()
            for _ in range(EACH):
                with transaction.atomic():
                    Line.record(village.amina, "added", village.drop_in, place=village.mill_lane)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    writers = [Thread(target=write) for _ in range(THREADS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return errors


def forks() -> int:
    follows = Counter(Line.objects.values_list("previous", flat=True))
    return sum(count - 1 for count in follows.values())


def test_sixteen_writers_make_one_chain(open_village):
    before = Line.objects.count()
    assert write_together(open_village) == []
    assert Line.objects.count() == before + THREADS * EACH
    assert (forks(), Line.check_chain()) == (0, None)


def test_without_the_lock_it_forks(open_village, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time by itself, so there is no lock to take away")
    monkeypatch.setattr(line, "lock_chain", lambda: None)
    write_together(open_village)
    assert forks() > 0
    assert Line.check_chain() is not None
