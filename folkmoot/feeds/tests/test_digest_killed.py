"""The mailer of news is killed again and again against a real SMTP server: nobody's is lost, at most one a kill comes
twice and then with the same Message-ID, and everybody's holds their own news and nobody else's."""

from __future__ import annotations

import email
import os
import random
import re
import signal
import socket
import time
from collections import Counter
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from folkmoot.feeds import jobs
from folkmoot.feeds.models import Digest
from folkmoot.journal.models import Line, Notice, Pace
from folkmoot.kit.tests.test_jobs_killed import Nursery, put_off_the_hourly, wait_until
from folkmoot.people.models import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.storm]
FULL = bool(os.environ.get("FOLKMOOT_FULL"))
# Killing and taking up are the database's matter on either, so the second is shown fewer people.
SECOND = bool(os.environ.get("FOLKMOOT_TEST_POSTGRES"))
PEOPLE, KILLS = (10_000, 50) if FULL else (200 if SECOND else 1_000, 5)
SECRET = re.compile(r"secret-(\d+)-")


class Sink:
    """Takes every letter and remembers it."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str, str]] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - the library's name
        letter = email.message_from_bytes(envelope.content, policy=default)
        body = letter.get_body(("plain",)).get_content()
        self.letters.append((envelope.rcpt_tos[0], str(letter["Message-ID"]), body))
        return "250 OK"


@pytest.fixture
def sink():
    taken = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        taken.port = free.getsockname()[1]
    server = Controller(taken, hostname="127.0.0.1", port=taken.port)
    server.start()
    yield taken
    server.stop()


def with_news(village) -> list[Person]:
    """Everybody is told of one thing they share, and of something with a word that is theirs alone."""
    rows = (Person(email=f"r{n}@kill.example", name=f"R{n}") for n in range(PEOPLE))
    Person.objects.bulk_create(rows)
    people = list(Person.objects.filter(email__endswith="@kill.example").order_by("pk"))
    line = Line.record(village.amina, "changed", village.drop_in, place=village.mill_lane)
    shared = {"words": str(line)[:400], "address": line.address, "line": line, "pace": Pace.AT_ONCE}
    own = ({"person": one, "words": f"secret-{one.email[1:].split('@')[0]}-", "pace": Pace.AT_ONCE} for one in people)
    Notice.objects.bulk_create([Notice(person=one, **shared) for one in people], batch_size=1000)
    Notice.objects.bulk_create([Notice(**facts) for facts in own], batch_size=1000)
    return people


@pytest.fixture
def nursery(sink, tmp_path, monkeypatch):
    """Workers whose mail goes to the sink."""
    monkeypatch.setenv("FOLKMOOT_MAIL_URL", f"smtp://127.0.0.1:{sink.port}")
    made = Nursery(tmp_path)
    yield made
    made.process.communicate()


def test_a_killed_mailer_loses_none_doubles_one_a_kill_and_mixes_up_nobody(open_village, sink, nursery):
    put_off_the_hourly()
    people = with_news(open_village)
    jobs.mail_news.call()
    assert Digest.objects.filter(queued_at__isnull=False).count() == PEOPLE
    dice = random.Random(52)
    for kill in range(1, KILLS + 1):
        with nursery.worker() as number:
            enough = PEOPLE * kill // (KILLS + 1)
            wait_until(lambda enough=enough: len(sink.letters) >= enough, seconds=240)
            time.sleep(dice.uniform(0, 0.05))
            os.kill(number, signal.SIGKILL)
    with nursery.worker():
        wait_until(lambda: not Digest.objects.filter(sent_at=None).exists(), seconds=600)
    # What Thornbeck was planted with may be mailed as well; it is not counted.
    letters = [letter for letter in sink.letters if letter[0].endswith("@kill.example")]
    by_letter = Counter((to, mark) for to, mark, _body in letters)
    assert {to for to, _mark in by_letter} == {one.email for one in people}  # none lost
    assert len(by_letter) == PEOPLE  # one Message-ID each, however often it was tried
    assert sum(by_letter.values()) - PEOPLE <= KILLS
    for to, _mark, body in letters:
        assert SECRET.findall(body) == [to[1:].split("@")[0]]  # their own, and nobody else's
        assert open_village.drop_in.title in body
