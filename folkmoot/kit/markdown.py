"""People's own words, written in Markdown, as HTML that is safe to show: CommonMark with tables, no raw HTML."""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

TAGS = {"p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "img"}
TAGS |= {"h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
HERE = re.compile(r"/(?![/\\])")
LONG, MOST_LETTERS = 4_000, 8 * 2**20
SHORT = 200  # below it, reading a text costs no more than looking for what it became
# What the reader takes for one mark and for one line, in millionths of a second, measured on texts of little else; and
# what one text may take. A page of 100,000 letters as people write it, with lists and a table, stays below that.
MARKS = {
    "*": 15,
    "_": 15,
    "~": 12,
    "[": 12,
    "]": 10,
    "](": 30,
    "`": 4,
    "<": 50,
    ">": 3,
    "&": 6,
    "!": 2,
    "|": 12,
    "\\\\": 2,
}
A_LINE, A_LINE_OF_A_LIST, MOST, PIECE = 30, 36, 211_000, 1_000
LISTED = re.compile(r"^[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]", re.M)
A_LINE_OF_CODE, ESCAPED = 3, '<>&"'
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
FURTHER_IN = re.compile(r" {1,3}(?:`{3}|~{3})")
FENCE = re.compile(r"(`{3,})[^`\r\n]*(?=[\r\n]|$)|(~{3,})")
_reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_linkless = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_linkless.disable(["link", "image", "reference"])


def render(text: str, level: int = 2) -> SafeString:
    """Safe HTML. The largest heading in the text becomes `level`, the next the one below, with none left out.

    Pictures from other sites are left out (only their words stay), since loading them would tell that site who
    reads; links are marked as written by others.

    Most texts are read once for each process and then given from memory (`_Drawn`): they are the same for everybody. A
    long one so dense that reading it would keep everybody else waiting is drawn as far as `readable`; the rest stands
    below, as it was written, with a sentence that says so.
    """
    if len(text) < SHORT:
        return mark_safe(_made(text, level))  # noqa: S308 - cleaned by nh3
    end = readable(text)
    return mark_safe(_drawn.of(text[:end], level) + as_written(text[end:]))  # noqa: S308 - cleaned by nh3, escaped


def readable(text: str) -> int:
    """How many of its letters are drawn: all, but for texts of hardly anything but marks or very short lines. In a
    block of code marks are letters like others."""
    if len(text) < LONG or _weight(text) <= MOST:
        return len(text)
    end, left = 0, MOST
    for line, is_code in _lines(text):
        for start in range(0, len(line), PIECE):
            piece = line[start : start + PIECE]
            left -= _weight_of_code(piece) if is_code else _weight(piece)
            if left < 0:
                return end
            end += len(piece)
    return len(text)


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Each line with its end, and whether it stands in a block of code (CommonMark 4.5). Only blocks whose fence begins
    its line count, since those are fences whatever stands around them. After one further in, which may be a fence or
    may belong to a list, nothing is code any more: what is weighed as code and is none would hold everybody up."""
    fence, sure = "", True
    for found in LINE.finditer(text):
        line, inside = found[0], bool(fence)
        sure = sure and (inside or not FURTHER_IN.match(line))
        if not fence and sure:
            opened = FENCE.match(line)
            fence = (opened[1] or opened[2]) if opened else ""
        elif fence and _closes(line, fence):
            fence = ""
        yield line, inside


def _closes(line: str, fence: str) -> bool:
    """Up to three spaces, at least as many of the same letter as opened it, and nothing else."""
    plain = line.rstrip(" \t\r\n")
    marks = plain.lstrip(" ")
    return len(plain) - len(marks) < 4 and len(marks) >= len(fence) and not marks.strip(fence[0])


def as_written(rest: str) -> SafeString:
    """What is not drawn, letter for letter, below the sentence that says why; nothing where nothing is left."""
    if not rest.strip():
        return SafeString("")
    why = _("From here on the text stands as it was written, since it has more marks and lines than are drawn at once.")
    what = _("Whoever can change it may split it in two.")
    return mark_safe(f'<p class="notice">{why} {what}</p><pre class="written">{escape(rest)}</pre>')  # noqa: S308 - escaped


def _weight(text: str) -> int:
    """About what reading it takes, in millionths of a second. Lines with nothing on them cost nothing."""
    lines = text.count("\n") + text.count("\r") - text.count("\n\n") - text.count("\r\n")
    listed = len(LISTED.findall(text))
    return A_LINE * lines + A_LINE_OF_A_LIST * listed + sum(cost * text.count(mark) for mark, cost in MARKS.items())


def _weight_of_code(text: str) -> int:
    return A_LINE_OF_CODE * (text.count("\n") + text.count("\r")) + sum(map(text.count, ESCAPED))


def _made(text: str, level: int) -> str:
    # Without "](" and "]:" nothing can be a link, and each "[" of a text full of them need not be tried as one.
    reader = _reader if "](" in text or "]:" in text else _linkless
    tokens = reader.parse(text)
    _lower(tokens, level)
    made = _reader.renderer.render(tokens, _reader.options, {})
    pictures = "<img" in made
    clean = nh3.clean(
        made,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow ugc noopener",
        attribute_filter=_kept if pictures else None,
    )
    return _pictures(clean) if pictures else clean


class _Drawn:
    """What texts became, the least lately asked for thrown out first. Nothing in it can be stale: it stands under
    the digest of all that it was made from. In memory alone, so that words somebody takes back stay on no disk."""

    def __init__(self, most: int) -> None:
        self.most, self.held = most, 0
        self.kept: OrderedDict[tuple[bytes, int], str] = OrderedDict()
        self.lock = threading.Lock()

    def of(self, text: str, level: int) -> str:
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), level
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
                return self.kept[key]
        made = _made(text, level)
        self._keep(key, made)
        return made

    def _keep(self, key: tuple[bytes, int], made: str) -> None:
        with self.lock:
            if key in self.kept or len(made) > self.most // 4:
                return
            self.kept[key] = made
            self.held += len(made)
            while self.held > self.most:
                self.held -= len(self.kept.popitem(last=False)[1])


_drawn = _Drawn(MOST_LETTERS)


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
