"""A list of feeds as other readers give it: OPML."""

from __future__ import annotations

from typing import Any

from defusedxml.ElementTree import fromstring

from .feed import line, web

MOST = 500


class NoList(ValueError):
    """It is no list of feeds; the words say why."""


def read(raw: bytes) -> dict[str, Any]:
    """{"outlets": [{"name", "feed", "address"}], "notes"}: each feed once, in the order of the file."""
    try:
        top = fromstring(raw)
    except Exception as wrong:  # noqa: BLE001 - a parser's own errors are of many kinds
        raise NoList("cannot be read as OPML: it is no proper XML, or has what no list of feeds needs.") from wrong
    if top.tag.lower() != "opml":
        raise NoList("is no OPML: it does not begin with <opml>.")
    found: dict[str, dict[str, str]] = {}
    for outline in top.iter("outline"):
        said = {name.lower(): value for name, value in outline.attrib.items()}
        feed = web(said.get("xmlurl"))
        if feed:
            name = line(said.get("title") or said.get("text"), 200) or feed
            found.setdefault(feed, {"name": name, "feed": feed, "address": web(said.get("htmlurl"))})
    notes = [f"It lists {len(found)} feeds; the first {MOST} are taken."] if len(found) > MOST else []
    return {"outlets": list(found.values())[:MOST], "notes": notes}
