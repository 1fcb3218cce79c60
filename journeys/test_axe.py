"""Every page, as a stranger and as Amina: nothing axe finds, light and dark, wide and on a phone; nothing cut off."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tests.access_asking import addresses, routes

PAGES = [route for route in routes() if "GET" in route.methods]
REFUSED = {403, 404, 405, 409, 410, 429}
OVERFLOW = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".scroll, .map-ground, pre, svg"))
  .map((one) => one.outerHTML.slice(0, 160)).slice(0, 3)"""


def ids(route) -> str:
    return route.name


@pytest.mark.parametrize("route", PAGES, ids=ids)
@pytest.mark.parametrize("who", ["stranger", "amina"])
def test_a_page_is_for_everybody(route, who, village, page, sign_in, axe, expected):
    expected |= REFUSED
    address = first(route, village)
    if who == "amina":
        sign_in(page, village.amina)
    if not drawn(page, address):
        return
    looked_at(page, axe)


def first(route, village) -> str:
    """Where the first thing that this route shows is to be found."""
    found = addresses(route, village)
    if not found:
        pytest.skip(f"Thornbeck has nothing that {route.pattern} shows.")
    return next(iter(found.values()))


def drawn(page, address: str) -> bool:
    """Whether the address answers with a page of its own: not a file, and not by sending the browser elsewhere."""
    head = page.request.get(address, max_redirects=0, fail_on_status_code=False)
    if "html" not in head.headers.get("content-type", "") or 300 <= head.status < 400:
        return False
    page.goto(address)
    return urlsplit(page.url).path == urlsplit(address).path


def looked_at(page, axe) -> None:
    """Light, dark and on a phone, without loading it again."""
    axe(page)
    page.emulate_media(color_scheme="dark")
    axe(page, "color-contrast")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 360, "height": 740})
    axe(page)
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.evaluate(OVERFLOW)


def test_the_menu_folds_and_unfolds_by_keyboard(page, axe):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/kit/")
    page.get_by_text("Menu", exact=True).focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("link", name="Places").is_visible()
    axe(page)
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Places").is_visible()


def test_everything_works_without_scripts(open_browser):
    page = open_browser(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto("/kit/?example=wrong")
    page.get_by_text("Menu", exact=True).click()
    assert page.get_by_role("link", name="Places").is_visible()
    assert page.locator(".map svg.ground").is_visible()
    assert page.get_by_role("alert").get_by_role("link").count() == 2


def test_the_map_moves_and_says_where_things_are(page, axe):
    page.goto("/kit/")
    figure = page.locator("[data-map][data-ready]")
    figure.wait_for()
    figure.get_by_role("button", name="Mill Lane").press("Enter")
    assert figure.locator(".leaflet-popup").get_by_role("link", name="Mill Lane").is_visible()
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
    looked_at(page, axe)


def test_at_four_times_the_size_the_kit_still_fits(page):
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto("/kit/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
