"""The longest page is drawn within its budget of processor time."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest

from folkmoot.kit import markdown
from folkmoot.library.drawing import Reader, draw
from tests.yardstick import BUDGET, least

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NOBODY = Reader(None, date(2026, 11, 20))
LETTERS = 100_000
PART = """## The hall in winter

Who has the key, who heats it, and **how long before** anybody comes: see [[Tea for sixty]] and [the council's
page](https://council.example/halls). It takes two hours, in a frost three.

* Boiler on at eight, `valve 3` half open
* Doors shut; the *side door* sticks
* Read the meter, write it down

| Room | Hours | Cost |
|---|---|---|
| Hall | 2 | 12 |
| Kitchen | 1 | 4 |
"""
# What the reader of Markdown takes longest over, of some eighty that were tried.
DENSE = (
    "[ ", "> a\n\n", "**a** b ", "| a | b | c |\n", "![[", "- a\n", "- a\n - b\n", "|a|b|\n|-|-|\n", "1. a\n", "a*",
    "# a\n", " a\n\n", "_a_ ", "[a]: /b\n[a]\n", "a\n===\n", "[a](b) ", "<http://a.b>", "~~a~~ ", "[[a]] ", "***",
)  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(markdown, "_drawn", markdown._Drawn(markdown.MOST_LETTERS))


def test_a_page_of_the_longest_kind_as_people_write_them_is_drawn_in_time_at_first_sight(village):
    text = (PART * (LETTERS // len(PART) + 1))[:LETTERS]

    def first_sight():
        markdown._drawn.kept.clear()
        draw(text, village.howtos, NOBODY)

    assert least(first_sight) < BUDGET


@pytest.mark.parametrize("unit", DENSE)
def test_the_densest_is_drawn_in_time_at_first_sight(village, unit):
    text = (unit * (LETTERS // len(unit) + 1))[:LETTERS]

    def first_sight():
        markdown._drawn.kept.clear()
        draw(text, village.howtos, NOBODY)

    assert least(first_sight) < BUDGET, unit


def test_what_is_too_dense_to_draw_stands_below_as_it_was_written_letter_for_letter(village):
    rows = [f"- [{n}](/x) <b>&" for n in range(6_000)]
    html = draw("\n".join(rows), village.howtos, NOBODY)
    drawn, said, rest = html.partition("as it was written, since it has more marks")
    assert said and "Whoever can change it may split it in two." in rest
    left = unescape(rest.partition('<pre class="written">')[2].removesuffix("</pre>")).split("\n")
    done = drawn.count("<li>")
    assert done > 0 and left == rows[done:] and "<b>" not in html
    assert markdown.render("\n".join(rows)).count("<li>") == done


def test_a_text_as_people_write_them_is_drawn_to_its_end_and_so_is_any_short_one():
    text = (PART * (LETTERS // len(PART) + 1))[:LETTERS]
    assert markdown.readable(text) == len(text) and "as it was written" not in markdown.render(text)
    for unit in DENSE:
        short = (unit * 10_000)[:3_999]
        assert markdown.readable(short) == len(short)


def test_whoever_writes_a_page_that_is_too_dense_is_told(client, village):
    client.force_login(village.bram)
    sent = {"title": "Rows", "words": "- a\n" * 9_000, "once": "1"}
    page = client.post(f"/library/{village.howtos.slug}/new/", sent, follow=True).content.decode()
    assert "Split the page in two" in page and "as it was written" in page
    assert village.howtos.pages.get(title="Rows").words.count("- a") == 9_000
    sent = {"title": "Few rows", "words": "- a\n" * 90, "once": "2"}
    assert (
        "Split the page" not in client.post(f"/library/{village.howtos.slug}/new/", sent, follow=True).content.decode()
    )


def test_it_is_read_once_and_anew_for_any_other_letter_or_level(monkeypatch):
    read, parse = [], markdown._reader.parse
    monkeypatch.setattr(markdown._reader, "parse", lambda text: read.append(text) or parse(text))
    text = "[word](/x) " * 1_000
    assert markdown.render(text) == markdown.render(text) and len(read) == 1
    assert markdown.render(text + "!") != markdown.render(text) and len(read) == 2
    assert "<h2>a</h2>" in markdown.render(f"# a\n\n{text}", 2) and "<h3>a</h3>" in markdown.render(f"# a\n\n{text}", 3)


def test_a_text_in_which_nothing_can_be_a_link_is_read_as_any_other(monkeypatch):
    for text in ("[a] and ![b] [c][d] <https://a.example/> *e* [", "[[x]] | `y`\n\n* [ ] z"):
        assert markdown.render(text) == markdown.render(f"{text}\n\n[n]: /x").replace("\n\n", "\n")
    assert 'href="/x"' in markdown.render("[n]\n\n[n]: /x") and 'href="/x"' in markdown.render("[n](/x)")


def test_what_is_kept_is_cleaned_and_bounded(monkeypatch):
    bad = "<script>alert(1)</script> [x](javascript:alert(1)) ![p](https://spy.example/p.png) " * 100
    for _twice in range(2):
        html = markdown.render(bad)
        assert "<script" not in html and "javascript:" not in html.replace("](javascript:", "") and "<img" not in html
    monkeypatch.setattr(markdown, "_drawn", markdown._Drawn(40_000))
    for number in range(20):
        markdown.render(f"{number} " + "word " * 1_000)
    assert 0 < markdown._drawn.held <= 40_000
    assert markdown._drawn.held == sum(map(len, markdown._drawn.kept.values()))
