"""What goes out is valid, keeps its ids, is paged, is not sent twice, and nobody's words can add a line to it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import feedparser
import pytest
from defusedxml.ElementTree import fromstring
from icalendar import Calendar

from folkmoot.kit import lists, outgoing

WHEN = datetime(2026, 11, 1, 9, tzinfo=UTC)
HOSTILE = [
    "a\r\nBEGIN:VEVENT\r\nSUMMARY:evil\r\nEND:VEVENT",
    "b\nX-EVIL:1",
    "c\rX-EVIL:1",
    "d\x00e\x0bf\x1b",
    "e\u2028X-EVIL:1\u2029g",
    "f\x85X-EVIL:1",
    "g]]><script>alert(1)</script>&amp;",
    "h\ud800i",
    "j\\nX-EVIL:1",
    "k;ATTENDEE=mailto:x@y.example",
]


def row(name: str, at: datetime = WHEN, **more) -> SimpleNamespace:
    return SimpleNamespace(name=name, where=name, changed_at=at, **more)


def ask(rf, rows, query="as=atom", **headers):
    columns = (("name", "Name", "name"), ("where", "Where", "where"))
    return lists.answer(rf.get(f"/who/?{query}", headers=headers), "Who does what", rows, columns, "x.html")


def test_atom_is_well_formed_and_read_without_a_complaint(rf):
    raw = ask(rf, [row(words) for words in HOSTILE]).content
    top = fromstring(raw)
    assert len(top.findall("{*}entry")) == len(HOSTILE)
    for need in ("id", "title", "updated", "author/{*}name"):
        assert top.find(f"{{*}}{need}").text
    found = feedparser.parse(raw)
    assert not found.bozo and len({entry.id for entry in found.entries}) == len(HOSTILE)
    assert not any("\n" in entry.title for entry in found.entries)
    assert b"<script" not in raw


def test_a_feed_is_paged_and_says_where_the_rest_is(rf):
    rows = [row(f"Group {n}") for n in range(120)]
    links = {link.rel: link.href for link in feedparser.parse(ask(rf, rows, "as=atom&page=2").content).feed.links}
    assert links["next"].endswith("page=3") and links["previous"] == links["first"]
    assert links["last"].endswith("page=3") and links["self"].endswith("page=2")
    seen = [e.title for n in (1, 2, 3) for e in feedparser.parse(ask(rf, rows, f"as=atom&page={n}").content).entries]
    assert sorted(seen) == sorted(one.name for one in rows)


def test_whoever_has_it_is_not_sent_it_again(rf):
    first = ask(rf, [row("One")])
    assert first.status_code == 200 and first.headers["Cache-Control"] == "no-cache"
    assert ask(rf, [row("One")], **{"if-none-match": first.headers["ETag"]}).status_code == 304
    assert ask(rf, [row("One")], **{"if-modified-since": first.headers["Last-Modified"]}).status_code == 304
    later = [row("Two", WHEN + timedelta(hours=1))]
    assert ask(rf, later, **{"if-none-match": first.headers["ETag"]}).status_code == 200
    assert ask(rf, later, **{"if-modified-since": first.headers["Last-Modified"]}).status_code == 200


def test_json_feed_says_the_same(rf):
    found = json.loads(ask(rf, [row(words) for words in HOSTILE], "as=feed").content)
    assert found["version"] == "https://jsonfeed.org/version/1.1" and len(found["items"]) == len(HOSTILE)
    assert all(item["id"] and item["url"] and "\n" not in item["title"] for item in found["items"])


@pytest.mark.parametrize("words", HOSTILE)
def test_nobodys_words_add_a_line_to_a_calendar(words):
    day = outgoing.Day("1@x", words, f"http://x.example/{words}", date(2026, 12, 5), date(2026, 12, 6), words=words)
    raw = outgoing.calendar(words, [day])
    unfolded = raw.replace(b"\r\n ", b"").split(b"\r\n")
    names = {line.split(b":")[0].split(b";")[0] for line in unfolded if line}
    assert not any(name.startswith(b"X-EVIL") or name == b"ATTENDEE" for name in names)
    assert unfolded.count(b"BEGIN:VEVENT") == 1 and b"\n" not in raw.replace(b"\r\n", b"")
    (entry,) = Calendar.from_ical(raw).walk("VEVENT")
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2026, 12, 5), date(2026, 12, 7))
