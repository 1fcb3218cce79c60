"""Feeds and pages of every kind are read as plain values; those made to hurt hurt nobody."""

from __future__ import annotations

import io
import os
import re
import resource
import tarfile
import time
from pathlib import Path

import pytest

from folkmoot.kit.foreign import KEPT, clean, excerpt, words_of
from folkmoot.kit.refusals import Refusal
from folkmoot.newsroom.reading import apart, feed, page
from folkmoot.newsroom.tests.made import answer, item, rss
from tests.yardstick import BUDGET, least

REAL = os.environ.get("FOLKMOOT_REAL_DATA")
FULL = bool(os.environ.get("FOLKMOOT_FULL"))

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://b.example.org/"><title>B</title>
<link href="/"/><entry><id>tag:1</id><title type="html">One &amp;amp; two</title><link href="1"/><author><name>Bea</name></author>
<published>2026-10-18T09:00:00Z</published><category term="Sundays"/><link rel="license" href="https://creativecommons.org/licenses/by/4.0/"/>
<content type="html">&lt;p&gt;Hello &lt;a href="/x"&gt;x&lt;/a&gt;&lt;/p&gt;</content></entry></feed>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [
{"id": 7, "url": "https://j.example.org/7", "content_text": "Five < six", "tags": ["a"], "date_published": "2026-10-18T09:00:00+01:00"},
"odd", {"id": "8", "title": "No address"}]}"""


def test_atom_is_read_with_its_base_and_its_licence():
    [post] = feed.read(ATOM.encode(), "application/atom+xml", "https://b.example.org/feed")["posts"]
    assert (
        post["address"] == "https://b.example.org/1"
        and words_of(post["title"]) == "One & two"
        and post["author"] == "Bea"
    )
    assert post["published"] == "2026-10-18T09:00:00+00:00" and post["tags"] == ["Sundays"]
    assert post["rights"] == "https://creativecommons.org/licenses/by/4.0/"
    assert post["links"] == ["https://b.example.org/x"]


def test_rss_is_read():
    [post] = feed.read(rss(item("One", "https://r.example.org/1", "<p>x</p>")).encode(), "", "https://r.example.org/")[
        "posts"
    ]
    assert (words_of(post["title"]), post["address"], post["html"]) == ("One", "https://r.example.org/1", "<p>x</p>")


def test_json_feed_is_read():
    posts = feed.read(JSON.encode(), "application/feed+json", "https://j.example.org/")["posts"]
    assert [post["guid"] for post in posts] == ["7", "8"]
    assert posts[0]["html"] == "<p>Five &lt; six</p>" and posts[0]["published"] == "2026-10-18T08:00:00+00:00"


@pytest.mark.parametrize(
    "raw", [b"", b"<html><p>x", b"{}", b"[1]", b"\x00\xff\xfe", b"{'a'", b"just words", b"<?xml version='1.0'?><x/>"]
)
def test_what_is_no_feed_says_so(raw):
    with pytest.raises(Refusal, match="What stands there"):
        apart.feed(answer(raw))


BOMBS = {
    "laughs": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY a{n} "{"&a" + (str(n - 1) if n else "") + ";"}{"&a" + (str(n - 1) if n else "") + ";"}">'
        for n in range(30)
    )
    + "]><rss><channel><item><title>&a29;</title></item></channel></rss>",
    "outside": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><title>&a;</title>'
    "<link>https://a.example/</link></item></channel></rss>",
    "deep": "<rss version='2.0'><channel><item>" + "<b>" * 60_000,
    "json deep": '{"version": "x", "items": [' + "[" * 200_000,
    "many": rss(*[item("x", f"https://a.example/{n}") for n in range(4000)]),
    "long": rss(item("x" * 500_000, "https://a.example/1", "<b>" * 100_000)),
    "tags": rss(item("x", "https://a.example/1", "<img alt='" * 60_000)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_is_made_to_hurt_ends_with_its_own_process(name):
    began = children()
    try:
        said = apart.feed(answer(BOMBS[name]))
    except Refusal as no:
        assert no.words
    else:
        assert "root:" not in str(said) and len(said["posts"]) <= feed.MOST_POSTS
    assert children() - began <= 4.5, "two seconds of processor, two more to say so, and the start of Python"


def children() -> float:
    """Processor seconds that child processes took so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("text", ["<" * 200_000, "<img alt=" * 40_000, "<img " * 60_000, "<br " * 60_000, "&" * 200_000, "</p" * 90_000, "<a href=" * 40_000])  # fmt: skip
def test_cleaning_is_quick_on_what_is_made_to_be_slow(text):
    for how in (clean, excerpt):
        assert least(lambda how=how: how(text)) < BUDGET, how.__name__


@pytest.mark.parametrize(
    "header", ["<" * 20_000, "<a>;" * 5_000, "<a>; " + "x=y; " * 5_000, '<a>; rel="' + "a" * 20_000]
)
def test_a_long_header_is_looked_through_quickly(header):
    assert least(lambda: page.endpoint_in_headers([header], "https://a.example/")) < BUDGET


ACTIVE = re.compile(
    r"<(?:script|iframe|object|embed|form|svg|math|style|img|link|meta)\b|\son\w+\s*=|javascript:|data:text", re.I
)


def nothing_active(said: dict) -> list[str]:
    """What of it, cleaned as it is kept, a browser would act on."""
    found = []
    for post in said.get("posts", []):
        html = clean(post["html"])
        plain = [post["address"], *post["links"]]
        if ACTIVE.search(re.sub(r"&lt;.*?&gt;|>[^<]*<", "><", html)) or any(
            not each.lower().startswith("http") for each in plain if each
        ):
            found.append(html[:200])
        words_of(html)
    return found


@pytest.mark.skipif(not REAL, reason="needs FOLKMOOT_REAL_DATA")
@pytest.mark.once
@pytest.mark.real
def test_feedparsers_own_feeds_are_read_without_a_fall_and_nothing_active_comes_out():
    """All of them in this process, each timed; every two-hundredth (all with FOLKMOOT_FULL) in a process of its own."""
    slow, active, fallen, many = [], [], [], 0
    with tarfile.open(Path(REAL) / "hostile/feedparser-tests/feedparser-tests.tar.gz") as packed:
        for member in packed:
            if not (member.isfile() and member.name.endswith((".xml", ".json", ".html", ".rss", ".atom"))):
                continue
            raw = packed.extractfile(member).read()
            many += 1
            began = time.process_time()
            try:
                active += nothing_active(feed.read(raw, "", "https://a.example/"))
                if many % 200 == 0 or FULL:
                    apart.feed(answer(raw))
            except (feed.NoFeed, Refusal):
                pass
            except Exception as fell:  # noqa: BLE001 - each is named below
                fallen.append((member.name, repr(fell)))
            if time.process_time() - began > 2:
                slow.append(member.name)
    assert many > 500 and fallen == [] and slow == [] and active == []


@pytest.mark.skipif(not REAL, reason="needs FOLKMOOT_REAL_DATA")
@pytest.mark.once
@pytest.mark.real
def test_the_json_ones_are_read_or_refused_in_words():
    for path in sorted((Path(REAL) / "hostile/jsontestsuite").rglob("*.json")):
        for raw in (path.read_bytes(), b'{"version": "x", "items": [' + path.read_bytes() + b"]}"):
            try:
                found = feed._json_feed(raw)
            except (feed.NoFeed, RecursionError):
                continue
            assert nothing_active(found) == [], path.name


def test_markdown_and_scripts_of_the_hostile_list_are_not_active_when_cleaned():
    if not REAL:
        pytest.skip("needs FOLKMOOT_REAL_DATA")
    texts = [
        path.read_text(errors="replace") for path in (Path(REAL) / "hostile/markdown-xss").rglob("*") if path.is_file()
    ]
    kept = "|".join(sorted(KEPT))
    for line in {line for text in texts for line in io.StringIO(text)}:
        html = clean(line)
        assert not re.search(rf"<(?!/?(?:{kept})\b)", html), line
        assert not re.search(r"<[^>]*\son\w+\s*=", html) and 'href="javascript' not in html.lower(), line
