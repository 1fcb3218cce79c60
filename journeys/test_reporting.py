"""The reporters' desk on the day (a part of replay 5): a rota said yes to, a report from a phone in seconds and without a
network, a picture that waits for its yes, and a board that names the session nobody has noted."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from folkmoot.events.models import Event, Note, Slot, TableCode
from folkmoot.newsroom.models import Piece
from folkmoot.newsroom.tests.made import picture_file

PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def after(village):
    """The unconference, moved so that its second slot is just over."""
    event = village.winter
    shift = timezone.now().replace(second=0, microsecond=0) - timedelta(minutes=5) - village.sessions[0].slot.ends_at
    Event.objects.filter(pk=event.pk).update(starts_at=event.starts_at + shift, ends_at=event.ends_at + shift)
    for slot in Slot.objects.filter(event=event).order_by("-starts_at" if shift > timedelta(0) else "starts_at"):
        Slot.objects.filter(pk=slot.pk).update(starts_at=slot.starts_at + shift, ends_at=slot.ends_at + shift)
    event.refresh_from_db()
    return event


def test_somebody_asked_says_yes_and_has_the_brief(after, village, open_browser, sign_in, axe):
    carys = open_browser(**PHONE)
    sign_in(carys, village.carys)
    carys.goto("/waiting/")
    carys.get_by_role("link", name=re.compile("would report|What Thornbeck needs")).first.click()
    axe(carys)
    carys.get_by_role("button", name="Yes, I report").click()
    expect(carys.get_by_role("heading", name="Reporters’ brief")).to_be_visible()
    expect(carys.get_by_text("In the Library from 12:30; ask for Emeka.")).to_be_visible()
    axe(carys)


def test_a_report_takes_seconds_and_waits_for_the_network(after, village, open_browser, sign_in, axe):
    phone = open_browser(**PHONE)
    sign_in(phone, village.bram)
    phone.goto(f"/newsroom/events/{after.pk}/new/")
    phone.wait_for_selector("body[data-ready]")
    began = time.monotonic()
    phone.get_by_label("Words", exact=True).last.fill("The hall is full")
    phone.get_by_role("button", name="Keep it").click()
    expect(phone.locator("#said")).to_contain_text("Kept.", timeout=15_000)
    assert time.monotonic() - began < 15
    axe(phone)

    phone.context.set_offline(True)
    phone.get_by_label("Words", exact=True).last.fill("Kept in the lift")
    phone.get_by_role("button", name="Keep it").click()
    phone.locator("label", has_text="Picture").first.click()
    phone.get_by_label("Picture", exact=True).last.set_input_files(
        {"name": "hall.png", "mimeType": "image/png", "buffer": picture_file().getvalue()}
    )
    phone.get_by_role("button", name="Keep it").click()
    expect(phone.locator(".kept")).to_contain_text("2 reports are kept on this phone, not sent yet.")
    assert Piece.objects.filter(words="Kept in the lift").count() == 0

    phone.context.set_offline(False)
    expect(phone.locator(".kept")).to_be_hidden(timeout=20_000)
    assert Piece.objects.filter(words="Kept in the lift").count() == 1
    picture = Piece.objects.get(kind="picture")
    assert picture.picture and not Piece.objects.shown().filter(pk=picture.pk).exists(), (
        "it waits for its words and its yes"
    )


def test_the_page_for_a_phone_opens_without_a_network_and_sends_later(after, village, open_browser, sign_in, axe):
    phone = open_browser(**PHONE)
    sign_in(phone, village.bram)
    address = f"/newsroom/events/{after.pk}/phone/"
    phone.goto(address)
    phone.wait_for_selector("body[data-ready]")
    expect(phone.locator("#whose")).to_contain_text("Bram")
    assert phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    axe(phone)
    phone.goto("about:blank")

    phone.context.set_offline(True)
    phone.goto(address)
    phone.wait_for_selector("body[data-ready]")
    phone.get_by_label("Words", exact=True).last.fill("Opened in the cellar")
    phone.get_by_role("button", name="Keep it").click()
    expect(phone.locator(".kept")).to_contain_text("One report is kept on this phone, not sent yet.")

    phone.context.set_offline(False)
    expect(phone.locator(".kept")).to_be_hidden(timeout=20_000)
    kept = Piece.objects.get(words="Opened in the cellar")
    assert kept.by == village.bram


def test_the_page_for_a_phone_holds_nothing_of_anybodys(client, after, village):
    address = f"/newsroom/events/{after.pk}/phone/"
    client.force_login(village.bram)
    page = client.get(address)
    assert village.bram.key not in page.content.decode() and "csrftoken" not in page.cookies
    assert client.get(f"{address}ready/").json()["whose"] == village.bram.key
    client.force_login(village.dilys)
    assert client.get(f"{address}ready/").status_code == 403
    Event.objects.filter(pk=after.pk).update(published_at=None)
    client.logout()
    assert client.get(address).status_code == client.get(f"{address}worker.js").status_code == 404


def test_the_board_shows_the_session_that_nobody_noted(after, village, open_browser, sign_in, axe):
    Note.jot(TableCode.make(after, session=village.sessions[0]), "point", "Three halls are warm", once="journey")
    host = open_browser()
    sign_in(host, village.amina)
    host.goto(f"/newsroom/events/{after.pk}/board/")
    expect(host.get_by_text("1 of 4 sessions have notes.", exact=False)).to_be_visible()
    row = host.get_by_role("row", name=re.compile("Lifts to the hospital"))
    expect(row).to_contain_text("No notes yet")
    expect(host.get_by_role("row", name=re.compile("Warm rooms this winter"))).to_contain_text("1 line")
    axe(host)
