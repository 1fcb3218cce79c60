"""Safe by default: forged posts, foreign origins, open redirects and cookies, on every route there is. The headers of
every answer, and that no page has a script in it, are looked at where every page is opened: tests/access_pages.py."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.test.utils import override_settings

from tests.access_asking import addresses, ask, by_neighbourhood, clients, leave_undrawn, routes, sign_in

# What a page says does not hang on the database below it.
pytestmark = pytest.mark.once

ROUTES = routes()
POSTED = by_neighbourhood([route for route in ROUTES if "POST" in route.methods])
# Posts that another site may cause by design: a mail program's one-click "stop" (RFC 8058), told by its signed link.
NO_TOKEN_NEEDED = {
    "conversations:stop",
    "journal:stop",
    "directory:stop_asking",
    "newsroom:stop",
    "newsroom:mentions",
    "feeds:stop",
}

ELSEWHERE = (
    r"""
//evil.example ///evil.example ////evil.example /\evil.example \/evil.example \\evil.example /\/evil.example
https://evil.example http://evil.example https:evil.example https:/evil.example https:///evil.example HTTPS://EVIL.EXAMPLE
//evil.example/me/ //evil.example%2f.. //evil%E3%80%82example //[::1] //127.0.0.1 //evil.example:80 //user@evil.example
//localhost@evil.example https://localhost@evil.example https://localhost.evil.example //testserver.evil.example
javascript:alert(1) JaVaScRiPt:alert(1) java%0ascript:alert(1) data:text/html,x vbscript:x file:///etc/passwd
/%09/evil.example /%5cevil.example /.//evil.example /..//evil.example ./\evil.example evil.example www.evil.example
?next=//evil.example #//evil.example ftp://evil.example mailto:x@evil.example blob:https://evil.example
""".split()  # noqa: SIM905
    + [
        "/\t/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/\r\n//evil.example",
        "/\n/evil.example",
        "\x00//evil.example",
    ]
)  # noqa: SIM905, E501
FOREIGN = ("https://evil.example", "null", "http://testserver.evil.example", "http://testserver:8080")
FULL = bool(os.environ.get("FOLKMOOT_FULL"))
NAMES = ("next", "back", "return", "return_to", "url", "to", "redirect", "about", "from")


@pytest.fixture
def browsers(village):
    return clients(village)


@pytest.fixture
def undrawn(monkeypatch):
    """What is asked here is told by a page's status and its headers."""
    leave_undrawn(monkeypatch)


def strict(person) -> Client:
    browser = Client(enforce_csrf_checks=True)
    sign_in(browser, person)
    return browser


def first_address(route, village) -> str:
    return next(iter(addresses(route, village).values()))


@pytest.mark.parametrize("where", POSTED)
def test_a_post_without_its_token_is_refused(where, browsers, village, undrawn):
    known, stranger = strict(village.kofi), Client(enforce_csrf_checks=True)
    for route in POSTED[where]:
        address = first_address(route, village)
        for browser in (known, stranger):
            status = browser.post(address, {"when": "now"}).status_code
            assert status == 403 or route.name in NO_TOKEN_NEEDED, address


@pytest.mark.parametrize("where", POSTED)
def test_a_post_from_another_site_is_refused(where, browsers, village, undrawn):
    browser = strict(village.kofi)
    token = _get_new_csrf_string()
    browser.cookies["csrf"] = token
    sent = {"csrfmiddlewaretoken": token}
    assert browser.post("/people/name/", sent).status_code == 200, "the control: with our own origin it is let in"
    for n, route in enumerate(POSTED[where]):
        address = first_address(route, village)
        for origin in FOREIGN if FULL else (FOREIGN[n % len(FOREIGN)],):
            answer = browser.post(address, sent, headers={"origin": origin})
            assert answer.status_code == 403 or route.name in NO_TOKEN_NEEDED, (address, origin)


def is_elsewhere(location: str) -> bool:
    """Whether a browser that follows this would leave: anything but a path from the root, or this same page."""
    return not re.fullmatch(r"(/(?![/\\])|\?)[^\x00-\x20\\]*|", location)


@pytest.mark.parametrize("address", ["/account/login/", "/people/name/", "/account/again/", "/account/logout/"])
def test_what_knows_next_stays_here(address, village):
    assert len(ELSEWHERE) >= 42
    browser = Client()
    sign_in(browser, village.bram)
    for form in ELSEWHERE:
        for method, at in (("GET", f"{address}?{urlencode({'next': form})}"), ("POST", address)):
            answer, _ = ask(browser, method, at, {"next": form, "name": "Bram"})
            assert not is_elsewhere(answer.headers.get("Location", "/")), answer.headers["Location"]


def test_what_is_a_path_here_is_followed(village):
    browser = Client()
    assert (
        browser.post(f"/people/be/{village.bram.key}/", {"next": "/who/?place=thornbeck"}).url
        == "/who/?place=thornbeck"
    )


def test_signing_in_leads_nowhere_else(village):
    for form in ELSEWHERE:
        answer = Client().post(f"/people/be/{village.bram.key}/", {"next": form})
        assert not is_elsewhere(answer.headers["Location"])


@pytest.mark.parametrize("where", by_neighbourhood(ROUTES))
def test_no_route_can_be_told_to_lead_elsewhere(where, browsers, village, undrawn):
    for route in by_neighbourhood(ROUTES)[where]:
        for method in route.methods:
            led_by(route, method, first_address(route, village), browsers["kofi"])


def led_by(route, method, address, browser) -> None:
    """Told in every way where it leads anywhere at all; a route that shows a page whatever it is told is asked once."""
    for form in ("//evil.example", "https://evil.example", "/\\evil.example"):
        said = "&".join(f"{name}={form}" for name in NAMES)
        answer, _ = ask(browser, method, f"{address}?{said}", dict.fromkeys(NAMES, form))
        if "Location" not in answer.headers:
            return
        assert not is_elsewhere(answer.headers["Location"]), address


def test_only_what_is_made_for_it_is_framed(client, village):
    for address in ("/feeds/embed/list/?about=/places/thornbeck/", "/feeds/embed/badge.svg?about=/places/thornbeck/"):
        answer = client.get(address)
        policy = answer.headers["Content-Security-Policy"]
        assert answer.status_code == 200 and "frame-ancestors *" in policy and "form-action 'none'" in policy
        assert "script-src 'none'" in policy and "default-src 'none'" in policy
        assert "X-Frame-Options" not in answer.headers and not answer.cookies
        assert b"<script" not in answer.content and b"<form" not in answer.content


def test_cookies_are_kept_from_scripts_and_from_other_sites(village):
    browser = Client()
    browser.get("/account/login/")
    browser.post(f"/people/be/{village.bram.key}/")
    for name in ("csrf", "folkmoot"):
        cookie = browser.cookies[name]
        assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/" and not cookie["domain"]


BAD_HOSTS = ("evil.example", "localhost.evil.example", "localhost@evil.example", "", "testserver evil")


@override_settings(ALLOWED_HOSTS=["testserver"])
@pytest.mark.parametrize("host", BAD_HOSTS)
def test_a_host_that_is_not_ours_is_refused(host, db):
    assert Client().get("/about/", headers={"host": host}).status_code == 400


def test_a_real_site_sets_secure_host_cookies_and_hsts(tmp_path):
    seen = in_production(tmp_path, "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, "
        "s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, s.DEBUG)")  # fmt: skip
    assert seen.split() == ["__Host-folkmoot", "__Host-csrf", "True", "True", "31536000", "False"]


def in_production(folder: Path, code: str) -> str:
    env = {
        "PATH": "/usr/bin:/bin",
        "DJANGO_SETTINGS_MODULE": "folkmoot.config.settings",
        "FOLKMOOT_DATA": str(folder),
        "FOLKMOOT_SITE_URL": "https://moot.example",
        "FOLKMOOT_HOSTS": "moot.example",
    }
    ran = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, cwd=Path(__file__).parents[1]
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_djangos_own_check_of_a_real_site_has_nothing_to_say(tmp_path):
    said = in_production(
        tmp_path,
        "import django; django.setup(); from django.core.management import call_command;"
        "call_command('check', deploy=True, fail_level='WARNING')",
    )
    assert "no issues" in said


def test_security_txt_says_whom_to_tell(client, db):
    answer = client.get("/.well-known/security.txt")
    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert re.search(r"^Contact: (mailto:|https?://)\S+$", text, re.M)
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", text, re.M)


def test_robots_are_kept_out_of_people_and_forms(client, db):
    text = client.get("/robots.txt").content.decode()
    for path in ("/people/", "/me/", "/account/", "/report/", "/waiting/"):
        assert f"Disallow: {path}" in text
