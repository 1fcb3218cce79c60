"""Two plans that look alike: the parties hear first, one answers and publishes, both are introduced."""

from __future__ import annotations

from playwright.sync_api import expect


def are_there(page, titles: tuple[str, str], so: bool) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for title in titles:
        if so:
            expect(page.get_by_text(title)).not_to_have_count(0)
        else:
            expect(page.get_by_text(title)).to_have_count(0)


def test_the_parties_hear_first_answer_and_publish(village, open_browser, site, sign_in):
    stranger, emeka = open_browser(), open_browser()
    sign_in(emeka, village.emeka)
    both = (village.course.title, village.drop_in.title)

    stranger.goto("/together/")
    are_there(stranger, both, False)
    emeka.goto("/together/")
    emeka.get_by_role("link", name=str(village.finding)).first.click()
    are_there(emeka, both, True)

    emeka.get_by_label("Better kept separate, because").check()
    emeka.locator("textarea[name=because]").fill("One is a class, the other a drop-in; people use both in turn.")
    emeka.get_by_role("button", name="Keep my answer").click()
    stranger.goto(emeka.url)
    are_there(stranger, both, False)

    emeka.get_by_text("Publish my answer").click()
    emeka.get_by_role("button", name="Publish", exact=True).click()
    stranger.goto(emeka.url)
    are_there(stranger, both, True)
    expect(stranger.get_by_text("people use both in turn")).not_to_have_count(0)


def test_an_introduction_shows_no_address_until_both_say_yes(village, open_browser, site, sign_in):
    amina, emeka = open_browser(), open_browser()
    sign_in(amina, village.amina)
    sign_in(emeka, village.emeka)

    emeka.goto(village.finding.get_absolute_url())
    emeka.get_by_role("link", name="Suggest an introduction").click()
    emeka.get_by_role("button", name="Ask both").click()
    emeka.get_by_role("button", name="Yes, introduce us").click()
    address = emeka.url
    assert "amina@thornbeck.example" not in emeka.content()

    amina.goto("/waiting/")
    expect(amina.get_by_text("Would you like to meet?")).not_to_have_count(0)
    amina.goto(address)
    assert "emeka@thornbeck.example" not in amina.content()
    amina.get_by_role("button", name="Yes, introduce us").click()

    assert "emeka@thornbeck.example" in amina.content()
    emeka.reload()
    assert "amina@thornbeck.example" in emeka.content()
