"""What a wiki of 10,000 pages with 100 versions each costs: time, processor time and queries of its pages.

    python bench/library.py [--pages 10000] [--versions 100] [--postgres postgres://user@host:port/name] [--each 100]

Fills a data folder (or that database) of its own from a fixed seed and asks for each kind of page many times, in this
process, through every middleware, as somebody not signed in. "cpu" is of this process alone, in milliseconds; the last
p95 of the clock.
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
LINKS = 10
TARGET_MS = 200


def text_of(dice: random.Random, number: int, pages: int) -> str:
    """About 1,400 letters in twelve paragraphs, with ten links."""
    lines = [f"## About number {number}"]
    for part in range(12):
        lines.append(" ".join(dice.choice(WORDS) for _ in range(16)).capitalize() + ".")
        if part < LINKS:
            lines[-1] += f" See [[Page {dice.randrange(pages)}]]."
    return "\n\n".join(lines)


def fill(pages: int, versions: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from folkmoot.library import links
    from folkmoot.library.models import Folder, Page, PageLink

    call_command("migrate", verbosity=0)
    dice, now = random.Random(46), datetime(2026, 11, 20, tzinfo=UTC)
    folder = Folder.objects.create(name="Bench", slug="bench")
    rows = [
        Page(folder=folder, title=f"Page {n}", slug=f"page-{n}", words=text_of(dice, n, pages), number=versions)
        for n in range(pages)
    ]
    for row in rows:
        row.changed_at = row.entered_at = now - timedelta(minutes=dice.randrange(500_000))
    made = Page.objects.bulk_create(rows, batch_size=1000)
    by_slug = {page.slug: page.pk for page in made}
    found = ((page.pk, link.slug) for page in made for link in links.find(page.words, "bench"))
    PageLink.objects.bulk_create(
        [
            PageLink(page_id=page, folder_slug="bench", slug=slug, to_id=by_slug[slug])
            for page, slug in dict.fromkeys(found)
        ],
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        for number in range(1, versions + 1):
            cursor.execute(
                INSERT, [number, f"hall{number}", now - timedelta(days=versions - number), f"change {number}"]
            )
        cursor.execute(LAST, [versions])
        cursor.execute("ANALYZE")


INSERT = """INSERT INTO library_version (page_id, number, title, words, by_words, at, way, why, minor, grew)
    SELECT id, %s, title, replace(words, 'hall', %s), 'somebody', %s, 'import', %s, false, 0 FROM library_page"""
LAST = """UPDATE library_page SET last_id = (SELECT id FROM library_version
    WHERE page_id = library_page.id AND number = %s)"""


def addresses(dice: random.Random, pages: int, versions: int) -> dict:
    """Each kind of page → a function that gives one address of it."""

    def one() -> str:
        return f"/library/bench/page-{dice.randrange(pages)}/"

    def anew(address: str) -> str:
        """The same page, asked for in a way that no kept page answers."""
        return f"{address}{'&' if '?' in address else '?'}n={dice.random()}"

    def some(address: str) -> str:
        return anew(f"{address}?page={dice.randrange(1, 1 + pages // 50)}")

    return {
        "a page": lambda: anew(one()),
        "its history": lambda: anew(f"{one()}history/"),
        "a difference of neighbours": lambda: anew(f"{one()}compare/?from={versions - 1}&to={versions}"),
        "a difference of first and last": lambda: anew(f"{one()}compare/?from=1&to={versions}"),
        "an old version": lambda: anew(f"{one()}versions/{dice.randrange(1, versions + 1)}/"),
        "links here": lambda: anew(f"{one()}links/"),
        "changed lately, latest of each": lambda: anew("/library/recent/"),
        "changed lately, every change": lambda: anew("/library/recent/?every=1"),
        "the folder": lambda: some("/library/bench/"),
        "all pages": lambda: some("/library/pages/"),
        "orphans": lambda: anew("/library/orphans/"),
        "not checked lately": lambda: anew("/library/stale/"),
        "wanted pages": lambda: anew("/library/wanted/"),
        "the library": lambda: anew("/library/"),
    }


def measure(pages: int, versions: int, each: int) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, dice = Client(), random.Random(7)
    print(f"{'':34}{'cpu p50':>9}{'cpu p95':>9}{'p95':>9}  queries")
    for name, address in addresses(dice, pages, versions).items():
        client.get(address())
        clock, cpu = [], []
        for _ in range(each):
            began, used, at = time.perf_counter(), time.process_time(), address()
            answer = client.get(at)
            assert answer.status_code == 200, at
            clock.append((time.perf_counter() - began) * 1000)
            cpu.append((time.process_time() - used) * 1000)
        with CaptureQueriesContext(connection) as asked:
            client.get(address())
        clock.sort()
        cpu.sort()
        late, middle = cpu[int(each * 0.95)], cpu[each // 2]
        over = "" if late <= TARGET_MS else f"  over {TARGET_MS} ms"
        print(f"{name:34}{middle:9.1f}{late:9.1f}{clock[int(each * 0.95)]:9.1f}  {len(asked)}{over}", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--pages", type=int, default=10_000)
    asked.add_argument("--versions", type=int, default=100)
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
        began = time.perf_counter()
        fill(given.pages, given.versions)
        rows = given.pages * given.versions
        print(f"{given.pages:,} pages, {rows:,} versions, filled in {time.perf_counter() - began:.0f} s")
        measure(given.pages, given.versions, given.each)


if __name__ == "__main__":
    main()
