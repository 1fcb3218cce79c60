"""Replay 2: would people welcome a workshop? In 2009 one department asked and another offered to host; played in
Thornbeck, where the voluntary action asks and the council offers its hall."""

from __future__ import annotations

import re

from django.core import mail
from playwright.sync_api import expect

from folkmoot.events.models import Event, Sounding
from folkmoot.kit.work import drain


def test_asked_answered_with_and_without_an_account_and_made_an_event(village, open_browser, site, sign_in, axe):
    amina, dilys, nobody = open_browser(), open_browser(), open_browser()
    sign_in(amina, village.amina)
    sign_in(dilys, village.dilys)

    amina.goto("/events/soundings/new/")
    amina.get_by_label("Would people welcome …?").fill("Would people welcome a workshop on who is doing what?")
    amina.get_by_label("For which place?").fill("Thornbeck")
    amina.get_by_label("Who asks?").select_option(label="Thornbeck Voluntary Action")
    amina.get_by_label("A day it might be, 1").fill("2027-03-04T14:00")
    amina.get_by_label("A day it might be, 2").fill("2027-03-11T14:00")
    amina.get_by_role("button", name="Ask").click()
    address = amina.url.removeprefix(site)
    axe(amina)

    dilys.goto(address)
    dilys.get_by_role("group", name="Would you welcome it?").get_by_label("Yes").check()
    dilys.get_by_role("group", name="Thursday 11 March 2027, 14:00").get_by_label("Yes").check()
    dilys.get_by_label("Could host it").check()
    dilys.get_by_label("Where and when?").fill("The council chamber, thirty seats")
    dilys.get_by_role("button", name="Answer").click()
    expect(dilys.get_by_text("1 person has answered")).to_be_visible()
    expect(dilys.get_by_text("thirty seats")).to_have_count(0)

    nobody.goto(address)
    nobody.get_by_label("Your email address").fill("nia@example.org")
    nobody.get_by_role("button", name="Send me the link").click()
    drain(scheduled=False)
    nobody.goto(re.search(r"/events/soundings/said/\S+/", mail.outbox[-1].body).group())
    axe(nobody)
    nobody.get_by_role("group", name="Would you welcome it?").get_by_label("Maybe").check()
    nobody.get_by_role("button", name="Answer").click()
    expect(nobody.get_by_text("2 people have answered: 1 would welcome it, 1 perhaps")).to_be_visible()

    amina.reload()
    expect(amina.get_by_role("row", name="Council or other public body 1 1 0 0")).to_be_visible()
    expect(amina.get_by_text("Could host it: The council chamber, thirty seats")).to_be_visible()
    amina.get_by_role("button", name="Make an event of it").click()
    assert amina.get_by_label("On which day?").input_value() == "2027-03-11"
    amina.get_by_label("Or somewhere new: its name").fill("Council chamber")
    amina.get_by_role("button", name="Keep it, and see how it looks").click()
    amina.get_by_role("button", name="Publish it").click()
    axe(amina)

    event = Event.objects.get(sounding=Sounding.objects.get(question__contains="who is doing what"))
    assert event.published_at and str(event.venue) == "Council chamber"
    dilys.goto("/me/news/")
    expect(dilys.get_by_text("It is happening")).to_be_visible()
