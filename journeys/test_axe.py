"""Every page: nothing axe finds, light and dark, wide and on a phone; nothing cut off.

A page that everybody may open is looked at as a stranger, any other as Amina, and each template once: one wide and in
daylight, the next on a phone at night, in turn. With FOLKMOOT_FULL all of them as both, wide and on a phone, by day and
by night.
"""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.test.signals import template_rendered
from playwright.sync_api import Error, expect

from journeys.world import Faults, copied, session_cookie
from tests.access_asking import addresses, routes

FULL = bool(os.environ.get("FOLKMOOT_FULL"))
OPEN = {"everyone", "by link", "development"}
PAGES = [
    (who, route)
    for route in routes()
    if "GET" in route.methods
    for who in ("stranger", "amina")
    if FULL or (who == "stranger") == (route.rule in OPEN)
]
ROUTES = [route.name for _who, route in PAGES]
REFUSED = {403, 404, 405, 409, 410, 429}
OVERFLOW = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".scroll, .map-ground, pre, svg"))
  .map((one) => one.outerHTML.slice(0, 160)).slice(0, 3)"""


@pytest.fixture(scope="module")
def shown(browser, _server, a_copy, django_db_blocker, tmp_path_factory):
    """For the stranger and for Amina a page, and a client that asks for one without a browser, on one copy of the village
    for all that are only looked at; and what went wrong on them. One window each, so that styles and scripts are fetched
    once."""
    faults, pages, village = Faults(_server, set(REFUSED)), {}, a_copy()
    clients = {"stranger": Client(), "amina": Client()}
    with django_db_blocker.unblock(), copied(tmp_path_factory.mktemp("axe") / "site.sqlite3"):
        for who in ("stranger", "amina"):
            context = browser.new_context(locale="en-GB", base_url=_server)
            if who == "amina":
                context.add_cookies([session_cookie(village.amina, _server)])
            pages[who] = context.new_page()
            faults.watch(pages[who])
        clients["amina"].force_login(village.amina)
        yield pages, clients, village, faults
        for page in pages.values():
            page.context.close()


class Templates:
    """Which templates the server drew since `drawn` was cleared, the page's own first; and which were looked at."""

    def __init__(self) -> None:
        self.drawn, self.seen = [], set()

    def __call__(self, template, **_said) -> None:
        self.drawn.append(template.name)

    def are_new_at(self, address: str, client: Client) -> bool:
        """Whether a page is drawn there that no other was drawn like so far; one that was kept drawn counts as new."""
        self.drawn.clear()
        answer = client.get(address)
        if answer.streaming or not answer.content.lstrip().lower().startswith(b"<!doctype"):
            return False
        name = next(iter(self.drawn), None)
        is_new = name not in self.seen
        self.seen |= {name} - {None}
        return is_new


@pytest.fixture(scope="module")
def templates():
    told = Templates()
    template_rendered.connect(told)
    yield told
    template_rendered.disconnect(told)


@pytest.mark.parametrize(("who", "route"), PAGES, ids=[f"{who}-{route.name}" for who, route in PAGES])
def test_a_page_is_for_everybody(route, who, shown, templates, axe):
    pages, clients, village, faults = shown
    page, address = pages[who], first(route, village)
    if not FULL and not templates.are_new_at(address, clients[who]):
        return
    faults.clear()
    on_a_phone = not FULL and ROUTES.index(route.name) % 2 == 1
    look(page, 360 if on_a_phone else 1280, "dark" if on_a_phone else "light")
    if not drawn(page, address):
        return
    if FULL:
        looked_at_in_every_light(page, axe)
    else:
        axe(page)
    nothing_is_cut_off(page)
    assert not faults, "\n".join(faults)


def first(route, village) -> str:
    """Where the first thing that this route shows is to be found."""
    found = addresses(route, village)
    if not found:
        pytest.skip(f"Thornbeck has nothing that {route.pattern} shows.")
    return next(iter(found.values()))


def drawn(page, address: str) -> bool:
    """Whether the address answers with a page of its own: not a file, not a piece that a page fetches, and not by
    sending the browser elsewhere."""
    try:
        answer = page.goto(address)
    except Error as wrong:
        if "Download is starting" in wrong.message or "ERR_ABORTED" in wrong.message:
            return False
        raise
    if answer is None or "html" not in answer.headers.get("content-type", ""):
        return False
    if not answer.text().lstrip().lower().startswith("<!doctype"):
        return False
    return urlsplit(page.url).path == urlsplit(address).path


def look(page, width: int, scheme: str) -> None:
    """Through a window so wide, by day or by night; Chromium takes a while to be told, so it is told what is new."""
    size = {"width": width, "height": 900 if width > 360 else 740}
    if page.viewport_size != size:
        page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)


def looked_at_in_every_light(page, axe) -> None:
    """Light and dark, wide and on a phone, without loading it again."""
    axe(page)
    page.emulate_media(color_scheme="dark")
    axe(page, "color-contrast")
    page.set_viewport_size({"width": 360, "height": 740})
    axe(page)
    page.emulate_media(color_scheme="light")
    axe(page, "color-contrast")


def nothing_is_cut_off(page) -> None:
    for width in (360, 320):
        if page.viewport_size != {"width": width, "height": 740}:
            page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.evaluate(OVERFLOW)


def test_the_menu_folds_and_unfolds_by_keyboard(page, axe):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/kit/")
    page.get_by_text("Menu", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Places")).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Places")).to_be_hidden()


def test_everything_works_without_scripts(open_browser):
    page = open_browser(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto("/kit/?example=wrong")
    page.get_by_text("Menu", exact=True).click()
    expect(page.get_by_role("link", name="Places")).to_be_visible()
    expect(page.locator(".map svg.ground")).to_be_visible()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(2)


def test_the_map_moves_and_says_where_things_are(page, axe):
    page.goto("/kit/")
    figure = page.locator("[data-map][data-ready]")
    figure.wait_for()
    figure.get_by_role("button", name="Mill Lane").press("Enter")
    expect(figure.locator(".leaflet-popup").get_by_role("link", name="Mill Lane")).to_be_visible()
    axe(page)


def test_a_form_with_errors_leads_the_reader_to_them(page, axe):
    page.goto("/kit/?example=wrong")
    assert page.evaluate("document.activeElement.id") == "errors"
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") == "stage"
    axe(page)


@pytest.mark.parametrize("kind, status", [("", 404), ("403", 403), ("csrf", 403), ("500", 500), ("400", 400)])
def test_the_pages_people_meet_when_something_is_wrong(kind, status, page, axe, expected):
    expected.add(status)
    assert page.goto(f"/kit/sample/?page={kind}").status == status
    looked_at_in_every_light(page, axe)
    nothing_is_cut_off(page)


def test_at_four_times_the_size_the_kit_still_fits(page):
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto("/kit/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
