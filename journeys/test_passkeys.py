"""Passkeys in a real browser, with Chromium's own pretend authenticator: add one, sign out, come back with it.

And on a real site, whoever looks after others is asked for it before anything that matters.
"""

from __future__ import annotations

import re
import time

import pytest

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def key(page):
    """A pretend authenticator in this page's browser; `key(page)` puts one into another's."""

    def put(into):
        device = into.context.new_cdp_session(into)
        device.send("WebAuthn.enable", {"enableUI": False})
        device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        return device

    put(page)
    return put


def come_in_by_code(page, person, mailoutbox) -> None:
    page.goto("/account/login/")
    page.get_by_label("Your email address").fill(person.email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Your code").wait_for()
    page.get_by_label("Your code").fill(code_in(mailoutbox[-1]))
    page.get_by_role("button", name="Go in").click()


def code_in(letter) -> str:
    return re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", letter.body)[0]


def add_passkey(page, name: str) -> None:
    page.goto("/account/keys/")
    page.get_by_role("link", name="Add a passkey").click()
    page.wait_for_url("**/passkeys/add/", wait_until="load")  # its script answers the button
    page.get_by_label("A name for it").fill(name)
    page.get_by_role("button", name="Add it").click()


def sign_out(page) -> None:
    page.goto("/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()


def test_add_a_passkey_sign_out_and_come_back_with_it(page, key, village, mailoutbox, axe):
    come_in_by_code(page, village.bram, mailoutbox)
    page.goto("/account/keys/")
    assert "You have no passkey yet" in page.get_by_role("main").inner_text()
    add_passkey(page, "My phone")
    page.get_by_text("spare", exact=False).first.wait_for()
    axe(page)
    page.goto("/account/keys/passkeys/")
    assert "My phone" in page.get_by_role("table").inner_text()

    sign_out(page)
    page.goto("/account/login/?next=/promises/")
    axe(page)
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url(re.compile(r":\d+/promises/$"))
    page.goto("/me/")
    assert page.get_by_role("heading", level=1).inner_text() == village.bram.name


def test_a_device_that_says_no_is_answered_in_words(page, key, village):
    page.goto("/account/login/")
    page.get_by_role("button", name="Use my passkey").click()
    page.get_by_role("alert").wait_for()
    assert "That did not work" in page.get_by_role("alert").inner_text()


def test_whoever_has_a_passkey_is_asked_for_it_after_a_code_too(page, key, village, mailoutbox, open_browser):
    come_in_by_code(page, village.bram, mailoutbox)
    add_passkey(page, "My phone")
    page.get_by_text("spare", exact=False).first.wait_for()

    thief = open_browser()
    come_in_by_code(thief, village.bram, mailoutbox)
    thief.wait_for_url("**/account/keys/check/**")
    thief.goto("/me/")
    assert "/account/login/" in thief.url, "a code alone does not let in where there is a passkey"


def test_a_keeper_of_a_real_site_is_asked_for_a_passkey(
    page, key, village, mailoutbox, settings, expected, monkeypatch
):
    settings.DEVELOPMENT = False
    expected.add(403)
    come_in_by_code(page, village.kofi, mailoutbox)
    page.goto("/people/roles/")
    assert "do this with a passkey" in page.get_by_role("main").inner_text()

    add_passkey(page, "Office key")
    page.get_by_text("spare", exact=False).first.wait_for()
    later = time.time() + 3600
    monkeypatch.setattr("folkmoot.people.access.time.time", lambda: later)
    page.goto("/people/roles/")
    page.get_by_role("heading", level=1, name="Show that it is you").wait_for()
    monkeypatch.undo()
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url(re.compile(r":\d+/people/roles/$"))
    page.get_by_role("heading", level=1, name="Who has which role").wait_for()
