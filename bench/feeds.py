"""What a mail of news and a feed cost: CPU for telling, drawing and writing. `bin/bench feeds [people]`."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

PEOPLE = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 1000


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.testing")
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    import django

    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    config = setup_databases(0, False)
    try:
        measure()
    finally:
        teardown_databases(config, 0)


def measure() -> None:
    from django.test import Client
    from django.utils import timezone

    from folkmoot.feeds import sending, telling
    from folkmoot.feeds.models import Digest
    from folkmoot.home.seed import plant
    from folkmoot.journal.models import Line, Pace, Watch
    from folkmoot.people.models import Person

    village = plant()
    telling.tell_new()
    Person.objects.bulk_create(Person(email=f"r{n}@bench.example", name=f"R{n}") for n in range(PEOPLE))
    place = village.thornbeck
    facts = {"kind": "places.place", "key": str(place.pk), "title": str(place), "address": place.get_absolute_url()}
    people = Person.objects.filter(email__endswith="@bench.example")
    Watch.objects.bulk_create(Watch(person=one, place_path=place.path, pace=Pace.AT_ONCE, **facts) for one in people)
    for thing in (village.drop_in, village.lunches, village.winter, village.openness, village.ramp):
        for verb in ("changed", "confirmed"):
            Line.record(village.amina, verb, thing, place=village.mill_lane)
    told = cpu(telling.tell_new)
    print(f"ten lines told to {PEOPLE:,} watchers of a place: {told:.2f} CPU-s, {told / PEOPLE * 100:.3f} ms a notice")
    print(f"queueing {PEOPLE:,} mails: {cpu(lambda: sending.queue_due(timezone.now())):.2f} CPU-s")
    some = list(Digest.objects.values_list("pk", flat=True)[:200])
    spent = cpu(lambda: [sending.send_digest.call(pk) for pk in some])
    print(f"a mail of five things, drawn, written twice and handed over: {spent / len(some) * 1000:.1f} CPU-ms")
    client = Client()
    for address in ("/feeds/news/?about=/places/thornbeck/&as=atom", "/who/?as=atom", "/events/?as=ics"):
        client.get(address)
        spent = cpu(lambda address=address: [client.get(address) for _ in range(20)])
        print(f"{address}: {spent / 20 * 1000:.1f} CPU-ms")


def cpu(do) -> float:
    before = time.process_time()
    do()
    return time.process_time() - before


if __name__ == "__main__":
    main()
