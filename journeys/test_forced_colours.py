"""Where the reader's own colours replace ours, nothing is said by a shade alone."""

from __future__ import annotations

import pytest

PAGES = ("/", "/places/thornbeck/", "/who/", "/who/?look=cards", "/who/map/", "/who/matrix/", "/together/", "/promises/",
         "/waiting/", "/who/new/")  # fmt: skip
LINELESS = """() => [...document.querySelectorAll("main :is(.card, .button, .tag, .notice, input:not([type=hidden]), select)")]
  .filter((one) => one.offsetParent && !["checkbox", "radio", "file"].includes(one.type))
  .filter((one) => getComputedStyle(one).borderTopStyle === "none").map((one) => one.outerHTML.slice(0, 120))"""
LOOK = """(name) => { const look = getComputedStyle(document.querySelector(name));
  return [look.backgroundColor, look.backgroundImage, look.boxShadow, look.borderBottomColor].join(" ") }"""


@pytest.fixture
def forced(open_browser, sign_in, village):
    page = open_browser(forced_colors="active", color_scheme="dark")
    sign_in(page, village.amina)
    return page


@pytest.mark.parametrize("address", PAGES)
def test_whatever_can_be_pressed_or_stands_apart_has_a_line_around_it(forced, address):
    forced.goto(address)
    assert forced.evaluate(LINELESS) == []


def test_few_and_many_and_asked_for_look_unlike_each_other(forced):
    forced.goto("/who/matrix/")
    looks = [forced.evaluate(LOOK, f".heat .{level}") for level in ("a", "b", "c", "gap")]
    assert len(set(looks)) == 4


def test_the_view_one_is_in_looks_unlike_the_others(forced):
    forced.goto("/who/")
    assert forced.evaluate(LOOK, ".tabs [aria-current]") != forced.evaluate(LOOK, ".tabs a:not([aria-current])")
