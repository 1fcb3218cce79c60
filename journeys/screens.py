"""Pictures of pages, at 360, 768 and 1280, light and dark, into screens/.

    python -m journeys.screens http://localhost:8000 / /places/thornbeck/ --as amina@thornbeck.example

With --as, the site must be on this machine and in development: its database is read for the session.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from playwright.sync_api import sync_playwright

from journeys.world import FLAGS, chromium

WIDTHS, SCHEMES = (360, 768, 1280), ("light", "dark")
TO = Path(__file__).resolve().parents[1] / "screens"


def take(site: str, paths: list[str], cookies: list[dict]) -> None:
    """One picture for each path, width and scheme, and the printed page as a PDF."""
    TO.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        for scheme in SCHEMES:
            for width in WIDTHS:
                look(browser, {"width": width, "height": 900}, scheme, cookies, site, paths)
        browser.close()


def look(browser, viewport: dict, scheme: str, cookies: list[dict], site: str, paths: list[str]) -> None:
    context = browser.new_context(viewport=viewport, color_scheme=scheme, locale="en-GB", base_url=site)
    context.add_cookies(cookies)
    page = context.new_page()
    for path in paths:
        name = re.sub(r"\W+", "-", path).strip("-") or "front"
        page.goto(path)
        page.wait_for_timeout(300)
        page.screenshot(path=TO / f"{name}-{viewport['width']}-{scheme}.png", full_page=True)
        if scheme == "light" and viewport["width"] == WIDTHS[-1]:
            page.pdf(path=TO / f"{name}.pdf", format="A4")
    context.close()


def cookies_of(email: str, site: str) -> list[dict]:
    """The session of that person, made in this machine's own database."""
    import django

    django.setup()
    from folkmoot.people.models import Person
    from journeys.world import session_cookie

    return [session_cookie(Person.objects.get(email=email), site)]


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("site")
    asked.add_argument("paths", nargs="+")
    asked.add_argument("--as", dest="person", help="email address of who looks")
    given = asked.parse_args()
    take(given.site.rstrip("/"), given.paths, cookies_of(given.person, given.site) if given.person else [])
