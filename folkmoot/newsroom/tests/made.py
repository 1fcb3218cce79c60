"""Made-up answers from elsewhere, and pieces, for the tests of this app."""

from __future__ import annotations

import io

from PIL import Image

from folkmoot.kit.fetch import Answer
from folkmoot.newsroom.models import Piece


def answer(body: str | bytes, url: str = "https://blog.example.org/feed", status: int = 200, **headers: str) -> Answer:
    raw = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(url, status, named, raw, tuple(named.items()))


def rss(*items: str, title: str = "A blog", more: str = "") -> str:
    return f'<rss version="2.0" xmlns:content="c"><channel><title>{title}</title>{more}{"".join(items)}</channel></rss>'


def item(title: str, link: str, words: str = "", day: str = "Sun, 18 Oct 2026 09:00:00 GMT", tags: tuple = ()) -> str:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    named = "".join(f"<category>{tag}</category>" for tag in tags)
    return (
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid><pubDate>{day}</pubDate>"
        f"<description>{escaped}</description>{named}</item>"
    )


def picture_file(name: str = "room.png") -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), (120, 30, 30)).save(file, "PNG")
    file.seek(0)
    file.name = name
    return file


def kept(village, words: str = "The hall is full.", **more) -> Piece:
    """A piece of the winter event, by Bram, who is on its rota."""
    facts = {"once": words, "words": words} | more
    return Piece.keep(village.desk, village.bram, facts.pop("kind", "words"), **facts)
