"""Replay 14: the surgery. Monthly series, clash check, walk-in, a pre-match let go, a seeker who becomes a helper."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from playwright.sync_api import expect

from folkmoot.events.help_figures import figures
from folkmoot.events.models import Event, Helper, Visit

LONDON = ZoneInfo("Europe/London")


def test_next_month_is_a_click_and_says_what_else_is_on_that_week(village, page, sign_in):
    january = datetime(2027, 1, 13, 18, tzinfo=LONDON)
    other = {"place": village.mill_lane, "venue": village.old_school, "published_at": timezone.now()}
    Event.objects.create(title="Repair evening", starts_at=january, **other)
    sign_in(page, village.amina)

    page.goto(f"/events/help/{village.help_series.pk}/")
    page.get_by_role("button", name="Once more, next month").click()

    expect(page.get_by_text("14 January 2027")).not_to_have_count(0)
    expect(page.get_by_text("Repair evening")).not_to_have_count(0)
    made = Event.objects.get(series=village.help_series, occurrence_on="2027-01-14")
    assert made.starts_at.astimezone(LONDON).hour == 17
    assert made.published_at is None


def test_walk_in_pre_match_no_show_and_a_seeker_who_becomes_a_helper(village, open_browser, sign_in, axe):
    session = village.help_days[2]
    Event.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(minutes=10), ends_at=None)
    before = figures(village.help_series).became_helpers
    phone, desk, wall = open_browser(viewport={"width": 360, "height": 740}), open_browser(), open_browser()
    for browser in (desk, wall):
        sign_in(browser, village.amina)

    # Idris says that he comes, about photographs; Emeka is kept for him.
    phone.goto(f"/events/{session.pk}/come/")
    phone.get_by_label("Your first name").fill("Idris")
    phone.get_by_label("What about?").fill("photos")
    phone.get_by_role("button", name="I’m coming").click()
    expect(phone.get_by_text("See you there")).not_to_have_count(0)

    board = f"/events/{session.pk}/board/"
    wall.goto(board)
    desk.goto(board)
    desk.get_by_role("button", name="Emeka is here").click()
    expect(wall.get_by_text("Emeka is kept for them")).to_be_visible(timeout=2000)

    # Joan walks in: a first name, and she waits. The wall follows within two seconds.
    desk.get_by_label("Somebody walks in: first name").fill("Joan")
    desk.get_by_label("Group").fill("Sewing Circle")
    desk.get_by_label("About", exact=True).fill("photos")
    desk.get_by_role("button", name="They wait").click()
    expect(wall.get_by_role("heading", name="Joan")).to_be_visible(timeout=2000)
    axe(desk)

    # A quarter of an hour has gone and Idris is not here: nobody is kept for him, and Emeka helps Joan.
    Event.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(minutes=16))
    expect(wall.get_by_text("Emeka is kept for them")).to_be_hidden(timeout=2000)
    desk.reload()
    desk.locator("article", has_text="Joan").get_by_role("button", name="Emeka").click()
    assert Visit.objects.get(name="Idris").kept_for is None
    expect(wall.get_by_role("heading", name="Joan with Emeka")).to_be_visible(timeout=2000)

    desk.get_by_text("Done: write what").click()
    desk.get_by_label("What was done?").fill("Twelve pictures with words")
    desk.get_by_label("Next step").fill("Show the others how")
    desk.get_by_role("button", name="Done", exact=True).click()
    visit = Visit.objects.get(name="Joan")
    assert (visit.state, visit.done, visit.next_step) == ("done", "Twelve pictures with words", "Show the others how")

    # And next time she helps: that is the headline.
    desk.get_by_role("listitem").filter(has_text="Joan").get_by_role("button", name="Would help next time").click()
    assert Helper.objects.get(series=village.help_series, name="Joan").knows == ["photos"]
    Helper.objects.filter(name="Joan").update(since=timezone.localdate())
    assert figures(village.help_series).became_helpers == before + 1
    phone.goto(f"/events/help/{village.help_series.pk}/")
    expect(phone.get_by_text(f"{before + 1} people who came for help now help.")).not_to_have_count(0)
    axe(phone)
