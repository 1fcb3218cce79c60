"""Replay 1: the programmes of 2009 against the types of help: who did what, what nobody did, what might have joined."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from folkmoot.home.story.plant import plant


@pytest.fixture
def story(village):
    return plant()


def test_who_was_doing_what_in_2009(story, page, site, axe):
    page.goto("/story/")
    board = page.get_by_role("table").first

    header = board.get_by_role("columnheader").all_inner_texts()
    counts = board.get_by_role("row").last.get_by_role("cell").all_inner_texts()
    programmes = dict(zip(header, counts, strict=False))
    assert int(programmes["Set up networks"]) >= 5 and int(programmes["Fund"]) >= 4
    assert programmes["Find what works"] == "nobody"
    for name in ("Community Voices", "Talk About Local", "Building Democracy Innovation Fund", "Knowledge Hub"):
        expect(board.get_by_role("rowheader", name=name)).to_be_visible()
    axe(page)


def test_the_overlap_and_the_synergy_are_two_findings_and_one_pair_is_kept_separate(story, page, site):
    page.goto("/story/")
    found = page.get_by_role("article")

    overlap = found.filter(has_text="Building Democracy Innovation Fund")
    synergy = found.filter(has_text="Knowledge Hub")
    apart = found.filter(has_text="Better kept separate, because")
    expect(overlap).to_have_count(1)
    expect(synergy).to_have_count(1)
    expect(apart).to_have_count(1)
    assert "You may be planning the same thing" in overlap.text_content()
    assert "Could help each other" in synergy.text_content()
    assert "Example, not theirs" in apart.text_content()

    synergy.get_by_role("link").first.click()
    expect(
        page.get_by_role("table").first.get_by_role("columnheader", name="Build your own on Knowledge Hub data")
    ).not_to_have_count(0)
    expect(page.get_by_text("Social by Social network")).not_to_have_count(0)


def test_another_day_shows_another_board(story, page, site):
    page.goto("/story/")
    page.get_by_role("link", name="23 January 2012").click()

    board = page.get_by_role("table").first
    expect(board.get_by_role("rowheader", name="Civil Society Innovation Network")).to_be_visible()
    expect(board.get_by_role("rowheader", name="Building Democracy Innovation Fund")).to_have_count(0)


def test_history_can_be_read_and_not_changed(story, village, page, site, sign_in):
    sign_in(page, village.amina)
    page.goto("/story/")
    page.get_by_role("link", name="Talk About Local", exact=True).first.click()

    expect(page.get_by_role("heading", level=1, name="Talk About Local")).to_be_visible()
    expect(page.get_by_role("link", name="Edit")).to_have_count(0)
    expect(page.get_by_role("button", name="This is us")).to_have_count(0)
