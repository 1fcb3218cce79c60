"""A page's words as HTML: Markdown, links to other pages, and lists of the directory where the words ask for them."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from folkmoot.kit import markdown
from folkmoot.library import blocks, links
from folkmoot.library.models import Folder, Page
from folkmoot.library.models.linked import pages_called
from folkmoot.people.models import Person

# Letters that no text has a use for: they stand for a list while the words around it are made into HTML.
PRIVATE = re.compile("[\ue000-\ue00f]")
MARK = re.compile("<p>\ue000(\\d{1,3})\ue001</p>|\ue000(\\d{1,3})\ue001")
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


class Reader(NamedTuple):
    """Who reads, and when: lists show each only what they may see."""

    person: Person | None
    day: date


def draw(words: str, folder: Folder, reader: Reader, level: int = 2) -> SafeString:
    """Safe HTML. Links to pages that are not there yet say so and lead to writing them. Two queries for all links, and
    those of each list."""
    words = PRIVATE.sub("", words)
    end = markdown.readable(words)
    rest = markdown.as_written(words[end:])
    words, asked = _lists_marked(words[:end])
    html = markdown.render(_linked(words, folder), level)
    if not asked:
        return html + rest
    drawn = blocks.draw_all(asked, reader.person, reader.day)
    return mark_safe(MARK.sub(lambda found: _drawn(found, asked, drawn), html)) + rest  # noqa: S308 - see _drawn


def plain_words(words: str) -> str:
    """For the beginning of a page in a list: no marks, no lists, the words of links."""
    text = "\n".join(line for line in words.split("\n") if not blocks.asked_in(line))
    text = re.sub(r"\[\[(?:[^\]|\n]{1,200}\|)?([^\]\n]{1,200})\]\]", r"\1", text[:4000])
    text = re.sub(r"\[([^\]\n]{1,200})\]\([^)\n]{1,300}\)", r"\1", text)
    return " ".join(re.sub(r"[#*_`>|]+", " ", text).split())


def _drawn(found: re.Match[str], asked: list[str], drawn: list[str]) -> str:
    """The list, where its mark has a paragraph of its own; anywhere else (in code, in a list) the words it was."""
    number = int(found[1] or found[2])
    if number >= len(asked):
        return ""
    return drawn[number] if found[1] else escape(asked[number])


def _lists_marked(words: str) -> tuple[str, list[str]]:
    """The text with each line that asks for a list swapped for its mark, and those lines."""
    if "{{" not in words:
        return words, []
    lines, asked, last = [], [], 0
    for start, line in links.plain_lines(words):
        if blocks.asked_in(line) and len(asked) < 999:
            lines += [words[last:start], f"\n\ue000{len(asked)}\ue001\n"]
            asked.append(line.strip())
            last = start + len(line)
    return "".join([*lines, words[last:]]), asked


def _linked(words: str, folder: Folder) -> str:
    """Links between pages as Markdown has links, so that all of it goes through the one renderer."""
    found = links.find(words, folder.slug)
    there = pages_called(sorted({link.name for link in found}))
    folders = _folders_of([link for link in found if link.name not in there])
    pieces, last = [], 0
    for link in found:
        pieces += [words[last : link.start], _as_markdown(link, there.get(link.name), folders)]
        last = link.end
    return "".join([*pieces, words[last:]])


def _folders_of(wanted: list[links.Link]) -> set[str]:
    """Which of the folders named there are."""
    named = {link.folder for link in wanted}
    return set(Folder.objects.filter(slug__in=named).values_list("slug", flat=True)) if named else set()


def _as_markdown(link: links.Link, page: Page | None, folders: set[str]) -> str:
    shown = PUNCTUATION.sub(r"\\\1", " ".join(link.words.split()))
    if page is not None:
        return f"[{shown}]({page.get_absolute_url()})"
    title = link.target.rpartition(":")[2].strip()
    missing = _("not written yet")
    if link.folder not in folders:
        return f"{shown} ({missing})"
    address = f"{reverse('library:new', args=[link.folder])}?{urlencode({'title': title})}"
    return f"[{shown}]({address}) ({missing})"
