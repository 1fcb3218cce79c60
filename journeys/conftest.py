"""What every journey has: `site` (its address), `page`, `sign_in`, `axe`, and `village` on a database of its own."""

from __future__ import annotations

import json
import os

import pytest

from tests.today import IN_A_BROWSER

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser(_planted):
    """One Chromium for the whole run."""
    from playwright.sync_api import expect, sync_playwright

    from journeys.world import FLAGS, chromium

    found = chromium()
    if not found:
        pytest.skip("NOT TESTED IN A BROWSER: no Chromium here. Install it, or say where it is in FOLKMOOT_CHROMIUM.")
    expect.set_options(timeout=15_000)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _server(_planted):
    from django.db import connection

    from journeys.world import serving

    if connection.vendor != "sqlite":
        pytest.skip("Journeys run on SQLite, where each has a copy of the village; the other tests run on both.")
    with serving() as address:
        yield address


@pytest.fixture
def db(_planted, _server, django_db_blocker, tmp_path):
    """A copy of the planted database, written for real, which the server and the journey share; gone afterwards."""
    from journeys.world import copied

    with django_db_blocker.unblock(), copied(tmp_path / "site.sqlite3"):
        yield


@pytest.fixture
def site(_server, db):
    """The site's address."""
    return _server


@pytest.fixture
def village(a_copy, db):
    """Thornbeck, in the copy that the site is serving."""
    return a_copy()


@pytest.fixture
def expected():
    """Statuses of 400 or more that this journey means to meet: `expected.add(409)`."""
    return set()


@pytest.fixture
def open_browser(browser, site, expected):
    """A function giving a page in a browser of its own, for journeys of several people. Takes Playwright's options."""
    from journeys.world import Faults

    faults, contexts = Faults(site, expected), []

    def open_one(**options):
        options = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", "base_url": site} | options
        contexts.append(browser.new_context(**options))
        contexts[-1].add_init_script(IN_A_BROWSER)
        page = contexts[-1].new_page()
        faults.watch(page)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(open_browser):
    """A page on which nothing may go wrong."""
    return open_browser()


@pytest.fixture
def sign_in(site):
    """`sign_in(page, person)`: from now on this page's browser is theirs."""
    from journeys.world import session_cookie

    return lambda page, person: page.context.add_cookies([session_cookie(person, site)])


@pytest.fixture
def axe():
    """`axe(page)`: no fault of accessibility that axe can find. `axe(page, "color-contrast")` runs one rule."""
    from axe_playwright_python.sync_playwright import Axe

    checker = Axe()

    def check(page, *rules: str) -> None:
        # Style sheets are read anew for one rule alone, which axe itself counts as an experiment and leaves out.
        options = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
        if rules:
            options["runOnly"] = {"type": "rule", "values": list(rules)}
        found = checker.run(page, options=options).response["violations"]
        faults = [(one["id"], one["help"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found]
        assert not faults, f"{page.url}\n{json.dumps(faults, indent=1, ensure_ascii=False)}"

    return check
