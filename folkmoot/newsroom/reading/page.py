"""What a page says: its title, who wrote it, the words around a link, where its feeds are and where mentions go."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

MOST_TAGS, MOST_WORDS, AROUND = 60_000, 60_000, 280
LINKING = {"a": "href", "area": "href", "link": "href", "img": "src", "video": "src", "audio": "src", "source": "src"}
LINKING |= {"iframe": "src", "blockquote": "cite", "q": "cite", "del": "cite", "ins": "cite", "object": "data"}
UNHEARD = {"script", "style", "template", "noscript", "svg", "head", "nav", "footer"}
FEEDS = {"application/atom+xml", "application/rss+xml", "application/feed+json", "application/rdf+xml"}
_LINK = re.compile(
    r"<([^<>]{0,2000})>((?:\s{0,9};\s{0,9}[\w!#$&+.^`|~*-]{1,60}\s?(?:=\s?(?:\"[^\"]{0,500}\"|[^\",;\s]{0,500}))?){0,20})"
)
_REL = re.compile(r";\s{0,9}rel\s?=\s?(?:\"([^\"]{0,500})\"|([^\",;\s]{0,500}))", re.I)


class _Reader(HTMLParser):
    """One walk over the page. Everything is bounded; a page that ends in the middle of a tag is read so far."""

    def __init__(self, base: str, target: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base, self.target, self.tags = base, target, 0
        self.title, self.author, self.licence, self.canonical = "", "", "", ""
        self.words: list[str] = []
        self.feeds: list[str] = []
        self.endpoint: str | None = None
        self.found_at: int | None = None
        self.deep: dict[str, int] = {}
        self.in_title = self.in_author = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += 1
        if self.tags > MOST_TAGS:
            return
        said = {name: value or "" for name, value in reversed(attrs)}
        if tag in UNHEARD:
            self.deep[tag] = self.deep.get(tag, 0) + 1
        if tag == "base" and said.get("href"):
            self.base = _joined(self.base, said["href"])
        self._note_head(tag, said)
        self._note_link(tag, said)
        if "p-author" in said.get("class", "").split() and not self.author:
            self.in_author = True

    handle_startendtag = handle_starttag

    def _note_head(self, tag: str, said: dict[str, str]) -> None:
        self.in_title = tag == "title" and not self.title and not self.deep.get("svg")
        rels = said.get("rel", "").lower().split()
        if tag == "meta" and said.get("name", "").lower() == "author":
            self.author = self.author or _line(said.get("content", ""), 200)
        if tag == "link" and "canonical" in rels:
            self.canonical = self.canonical or _joined(self.base, said.get("href", ""))
        if tag in ("a", "link") and "license" in rels:
            self.licence = self.licence or said.get("href", "")[:300]
        if tag == "link" and "alternate" in rels and said.get("type", "").lower() in FEEDS:
            self.feeds.append(_joined(self.base, said.get("href", "")))

    def _note_link(self, tag: str, said: dict[str, str]) -> None:
        """The first <link> or <a> in the order of the page that has rel=webmention and an href, empty ones included."""
        rels = said.get("rel", "").lower().split()
        if self.endpoint is None and tag in ("a", "link") and "webmention" in rels and "href" in said:
            self.endpoint = _joined(self.base, said["href"])
        where = LINKING.get(tag)
        if self.found_at is None and where and self.target and said.get(where, "").strip() == self.target:
            self.found_at = sum(len(part) + 1 for part in self.words)

    def handle_endtag(self, tag: str) -> None:
        self.in_title = self.in_title and tag != "title"
        self.in_author = False
        if self.deep.get(tag):
            self.deep[tag] -= 1

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if self.in_title:
            self.title = _line(f"{self.title} {text}", 300)
        elif self.in_author and text:
            self.author, self.in_author = _line(text, 200), False
        if text and not any(self.deep.values()) and len(self.words) < MOST_WORDS:
            self.words.append(text)

    def unknown_decl(self, data: str) -> None:
        return


def read(raw: bytes, content_type: str, base: str, target: str = "") -> dict[str, Any]:
    """{"title", "author", "excerpt", "linked", "feeds", "endpoint", "canonical", "licence", "text"}.

    `linked`: whether `target` stands there exactly as it is: in HTML as the address of a link or of what is shown, in
    JSON as a value, in plain text as it is. `endpoint` is None where the page names none; it may be the page itself.
    """
    kind = content_type.split(";")[0].strip().lower()
    text = _decoded(raw, content_type)
    if kind.endswith("json"):
        return _empty() | {"linked": bool(target) and _in_json(text, target)}
    if kind.startswith("text/") and kind not in ("text/html", "text/xml"):
        return _empty() | {"linked": bool(target) and _in_text(text, target), "excerpt": _line(text[:900], AROUND)}
    reader = _Reader(base, target)
    try:
        reader.feed(text)
        reader.close()
    except (AssertionError, ValueError):  # a parser's own slips: what was read so far counts
        pass
    words = " ".join(reader.words)
    found = {name: getattr(reader, name) for name in ("title", "author", "feeds", "endpoint", "canonical", "licence")}
    return found | {"linked": reader.found_at is not None, "excerpt": _around(words, reader.found_at), "text": words}


def _empty() -> dict[str, Any]:
    blank = dict.fromkeys(("title", "author", "excerpt", "canonical", "licence", "text"), "")
    return blank | {"feeds": [], "endpoint": None, "linked": False}


def endpoint_in_headers(lines: list[str], base: str) -> str | None:
    """The first rel=webmention of the Link headers, in whatever case and among other rels; None where there is none."""
    for value in lines:
        for address, parameters in _LINK.findall(value[:20_000]):
            rel = _REL.search(parameters)
            if rel and "webmention" in (rel[1] or rel[2]).lower().split():
                return _joined(base, address)
    return None


def _decoded(raw: bytes, content_type: str) -> str:
    named = re.search(r"charset=[\"']?([\w-]{1,40})", content_type, re.I)
    inside = re.search(rb"<meta[^<>]{0,200}charset=[\"']?([\w-]{1,40})", raw[:4096], re.I)
    charset = named[1] if named else inside[1].decode() if inside else "utf-8"
    try:
        return raw.decode(charset, "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


def _in_json(text: str, target: str) -> bool:
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        return False
    while waiting:
        each = waiting.pop()
        if each == target:
            return True
        waiting += each.values() if isinstance(each, dict) else each if isinstance(each, list) else []
    return False


def _in_text(text: str, target: str) -> bool:
    """As it is, and not as the beginning of a longer address."""
    at = text.find(target)
    while at >= 0:
        after = text[at + len(target) : at + len(target) + 1]
        if not after or after in " \t\r\n<>\"'),.;":
            return True
        at = text.find(target, at + 1)
    return False


def _around(words: str, at: int | None) -> str:
    if at is None:
        return ""
    start = words.rfind(" ", 0, max(0, at - AROUND // 2)) + 1 if at > AROUND // 2 else 0
    piece = words[start : start + AROUND]
    return ("… " if start else "") + piece.rsplit(" ", 1)[0] + (" …" if start + AROUND < len(words) else "")


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href.strip())[:1000]
    except ValueError:
        return ""


def _line(said: str, longest: int) -> str:
    text = "".join(letter if letter.isprintable() else " " for letter in said[: longest * 4])
    return " ".join(text.split())[:longest]
