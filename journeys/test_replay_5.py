"""Replay 5, the day: framework slots and pitched topics, two minutes each, walk-ins, break-outs, a remix that every
screen follows, and photos that those in them agreed to. It plays in Thornbeck's winter unconference."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from folkmoot.events import editing
from folkmoot.events.models import CheckIn, Event, Rsvp, Slot, TableCode
from folkmoot.kit.tests.uploads.made import with_a_home_in_it

PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def today(village):
    """The unconference, moved so that its second slot has just begun."""
    event = village.winter
    shift = timezone.now().replace(second=0, microsecond=0) - timedelta(minutes=5) - village.sessions[0].slot.starts_at
    Event.objects.filter(pk=event.pk).update(starts_at=event.starts_at + shift, ends_at=event.ends_at + shift)
    for slot in Slot.objects.filter(event=event).order_by("-starts_at" if shift > timedelta(0) else "starts_at"):
        Slot.objects.filter(pk=slot.pk).update(starts_at=slot.starts_at + shift, ends_at=slot.ends_at + shift)
    event.refresh_from_db()
    return event


def test_a_topic_is_pitched_wanted_and_placed_by_the_sum(today, village, open_browser, sign_in, axe):
    host, neighbour = open_browser(), open_browser(**PHONE)
    sign_in(host, village.amina)
    host.goto(f"/events/{today.pk}/pitches/")
    host.get_by_label("What would you talk about?").fill("Mending things together")
    host.get_by_label("Pitched by somebody else?").fill("Mr Shy")
    host.get_by_role("button", name="Pitch it").click()
    expect(host.get_by_text("written down for them").first).to_be_visible()
    axe(host)

    sign_in(neighbour, village.carys)
    neighbour.goto(f"/events/{today.pk}/pitches/")
    neighbour.locator(".pitch", has_text="Mending things together").get_by_role("button").click()
    expect(
        neighbour.locator(".pitch", has_text="Mending").get_by_role("button", name=re.compile("You too"))
    ).to_be_visible()
    axe(neighbour)

    host.goto(f"/events/{today.pk}/remix/")
    host.get_by_role("link", name="Place them for me").click()
    expect(host.get_by_text(re.compile(r"It meets \d+ of \d+ wishes"))).to_be_visible()
    axe(host)
    host.get_by_role("button", name="Accept it").click()
    expect(host.locator(".agenda").get_by_role("link", name="Mending things together")).to_be_visible()
    neighbour.goto(f"/events/{today.pk}/my-day/")
    expect(neighbour.get_by_role("link", name="Mending things together")).to_be_visible()


def test_two_other_screens_see_a_remix_within_two_seconds(today, village, open_browser, sign_in, axe):
    host, wall, phone = open_browser(), open_browser(viewport={"width": 1920, "height": 1080}), open_browser(**PHONE)
    sign_in(host, village.amina)
    wall.goto(f"/events/{today.pk}/wall/")
    phone.goto(f"/events/{today.pk}/grid/")
    expect(wall.locator(".stretch.now")).to_contain_text("Warm rooms this winter")
    axe(wall)

    host.goto(village.sessions[0].get_absolute_url())
    host.get_by_label("To a free place").select_option(index=0)
    host.get_by_role("button", name="Move it").click()
    began = time.monotonic()
    expect(wall.get_by_text("Version 1")).to_be_visible(timeout=2000)
    expect(phone.get_by_text("Version 1.", exact=False).first).to_be_visible(timeout=2000)
    assert time.monotonic() - began < 2.5
    expect(wall.locator(".stretch.now li", has_text="Upper room")).to_contain_text("Warm rooms this winter")

    host.get_by_role("button", name="Undo").first.click()
    expect(wall.get_by_text("Version 2")).to_be_visible(timeout=2000)
    expect(wall.locator(".stretch.now li", has_text="Hall")).to_contain_text("Warm rooms this winter")


def test_a_session_is_dragged_onto_another_and_they_change_places(today, village, open_browser, sign_in):
    host = open_browser()
    sign_in(host, village.amina)
    host.goto(f"/events/{today.pk}/remix/")
    grid = host.locator(".agenda")
    grid.get_by_role("link", name="Warm rooms this winter").drag_to(
        grid.get_by_role("link", name="Lifts to the hospital")
    )
    expect(host.get_by_text("“Warm rooms this winter” and “Lifts to the hospital” change places")).to_be_visible()


def test_the_screen_counts_two_minutes_and_follows_the_phone(today, village, open_browser, sign_in, axe):
    screen, phone = open_browser(viewport={"width": 1920, "height": 1080}), open_browser(**PHONE)
    screen.goto(f"/events/{today.pk}/timer/")
    expect(screen.get_by_role("timer")).to_have_text("2:00")
    axe(screen)
    sign_in(phone, village.amina)
    phone.goto(f"/events/{today.pk}/timer/remote/")
    axe(phone)

    phone.get_by_role("button", name="Start", exact=True).click()
    expect(screen.get_by_role("timer")).to_have_text(re.compile(r"1:5[5-9]"), timeout=4000)
    phone.get_by_role("button", name="Next ›").click()
    expect(screen.get_by_text("Dilys Price")).to_be_visible(timeout=2000)
    expect(screen.get_by_role("timer")).to_have_text("2:00")


def test_a_helper_without_an_account_lets_people_in_and_a_lost_network_loses_nobody(today, village, open_browser, axe):
    Rsvp.objects.create(event=today, who="mail:jo", name="Jo Undercliff", answer="yes", seat="has", number=900)
    card = TableCode.make(today, purpose="check-in")
    helper = open_browser(**PHONE)
    helper.goto(f"/events/door/{card.code}/")
    axe(helper)
    helper.get_by_role("button", name="Here Jo Undercliff").click()
    expect(helper.locator("[data-counted]")).to_contain_text("1 here")

    helper.context.set_offline(True)
    began = time.monotonic()
    helper.get_by_label("Name", exact=True).fill("Sal Meadows")
    helper.get_by_label("Organisation").fill("Allotments")
    helper.get_by_label("Sector").select_option("community")
    helper.get_by_role("button", name="They are here").click()
    expect(helper.get_by_text("1 kept on this phone")).to_be_visible()
    assert time.monotonic() - began < 10 and not CheckIn.objects.filter(name="Sal Meadows").exists()

    helper.context.set_offline(False)
    expect(helper.locator("[data-counted]")).to_contain_text("2 here", timeout=9000)
    assert CheckIn.objects.filter(name="Sal Meadows", organisation_said="Allotments").count() == 1


def test_break_outs_mix_the_room_and_each_finds_their_table(today, village, open_browser, sign_in, axe):
    sectors = ("community", "council", "business")
    for n in range(9):
        CheckIn.walk_in(today, f"Guest {n}", sector=sectors[n % 3])
    CheckIn.objects.create(event=today, person=village.bram, sector="community")
    host, neighbour = open_browser(), open_browser(**PHONE)
    sign_in(host, village.amina)
    host.goto(f"/events/{today.pk}/mixing/")
    host.get_by_label("What is it for?").fill("Break-outs")
    host.get_by_label("How many tables").fill("3")
    axe(host)
    host.get_by_role("button", name="Make the tables").click()
    expect(host.get_by_text("Everybody meets 2", exact=False)).to_be_visible()
    axe(host)

    sign_in(neighbour, village.bram)
    neighbour.goto(f"/events/{today.pk}/my-table/")
    expect(neighbour.get_by_role("heading", level=1, name=re.compile(r"Table \d"))).to_be_visible()
    axe(neighbour)


def test_a_photo_is_sent_from_a_table_with_consent_and_hangs_once_a_host_has_looked(
    today, village, open_browser, sign_in, axe, tmp_path, settings, expected
):
    settings.FILES = tmp_path
    expected.add(400)
    card = TableCode.make(today, session=village.sessions[0])
    guest, host, stranger = open_browser(**PHONE), open_browser(), open_browser()
    guest.goto(f"/events/at/{card.code}/")
    guest.get_by_role("link", name="Send a photo").click()
    axe(guest)
    guest.get_by_label("The photo").set_input_files(
        {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": with_a_home_in_it("JPEG")}
    )
    guest.get_by_label("What does it show?").fill("Cards about warm rooms")
    guest.get_by_role("button", name="Send it").click()
    expect(guest.get_by_role("heading", name="There is something to put right")).to_be_visible()
    guest.get_by_label("Everybody who can be recognised agreed").check()
    guest.get_by_label("The photo").set_input_files(
        {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": with_a_home_in_it("JPEG")}
    )
    guest.get_by_role("button", name="Send it").click()
    expect(guest.get_by_text("Those who hold the event look at it first").first).to_be_visible()
    stranger.goto(f"/events/{today.pk}/photos/")
    expect(stranger.get_by_text("No photo hangs here yet")).to_be_visible()

    sign_in(host, village.amina)
    host.goto(today.get_absolute_url())
    host.get_by_role("link", name="One photo waits for your look").click()
    axe(host)
    host.get_by_role("button", name="Show it").click()
    stranger.reload()
    photo = stranger.get_by_role("img", name="Cards about warm rooms")
    expect(photo).to_be_visible()
    assert photo.evaluate("one => one.decode().then(() => one.naturalWidth)") == 120
    axe(stranger)

    stranger.get_by_role("link", name="I am in it").click()
    stranger.get_by_label(re.compile("private", re.I)).first.check()
    stranger.get_by_role("button", name=re.compile("Send|Report")).first.click()
    stranger.goto(f"/events/{today.pk}/photos/")
    expect(stranger.get_by_text("No photo hangs here yet")).to_be_visible()


def test_the_framework_of_a_day_is_made_filled_and_changed_by_clicking(village, open_browser, sign_in, axe):
    """Welcome, news from the public bodies, a programme each, then what people bring; as the seeds have it."""
    starts = (timezone.now() + timedelta(days=30)).replace(hour=14, minute=0, second=0, microsecond=0)
    facts = {"starts_at": starts, "ends_at": starts + timedelta(hours=3), "zone": "UTC"}
    event = editing.make("Local by social", village.amina, place=village.thornbeck, **facts)
    editing.publish(event, village.amina)
    host, phone = open_browser(), open_browser(**PHONE)
    sign_in(host, village.amina)
    host.goto(event.get_absolute_url())
    host.get_by_role("link", name="Look after this event").click()
    host.get_by_role("link", name="Agenda", exact=True).click()
    expect(host.get_by_text("Begin with what is for all")).to_be_visible()

    one = host.get_by_role("region", name="Add a slot")
    for begins, ends, title in (("14:00", "14:20", "Welcome"), ("14:20", "14:40", "News from the public bodies")):
        one.get_by_label("From").fill(begins)
        one.get_by_label("To").fill(ends)
        one.get_by_label("What is it?").fill(title)
        one.get_by_label("Which kind?").select_option(label="For all together")
        one.get_by_role("button", name="Add it").click()
        expect(host.get_by_role("region", name="Slots", exact=True).get_by_text(title)).to_be_visible()
    several = host.get_by_role("region", name="Several open slots at once")
    several.get_by_label("From").fill("14:50")
    several.get_by_label("To").fill("16:50")
    several.get_by_label("Minutes each").fill("30")
    several.get_by_label("Minutes between").fill("15")
    several.get_by_role("button", name="Lay them out").click()
    expect(host.get_by_text("3 open slots.")).to_be_visible()
    for name, steps in (("Boardroom", "Yes"), ("Corner by the lift", "Not known")):
        host.wait_for_load_state()
        if not host.get_by_label("Its name").is_visible():
            host.get_by_text("Add a room or a corner").click()
        host.get_by_label("Its name").fill(name)
        host.get_by_label("How many can sit there?").fill("20")
        host.get_by_label("Can you get in without steps?").select_option(label=steps)
        host.get_by_role("button", name="Add it").first.click()
        expect(host.get_by_text(name)).to_be_visible()
    axe(host)

    host.goto(f"/events/{event.pk}/pitches/")
    for topic in ("Local media", "Spaces that join up"):
        host.get_by_label("What would you talk about?").fill(topic)
        host.get_by_role("button", name="Pitch it").click()
        expect(host.locator(".pitch", has_text=topic).last).to_be_visible()
    host.goto(f"/events/{event.pk}/remix/")
    host.get_by_role("link", name="Place them for me").click()
    host.get_by_role("button", name="Accept it").click()
    host.goto(f"/events/{event.pk}/agenda/")
    host.get_by_role("listitem").filter(has_text="Welcome").get_by_role("link", name="Change").click()
    host.get_by_label("What is it?").fill("Welcome, and who is here")
    host.get_by_role("button", name="Change it").click()

    phone.goto(f"/events/{event.pk}/grid/")
    for words in ("Welcome, and who is here", "News from the public bodies", "Local media", "Spaces that join up"):
        expect(phone.get_by_text(words).first).to_be_visible()
    assert [slot.is_open for slot in Slot.objects.filter(event=event).order_by("starts_at")] == [False] * 2 + [True] * 3
    host.goto(f"/events/{event.pk}/paper/grid/")
    expect(host.locator(".plan")).to_contain_text("News from the public bodies")
