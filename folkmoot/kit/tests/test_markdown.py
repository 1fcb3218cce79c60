"""People's words are shown as they meant them, and can do no harm."""

import random
from html import unescape

import pytest

from folkmoot.kit.markdown import _lines, _made, _reader, readable, render
from tests.yardstick import BUDGET, least


def test_plain_markdown():
    assert render("Hello **there**\n\n- one\n- two") == (
        "<p>Hello <strong>there</strong></p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        "[x](vbscript:x)",
        "<a href='javascript:x'>x</a>",
        "![x](javascript:x)",
        '[x](https://a.example "onmouseover=alert(1)")',
        "<svg><style>*{}</style></svg>",
    ],
)
def test_nothing_that_runs_comes_through(text):
    html = render(text)
    for bad in (
        "<script",
        "<img",
        "<svg",
        "<style",
        'href="javascript',
        'href="data',
        'href="vbscript',
        " onmouseover",
    ):
        assert bad not in html


@pytest.mark.parametrize("address", ["https://spy.example/x.png", "//spy.example/x.png", "http://x"])
def test_pictures_from_elsewhere_leave_only_their_words(address):
    assert render(f"![the hall]({address})") == "<p>the hall</p>\n"


def test_pictures_of_our_own_stay():
    assert '<img src="/files/hall.png" alt="the hall"' in render("![the hall](/files/hall.png)")


def test_links_are_marked_as_written_by_others():
    assert 'rel="nofollow ugc noopener"' in render("[x](https://a.example)")


def test_headings_start_where_the_page_wants_and_skip_none():
    html = render("# One\n\n#### Four\n\n# Again", 3)
    assert "<h3>One</h3>" in html and "<h4>Four</h4>" in html and "<h3>Again</h3>" in html


def test_nothing_is_nothing():
    assert render("") == ""


CODE = "".join(f"<li>for (i = 0; i < n[{n}]; i++) {{ a[i] = `b` * c & d | e; }} // *x*</li>\n" for n in range(700))


@pytest.mark.parametrize("fence", ["```", "~~~", "```html", "````"])
def test_a_long_block_of_code_is_simply_shown(fence):
    text = f"Look:\n\n{fence}\n{CODE}{fence.removesuffix('html')}\n\nThere."

    html = render(text)

    assert len(text) > 50_000 and readable(text) == len(text)
    assert unescape(html.partition("<pre>")[2].partition("</code>")[0]).endswith(CODE) and "<p>There.</p>" in html


@pytest.mark.parametrize("unit", ["<", "&", '"', "<\n", "\n", "``\n", "a\n", '<a>&"x"\n', "\ta\n"])
def test_a_block_of_code_of_the_longest_kind_is_drawn_in_time_whatever_stands_in_it(unit):
    text = "```\n" + (unit * 100_000)[:99_990] + "\n```"
    assert least(lambda: _made(text[: readable(text)], 2)) < BUDGET, unit


@pytest.mark.parametrize(
    "opening",
    [
        "\x0b```\n", "\u2028```\n", "\x1c```\n", " - a\n    ```\n", "    ```\n", "``` a`b\n", "> ```\n", "- ```\n", "``\n",
        "```\nx\n```\n", "```\nx\n   ````  \n", "~~~\n```\n~~~\n", "\\```\n", "a ```\n", "\t```\n",
    ],
)  # fmt: skip
def test_what_is_no_block_of_code_is_weighed_as_words(opening):
    """Weighed as code, a text of marks would hold everybody up."""
    text = opening + "[a](b) <http://a.b> " * 5_000
    assert readable(text) < len(text)


def test_where_code_is_is_where_the_reader_finds_it():
    dice = random.Random(4)
    for _time in range(20_000):
        text = "".join(
            dice.choice(
                ["```", "~~~", "````", "`", " ", "   ", "    ", "a", "\n", "\n", "\n", "> ", "- ", "\r", "\r\n", "\t"]
            )
            for _n in range(dice.randrange(40))
        )
        code = {at for one in _reader.parse(text) if one.type in ("fence", "code_block") for at in range(*one.map)}
        ours = [at for at, (line, is_code) in enumerate(_lines(text)) if is_code and line.strip()]
        assert set(ours) <= code, repr(text)
