"""Every page that a stranger can open is well-formed HTML, has one heading of the first rank, and no id twice."""

from __future__ import annotations

from collections import Counter

import html5lib
import pytest
from django.test import Client

from tests.access_asking import addresses, routes

# What a page says does not hang on the database below it.
pytestmark = pytest.mark.once

OPEN = [route for route in routes() if route.rule == "everyone" and "GET" in route.methods]
# Pieces that a page puts into itself while it stands open; each is drawn inside its whole page too.
PIECES = {"events:grid_live", "newsroom:wall_live"}
PAGES = [route for route in OPEN if route.name not in PIECES]


def read(body: bytes):
    """The page as a tree; raises html5lib's ParseError at the first thing that a browser would have to guess."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(body)


@pytest.mark.parametrize("name", sorted(PIECES))
def test_a_piece_is_well_formed(name, village):
    route = next(route for route in OPEN if route.name == name)
    body = Client().get(next(iter(addresses(route, village).values()))).content
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    assert len(parser.parseFragment(body)) and b"<html" not in body


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
def test_a_page_is_well_formed(route, village):
    found = addresses(route, village)
    if not found:
        pytest.skip(f"Thornbeck has nothing that {route.pattern} shows.")
    answer = Client().get(next(iter(found.values())))
    if "html" not in answer.headers.get("Content-Type", "") or 300 <= answer.status_code < 400:
        return
    page = read(answer.content)
    ids = Counter(one.get("id") for one in page.iter() if isinstance(one.tag, str) and one.get("id"))
    assert [one for one, times in ids.items() if times > 1] == []
    assert len(page.findall(".//h1")) == 1
    assert page.find(".//title").text.strip(" ·")


@pytest.mark.parametrize(
    "wrong",
    [
        b"<p>no doctype</p>",
        b"<!doctype html><title>x</title><p><b>x</p>",
        b"<!doctype html><title>x</title><div></span></div>",
    ],
)
def test_what_is_not_well_formed_would_be_found(wrong):
    with pytest.raises(html5lib.html5parser.ParseError):
        read(wrong)
