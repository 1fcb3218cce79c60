"""People's own words, written in Markdown, as HTML that is safe to show: CommonMark with tables, no raw HTML."""

from __future__ import annotations

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "img"}
TAGS |= {"h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
HERE = re.compile(r"/(?![/\\])")
_reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def render(text: str, level: int = 2) -> SafeString:
    """Safe HTML. The largest heading in the text becomes `level`, the next the one below, with none left out.

    Pictures from other sites are left out (only their words stay), since loading them would tell that site who
    reads; links are marked as written by others.
    """
    tokens = _reader.parse(text)
    _lower(tokens, level)
    made = _reader.renderer.render(tokens, _reader.options, {})
    clean = nh3.clean(
        made,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow ugc noopener",
        attribute_filter=_kept,
    )
    return mark_safe(_pictures(clean))  # noqa: S308 - cleaned by nh3


def _lower(tokens: list, level: int) -> None:
    heads = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    used = sorted({token.tag for token in heads})
    for token in heads:
        token.tag = f"h{min(level + used.index(token.tag), 6)}"


def _kept(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":
        return value if HERE.match(value) else None
    return value


def _pictures(html: str) -> str:
    """Pictures that lost their address leave their words behind."""
    return re.sub(r"<img(?![^>]* src=)[^>]*>", lambda found: _words(found[0]), html)


def _words(tag: str) -> str:
    alt = re.search(r'alt="([^"]*)"', tag)
    return alt[1] if alt else ""
