"""While somebody types the name of a new group: the one they may mean is named before anything is sent."""

from __future__ import annotations

from playwright.sync_api import expect


def test_a_slip_of_the_pen_and_a_postcode_name_the_one_that_is_meant(page, village, sign_in):
    sign_in(page, village.amina)
    page.goto("/organisations/new/")
    likely, name = page.locator("#likely"), page.get_by_label("Name", exact=True)

    with page.expect_response(lambda answer: "/organisations/likely/" in answer.url):
        name.press_sequentially("Library")
    expect(likely, "a word that is in many names names none").to_be_hidden()

    with page.expect_response(lambda answer: "postcode=TB1+1AA" in answer.url):
        page.get_by_label("Postcode").press_sequentially("TB1 1AA")
    likely.get_by_role("link", name="Mill Lane Library").wait_for()

    page.get_by_label("Postcode").fill("")
    with page.expect_response(lambda answer: "words=Mill+Lane+Libary&" in answer.url):
        name.fill("Mill Lane Libary")
    likely.get_by_role("link", name="Mill Lane Library").wait_for()
