"""Which entry somebody may mean who types the name of a new one.

Names are held against what everybody may see: never against an address that is hidden or a value that is only to
match by, since whoever types could find it out. A long list is made ready in the worker, and each process adds to
it what changed since; until there is one, words are looked for as they stand.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.core.cache import caches
from django.utils import timezone

from folkmoot.directory.models import Activity, Organisation
from folkmoot.directory.models.keeping import newest_line
from folkmoot.directory.sums.naming import Named, Names, nearest
from folkmoot.kit import search
from folkmoot.kit.search.words import asked as asked_words
from folkmoot.places.codes import as_postcode

MOST, READ = 5, 200
AT_ONCE = 1_000  # names that are made ready within a tenth of a second, so within a request
LOOK_AGAIN = timedelta(minutes=10)
KEY = "likely-organisations"
POSTCODE_AT_END = re.compile(r"(?<![\s,])[\s,]+([A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2})\s*$", re.I)


def organisations(words: str, postcode: str = "", website: str = "") -> list[Organisation]:
    """Up to five, likeliest first; none for a word that is in many names. A postcode may stand after the name."""
    words, postcode = _apart(words, postcode)
    if len(words) < 3:
        return []
    keys = held.likely(Named(words, postcode, website))
    if len(words.split()) > 1:
        keys += Organisation.objects.likely(words).values_list("pk", flat=True)[:MOST]
    found = Organisation.objects.live().shown().select_related("place__parent").in_bulk(keys)
    return [found[key] for key in dict.fromkeys(keys) if key in found][:MOST]


def activities(words: str) -> list[Activity]:
    """Up to five public ones with a title much like this, likest first, then those with two words or more in it."""
    named = {hit.key: hit.name for word in asked_words(words)[:4] for hit in _titled(word)}
    whole = {hit.key: hit.name for hit in _titled(words)} if len(words.split()) > 1 else {}
    keys = nearest(words, ((int(key), name) for key, name in (named | whole).items()), MOST)
    keys += [int(key) for key, name in whole.items() if all(word in name.lower() for word in words.lower().split())]
    found = Activity.objects.live().shown().public().in_bulk(keys[: 2 * MOST])
    return [found[key] for key in dict.fromkeys(keys) if key in found][:MOST]


def _titled(words: str) -> list[search.Hit]:
    return search.find(words, kinds=["directory.activity"], limit=READ)


def _apart(words: str, postcode: str) -> tuple[str, str]:
    """The name, and the postcode typed in its own field or after the name."""
    end = POSTCODE_AT_END.search(words)
    if end and as_postcode(end.group(1)):
        return words[: end.start()].strip(" ,"), postcode or as_postcode(end.group(1))
    return words, postcode


def _rows(since: datetime | None = None) -> Iterator[tuple[int, Named]]:
    """What may be shown of each living organisation, changed since then."""
    rows = Organisation.objects.live().shown().order_by("pk")
    rows = rows.filter(changed_at__gte=since) if since else rows
    facts = rows.values_list("pk", "name", "postcode", "website", "hides_address")
    for pk, name, postcode, website, hides in facts.iterator(chunk_size=5000):
        yield pk, Named(name, "" if hides else postcode, website)


def make_ready() -> int:
    """Make a long list ready and keep it for every process; returns how many names. About 9 s for 50,000."""
    if Organisation.objects.live().count() <= AT_ONCE:
        return 0
    at = timezone.now()
    names = Names(_rows())
    caches["kept"].set(KEY, (at, names), None)
    return len(names)


class Held:
    """The names this process holds, and as of when. One thread at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self.names: Names | None = None
        self.line: str | None = None
        self.made = self.until = self.looked = datetime.min.replace(tzinfo=UTC)
        self.added: dict[int, Named] = {}

    def likely(self, asked: Named) -> list[int]:
        """Keys as of the newest line of the journal; [] where a long list has not been made ready yet."""
        newest = newest_line()
        with self.lock:
            if self.names is None or newest != self.line:
                self._follow()
                self.line = newest
            return self.names.likely(asked, MOST) if self.names else []

    def _follow(self) -> None:
        if Organisation.objects.live().count() <= AT_ONCE:
            self.names = Names(_rows())
            return
        now = timezone.now()
        if self.names is None or now - self.looked > LOOK_AGAIN:
            self.looked = now
            threading.Thread(target=self.fetch, daemon=True).start()
        if self.names is not None:
            self._add_since(now)

    def _add_since(self, now: datetime) -> None:
        # A minute more: what was being written while we read has an earlier time than the line that says so.
        changed = dict(_rows(self.until - timedelta(minutes=1)))
        new = {key: named for key, named in changed.items() if self.added.get(key) != named}
        self.names.add(new.items())
        self.added |= new
        self.until = now

    def fetch(self) -> None:
        """Take up what the worker made ready, if it is newer: unpacking a long list takes a fifth of a second."""
        at, names = caches["kept"].get(KEY) or (self.made, None)
        with self.lock:
            if names is not None and at > self.made:
                self.names, self.made, self.until, self.line, self.added = names, at, at, None, {}


held = Held()
