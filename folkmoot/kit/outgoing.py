"""Feeds that go out: Atom (RFC 4287, paged as RFC 5005 says), JSON Feed 1.1, JSON-LD (schema.org), and calendars of
whole days (RFC 5545).

What people wrote goes in as text and never as markup or lines: characters that XML or a calendar cannot hold become
spaces. An entry's id stays the same whatever is changed of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit
from xml.etree import ElementTree as Tree

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from icalendar import Calendar
from icalendar import Event as Entry

ATOM = "http://www.w3.org/2005/Atom"
RIGHTS = (
    "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.10"  # what Atom means by it; JSON Feed has no word of its own
)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
# What XML 1.0 cannot hold, and what some reader takes for the end of a line in a title.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufffe\uffff]")
ATOM_TYPE = "application/atom+xml; charset=utf-8"
JSON_TYPE = "application/feed+json; charset=utf-8"
LD_TYPE = "application/ld+json; charset=utf-8"
CALENDAR_TYPE = "text/calendar; charset=utf-8"


@dataclass
class Item:
    """One entry of a feed. `address` is absolute; `html` is safe to show, or "" where `words` say it all;
    `rights` says under which licence the words may be passed on, and whose they are."""

    id: str
    title: str
    address: str
    updated: datetime | None
    words: str = ""
    html: str = ""
    by: str = ""
    rights: str = ""


@dataclass
class Feed:
    """A page of a feed, its addresses absolute. `links`: rel → address of the pages around it ("next", "first")."""

    title: str
    address: str
    here: str
    items: list[Item]
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def updated(self) -> datetime:
        """When its newest entry was changed; long ago for an empty one, so that the same feed is the same bytes."""
        return max((item.updated for item in self.items if item.updated), default=LONG_AGO)


def clean(words: object) -> str:
    """Text with no character in it that XML cannot hold; line breaks stay, all as \\n.

    >>> clean("a\\r\\nb\\rc\\x00d\\u2028e")
    'a\\nb\\nc d e'
    """
    return UNWRITABLE.sub(" ", str(words).replace("\r\n", "\n").replace("\r", "\n"))


def one_line(words: object) -> str:
    return " ".join(clean(words).split())


def tag(label: str, key: object) -> str:
    """The id of a thing for ever (RFC 4151): it outlives its address.

    >>> tag("directory.activity", 7)
    'tag:localhost,2026:directory.activity/7'
    """
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{label}/{key}"


def atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    Tree.register_namespace("", ATOM)
    top = Tree.Element(f"{{{ATOM}}}feed")
    _texts(top, id=feed.address, title=one_line(feed.title), updated=_moment(feed.updated))
    _texts(top, generator="Folkmoot")
    _author(top, settings.SITE_NAME)
    for rel, address in {"self": feed.here, "alternate": feed.address, **feed.links}.items():
        kind = "text/html" if rel == "alternate" else "application/atom+xml"
        Tree.SubElement(top, f"{{{ATOM}}}link", rel=rel, href=clean(address), type=kind)
    for item in feed.items:
        _entry(top, item)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + Tree.tostring(top, encoding="utf-8")


def _entry(top: Tree.Element, item: Item) -> None:
    entry = Tree.SubElement(top, f"{{{ATOM}}}entry")
    _texts(entry, id=item.id, title=one_line(item.title) or "…", updated=_moment(item.updated or LONG_AGO))
    Tree.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", href=clean(item.address), type="text/html")
    if item.by:
        _author(entry, item.by)
    if item.rights:
        _texts(entry, rights=one_line(item.rights))
    if item.words:
        _texts(entry, summary=clean(item.words))
    if item.html:
        content = Tree.SubElement(entry, f"{{{ATOM}}}content", type="html")
        content.text = clean(item.html)


def _texts(above: Tree.Element, **texts: str) -> None:
    for name, words in texts.items():
        Tree.SubElement(above, f"{{{ATOM}}}{name}").text = words


def _author(above: Tree.Element, name: str) -> None:
    _texts(Tree.SubElement(above, f"{{{ATOM}}}author"), name=one_line(name) or "…")


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def json_ld(feed: Feed) -> bytes:
    """The feed as JSON-LD: an ItemList of schema.org, each entry with its address, day, writer and licence."""
    entries = [
        {"@type": "ListItem", "position": number, "item": _linked(item)} for number, item in enumerate(feed.items, 1)
    ]
    whole = {"@context": "https://schema.org", "@type": "ItemList", "@id": feed.here, "url": feed.address}
    whole |= {"name": one_line(feed.title), "numberOfItems": len(entries), "itemListElement": entries}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _linked(item: Item) -> dict:
    said = {"@type": "CreativeWork", "@id": item.id, "url": clean(item.address), "name": one_line(item.title)}
    said |= {"description": clean(item.words)} if item.words else {}
    said |= {"dateModified": _moment(item.updated)} if item.updated else {}
    said |= {"author": {"@type": "Thing", "name": one_line(item.by)}} if item.by else {}
    return said | ({"copyrightNotice": one_line(item.rights)} if item.rights else {})


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON Feed 1.1."""
    items = [
        {
            "id": item.id,
            "url": clean(item.address),
            "title": one_line(item.title),
            "date_modified": _moment(item.updated or LONG_AGO),
            **({"content_html": clean(item.html)} if item.html else {"content_text": clean(item.words)}),
            **({"authors": [{"name": one_line(item.by)}]} if item.by else {}),
            **({"_rights": {"about": RIGHTS, "text": one_line(item.rights)}} if item.rights else {}),
        }
        for item in feed.items
    ]
    about = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": one_line(feed.title),
        "home_page_url": feed.address,
        "feed_url": feed.here,
        "authors": [{"name": settings.SITE_NAME}],
        "items": items,
    }
    if "next" in feed.links:
        about["next_url"] = feed.links["next"]
    return json.dumps(about, ensure_ascii=False, indent=1).encode("utf-8", "replace")


@dataclass
class Day:
    """Something on whole days, both included. `perhaps`: the days it may fall on, not those it takes."""

    id: str
    title: str
    address: str
    first: date
    last: date
    changed: datetime | None = None
    words: str = ""
    perhaps: bool = False


def calendar(name: str, days: Iterable[Day]) -> bytes:
    """A calendar to subscribe to."""
    made = Calendar()
    made.add("PRODID", "-//Folkmoot//Lists//EN")
    made.add("VERSION", "2.0")
    made.add("METHOD", "PUBLISH")
    made.add("NAME", one_line(name))
    made.add("X-WR-CALNAME", one_line(name))
    made.add("REFRESH-INTERVAL", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for day in days:
        made.add_component(_day(day))
    return made.to_ical()


def _day(day: Day) -> Entry:
    entry = Entry()
    entry.add("UID", day.id)
    entry.add("DTSTAMP", (day.changed or LONG_AGO).astimezone(UTC))
    entry.add("DTSTART", day.first)
    entry.add("DTEND", day.last + timedelta(days=1))
    entry.add("TRANSP", "TRANSPARENT")
    entry.add("STATUS", "TENTATIVE" if day.perhaps else "CONFIRMED")
    entry.add("SUMMARY", one_line(day.title))
    entry.add("DESCRIPTION", clean("\n\n".join(filter(None, (day.words, day.address)))))
    entry.add("URL", one_line(day.address).replace(" ", "%20"))
    return entry


def answer(request: HttpRequest, body: bytes, kind: str, changed: datetime | None = None) -> HttpResponse:
    """The bytes, or 304 when whoever asks has them already (ETag, Last-Modified). Kept by nobody without asking."""
    made = HttpResponse(body, content_type=kind)
    made.headers["Cache-Control"] = "no-cache"
    made.headers["ETag"] = f'"{sha256(body).hexdigest()[:32]}"'
    seconds = int(changed.timestamp()) if changed and changed > LONG_AGO else None
    found = get_conditional_response(request, made.headers["ETag"], seconds, made)
    if seconds:
        found.headers["Last-Modified"] = changed.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return found
