"""Search over 100,000 entries: how long a question takes, and whether both databases find the same things.

    python bench/search.py [--entries 100000] [--postgres postgres://user@host:port/name]

Fills a database of its own (a temporary SQLite file; the PostgreSQL one is made anew and dropped) with entries made
from a fixed seed, asks 400 questions of one to four words (the best of three times each, so that other work on the
machine counts less), and prints one line for each database.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

WHAT_WORDS = """garden lunch drop-in choir walk training course grant fund research survey toolkit network meeting
repair cafe library club reading swimming football dance theatre cooking foodbank advice debt housing transport minibus
befriending carers dementia autism nursery playgroup homework mentoring apprenticeship digital skills blog website
media newsletter
history heritage museum wildlife river cleanup allotment energy recycling faith prayer refugee welcome language english
volunteering trustees governance insurance hall room kitchen stage festival market fair panto craft knitting"""
WHOM_WORDS = """everyone young people older families parents children women men carers veterans councillors neighbours
tenants newcomers students apprentices farmers fishers artists musicians disabled deaf blind homeless isolated"""
NAMES_WORDS = """Thornbeck Farmoor Ashby Castle Mill Lane Riverside Northfield Ynys Môn Caerdydd Dudley Priory Saint
Mary Green Bridge Station Market Cross Hill Valley Common Heath Wood Marsh Quay Harbour"""
WHAT, WHOM, NAMES = WHAT_WORDS.split(), WHOM_WORDS.split(), NAMES_WORDS.split()
PLACES = [f"/1/{region}/{region * 100 + district}/" for region in range(2, 12) for district in range(40)]


def entries(count: int, dice: random.Random):
    """Entries whose words are as uneven as people's: few common, many rare."""
    rare = [f"{a}{b}" for a in NAMES for b in ("ton", "by", "ham", "ford", "wick", "stead", "combe", "thorpe", "bury")]
    weights = [1 / (n + 1) for n in range(len(WHAT))]
    for key in range(count):
        title = " ".join([dice.choice(NAMES), *dice.choices(WHAT, weights, k=2), "for", dice.choice(WHOM)])
        words = dice.choices(WHAT, weights, k=20) + dice.choices(WHOM, k=6) + dice.choices(rare, k=4)
        dice.shuffle(words)
        yield (
            "activity" if key % 3 else "organisation",
            key,
            title,
            " ".join(words),
            dice.choice(PLACES),
            f"/who/{key}/",
        )


def questions(dice: random.Random):
    for _ in range(400):
        words = [dice.choice(dice.choice((WHAT, WHOM, NAMES))) for _ in range(dice.choice((1, 2, 2, 3, 4)))]
        if dice.random() < 0.3:
            words[-1] = words[-1][: max(3, len(words[-1]) // 2)]
        yield " ".join(words), dice.choice((None, None, dice.choice(PLACES))), dice.choice((None, None, ["activity"]))


def measure(count: int) -> tuple[str, list]:
    from django.core.management import call_command
    from django.db import connection

    from folkmoot.kit.search import put_many
    from folkmoot.kit.search.asking import engine, question_of

    call_command("migrate", "kit", verbosity=0)
    started = time.perf_counter()
    put_many(entries(count, random.Random(46)))
    filled = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE kit_document")
    times, spent, answers = [], [], []
    for words, place, kinds in questions(random.Random(7)):
        started = time.process_time()
        times.append(min(timed(words, place, kinds) for _ in range(3)))
        spent.append(1000 * (time.process_time() - started) / 3)
        answers.append((words, place, kinds))
    times.sort()
    spent.sort()
    # All that is found, without the cap of a page.
    sets = [{row[:2] for row in engine().rows(question_of(*asked), count)} for asked in answers[:100]]
    line = (
        f"{connection.vendor:<11} {count:,} entries in {filled:.0f} s; a question: median {times[200]:.1f} ms, "
        f"p95 {times[380]:.1f} ms, worst {times[-1]:.1f} ms; CPU in this process p95 {spent[380]:.1f} ms"
    )
    return line, sets


def timed(words, place, kinds) -> float:
    from folkmoot.kit.search import find

    started = time.perf_counter()
    for hit in find(words, place=place, kinds=kinds):
        _ = hit.title, hit.snippet  # as a page shows them
    return 1000 * (time.perf_counter() - started)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--entries", type=int, default=100_000)
    asked.add_argument("--postgres", default=os.environ.get("FOLKMOOT_TEST_POSTGRES", ""))
    asked = asked.parse_args()
    os.environ.update(DJANGO_SETTINGS_MODULE="folkmoot.config.settings", FOLKMOOT_MODE="development")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FOLKMOOT_DATA"] = folder
        import django

        django.setup()
        line, found = measure(asked.entries)
        print(line)
        if asked.postgres:
            line, other = on_postgres(asked.postgres, asked.entries)
            print(line)
            same, most = [a == b for a, b in zip(found, other)], max(map(len, found))
            print(f"same set of hits on both: {sum(same)} of {len(same)} questions, with up to {most:,} hits")


def on_postgres(address: str, count: int):
    """The same in a new database beside the one named, dropped afterwards."""
    import environ
    from django.db import connections

    wanted = environ.Env.db_url_config(address)
    connections["default"].close()
    for name, statement in (
        ("postgres", "DROP DATABASE IF EXISTS {0} WITH (FORCE)"),
        ("postgres", "CREATE DATABASE {0}"),
    ):
        _on(wanted | {"NAME": name}, statement.format("folkmoot_bench_search"))
    try:
        _switch(wanted | {"NAME": "folkmoot_bench_search"})
        return measure(count)
    finally:
        _on(wanted | {"NAME": "postgres"}, "DROP DATABASE IF EXISTS folkmoot_bench_search WITH (FORCE)")


def _switch(wanted: dict) -> None:
    from django.db import connections

    connections["default"].close()
    del connections["default"]
    filled = connections.configure_settings({"default": wanted})
    connections.databases["default"] = filled["default"]
    connections.settings["default"] = filled["default"]


def _on(wanted: dict, statement: str) -> None:
    from django.db import connection

    _switch(wanted)
    with connection.cursor() as cursor:
        cursor.execute(statement)


if __name__ == "__main__":
    main()
