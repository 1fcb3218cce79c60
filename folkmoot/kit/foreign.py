"""HTML that somebody else wrote elsewhere, made safe to keep and to show: plain markup, no picture, script or style."""

from __future__ import annotations

import html
import re

import nh3
from django.utils.safestring import SafeString, mark_safe

from folkmoot.kit.markdown import SCHEMES, TAGS

ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
KEPT = (TAGS - {"img", "h1"}) | {
    "cite",
    "q",
    "abbr",
    "sub",
    "sup",
    "dl",
    "dt",
    "dd",
    "figure",
    "figcaption",
    "del",
    "ins",
}
LONGEST = 200_000
_BLOCK = re.compile(r"</(?:p|div|li|h[1-6]|tr|blockquote|pre|dd|dt|figcaption)>|<(?:br|hr)\b[^<>]{0,200}>", re.I)
_PICTURE = re.compile(r"<img\b[^<>]{0,900}?\balt\s?=\s?(\"[^\"<>]{0,500}\"|'[^'<>]{0,500}')[^<>]{0,2000}>", re.I)
_ELSEWHERE = re.compile(r"https?://[^/]", re.I)


def clean(text: str) -> SafeString:
    """Safe HTML of the first 200,000 letters. Pictures leave their words behind, since loading them would tell another
    site who reads; links keep only whole addresses and are marked as written by others."""
    worded = _PICTURE.sub(lambda found: f" [{html.escape(html.unescape(found[1][1:-1]))}] ", text[:LONGEST])
    made = nh3.clean(
        worded,
        tags=KEPT,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow ugc noopener",
        attribute_filter=_kept,
        clean_content_tags={"script", "style", "template", "noscript", "svg", "math", "iframe", "object", "form"},
    )
    return mark_safe(made)  # noqa: S308 - cleaned by nh3


def _kept(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if _ELSEWHERE.match(value) or value.startswith("mailto:") else None
    return value


def words_of(text: str) -> str:
    """Its words alone, one line, no markup; what blocks hold is kept apart by spaces.

    >>> words_of("<p>Two&nbsp;<b>words</b></p><p>&lt;and more</p><script>x()</script>")
    'Two words <and more'
    """
    spaced = _BLOCK.sub(lambda found: f"{found[0]} ", text[:LONGEST])
    bare = nh3.clean(spaced, tags=set(), clean_content_tags={"script", "style", "template", "noscript"})
    return " ".join(html.unescape(bare).split())


def excerpt(text: str, longest: int = 300) -> str:
    """The beginning of its words, cut between two of them."""
    words = words_of(text)
    if len(words) <= longest:
        return words
    return f"{words[: longest - 1].rsplit(' ', 1)[0].rstrip(' ,;:')}…"
