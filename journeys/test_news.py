"""News that reaches people: Bram follows his place by mail with no account, and Dilys opens her page in the morning."""

from __future__ import annotations

import re
from datetime import timedelta

from django.conf import settings
from django.core import mail as outbox
from django.utils import timezone
from playwright.sync_api import expect

from folkmoot.feeds import jobs, sending
from folkmoot.feeds.models import Follower, News
from folkmoot.journal.models import Line
from folkmoot.kit import work


def test_a_place_is_followed_by_mail_read_and_stopped_by_one_click(village, open_browser, site):
    jobs.tell_watchers.call()
    outbox.outbox.clear()
    bram = open_browser()
    bram.goto("/places/mill-lane/")
    bram.get_by_role("link", name="by mail").first.click()
    bram.get_by_label("Your email address").fill("bram@home.example")
    bram.get_by_label("How often").select_option("daily")
    bram.get_by_role("button", name="Send me the question").click()
    expect(bram.get_by_text("We sent a question to bram@home.example")).not_to_have_count(0)

    work.drain(scheduled=False)
    link = re.search(r"/feeds/yes/\S+/", outbox.outbox[-1].body)[0]
    bram.goto(link)
    assert not Follower.objects.get().confirmed_at
    bram.get_by_role("button", name="Yes, I want this").click()
    expect(bram.get_by_text("You follow Mill Lane")).not_to_have_count(0)

    Line.record(village.amina, "changed", village.drop_in, place=village.mill_lane)
    jobs.tell_watchers.call()
    News.objects.update(at=timezone.now() - timedelta(days=1))
    sending.queue_due(timezone.now())
    work.drain(scheduled=False)
    letter = outbox.outbox[-1]
    assert letter.to == ["bram@home.example"] and village.drop_in.title in letter.subject
    assert "Thornbeck Voluntary Action" in letter.body, "the words themselves, not only that something happened"

    stop = letter.extra_headers["List-Unsubscribe"].strip("<>")
    bram.goto("/feeds" + stop.split("/feeds", 1)[1])
    bram.get_by_role("button", name="Stop these mails").click()
    expect(bram.get_by_text("The mails have stopped")).not_to_have_count(0)
    assert not Follower.objects.exists()


def test_the_morning_page_says_what_is_new_and_a_private_address_carries_it(village, open_browser, site, sign_in):
    jobs.tell_watchers.call()
    dilys = open_browser()
    sign_in(dilys, village.dilys)
    dilys.goto("/feeds/follow/?about=/places/mill-lane/")
    dilys.get_by_label("How often").select_option("site")
    dilys.get_by_role("button", name="Watch it").click()
    Line.record(village.amina, "changed", village.drop_in, place=village.mill_lane)
    jobs.tell_watchers.call()

    dilys.goto("/me/news/")
    expect(dilys.get_by_text("1 thing is new since you last looked")).not_to_have_count(0)
    expect(dilys.get_by_role("link", name=village.drop_in.title)).not_to_have_count(0)
    dilys.get_by_role("button", name="I have read this").click()
    expect(dilys.get_by_text("Nothing is new since you last looked")).not_to_have_count(0)

    dilys.get_by_role("link", name="In my reader or calendar").click()
    dilys.get_by_role("button", name="Make a private address").click()
    address = dilys.get_by_label("Its address").first.input_value()
    reader = open_browser()
    path = address.removeprefix(settings.SITE_URL)
    given = reader.request.get(path)
    assert given.status == 200 and "Monthly drop-in" in given.text()
    dilys.get_by_role("button", name="Take it back").click()
    assert reader.request.get(path).status == 404


def test_what_the_map_shows_and_what_lies_round_a_postcode_can_be_followed(village, page, sign_in, axe):
    sign_in(page, village.bram)
    page.goto("/who/map/")
    page.get_by_role("link", name="Follow what happens in this part of the map").first.click()
    expect(page.get_by_role("heading", name="A part of the map")).to_be_visible()

    page.get_by_label("Postcode").fill("tb11aa")
    page.get_by_role("button", name="Show what happens there").click()
    expect(page.get_by_role("heading", name="Within 2 km of TB1 1AA")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Watch this").click()
    page.goto("/watches/")
    expect(page.get_by_role("link", name="Within 2 km of TB1 1AA")).to_be_visible()
