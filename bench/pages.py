"""What a page costs with 100,000 activities in the database: CPU of the server for each warm request by somebody not
signed in (user + system, over 500 of them), and how long 8 clients wait.

    python bench/pages.py [--activities 100000] [--postgres postgres://user@host:port/name] [--port 8160]

Fills a data folder of its own from a fixed seed, starts gunicorn as a site runs it, and prints a line for each page.
The first request after something was written is not warm; it is printed beside as "cold", the best and the worst of
three. Pictures of everything are counted beforehand, as the worker does, and again by it after a change: a cold page of
theirs shows what was counted last.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
WARM, CLIENTS, EACH = 500, 8, 60
TICK = os.sysconf("SC_CLK_TCK")
# What the worker counts, and for how long a page that tells of what was counted earlier is kept.
PICTURES, A_MOMENT = ("/who/map/", "/who/matrix/", "/who/money/"), 11
WHAT = ("lunch club", "repair cafe", "choir", "drop-in", "course", "survey", "small grants", "walking group", "toolkit")
PAGES = (
    "/places/thornbeck/",
    "/places/west-midlands/",
    "/places/united-kingdom/",
    "/",
    "/places/",
    "/who/",
    "/who/?place=dudley",
    "/who/timeline/",
    "/who/map/",
    "/who/matrix/",
    "/who/matrix/?rows=organisation&columns=place",
    "/who/money/",
    "/organisations/",
    "/search/?q=lunch",
    "/nearby/?what=choir&where=Dudley",
    "/together/",
)


def fill(count: int) -> None:
    """Activities in every district of the country, by organisations that have from one to many each."""
    from django.core.management import call_command
    from django.utils import timezone

    from folkmoot.directory.models import Activity, Organisation, Party, PeopleServed, Served, Tally, TypeOfHelp
    from folkmoot.home.seed import plant
    from folkmoot.places.models import Place
    from folkmoot.places.taking.authorities import plant as plant_kingdom

    call_command("migrate", verbosity=0)
    plant_kingdom()
    plant()
    dice, now = random.Random(46), timezone.now()
    districts = list(Place.objects.filter(kind="district", closes_on=None, parent__isnull=False))
    types, people = list(TypeOfHelp.objects.all()), list(PeopleServed.objects.all())
    bodies = Organisation.objects.bulk_create(
        [
            Organisation(
                name=f"{dice.choice(districts).name} {dice.choice(WHAT)} group {n}", place=dice.choice(districts)
            )
            for n in range(count // 4)
        ],
        batch_size=2000,
    )
    activities = Activity.objects.bulk_create(
        [_activity(dice, n, now) for n in range(count)],
        batch_size=2000,
    )
    served, parties, kinds, whom = [], [], [], []
    for one in activities:
        for place in dice.sample(districts, dice.choice((1, 1, 1, 2))):
            served.append(Served(activity=one, place=place))
        parties.append(Party(activity=one, organisation=dice.choice(bodies)))
        kinds += [Activity.types.through(activity=one, typeofhelp=kind) for kind in dice.sample(types, 1)]
        whom += [
            Activity.people.through(activity=one, peopleserved=who)
            for who in dice.sample(people, dice.choice((0, 1, 2)))
        ]
    for model, rows in (
        (Served, served),
        (Party, parties),
        (Activity.types.through, kinds),
        (Activity.people.through, whom),
    ):
        model.objects.bulk_create(rows, batch_size=4000)
    started = time.perf_counter()
    Tally.recount()
    print(f"counted anew in {time.perf_counter() - started:.0f} s")


def _activity(dice: random.Random, n: int, now):
    from folkmoot.directory.models import Activity

    start = date(2026, 1, 1) + timedelta(days=dice.randrange(600))
    return Activity(
        title=f"{dice.choice(WHAT).capitalize()} {n}",
        about="What it is, for whom, and how to join in.",
        stage=dice.choice(("running", "running", "planned", "funded", "")),
        starts_said=f"{start:%B %Y}",
        starts_from=start,
        starts_to=start,
        confirmed_on=date(2026, 1, 1) + timedelta(days=dice.randrange(300)),
        money_pence=dice.choice((None, None, 50_000, 1_200_000)),
        entered_at=now,
    )


def index() -> None:
    """What search holds, as `bin/manage reindex` makes it."""
    from folkmoot.home.searchable import reindex

    started = time.perf_counter()
    for _ in reindex():
        pass
    print(f"made findable in {time.perf_counter() - started:.0f} s")


def serve(port: int, environment: dict):
    command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-w", "1", "--threads", "8"]
    server = subprocess.Popen([*command, "folkmoot.config.wsgi"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    for _ in range(200):
        try:
            get(port, "/about/")
            return server
        except OSError:
            time.sleep(0.2)
    server.kill()
    raise SystemExit("The server did not start.")


def get(port: int, path: str, connection: http.client.HTTPConnection | None = None) -> int:
    connection = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Accept-Language": "en-GB"})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def cpu(server) -> float:
    """Seconds of CPU, user and system, of gunicorn and its worker so far."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    total = 0
    for pid in (server.pid, *children):
        parts = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
        total += int(parts[11]) + int(parts[12])
    return total / TICK


def count() -> None:
    """What the worker makes ready where there is very much."""
    from folkmoot.directory import likely, pictures

    started = time.perf_counter()
    made, names = pictures.count_all(), likely.make_ready()
    print(f"{made} pictures counted and {names:,} names made ready in {time.perf_counter() - started:.0f} s")


def count_again() -> None:
    from django.db import connection

    from folkmoot.directory import pictures

    pictures.count_all()
    connection.close()


def cold(port: int, path: str) -> list[float]:
    """Milliseconds of the first request after a change, three times, shortest first."""
    from django.db import connection

    from folkmoot.directory.models import Activity
    from folkmoot.journal.models import Line
    from folkmoot.people.models import Person

    waits = []
    for _ in range(3):
        Line.record(Person.objects.earliest("pk"), "changed", Activity.objects.live().latest("pk"))
        connection.close()
        started = time.perf_counter()
        get(port, path)
        waits.append(1000 * (time.perf_counter() - started))
    return sorted(waits)


def measure(server, port: int, path: str) -> str | None:
    status = get(port, path)
    if status != 200:
        return f"{path:<44} answers {status}: left out"
    best, _middle, worst = cold(port, path)
    if path.startswith(PICTURES):
        count_again()
        time.sleep(A_MOMENT)
    before = cpu(server)
    for _ in range(WARM):
        get(port, path)
    each = 1000 * (cpu(server) - before) / WARM
    waits: list[float] = []
    threads = [threading.Thread(target=_client, args=(port, path, waits)) for _ in range(CLIENTS)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    waits.sort()
    p95 = 1000 * waits[int(len(waits) * 0.95)]
    return (
        f"{path:<44} {each:5.2f} ms CPU a warm page; p95 {p95:5.0f} ms for {CLIENTS} clients; "
        f"cold {best:.0f} to {worst:.0f} ms"
    )


def _client(port: int, path: str, waits: list[float]) -> None:
    for _ in range(EACH):
        started = time.perf_counter()
        get(port, path)
        waits.append(time.perf_counter() - started)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--activities", type=int, default=100_000)
    asked.add_argument("--postgres", default="")
    asked.add_argument("--port", type=int, default=8160)
    asked = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = {"FOLKMOOT_MODE": "development", "FOLKMOOT_DATA": folder, "FOLKMOOT_HOME_PLACE": "thornbeck"}
        if asked.postgres:
            settings["FOLKMOOT_DATABASE_URL"] = asked.postgres
        os.environ.update(settings, DJANGO_SETTINGS_MODULE="folkmoot.config.settings")
        import django

        django.setup()
        fill(asked.activities)
        index()
        count()
        django.db.connection.close()
        server = serve(asked.port, os.environ | settings)
        try:
            print(f"{django.db.connection.vendor}, {asked.activities:,} activities")
            for path in PAGES:
                print(measure(server, asked.port, path), flush=True)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)


if __name__ == "__main__":
    main()
