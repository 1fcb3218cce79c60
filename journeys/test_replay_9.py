"""Replay 9: a body's priorities against five policies; what is done already in four fields, opportunities and threats;
then another government's policies, and the first matrix stays. In 2010 this was Dudley; the cells are not known, so it
is played in Thornbeck against the five policies as they were announced."""

from __future__ import annotations

from playwright.sync_api import expect

from folkmoot.home.story.plant import plant
from folkmoot.priorities.models import Matrix

FIELDS = ("Community engagement", "Volunteering", "Community cohesion", "Social enterprise development")


def test_five_policies_then_the_next_set_and_the_first_kept(village, open_browser, site, sign_in, axe):
    plant()
    amina, dilys = open_browser(), open_browser()
    sign_in(amina, village.amina)
    sign_in(dilys, village.dilys)

    amina.goto("/questions/matrix/")
    amina.get_by_role("link", name="Strong Communities and the five policies of May 2010").click()
    expect(amina.get_by_text("what was agreed of each pair is not known")).to_be_visible()
    expect(amina.get_by_text("example, not theirs").first).to_be_visible()
    axe(amina)

    amina.goto("/questions/matrix/new/")
    amina.get_by_label("What is this matrix of?").fill("Thornbeck and the five policies")
    amina.get_by_label("Whose priorities?").select_option(label="Thornbeck Voluntary Action")
    amina.get_by_label("Its strategic priorities, one a line").fill(
        "People know their neighbours\nGroups can pay their way"
    )
    amina.get_by_label("Against which policies?").select_option(label="Building the Big Society")
    amina.get_by_label("What is the board asked to decide?").fill("Which one policy to take up")
    amina.get_by_role("button", name="Begin it").click()
    first = amina.url.removeprefix(site)
    for field in FIELDS:
        amina.get_by_label("An activity by its title, or in words").fill(f"What we do for {field.lower()}")
        amina.get_by_label("In which field?").fill(field)
        amina.get_by_label("People know their neighbours").check()
        amina.get_by_role("button", name="Tie it").click()
    expect(amina.get_by_text("“Groups can pay their way”: nothing done already was tied to it.")).to_be_visible()

    rated(dilys, f"{first}2/4/", axe)
    amina.goto(f"{first}2/4/")
    expect(amina.get_by_text("Dilys Price: supports")).to_be_visible()
    amina.get_by_label("supports").check()
    amina.get_by_role("button", name="That is what we settled on").click()
    amina.goto(first)
    expect(amina.get_by_text("Of 10 pairs 1 is settled: 1 support each other")).to_be_visible()
    amina.get_by_label("Sign it off, with these words").fill("As settled in the meeting")
    amina.get_by_role("button", name="Sign it off").click()
    options = amina.get_by_label("Carry it to other policies").locator("option").all_inner_texts()
    rights = next(words for words in options if "Localism" in words)
    amina.get_by_label("Carry it to other policies").select_option(label=rights)
    amina.get_by_role("button", name="Carry it on").click()
    expect(amina.get_by_text("Carried on from:")).to_be_visible()
    expect(amina.get_by_role("columnheader", name="1. Community right to challenge")).to_be_visible()
    axe(amina)

    old = Matrix.objects.get(title="Thornbeck and the five policies", carried_from=None)
    assert old.cells.filter(relation="supports").count() == 1 and old.is_signed()
    amina.goto(first)
    for words in ("A contract too large for a small group", "Two groups would trade together", *FIELDS):
        expect(amina.get_by_text(words).first).to_be_visible()
    expect(amina.get_by_text("As settled in the meeting")).to_be_visible()
    amina.goto(f"{first}paper/")
    expect(amina.get_by_text("Which one policy to take up")).to_be_visible()
    axe(amina)


def rated(dilys, pair: str, axe) -> None:
    """Somebody else sees the pair in their own way, and writes down a threat and an opportunity."""
    dilys.goto(pair)
    dilys.get_by_label("supports").check()
    dilys.get_by_label("Why?").fill("Co-ops are how they would pay")
    dilys.get_by_role("button", name="That is how I see it").click()
    dilys.get_by_label("What is it?").select_option("threat")
    dilys.get_by_label("In a sentence").fill("A contract too large for a small group")
    dilys.get_by_role("button", name="Add it").click()
    dilys.get_by_label("What is it?").select_option("opportunity")
    dilys.get_by_label("In a sentence").fill("Two groups would trade together")
    dilys.get_by_role("button", name="Add it").click()
    axe(dilys)
