"""What one vote costs on a large conversation: processor time and queries of the page that takes it.

    python bench/votes.py [--people 1000] [--statements 200] [--postgres postgres://user@host:port/name] [--each 100]

Fills a data folder (or that database) of its own and votes as somebody who said a hundred things already, in this
process, through every middleware. "vote" is the request that keeps it and leads on, "next" the page that then asks for
the next statement, whole; CPU is that of this process alone.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
GOAL_MS = 25


def fill(people: int, statements: int):
    """An open question with so many statements on which so many voted, each on half of them."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from folkmoot.people.models import Person
    from folkmoot.priorities.models import Question, Statement, Voice
    from folkmoot.rounds.models import Choice, Say

    call_command("migrate", verbosity=0)
    asker = Person.objects.create_user("asker@example.org", name="Asker")
    question = Question.ask("What should change here?", asker)
    for number in range(statements):
        Statement.seed_with(question, f"Number {number} of what could change should change", asker)
    keys, now = list(question.statements.values_list("option", flat=True)), timezone.now()
    says = [Say(round=question.round, voter=f"voice:{n:040x}", said_at=now, changed_at=now) for n in range(people)]
    says = Say.objects.bulk_create(says, batch_size=500)
    Voice.objects.bulk_create((Voice(question=question, say=say, way="mail") for say in says), batch_size=500)
    rows = (Choice(say=say, option_id=key, value=n % 4) for n, say in enumerate(says) for key in keys[n % 2 :: 2])
    Choice.objects.bulk_create(rows, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return question, keys


def voter(question, keys: list[int]):
    """Somebody signed in who said half of it already."""
    from django.test import Client

    from folkmoot.people.models import Person
    from folkmoot.priorities.models import Voice
    from folkmoot.priorities.models.voice import Speaker

    person = Person.objects.create_user("voter@example.org", name="Voter")
    for key in keys[::2]:
        Voice.speak(question, Speaker.person(person, question), key, 1)
    client = Client()
    client.force_login(person)
    return client


def timed(ask) -> tuple[float, float]:
    """(CPU-ms, ms by the clock) of one request."""
    began, clock = time.process_time(), time.perf_counter()
    answer = ask()
    spent = 1000 * (time.process_time() - began), 1000 * (time.perf_counter() - clock)
    if answer.status_code not in (200, 302):
        raise SystemExit(f"answered {answer.status_code}")
    return spent


def queries_of(ask) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        ask()
    return len(seen)


def measure(each: int, people: int, statements: int) -> None:
    question, keys = fill(people, statements)
    client, here = voter(question, keys), f"/questions/{question.pk}/say/"
    rows: dict[str, list] = {"vote": [], "next": []}
    for turn in range(each + 5):
        asks = {"vote": _vote(client, here, keys, turn), "next": lambda: client.get(here)}
        for name, ask in asks.items():
            spent = timed(ask)
            if turn >= 5:
                rows[name].append(spent)
    print(f"  {people:,} people, {statements} statements, {each} votes; goal under {GOAL_MS} CPU-ms a vote")
    asks = {"vote": _vote(client, here, keys, each + 6), "next": lambda: client.get(here)}
    for name, found in rows.items():
        cpu, clock = (sorted(one[at] for one in found) for at in range(2))
        middle, late = len(found) // 2, len(found) * 95 // 100
        told = f"CPU median {cpu[middle]:.1f} ms, p95 {cpu[late]:.1f}; clock {clock[middle]:.1f}, {clock[late]:.1f}"
        print(f"    {name}: {told}; {queries_of(asks[name])} queries", flush=True)


def _vote(client, here: str, keys: list[int], turn: int):
    """One vote: every second one on what was not said yet, the others changing what was."""
    key = keys[1::2][turn % 40] if turn % 2 else keys[::2][turn % 40]
    return lambda: client.post(here, {"do": "vote", "statement": key, "value": turn % 4})


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--statements", type=int, default=200)
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--postgres", default="")
    asked = parser.parse_args()
    os.environ.setdefault("FOLKMOOT_MODE", "development")
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
        os.environ["FOLKMOOT_DATA"] = folder
        if asked.postgres:
            os.environ["FOLKMOOT_DATABASE_URL"] = asked.postgres
        os.environ["DJANGO_SETTINGS_MODULE"] = "folkmoot.config.settings"
        import django

        django.setup()
        from django.conf import settings

        settings.ALLOWED_HOSTS, settings.DEBUG, settings.LIMITS = ["*"], False, False
        measure(asked.each, asked.people, asked.statements)


if __name__ == "__main__":
    main()
