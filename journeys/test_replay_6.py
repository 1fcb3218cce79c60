"""Replay 6, after: one page says who came, what ran, was noted, is missing and comes next, with every report and every
post elsewhere, a mention from another blog, and comments closed on a day. Then a round-up of it goes out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from folkmoot.conversations.models import Discussion
from folkmoot.journal.models import Watch
from folkmoot.kit.fetch import Answer
from folkmoot.newsroom import mentions
from folkmoot.newsroom.models import Mention, Piece, RoundUp, Subject

PHONE = {"viewport": {"width": 360, "height": 740}}


def test_one_page_holds_all_that_came_of_it(village, open_browser, axe):
    yesterday = timezone.localdate() - timedelta(days=1)
    Discussion.objects.filter(pk=village.autumn.talk_id).update(closes_on=yesterday)
    reader = open_browser()
    reader.goto(f"/events/{village.autumn.pk}/record/")

    expect(reader.get_by_text("31 people came", exact=False).first).to_be_visible()
    came = reader.get_by_role("table", name="31 people, by sector")
    shares = 0
    for row in came.get_by_role("row").all()[1:]:  # each sector with how many and how many in a hundred, or hidden
        n, share = (cell.inner_text().split() for cell in row.get_by_role("cell").all())
        assert n == ["not", "shown"] and not share or n[1:] == ["of", "31"]
        assert n[0] == "not" or int(share[0]) == round(100 * int(n[0]) / 31)
        shares += n[0] != "not"
    assert shares >= 2
    expect(reader.get_by_role("table", name="The grid as it ran")).to_contain_text(
        "Getting to the surgery without a car"
    )
    expect(reader.get_by_text("Nobody drives people home on Sundays.").first).to_be_visible()
    expect(reader.get_by_text("Lifts on Sundays").first).to_be_visible()
    expect(reader.get_by_text("Our back room, any weekday")).to_be_visible()
    memory = reader.locator("section", has=reader.get_by_role("heading", name="What was reported"))
    expect(memory).to_contain_text("Thirty-one people and one van")
    expect(memory).to_contain_text("Also at Thornbeck Digest")
    expect(memory).to_contain_text("I thought we were the only ones who opened on a Sunday.")
    expect(memory).to_contain_text("3 lines were noted at the tables; no report.")
    expect(memory).to_contain_text("Our van goes to church")
    expect(reader.get_by_text(f"Comments closed on {yesterday:%-d %B %Y}.")).to_be_visible()
    axe(reader)
    reader.goto(f"/newsroom/events/{village.autumn.pk}/")
    axe(reader)
    reader.go_back()

    memory.get_by_role("link", name="Thirty-one people and one van").click()
    expect(reader.get_by_text(re.compile("Kept as it was on 18 October 2026, from Mill Lane notebook"))).to_be_visible()
    axe(reader)


@pytest.fixture
def a_blog_that_links(village):
    """What stands at the address that tells us of itself."""
    target = f"{settings.SITE_URL}/events/{village.autumn.pk}/record/"
    page = f"<html><head><title>Why we were there</title></head><body><p>We came for <a href='{target}'>the Sundays</a>.</p>"
    return lambda: Answer("https://another.example.org/why", 200, {"content-type": "text/html"}, page.encode())


def test_a_mention_from_another_blog_is_looked_at_and_let_in(village, open_browser, sign_in, a_blog_that_links, axe):
    writer, host = open_browser(), open_browser()
    writer.goto("/newsroom/mentions/")
    writer.get_by_label("Address of your page").fill("https://another.example.org/why")
    writer.get_by_label("Address of the page here").fill(f"{settings.SITE_URL}/events/{village.autumn.pk}/record/")
    axe(writer)
    writer.get_by_role("button", name="Tell us").click()
    expect(writer.get_by_text("We have not looked yet")).to_be_visible()

    mentions.look(Mention.objects.get(source__contains="another"), a_blog_that_links())
    sign_in(host, village.amina)
    host.goto(f"/newsroom/events/{village.autumn.pk}/look/")
    row = host.locator("li", has_text="Why we were there")
    axe(host)
    row.get_by_role("button", name="Show it").click()
    host.goto(f"/events/{village.autumn.pk}/record/")
    expect(host.get_by_role("link", name="Why we were there")).to_be_visible()


def test_a_round_up_is_chosen_ordered_published_and_sent(village, open_browser, sign_in, axe):
    Watch.start(village.carys, village.autumn, pace="daily")
    editor = open_browser()
    sign_in(editor, village.emeka)
    editor.goto(f"/newsroom/events/{village.autumn.pk}/round-ups/")
    editor.get_by_label("Title of a new one").fill("A month of Sundays")
    editor.get_by_role("button", name="Begin it").click()
    editor.locator("li", has_text="What the cooks took home").get_by_role(
        "button", name=re.compile("Put it in")
    ).click()
    editor.locator("li", has_text="Cake left at the end").get_by_role("button", name=re.compile("Put it in")).click()
    expect(editor.get_by_text("A driver of nine years")).to_have_count(0)  # who agreed to the page alone
    axe(editor)
    editor.get_by_role("button", name=re.compile("^Up Cake")).click()
    editor.get_by_role("link", name="Preview the letter").click()
    expect(editor.locator("pre")).to_contain_text("The cooks, St Mary’s kitchen")
    editor.go_back()
    editor.get_by_role("button", name="Publish it").click()
    editor.get_by_role("button", name="Send it to the one person who watches").click()
    expect(editor.get_by_text("On its way to 1 people.")).to_be_visible()

    made = RoundUp.objects.get(title="A month of Sundays")
    reader = open_browser(**PHONE)
    reader.goto(made.get_absolute_url())
    expect(reader.get_by_text("Source: The cooks, St Mary’s kitchen", exact=False)).to_be_visible()
    axe(reader)


def test_somebody_shown_takes_it_back_with_a_slip_and_it_is_gone_everywhere(village, open_browser, axe):
    piece = Piece.objects.get(words__startswith="I thought we were")
    code = Subject.objects.get(piece=piece).new_slip()
    joan = open_browser(**PHONE)
    joan.goto("/newsroom/slip/")
    joan.get_by_label("Code on your slip").fill(code)
    axe(joan)
    joan.get_by_role("button", name="See it").click()
    expect(joan.get_by_text("I thought we were the only ones")).to_be_visible()
    axe(joan)
    joan.get_by_role("button", name="Take it all back").click()
    expect(joan.get_by_text("Nobody sees it any more", exact=False)).to_be_visible()

    reader = open_browser()
    for page in (f"/events/{village.autumn.pk}/record/", village.round_up.get_absolute_url(), "/newsroom/"):
        reader.goto(page)
        expect(reader.get_by_text("I thought we were the only ones")).to_have_count(0)
