"""A page's words as HTML: links, lists of the directory, and nothing alive or slow in them."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from folkmoot.kit import markdown
from folkmoot.library import links
from folkmoot.library.blocks import read
from folkmoot.library.drawing import Reader, draw, plain_words
from folkmoot.library.models import Page
from folkmoot.library.plain import hard_sentences
from tests.yardstick import BUDGET, least

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
NOBODY = Reader(None, DAY)


def test_code_holds_no_links(village):
    text = "`[[Tea for sixty]]` and ``a ` [[Tea for sixty]]`` \n\n```\n[[Tea for sixty]]\n{{programmes}}\n```\n\n[[Tea for sixty]]"
    assert [link.slug for link in links.find(text, "howtos")] == ["tea-for-sixty"]
    html = draw(text, village.howtos, NOBODY)
    assert html.count("<a ") == 1 and "<code>[[Tea for sixty]]</code>" in html and "<table" not in html


def test_a_link_is_shown_by_its_words_and_never_comes_alive(village):
    html = draw('[[Tea for sixty|<img src=x onerror="alert(1)"> *now*]]', village.howtos, NOBODY)
    assert "<img" not in html and "&lt;img" in html and "*now*" in html
    html = draw("[[x](javascript:alert(1))]] [[a|](javascript:alert(1))]]", village.howtos, NOBODY)
    assert (
        "javascript:" not in html.replace("(javascript:", "").replace("\\(javascript", "")
        or 'href="javascript' not in html
    )


def test_a_folder_that_is_not_there_is_no_link(village):
    assert "<a" not in draw("[[nowhere:Something]]", village.howtos, NOBODY)


def test_a_list_shows_each_reader_only_what_they_may_see(village):
    title = village.private_plan.title
    types = ",".join(village.private_plan.types.values_list("pk", flat=True)) or "train"
    line = f"{{{{activities type={types.split(',')[0]}}}}}"
    assert title not in draw(line, village.howtos, NOBODY)
    assert title not in draw(line, village.howtos, Reader(village.carys, DAY))
    assert title in draw(line, village.howtos, Reader(village.emeka, DAY)), "the control: its owner sees it"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{programs}}", "There is no list called “programs”"),
        ("{{programmes place=atlantis}}", "We do not know that place"),
        ("{{programmes type=fly}}", "There are: research"),
        ("{{programmes colour=red}}", "cannot be narrowed by “colour”"),
        ("{{programmes near the hall}}", "is not understood"),
        ("{{offers people=everyone}}", "cannot be narrowed by “people”"),
    ],
)
def test_what_a_list_does_not_understand_is_said_in_words(village, line, said):
    assert said in read(line, None, DAY).wrong
    html = draw(line, village.howtos, NOBODY)
    assert "notice warm" in html and "<table" not in html


@pytest.mark.parametrize("kind", ["programmes", "activities", "organisations", "offers", "asks", "cases"])
def test_every_list_has_rows_that_lead_to_their_entries(village, kind):
    found = read(f"{{{{{kind} place=thornbeck}}}}", None, DAY)
    assert not found.wrong and found.rows and all(row.address.startswith("/") for row in found.rows)
    assert all(len(row.cells) == len(found.columns) - 1 for row in found.rows)


def test_a_page_shows_at_most_ten_lists(village):
    html = draw("\n\n".join(["{{offers}}"] * 12), village.howtos, NOBODY)
    assert html.count("This one is left out") == 2


def test_a_list_stands_by_itself_wherever_it_is_asked_for(village):
    import html5lib

    for words in (
        '![a\n{{offers}}\nb](/x.png "t")',
        "- one\n{{offers}}\n- two",
        "| a |\n| --- |\n{{offers}}",
        "> {{offers}}",
    ):
        html = draw(words, village.howtos, NOBODY)
        html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(html)
        assert "\ue000" not in html and "\ue001" not in html


def test_letters_that_stand_for_lists_cannot_be_typed(village):
    assert "\ue000" not in draw("\ue0000\ue001 and \ue0003\ue001", village.howtos, NOBODY)


def test_the_beginning_of_a_page_is_plain():
    assert (
        plain_words("# Head\n\n{{offers}}\n\nSee [[a|the b]] and [c](http://x) **now**") == "Head See the b and c now"
    )


def hostile() -> list[str]:
    """Our own, and the public lists where they are at hand."""
    folder = Path(os.environ.get("FOLKMOOT_REAL_DATA", "nowhere")) / "hostile"
    files = [folder / "blns" / "blns.txt", *sorted((folder / "markdown-xss").glob("*.*"))]
    texts = [one.read_text(errors="replace") for one in files if one.is_file() and "LICENSE" not in one.name]
    found = [line for text in texts for line in text.split("\n") if "<" in line or "(" in line]
    own = [
        "<script>alert(1)</script>", "[[<script>alert(1)</script>]]", "[[a|<svg onload=alert(1)>]]",
        "{{programmes place=<script>alert(1)</script>}}", "{{<img src=x onerror=alert(1)>}}",
        '{{programmes organisation="\\"><script>alert(1)</script>"}}', "[a](javascript:alert(1))",
        "[[a]](javascript:alert(1))", "![[x]](x onerror=alert(1))", "<http://x onmouseover=alert(1)>",
    ]  # fmt: skip
    return [*own, *found[:1500], *texts]


def test_nothing_that_is_written_comes_alive(village):
    import html5lib

    for payload in hostile():
        drawn = draw(payload, village.howtos, NOBODY)
        for one in html5lib.parseFragment(drawn, namespaceHTMLElements=False).iter():
            if isinstance(one.tag, str):
                assert one.tag not in ("script", "iframe", "object", "embed", "svg", "style", "form"), payload
                assert not [name for name in one.attrib if name.lower().startswith("on")], payload
                for name in ("href", "src"):
                    assert (
                        not (one.get(name) or "").strip().lower().startswith(("javascript:", "data:", "vbscript:"))
                    ), payload


@pytest.mark.parametrize(
    "text",
    ["[[" * 30_000, "[[a|" * 20_000, "{{" * 40_000, "`" * 60_000 + "[[a]]", "[[a]]" * 15_000, "{{a b=c " * 10_000,
     "\n{{offers}}" * 5_000, "` `` ``` ```` " * 5_000, "| a " * 15_000, "](" * 30_000, "![" * 30_000, "*a " * 25_000],
)  # fmt: skip
def test_no_text_makes_drawing_slow(village, text):
    """A quarter of a second on a page of any length, of our own as with the Markdown reader."""
    from folkmoot.library.drawing import _linked, _lists_marked

    def read():
        links.find(text, "howtos"), plain_words(text), hard_sentences(text)
        words, _asked = _lists_marked(text)
        _linked(words, village.howtos)

    def drawn():
        markdown._drawn.kept.clear()
        draw(text, village.howtos, NOBODY)

    assert least(read) < BUDGET
    assert least(drawn) < BUDGET


def test_what_a_page_links_to_is_followed_when_it_changes(village):
    page = Page.begin(village.howtos, "Links", "[a](http://a.example/) [b](http://b.example/?x=1&y=2)", village.bram)
    assert set(page.outside.values_list("address", flat=True)) == {"http://a.example/", "http://b.example/?x=1&y=2"}
    page.write("[b](http://b.example/?x=1&y=2)", village.bram, base=1)
    assert page.outside.count() == 1
