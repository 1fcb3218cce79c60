"""Quotes as references: what a post repeats of another becomes a link to it with a few of its words.

Whole posts quoted in answers make a discussion twice as long as it is, and searches, counts and comparisons of words
read them as if they had been said twice. So what is marked as a quotation ("> …"), and any longer paragraph that
stands word for word in an earlier post of the discussion, is taken out of the words and kept as a `Quotation`.
"""

from __future__ import annotations

import re

from django.db.models import QuerySet

from folkmoot.conversations.models import Discussion, Post, Quotation
from folkmoot.conversations.models.post import EXCERPT

SHORTEST_MARKED, SHORTEST = 12, 80
MOST_PARAGRAPHS = 40
HEADED = re.compile(r"^(?:on .{4,120}\bwrote|.{2,60}\bwrote|.{2,60}\bsaid):$", re.I)


def taken_apart(talk: Discussion, words: str) -> tuple[str, list[tuple[Post, str]]]:
    """(what is new, [(post, its words that were repeated)]). What is found in no earlier post stays as it was, and so
    does everything where nothing else would be left to say."""
    paragraphs = re.split(r"\n[ \t]*\n", words.replace("\r\n", "\n"))
    kept, quotes = [], {}
    for at, paragraph in enumerate(paragraphs):
        post = _source(talk, paragraph) if at < MOST_PARAGRAPHS else None
        if post is None:
            kept.append(paragraph)
        else:
            quotes.setdefault(post, _plain(paragraph))
    kept = [one for at, one in enumerate(kept) if not (quotes and HEADED.match(one.strip()))]
    said = "\n\n".join(kept).strip()
    return (said, list(quotes.items())) if said else (words, [])


def _source(talk: Discussion, paragraph: str) -> Post | None:
    """The earlier post in which this paragraph stands, the latest where several hold it."""
    plain = _plain(paragraph)
    marked = paragraph.lstrip().startswith(">")
    if len(plain) < (SHORTEST_MARKED if marked else SHORTEST):
        return None
    return _said_in(talk.posts.shown(), plain)


def _said_in(posts: QuerySet, plain: str) -> Post | None:
    """Line breaks differ from one writing program to another, so the first line is looked for and the rest compared."""
    start = plain[:60].rsplit(" ", 1)[0] if len(plain) > 60 else plain
    for post in posts.filter(words__contains=start[:40]).order_by("-number")[:20]:
        if plain in _plain(post.words):
            return post
    return None


def _plain(words: str) -> str:
    """One line, without the marks of a quotation."""
    lines = (re.sub(r"^[ \t]*(?:>[ \t]?)+", "", line) for line in words.split("\n"))
    return " ".join(" ".join(lines).split())


def excerpt_of(words: str) -> str:
    """The beginning of some words, cut between two of them."""
    plain = _plain(words)
    return plain if len(plain) <= EXCERPT else plain[: EXCERPT - 1].rsplit(" ", 1)[0] + "…"


def keep(post: Post, quotes: list[tuple[Post, str]]) -> None:
    """Tie them to the post; each quoted post once. An excerpt that is not in the quoted words is its beginning."""
    for quoted, words in quotes:
        plain = _plain(words)
        true = plain if plain and plain.rstrip("…") in _plain(quoted.words) else quoted.words
        Quotation.objects.get_or_create(post=post, quoted=quoted, defaults={"excerpt": excerpt_of(true)})
