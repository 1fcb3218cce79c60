"""What a discussion of 10,000 posts costs: time, processor time and queries of its pages, in a group and below
an event.

    python bench/talk.py [--posts 10000] [--postgres postgres://user@host:port/name] [--each 100]

Fills a data folder (or that database) of its own from a fixed seed: every tenth post quotes an earlier one, every
twentieth answers one, every fiftieth was edited, and there are two summaries. Asks for each kind of page many times, in
this process, through every middleware, as somebody not signed in and as a member. "cpu" is of
this process alone, in milliseconds; the last column of the clock.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
WORDS = "hall tea street party road council form table chair rain helper lunch group club garden fund grant key".split()  # noqa: SIM905
PEOPLE = 40
TARGET_MS = 200


def words_of(dice: random.Random, number: int) -> str:
    """Some 400 letters in two paragraphs, with a mark and a link."""
    first, second = (" ".join(dice.choice(WORDS) for _ in range(32)).capitalize() for _ in range(2))
    return f"**Number {number}.** {first}.\n\n{second}, see [the page](/library/) for more."


def fill(posts: int) -> dict:
    """A discussion in a group and one below an event; the member who asks."""
    from django.core.management import call_command

    from folkmoot.conversations.models import Discussion, Group, Member
    from folkmoot.events.models import Event
    from folkmoot.people.models import Person

    call_command("migrate", verbosity=0)
    people = [Person.objects.create(name=f"Person {n}", email=f"p{n}@bench.example") for n in range(PEOPLE)]
    group = Group.objects.create(name="Bench", slug="bench", began_by=people[0])
    Member.objects.bulk_create([Member(group=group, person=one) for one in people])
    event = Event.objects.create(title="Bench", entered_by=people[0], published_at=datetime(2026, 11, 1, tzinfo=UTC))
    talks = [
        Discussion.objects.create(title="In a group", group=group, by=people[0]),
        Discussion.objects.create(title="Below an event", address=event.get_absolute_url()),
    ]
    Event.objects.filter(pk=event.pk).update(talk=talks[1])
    for talk in talks:
        _speak(talk, people, posts)
    return {"in a group": talks[0].pk, "below an event": talks[1].pk, "member": people[1].pk, "event": event.pk}


def _speak(talk, people: list, posts: int) -> None:
    from folkmoot.conversations.models import Discussion, Post, Quotation, Summary, Wording

    dice, began = random.Random(talk.pk), datetime(2026, 1, 1, tzinfo=UTC)
    rows = [
        Post(
            discussion=talk, number=n, by=dice.choice(people), words=words_of(dice, n), at=began + timedelta(minutes=n)
        )
        for n in range(1, posts + 1)
    ]
    made = Post.objects.bulk_create(rows, batch_size=500)
    for post in made[20::20]:
        post.reply_to = made[dice.randrange(post.number - 1)]
    Post.objects.bulk_update(made[20::20], ["reply_to"], batch_size=200)
    quoted = [Quotation(post=post, quoted=made[post.number // 2], excerpt="Number") for post in made[10::10]]
    Quotation.objects.bulk_create(quoted, batch_size=500)
    Wording.objects.bulk_create([Wording(post=post, words="Before.") for post in made[::50]], batch_size=500)
    for up_to in (posts // 2, posts):
        summary = Summary.objects.create(discussion=talk, by=people[0], up_to=up_to)
        for order in range(8):
            summary.lines.create(order=order, words="Most want the hall heated.").cites.set(made[order : order + 5])
    Discussion.objects.filter(pk=talk.pk).update(last_number=posts, last_at=made[-1].at)


def addresses(dice: random.Random, posts: int, known: dict) -> dict:
    """Each kind of page → a function that gives one address of it, in a way that no kept page answers."""
    talk, event, pages = f"/groups/talk/{known['in a group']}/", f"/events/{known['event']}/", max(1, posts // 50)

    def some(address: str) -> str:
        return f"{address}?page={dice.randrange(1, pages + 1)}&n={dice.random()}"

    return {
        "in a group, the first page": lambda: f"{talk}?n={dice.random()}",
        "in a group, the last page": lambda: f"{talk}?page={pages}&n={dice.random()}",
        "in a group, any page": lambda: some(talk),
        "below an event, the first page": lambda: f"{event}?n={dice.random()}",
        "below an event, any page": lambda: some(event),
        "the group": lambda: f"/groups/bench/?n={dice.random()}",
        "all that is said": lambda: f"/groups/talk/?n={dice.random()}",
    }


def measure(posts: int, each: int, known: dict) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from folkmoot.people.models import Person

    member = Client()
    member.force_login(Person.objects.get(pk=known["member"]))
    dice = random.Random(7)
    print(f"{'':44}{'cpu p50':>9}{'cpu p95':>9}{'p95':>9}  queries")
    for who, client in (("", Client()), (", a member", member)):
        for name, address in addresses(dice, posts, known).items():
            client.get(address())
            clock, cpu = [], []
            for _ in range(each):
                began, used, at = time.perf_counter(), time.process_time(), address()
                assert client.get(at).status_code == 200, at
                clock.append((time.perf_counter() - began) * 1000)
                cpu.append((time.process_time() - used) * 1000)
            with CaptureQueriesContext(connection) as asked:
                client.get(address())
            clock.sort()
            cpu.sort()
            late, middle = cpu[int(each * 0.95)], cpu[each // 2]
            over = "" if late <= TARGET_MS else f"  over {TARGET_MS} ms"
            print(
                f"{name + who:44}{middle:9.1f}{late:9.1f}{clock[int(each * 0.95)]:9.1f}  {len(asked)}{over}", flush=True
            )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--posts", type=int, default=10_000)
    asked.add_argument("--each", type=int, default=100)
    asked.add_argument("--postgres")
    given = asked.parse_args()
    os.environ.setdefault("FOLKMOOT_MODE", "development")
    os.environ["DJANGO_SETTINGS_MODULE"] = "folkmoot.config.settings"
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
        os.environ["FOLKMOOT_DATA"] = folder
        if given.postgres:
            os.environ["FOLKMOOT_DATABASE_URL"] = given.postgres
        import django

        django.setup()
        from django.conf import settings

        settings.ALLOWED_HOSTS, settings.DEBUG, settings.LIMITS = ["*"], False, False
        from folkmoot.config.wsgi import settle

        settle()
        began = time.process_time()
        known = fill(given.posts)
        print(f"filled with {given.posts} posts twice in {time.process_time() - began:.0f} CPU-seconds")
        measure(given.posts, given.each, known)


if __name__ == "__main__":
    main()
