"""What people say below an event is a whole conversation: quoted, followed and summed up on the event's own page."""

from __future__ import annotations

from playwright.sync_api import expect


def test_it_is_asked_quoted_and_summed_up_below_an_event(village, open_browser, sign_in, axe):
    address = village.winter.get_absolute_url()
    bram, dilys = open_browser(), open_browser(viewport={"width": 360, "height": 740})
    sign_in(bram, village.bram)
    bram.goto(address)
    talk = bram.locator("#talk-head")
    talk.scroll_into_view_if_needed()
    bram.get_by_label("What would you say?").fill("Is there a ramp at the side door? My number is 07700 900123.")
    bram.get_by_role("button", name="Say it").click()
    assert bram.url.endswith("/say/"), "shown back once, since a number looks personal"
    bram.get_by_label("What would you say?").fill("Is there a ramp at the side door?")
    bram.get_by_role("button", name="Say it").click()
    expect(bram.locator("#talk .post")).to_have_count(1)
    assert bram.url.split("#")[0].endswith(address)

    sign_in(dilys, village.dilys)
    dilys.goto(address)
    dilys.get_by_role("link", name="Quote and answer").click()
    assert "ramp" in dilys.get_by_label("Words you answer").input_value()
    dilys.get_by_label("What would you say?").fill("There is, since spring.")
    dilys.get_by_role("button", name="Say it").click()
    expect(dilys.locator("#talk blockquote").get_by_text("Is there a ramp")).to_be_visible()
    dilys.get_by_role("link", name="Sum it up").click()
    dilys.get_by_label("The summary").fill("There is a ramp. [1, 2]")
    dilys.locator("main form button.button").first.click()
    expect(dilys.locator("#talk").get_by_text("There is a ramp.")).to_be_visible()
    wide = dilys.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, "nothing is wider than a phone"
    axe(dilys)

    stranger = open_browser()
    stranger.goto(address)
    expect(stranger.locator("#talk").get_by_text("There is, since spring.")).to_be_visible()
    expect(stranger.get_by_label("What would you say?")).to_have_count(0)
