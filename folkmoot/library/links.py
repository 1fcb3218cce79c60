"""Links between pages, as they are written: [[Title]], [[folder:Title]], [[Title|words shown]].

One reader finds them for drawing, for the list of what links here and for rewriting them, so that the three always
agree. Nothing inside `code` or a fenced block is a link.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from django.utils.text import slugify

LONGEST = 300
MOST = 500
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
TICKS = re.compile(r"`+")
SLUG = 80
# What stands under a folder's address and is no page.
OF_A_FOLDER = {"new", "settings", "take-away"}


class Link(NamedTuple):
    """Where it stands in the text, the folder and page it names (slugs), and the words to show."""

    start: int
    end: int
    folder: str
    slug: str
    target: str
    words: str

    @property
    def name(self) -> tuple[str, str]:
        return self.folder, self.slug


def slug_of(title: str) -> str:
    """What a page of this title is called in its address; "" for a title with no letter or figure.

    >>> slug_of("How to hold a Street Party!")
    'how-to-hold-a-street-party'
    """
    slug = slugify(title)[: SLUG - 5].strip("-")
    return f"{slug}-page" if slug in OF_A_FOLDER else slug


def find(text: str, folder: str) -> list[Link]:
    """The links in a text of that folder, in order; at most 500.

    >>> [(link.folder, link.slug, link.words) for link in find("See [[Tea urns]] and [[kit:Hall|the hall]].", "howto")]
    [('howto', 'tea-urns', 'Tea urns'), ('kit', 'hall', 'the hall')]
    """
    found = []
    for start, line in plain_lines(text):
        found += islice(_in_line(start, line, folder), MOST - len(found))
        if len(found) >= MOST:
            break
    return found


def plain_lines(text: str) -> Iterator[tuple[int, str]]:
    """(where it begins, the line) of every line outside fenced blocks."""
    start, fence = 0, ""
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if fence:
            closes = mark and mark[1].startswith(fence) and not line[mark.end() :].strip()
            fence = "" if closes else fence
        elif mark:
            fence = mark[1]
        else:
            yield start, line
        start += len(line) + 1


def _in_line(start: int, line: str, folder: str) -> Iterator[Link]:
    spans, at = _code(line), 0
    while (opens := line.find("[[", at)) >= 0:
        covered = next((end for begin, end in spans if begin <= opens < end), 0)
        closes = line.find("]]", opens + 2, opens + LONGEST)
        if covered or closes < 0:
            at = covered or opens + 2
            continue
        link = _link(start + opens, start + closes + 2, line[opens + 2 : closes], folder)
        if link:
            yield link
        at = closes + 2 if link else opens + 2


def _code(line: str) -> list[tuple[int, int]]:
    """The stretches of a line between backticks of equal number."""
    runs = [(found.start(), found.end()) for found in TICKS.finditer(line)]
    by_length: dict[int, list[int]] = {}
    for begin, end in runs:
        by_length.setdefault(end - begin, []).append(begin)
    spans, until = [], 0
    for begin, end in runs:
        if begin < until:
            continue
        same = by_length[end - begin]
        later = bisect_right(same, begin)
        if later < len(same):
            until = same[later] + end - begin
            spans.append((begin, until))
    return spans


def _link(start: int, end: int, inner: str, folder: str) -> Link | None:
    target, _bar, words = (part.strip() for part in inner.partition("|"))
    where, colon, title = target.rpartition(":")
    slug = slug_of(title)
    if not slug or "[" in target or "://" in target:
        return None
    where = slug_of(where) if colon else folder
    return Link(start, end, where or folder, slug, target, words or title.strip())


def rewritten(text: str, folder: str, names: dict[tuple[str, str], str]) -> str:
    """The text with links to these pages written anew: (folder, slug) → the new target. The words shown stay."""
    pieces, last = [], 0
    for link in find(text, folder):
        if link.name in names:
            pieces += [text[last : link.start], f"[[{names[link.name]}|{link.words}]]"]
            last = link.end
    return "".join([*pieces, text[last:]])
