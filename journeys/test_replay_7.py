"""Replay 7: a programme runs its own group inside the common space, takes everything with it and leaves; the rest still
reads. In 2009 Talk About Local did the first half; played in Thornbeck by Neighbours First, a programme of its own."""

from __future__ import annotations

import io
import json
import re
import zipfile

from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from folkmoot.conversations.models import Group
from folkmoot.home import group_file
from tests.access_asking import sign_in as proved


def test_its_own_group_inside_then_out_with_everything(village, open_browser, expected, site, sign_in, axe):
    amina, bram, nobody = open_browser(), open_browser(), open_browser()
    just_now(amina, village.amina, site)
    sign_in(bram, village.bram)

    group = begun(amina, axe)
    talk = said_for_a_body(amina, group, axe)
    answered(bram, group, axe)
    elsewhere = carried(bram)
    taken_along(amina, group, talk)
    left(amina, axe)

    expected.add(410)
    nobody.goto(talk.get_absolute_url())
    expect(nobody.get_by_text("left this site on")).to_be_visible()
    assert nobody.get_by_role("link", name="Where it is now").get_attribute("href") == "https://nf.example/"
    axe(nobody)
    nobody.goto(elsewhere)
    expect(nobody.get_by_text("Would this hold for Sundays?")).to_be_visible()
    expect(nobody.get_by_text("no longer here to read")).to_be_visible()
    expect(nobody.get_by_text("borrowed ladder")).to_have_count(0)

    amina.get_by_role("button", name="Bring the group back").click()
    amina.get_by_role("heading", name="Neighbours First workshop").wait_for()
    nobody.goto(talk.get_absolute_url())
    expect(nobody.get_by_text("I have two ladders.")).to_be_visible()


def begun(amina, axe) -> Group:
    amina.goto("/groups/")
    axe(amina)
    amina.get_by_role("link", name="Begin a group").click()
    amina.get_by_label("Its name").fill("Neighbours First workshop")
    amina.get_by_label("What is it for?").fill("Those who run Neighbours First, and whoever learns from it.")
    amina.get_by_label("Or for a programme?").select_option(label="Neighbours First")
    amina.get_by_label("Which body runs it?").select_option(label="Thornbeck Voluntary Action")
    amina.get_by_label("A colour of its own").fill("#3d5a98")
    axe(amina)
    amina.get_by_role("button", name="Begin it").click()
    expect(amina.get_by_role("heading", name="Neighbours First workshop")).to_be_visible()
    return Group.objects.get(name="Neighbours First workshop")


def said_for_a_body(amina, group: Group, axe):
    amina.get_by_role("link", name="Begin a discussion").first.click()
    amina.get_by_label("What is it about?").fill("What shall the next street know?")
    amina.get_by_label("What would you say?").fill("On Mill Lane a borrowed ladder did more than a leaflet.")
    amina.get_by_label("Who says it?").select_option(label="Thornbeck Voluntary Action")
    amina.get_by_label("If a body says it: who agreed, and when?").fill("agreed by the trustees, 5 November")
    amina.get_by_role("button", name="Begin it").click()
    expect(amina.get_by_text("agreed by the trustees, 5 November")).to_be_visible()
    axe(amina)
    return group.discussions.get()


def answered(bram, group: Group, axe) -> None:
    """Through the door, past the warning, with a quotation by reference."""
    bram.goto(group.get_absolute_url())
    bram.get_by_role("link", name="Join", exact=True).click()
    expect(bram.get_by_text("Disagree with what is said")).to_be_visible()
    bram.get_by_label("I have read the house agreement and say yes to it").check()
    bram.get_by_label("If the group moves elsewhere").check()
    bram.get_by_role("button", name="Join").click()
    bram.get_by_role("link", name="What shall the next street know?").click()
    expect(bram.get_by_text("typed by")).to_have_count(0)
    bram.get_by_role("link", name="Quote and answer").click()
    bram.get_by_label("What would you say?").fill("Ring me on 01632 960 123, I have two ladders.")
    bram.get_by_role("button", name="Say it").click()
    expect(bram.get_by_text("a telephone number")).to_be_visible()
    axe(bram)
    bram.get_by_label("What would you say?").fill("I have two ladders.")
    bram.get_by_role("button", name="Say it").click()
    expect(bram.get_by_text("I have two ladders.")).to_be_visible()
    expect(bram.locator("blockquote.quoted").get_by_text("a borrowed ladder did more")).to_be_visible()


def carried(bram) -> str:
    bram.get_by_role("link", name="Carry it to another group").click()
    bram.get_by_label("To which of your groups?").select_option(label="Sundays in Thornbeck")
    bram.get_by_label("What do you say there?").fill("Would this hold for Sundays?")
    bram.get_by_role("button", name="Carry it there").click()
    expect(bram.get_by_text("Carried here from Neighbours First workshop")).to_be_visible()
    return bram.url


def taken_along(amina, group: Group, talk) -> None:
    amina.goto(group.get_absolute_url())
    amina.get_by_role("link", name="Change the group").click()
    amina.get_by_role("link", name="Take everything with you").click()
    amina.get_by_role("button", name="Make the file").click()
    group_file.write_waiting()
    amina.reload()
    with amina.expect_download() as waiting:
        amina.get_by_role("link", name=re.compile("^Made ")).click()
    bundle = zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes()))
    about = json.loads(bundle.read("group.json"))
    said = json.loads(bundle.read(f"discussions/{talk.pk}.json"))
    assert about["name"] == "Neighbours First workshop" and [one["name"] for one in about["members"]] == ["Bram de Wit"]
    assert [post["words"] for post in said["posts"]][1] == "I have two ladders."
    assert "borrowed ladder" in bundle.read(f"discussions/{talk.pk}.html").decode()


def left(amina, axe) -> None:
    amina.get_by_label("Where will it be?").fill("https://nf.example/")
    amina.get_by_label("Those in the group know, and we have the file").check()
    axe(amina)
    amina.get_by_role("button", name="Take the group elsewhere").click()
    expect(amina.get_by_text("it can come back as it was")).to_be_visible()


def just_now(page, person, site: str) -> None:
    """Signed in a moment ago: taking a whole group along asks for that."""
    client = Client()
    proved(client, person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])
