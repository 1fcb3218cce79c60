"""Replay 4: thirty places, forty people, and the venue moves. In Thornbeck, with the numbers of the seeds."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone
from playwright.sync_api import expect

from folkmoot.events import editing, reminding
from folkmoot.events.models import Event, KindOfEvent, Rsvp, Venue
from folkmoot.events.replying import Said, reply
from folkmoot.kit import work

SECTORS = ("council", "council", "community", "community", "community", "business", "research", "none")
OLD, NEW = "The Old School", "The Corn Hall"


@pytest.fixture
def workshop(village):
    """A workshop of thirty seats in the Old School, and a bigger room that somebody knows of."""
    Venue.objects.create(name=NEW, address="1 High Street", postcode="TB1 2AB", place=village.thornbeck, seats=60)
    facts = {"starts_at": timezone.now() + timedelta(days=30), "capacity": 30, "venue": village.old_school}
    facts |= {"place": village.thornbeck, "summary": "Local communities and social tech", "kinds": []}
    made = editing.make("Local by social", village.amina, organisation=village.voluntary_action, **facts)
    made.kinds.add(KindOfEvent.objects.get(code="workshop"))
    editing.publish(made, village.amina)
    for number in range(38):
        said = Said("yes", name=f"Guest {number}", sector=SECTORS[number % 8], by_screen=number % 4 == 0)
        reply(made, said, email=f"guest{number}@replay.example")
    return made


def delivered(subject: str = "") -> list:
    work.drain(scheduled=False)
    return [mail for mail in outbox.outbox if subject in mail.subject]


def test_thirty_places_forty_people_and_the_venue_moves(workshop, village, open_browser, sign_in, axe):
    event = workshop.get_absolute_url()
    phone = {"viewport": {"width": 360, "height": 740}}
    bram, nobody, amina, stranger = open_browser(**phone), open_browser(**phone), open_browser(), open_browser()
    sign_in(bram, village.bram)
    sign_in(amina, village.amina)
    reply_with_an_account(bram, event, axe)
    link = reply_without_one(nobody, event, axe)
    assert Rsvp.objects.filter(event=workshop, seat__in=("has", "waiting")).count() == 40
    choose_a_bigger_room(amina, event, axe)
    every_calendar_is_updated(workshop)
    for page, where in ((nobody, link), (bram, event)):
        page.goto(where)
        page.get_by_role("button", name="Take the seat").click()
        expect(page.get_by_role("heading", name="You have a seat")).to_be_visible()
    stranger.goto(event)
    expect(stranger.get_by_text(f"Moved from {OLD}").first).to_be_visible()
    expect(stranger.get_by_text("40 of 60 seats are taken.").first).to_be_visible()
    axe(stranger)
    the_reminder_knows_the_new_place_alone(workshop)
    tessa_comes(workshop, amina)
    the_record_is_for_those_who_came(workshop, amina, axe)
    nobody.goto(link)
    nobody.get_by_role("link", name="What came of it").click()
    expect(nobody.get_by_text("We agreed on one list.").first).to_be_visible()
    expect(nobody.get_by_role("heading", name="Who came")).to_be_visible()
    axe(nobody)
    bram.goto(f"{event}record/")
    expect(bram.get_by_text("We agreed on one list.")).to_have_count(0)  # He had a seat, and did not come.


def reply_with_an_account(bram, event: str, axe) -> None:
    bram.goto(event)
    expect(bram.get_by_text("30 of 30 seats are taken. 8 people wait for one.").first).to_be_visible()
    bram.get_by_label("Yes", exact=True).check()
    bram.get_by_role("button", name="Send my reply").click()
    expect(bram.get_by_role("heading", name="You are in the waiting list")).to_be_visible()
    axe(bram)


def reply_without_one(nobody, event: str, axe) -> str:
    nobody.goto(event)
    nobody.get_by_label("Yes", exact=True).check()
    nobody.get_by_label("Your name").fill("Tessa")
    nobody.get_by_label("Your email address").fill("tessa@replay.example")
    nobody.get_by_role("button", name="Send my reply").click()
    expect(nobody.get_by_role("heading", name="Look in your mail")).to_be_visible()
    (link,) = [re.search(r"/events/reply/\S+/", mail.body).group() for mail in delivered("Confirm your reply")]
    nobody.goto(link)
    nobody.get_by_role("button", name="Yes, this is my reply").click()
    expect(nobody.get_by_text("9 replies stand before you").first).to_be_visible()
    axe(nobody)
    return link


def choose_a_bigger_room(amina, event: str, axe) -> None:
    """Every way says who is squeezed out, by sector, as a picture and as a table."""
    amina.goto(f"{event}desk/")
    amina.get_by_role("link", name="Who is in the room?").click()
    expect(amina.get_by_text("There are 30 seats, and about 40 people").first).to_be_visible()
    ways = amina.get_by_role("article")
    keep = ways.filter(has_text="Keep the room and let the waiting list stand")
    bigger = ways.filter(has_text=f"Move to {NEW}, 60 seats")
    expect(keep.filter(has_text="10 people squeezed out")).to_have_count(1)
    expect(bigger.filter(has_text="0 people squeezed")).to_have_count(1)
    expect(ways.filter(has_text="Hold it twice")).not_to_have_count(0)
    assert ways.filter(has_text="Hold it twice").count() == ways.filter(has_text="by screen").count()
    keep.get_by_text("The same as a table").click()
    expect(keep.get_by_role("table").get_by_role("rowheader", name="Council or other public body")).to_be_visible()
    axe(amina)

    outbox.outbox.clear()
    bigger.locator("summary", has_text="Choose this").click()
    bigger.get_by_label("Why this one?").fill("Nobody should hear of the place they live in by the minutes.")
    bigger.get_by_role("button", name="Choose this").click()
    expect(amina.get_by_role("heading", name="What was chosen")).to_be_visible()
    expect(amina.get_by_text("Nobody should hear of the place they live in").first).to_be_visible()


def every_calendar_is_updated(workshop) -> None:
    """And no mail sends anybody to the old place."""
    told = delivered("Changed")
    assert {mail.to[0] for mail in told} >= {f"guest{n}@replay.example" for n in range(38)} | {"tessa@replay.example"}
    seated = set(Rsvp.objects.filter(event=workshop, seat="has").values_list("email", flat=True))
    asked = {mail.to[0]: calendar for mail in told for calendar in calendars(mail)}
    assert set(asked) >= seated and len(seated) == 30
    assert all("SEQUENCE:1" in one and NEW in one and OLD not in one for one in asked.values())
    assert all(f"Where: {NEW}" in mail.body and f"Where: {OLD}" not in mail.body for mail in outbox.outbox)


def the_reminder_knows_the_new_place_alone(workshop) -> None:
    outbox.outbox.clear()
    Event.objects.filter(pk=workshop.pk).update(starts_at=timezone.now() + timedelta(hours=23), ends_at=None)
    Rsvp.objects.update(replied_at=timezone.now() - timedelta(days=20))
    reminding.remind_due(timezone.now())
    reminders = delivered(f"Coming up: {workshop.title}")
    assert len(reminders) == 32
    assert all(NEW in mail.body and OLD not in mail.body for mail in reminders)


def tessa_comes(workshop, amina) -> None:
    now = timezone.now()
    Event.objects.filter(pk=workshop.pk).update(starts_at=now - timedelta(minutes=9), ends_at=now + timedelta(hours=1))
    amina.goto(f"/events/{workshop.pk}/door/")
    amina.get_by_role("button", name="Here Tessa").click()
    expect(amina.locator("[data-counted]")).to_contain_text("1 here")


def the_record_is_for_those_who_came(workshop, amina, axe) -> None:
    """Opened to those who came: one mail, to the one who did."""
    now = timezone.now()
    Event.objects.filter(pk=workshop.pk).update(starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1))
    outbox.outbox.clear()
    amina.goto(f"/events/{workshop.pk}/record/write/")
    amina.get_by_label("How was it?").fill("We agreed on one list.")
    amina.get_by_role("button", name="Keep it").click()
    axe(amina)
    amina.get_by_role("radio", name="Those who came").check()
    amina.get_by_role("button", name="Set", exact=True).click()
    expect(amina.get_by_text("We agreed on one list.").first).to_be_visible()
    assert [mail.to for mail in delivered("What came of it")] == [["tessa@replay.example"]]


def calendars(mail) -> list[str]:
    return [part.content.replace("\r\n ", "") for part in mail.alternatives if "method=REQUEST" in part.mimetype]
