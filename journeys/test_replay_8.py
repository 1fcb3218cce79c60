"""Replay 8: an old wiki page is brought in, and reads rightly: when it was written, when it was imported, that nobody
knows by whom, which of its links are broken, and what leads to it."""

from __future__ import annotations

import re

from django.utils import timezone
from playwright.sync_api import expect

# A page as somebody copies it from the screen of a DokuWiki: in our words, with that wiki's frame and last line.
COPIED = """User Tools
Site Tools

Government offers to convene workshops

August 3, 2009

The department would bring the programmes into one room in the autumn, if people would welcome it.

The programmes are listed under [[sxs:programmes_of_2009|programmes]], and at [[http://Who%27s+who|Who's who]].

  * research what is happening
  * find what works
  * fund and train

sxs/government-offers-to-convene-03-08-2009.txt · Last modified: 2017/06/12 15:20 (external edit)
"""
NAME = "government-offers-to-convene-03-08-2009.txt"


def test_an_old_page_is_brought_in_and_reads_rightly(village, page, sign_in, axe, tmp_path, expected):
    from folkmoot.library import checking

    file = tmp_path / NAME
    file.write_text(COPIED)
    sign_in(page, village.amina)

    # Somebody spoke of it before it was there.
    page.goto("/library/howtos/new/?title=Where+this+began")
    page.get_by_label("The page").fill("It began with an offer: [[Government offers to convene workshops]].")
    page.get_by_role("button", name="Save it").click()
    expect(page.get_by_text("(not written yet)")).to_be_visible()

    # Looked over before anything is taken in.
    page.goto("/library/bring/")
    page.get_by_label("Into which folder?").select_option(label="Howtos")
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="Look it over").click()
    expect(page.get_by_text("One page would go into “Howtos”. Nothing is taken in yet.")).to_be_visible()
    card = page.locator("article")
    for words in ("3 August 2009", "12 June 2017", "external edit", "author unknown"):
        expect(card.get_by_text(words).first, words).to_be_visible()
    axe(page)

    # Taken in: two dates, no author.
    page.get_by_role("button", name="Take them in").click()
    page.get_by_role("link", name="Government offers to convene workshops").click()
    expect(page.get_by_role("heading", name="Government offers to convene workshops")).to_be_visible()
    foot = page.locator("footer.page-foot")
    assert "Last changed 12 June 2017 elsewhere, author unknown." in foot.inner_text()
    assert "First written 3 August 2009." in foot.inner_text()
    expect(page.get_by_text("Nobody has said that this is right since 12 June 2017.")).to_be_visible()

    # What led nowhere leads here now.
    expect(page.get_by_role("complementary").get_by_role("link", name="Where this began")).to_be_visible()
    axe(page)

    # Its broken link is listed once it was looked at; the wanted page is listed at once.
    checking.check(timezone.now())
    page.goto("/library/broken/")
    expect(page.get_by_text("http://Who%27s+who")).to_be_visible()
    page.goto("/library/wanted/")
    expect(page.get_by_role("link", name="Programmes of 2009")).to_be_visible()

    # Its history says how it came; it can be mended, and the old words stay.
    page.goto("/library/howtos/government-offers-to-convene-03-08-2009/")
    page.get_by_role("link", name="Change this page").click()
    text = page.get_by_label("The page")
    text.fill(text.input_value().replace("one room", "one large room"))
    page.get_by_label("What you changed").fill("How large it was")
    page.get_by_role("button", name="Save it").click()
    expect(page.get_by_text("What it said before stays in its history.")).to_be_visible()
    page.get_by_role("link", name="2 versions").click()
    expect(page.get_by_text("author unknown").first).to_be_visible()
    expect(page.get_by_text("imported").first).to_be_visible()
    page.get_by_role("button", name="Compare the two chosen").click()
    expect(page.get_by_text("In one place: one word put in, none taken out.")).to_be_visible()
    expect(page.locator("ins").filter(has_text="large")).to_be_visible()
    axe(page)


def test_the_page_of_the_story_is_kept_as_it_is_known(village, page, axe, expected):
    from folkmoot.home.story.plant import plant

    plant()
    page.goto("/library/")
    page.get_by_role("link", name="Social by Social wiki").click()
    page.get_by_role("link", name="Government offers to convene local communities workshops").click()
    foot = page.locator("footer.page-foot").inner_text()
    assert "Last changed 12 June 2017 elsewhere, author unknown." in foot and "First written 3 August 2009." in foot
    expect(page.get_by_text("Part of the 2009 story")).to_be_visible()
    expect(page.get_by_role("link", name="Change this page")).to_have_count(0)
    page.get_by_role("link", name="Links from here").click()
    expect(page.get_by_text("http://Who%27s+who")).to_be_visible()
    expect(page.get_by_text("The link was damaged when the page was converted.")).to_be_visible()
    expect(page.get_by_role("link", name="Programmes named in August 2009").first).to_be_visible()
    axe(page)


def test_two_who_change_one_line_see_both_and_lose_nothing(village, open_browser, sign_in, axe, expected):
    expected.add(409)
    first, second = open_browser(), open_browser()
    sign_in(first, village.bram), sign_in(second, village.emeka)
    for page in (first, second):
        page.goto("/library/howtos/tea-for-sixty/edit/")
    words = first.get_by_label("The page").input_value()
    first.get_by_label("The page").fill(words.replace("an hour before", "two hours before"))
    first.get_by_role("button", name="Save it").click()
    second.get_by_label("The page").fill(words.replace("an hour before", "half an hour before"))
    second.get_by_role("button", name="Save it").click()
    expect(second.get_by_role("heading", name="Two of you changed the same lines")).to_be_visible()
    expect(second.get_by_text("Put the urn on two hours before.")).to_be_visible()
    expect(second.get_by_text("Put the urn on half an hour before.").first).to_be_visible()
    axe(second)
    second.get_by_label("Keep theirs").check()
    second.get_by_role("button", name="Put it together").click()
    assert "two hours before" in second.get_by_label("The page").input_value()


def test_a_reader_works_through_a_toolkit_and_prints_it(village, page, sign_in, axe):
    sign_in(page, village.carys)
    page.goto("/library/toolkits/")
    page.get_by_role("link", name="Your first street event").click()
    page.get_by_role("button", name=re.compile("I have done this.*Ask five doors")).click()
    page.goto(page.url.split("#")[0])
    expect(page.get_by_text("You have worked through 1.")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="As a booklet, to print").click()
    expect(page.get_by_text("A fire engine must be able to pass")).to_be_visible()
    axe(page)
