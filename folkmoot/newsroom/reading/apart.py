"""Reading apart: in a fresh child process with limits, of which only plain values come back."""

from __future__ import annotations

from typing import Any

from folkmoot.kit import apart
from folkmoot.kit.fetch import Answer
from folkmoot.kit.refusals import Refusal


class Unreadable(Refusal):
    """What stands there is not what it should be, or takes more than one reading may."""

    status = 400


def feed(answer: Answer) -> dict[str, Any]:
    """What a feed holds: see `feed.read`; {"feeds"} for a page that names its feeds. Unreadable in words."""
    return _read("feed", answer.body, answer.headers.get("content-type", ""), answer.url)


def page(answer: Answer, target: str = "") -> dict[str, Any]:
    """What a page says: see `page.read`."""
    return _read("page", answer.body, answer.headers.get("content-type", "text/html"), answer.url, target)


def outline(raw: bytes) -> dict[str, Any]:
    """The feeds that an OPML file lists: see `outline.read`."""
    return _read("outline", raw)


def _read(what: str, raw: bytes, content_type: str = "", base: str = "", target: str = "") -> dict[str, Any]:
    said = [_plain(each) for each in (content_type[:200], base[:2048], target[:2048])]
    return apart.read(Unreadable, "folkmoot.newsroom.reading.child", what, *said, raw=raw)


def _plain(said: str) -> str:
    return "".join(letter for letter in said if letter.isprintable())
