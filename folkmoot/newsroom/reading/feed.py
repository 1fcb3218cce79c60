"""What a feed holds: Atom, RSS of every age and JSON Feed, as plain values."""

from __future__ import annotations

import calendar
import io
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser

MOST_POSTS, MOST_TEXT, MOST_TAGS, MOST_LINKS = 100, 100_000, 30, 60
HREF = re.compile(r"""\bhref\s?=\s?["'](https?://[^"'\s<>]{1,900})["']""", re.I)
RIGHTS = re.compile(r"https?://[^\s\"'<>]{1,200}")


class NoFeed(ValueError):
    """It is no feed we can read; the words say why."""


def read(raw: bytes, content_type: str, base: str) -> dict[str, Any]:
    """{"title", "address", "rights", "posts", "notes"}; at most the first 100 posts, as they stand in the feed.

    A post: guid, address, title (as HTML), author, html, published (ISO in UTC or None), tags, links, rights.
    NoFeed for what is none.
    """
    found = _json_feed(raw) if _looks_like_json(raw, content_type) else _xml_feed(raw, content_type, base)
    return found | {"posts": [post for post in found["posts"] if post["address"] or post["guid"]]}


def _looks_like_json(raw: bytes, content_type: str) -> bool:
    return "json" in content_type or raw[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


# Atom and RSS


def _xml_feed(raw: bytes, content_type: str, base: str) -> dict[str, Any]:
    headers = {"content-type": content_type or "application/xml", "content-location": base}
    parsed = feedparser.parse(io.BytesIO(raw), response_headers=headers, sanitize_html=True, resolve_relative_uris=True)
    entries = parsed.get("entries", [])
    if not parsed.get("version") and not entries:
        raise NoFeed("is no feed: neither Atom nor RSS nor JSON Feed.")
    notes = ["Some of it is not written as feeds are; it was read as well as it could be."] if parsed.bozo else []
    if len(entries) > MOST_POSTS:
        notes.append(f"It holds {len(entries)} posts; the first {MOST_POSTS} are read.")
    top = parsed.get("feed", {})
    return {
        "title": line(top.get("title"), 200),
        "address": web(top.get("link")),
        "rights": _rights(top),
        "posts": [_xml_post(entry) for entry in entries[:MOST_POSTS]],
        "notes": notes,
    }


def _xml_post(entry: Any) -> dict[str, Any]:
    bodies = [each.get("value", "") for each in entry.get("content", []) if isinstance(each, dict)]
    html = max([*bodies, entry.get("summary", "") or ""], key=len)[:MOST_TEXT]
    address = web(entry.get("link")) or web(entry.get("id"))
    tags = [line(tag.get("term") or tag.get("label"), 60) for tag in entry.get("tags", []) or []][:MOST_TAGS]
    return {
        "guid": line(entry.get("id"), 500) or address,
        "address": address,
        "title": _title(entry),
        "author": line(entry.get("author"), 200),
        "html": html,
        "published": _moment(entry.get("published_parsed") or entry.get("updated_parsed")),
        "tags": [tag for tag in tags if tag],
        "links": links_in(html),
        "rights": _rights(entry),
    }


def _title(entry: Any) -> str:
    """As HTML, whatever sort of text the feed calls it."""
    said = line(entry.get("title"), 600)
    plain = (entry.get("title_detail") or {}).get("type") == "text/plain"
    return _escaped(said) if plain else said


def _rights(part: Any) -> str:
    """The address of a licence, where it names one; else its line of rights."""
    said = [part.get("license"), *[each.get("href") for each in part.get("links", []) if each.get("rel") == "license"]]
    named = next((web(each) for each in said if web(each)), "")
    words = line(part.get("rights"), 300)
    inside = RIGHTS.search(words)
    return named or (inside[0] if inside and "licen" in inside[0] else words)


def _moment(parsed: Any) -> str | None:
    """In UTC; None for a day no calendar has, and for what is not yet."""
    try:
        at = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return at.isoformat() if at.year > 1990 and at < datetime.now(UTC) + timedelta(days=2) else None


# JSON Feed


def _json_feed(raw: bytes) -> dict[str, Any]:
    try:
        top = json.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as wrong:
        raise NoFeed("cannot be read as JSON.") from wrong
    if not isinstance(top, dict) or not isinstance(top.get("items"), list) or "version" not in top:
        raise NoFeed("is JSON, but no JSON Feed: it has no version, or no items.")
    items = [item for item in top["items"] if isinstance(item, dict)]
    notes = [f"It holds {len(items)} posts; the first {MOST_POSTS} are read."] if len(items) > MOST_POSTS else []
    return {
        "title": line(top.get("title"), 200),
        "address": web(top.get("home_page_url")),
        "rights": "",
        "posts": [_json_post(item) for item in items[:MOST_POSTS]],
        "notes": notes,
    }


def _json_post(item: dict[str, Any]) -> dict[str, Any]:
    html = _text(item.get("content_html"))[:MOST_TEXT] or _as_html(_text(item.get("content_text")))[:MOST_TEXT]
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [line(each.get("name"), 200) for each in authors or [] if isinstance(each, dict)]
    address = web(item.get("url")) or web(item.get("external_url"))
    tags = item.get("tags") if isinstance(item.get("tags"), list) else []
    return {
        "guid": line(item.get("id"), 500) or address,
        "address": address,
        "title": _escaped(line(item.get("title"), 300)),
        "author": ", ".join(name for name in names if name)[:200],
        "html": html or _as_html(_text(item.get("summary"))),
        "published": _stamp(item.get("date_published") or item.get("date_modified")),
        "tags": [line(tag, 60) for tag in tags if isinstance(tag, str)][:MOST_TAGS],
        "links": links_in(html),
        "rights": "",
    }


def _stamp(said: Any) -> str | None:
    try:
        at = datetime.fromisoformat(_text(said).replace("Z", "+00:00"))
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return at.isoformat() if at.year > 1990 and at < datetime.now(UTC) + timedelta(days=2) else None


def _text(said: Any) -> str:
    return said if isinstance(said, str) else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _as_html(text: str) -> str:
    return "".join(f"<p>{part}</p>" for part in _escaped(text).split("\n\n") if part.strip())


# Both


def line(said: Any, longest: int) -> str:
    """One line without control characters; a number counts as its figures; "" for nothing."""
    text = said if isinstance(said, str) else str(said) if isinstance(said, int | float) else ""
    text = "".join(letter if letter.isprintable() else " " for letter in text[: longest * 4])
    return " ".join(text.split())[:longest]


def web(said: Any) -> str:
    """An address of the web, or "": whatever else a feed calls a link is none."""
    text = line(said, 1000)
    return text if re.match(r"https?://[^\s/?#]", text, re.I) and " " not in text else ""


def links_in(html: str) -> list[str]:
    found = (address.replace("&amp;", "&") for address in HREF.findall(html))
    return list(dict.fromkeys(found))[:MOST_LINKS]
