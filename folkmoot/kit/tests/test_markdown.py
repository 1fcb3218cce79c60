"""People's words are shown as they meant them, and can do no harm."""

import pytest

from folkmoot.kit.markdown import render


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
