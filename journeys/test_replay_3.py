"""Replay 3: convening in stages, as in the autumn of 2009: a demonstration for public bodies, a workshop for those who
lead programmes, practitioners, and an "autumn" with no day. Played in Thornbeck, a year and more later."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from folkmoot.events.models import Convening
from folkmoot.people.models import Deputy


def add(page, title: str, *ticked: str, **filled: str) -> None:
    page.wait_for_load_state()
    if (
        page.get_by_text("Add a stage", exact=True).count()
        and not page.get_by_label("What is this stage called?").is_visible()
    ):
        page.get_by_text("Add a stage", exact=True).click()
    page.get_by_label("What is this stage called?").fill(title)
    for words in ticked:
        page.get_by_label(words).check()
    page.get_by_label("What must come out of it?").fill(filled.get("outputs", ""))
    page.get_by_role("button", name="Add it").click()


def hold(page, stage: str, **when: str) -> None:
    """An event of that stage, published."""
    page.get_by_text(f"Look after “{stage}”").click()
    page.get_by_role("article", name=stage).get_by_role("button", name="Make the event").click()
    for label, value in when.items():
        page.get_by_label(
            {"on": "On which day?", "starts": "From", "said": "Or roughly, if the day is not known"}[label]
        ).fill(value)
    page.get_by_role("button", name="Keep it, and see how it looks").click()
    page.get_by_role("button", name="Publish it").click()
    page.get_by_role("link", name=f"“{stage}” of").click()


def test_each_stage_opens_with_what_the_one_before_brings(village, open_browser, site, sign_in, axe):
    amina, anybody = open_browser(), open_browser()
    sign_in(amina, village.amina)
    amina.goto("/events/convenings/new/")
    amina.get_by_label("What is it called?").fill("Who is doing what")
    amina.get_by_label("What shall come of it?").fill("Join forces, and see what is missing.")
    amina.get_by_label("Who convenes?").select_option(label="Thornbeck Voluntary Action")
    amina.get_by_role("button", name="Begin").click()
    address = amina.url.split("#")[0].removeprefix(site)

    add(amina, "Demonstration", "Council or other public body", outputs="What each plans")
    add(amina, "Workshop", "Programme leads", outputs="The gaps")
    add(amina, "Practitioners", outputs="Who takes which gap")
    add(amina, "Autumn")
    hold(amina, "Demonstration", on="2027-09-17", starts="14:00")
    hold(amina, "Workshop", on="2027-09-21", starts="14:00")
    hold(amina, "Practitioners", on="2027-10-02", starts="10:00")
    hold(amina, "Autumn", said="autumn 2027")
    axe(amina)

    anybody.goto(address)
    expect(anybody.get_by_text("Stage 1 of 4 is open: “Demonstration”.")).to_be_visible()
    expect(anybody.get_by_text("“Practitioners” opens once “Workshop” has published what it brings.")).to_be_visible()
    expect(anybody.get_by_role("article", name="Autumn").get_by_text("autumn 2027")).to_be_visible()
    axe(anybody)

    convening = Convening.objects.get(title="Who is doing what")
    bring(amina, "Demonstration", "Three plans shown")
    assert [bool(stage.opened_at) for stage in convening.stages.all()] == [True, True, False, False]

    today = timezone.localdate()
    Convening.objects.filter(pk=convening.pk).update(organisation=None)
    standing_in = Deputy.appoint(village.amina, village.bram, (today, today + timedelta(days=18)), today)
    bram = open_browser()
    sign_in(bram, village.bram)
    bram.goto(address)
    bring(bram, "Workshop", "Nobody trains those who train others")

    anybody.reload()
    expect(anybody.get_by_text("Stage 3 of 4 is open: “Practitioners”.")).to_be_visible()
    expect(anybody.get_by_text("Nobody trains those who train others")).to_be_visible()
    standing_in.delete()
    bram.reload()
    expect(bram.get_by_text("Look after")).to_have_count(0)


def bring(page, stage: str, words: str) -> None:
    page.get_by_text(f"Look after “{stage}”").click()
    card = page.get_by_role("article", name=stage)
    card.get_by_label("What came out of it?").fill(words)
    card.get_by_role("button", name="Publish what came out").click()
