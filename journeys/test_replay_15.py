"""Replay 15, listenings: written at the door with no signal, sealed on the phone, sent once and wiped; themes made by a
team; promises kept or not; who has not been heard; those heard are told what came of it, on a slip where they have no
mail; a councillor sees the themes of others and makes themes of what they heard. (500 of them with FOLKMOOT_FULL.)"""

from __future__ import annotations

import os
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from folkmoot.decisions.models import Ground
from folkmoot.listening.keeping import Said, keep
from folkmoot.listening.models import Heard, Listening, Organiser, Owed
from folkmoot.points.models import Point, Theme

PHONE = {"viewport": {"width": 360, "height": 740}}
MANY = 500 if os.environ.get("FOLKMOOT_FULL") else 25
RAW = """async () => {
  const db = await new Promise((done) => { const asked = indexedDB.open("folkmoot-listening"); asked.onsuccess = () => done(asked.result); });
  const rows = await new Promise((done) => { const asked = db.transaction("kept").objectStore("kept").getAll(); asked.onsuccess = () => done(asked.result); });
  const key = await new Promise((done) => { const asked = db.transaction("key").objectStore("key").get("one"); asked.onsuccess = () => done(asked.result); });
  db.close();
  return { many: rows.length, text: rows.map((row) => new TextDecoder().decode(row.sealed)).join(" "), out: key.extractable };
}"""


def hear(phone, words: str, **more) -> None:
    phone.get_by_label("What worries them?").fill(words)
    phone.locator(".part-3").get_by_label("Write down what I say, without my name, and count it").check()
    for label, value in more.items():
        phone.get_by_label(label.replace("_", " ")).fill(value)
    phone.get_by_role("button", name="Keep it").click()


def test_at_the_door_with_no_signal(village, open_browser, sign_in, axe):
    before = Listening.objects.count()
    phone = open_browser(**PHONE)
    sign_in(phone, village.emeka)
    phone.goto("/listening/phone/")
    phone.wait_for_selector("body[data-ready]")
    expect(phone.locator("#whose")).to_contain_text("Emeka Obi")
    axe(phone)

    phone.context.set_offline(True)
    hear(phone, "Zebrawords about the bus", Street="Weir Road", Door="4")
    expect(phone.locator(".kept")).to_contain_text("One listening is kept on this phone, not sent yet.")
    hear(phone, "Second zebrawords")
    expect(phone.locator(".kept")).to_contain_text("2 listenings")
    kept = phone.evaluate(RAW)
    assert kept["many"] == 2 and "ebrawords" not in kept["text"] and kept["out"] is False
    assert "ebrawords" not in phone.locator(".kept").inner_text()
    assert Listening.objects.count() == before

    phone.context.set_offline(False)
    expect(phone.locator(".kept")).to_be_hidden(timeout=20_000)
    assert phone.evaluate(RAW)["many"] == 0, "wiped once the site has it"
    assert Listening.objects.count() == before + 2
    said = [point.said for point in Point.objects.filter(private=True).order_by("-pk")[:2]]
    assert set(said) == {"Zebrawords about the bus", "Second zebrawords"}


# Seconds for one key and one tap with a practised thumb: Card, Moran and Newell, "The keystroke-level model for user
# performance time with interactive systems", Communications of the ACM 23 (1980), average typist and pointing.
A_KEY, A_TAP = 0.28, 1.1


class Thumb:
    """Does what a thumb does on the form, and reckons how long a person needs for it."""

    def __init__(self, phone) -> None:
        self.phone, self.seconds = phone, 0.0

    def types(self, name: str, words: str) -> None:
        self.phone.locator(f"[name={name}]").fill(words)
        self.seconds += A_TAP + A_KEY * len(words)

    def ticks(self, label: str) -> None:
        self.phone.locator(".part-3").get_by_label(label).check()
        self.seconds += A_TAP

    def chooses(self, label: str, value: str) -> None:
        self.phone.get_by_label(label).select_option(value)
        self.seconds += 2 * A_TAP

    def keeps(self) -> None:
        self.phone.get_by_role("button", name="Keep it").click()
        self.seconds += A_TAP


def test_a_listening_takes_sixty_seconds_and_a_promise_is_made_in_them(village, open_browser, sign_in):
    phone = open_browser(**PHONE)
    sign_in(phone, village.emeka)
    phone.goto("/listening/phone/")
    phone.wait_for_selector("body[data-ready]")
    phone.context.set_offline(True)
    thumb = Thumb(phone)
    thumb.types("door", "4")
    thumb.types("worry", "No bus after six, I walk home in the dark")
    thumb.types("would_do", "Drive a few neighbours")
    thumb.ticks("Write down what I say, without my name, and count it")
    thumb.ticks("Keep how to reach me, and come back to me")
    thumb.types("name", "Joan")
    thumb.types("contact", "07700 900123")
    thumb.chooses("How shall we come back to them?", "phone")
    thumb.types("promise", "Ask about a late bus")
    thumb.types("promise_by", f"{timezone.localdate() + timedelta(days=7):%Y-%m-%d}")
    thumb.keeps()
    expect(phone.locator(".kept")).to_contain_text("One listening is kept on this phone, not sent yet.")
    assert thumb.seconds <= 60, thumb.seconds

    phone.context.set_offline(False)
    expect(phone.locator(".kept")).to_be_hidden(timeout=20_000)
    owed = Owed.objects.latest("pk")
    assert (owed.heard.name, owed.words) == ("Joan", "Ask about a late bus")


def test_a_note_to_oneself_stays_on_the_phone_until_it_is_written_out(village, open_browser, sign_in, axe):
    before = Listening.objects.count()
    phone = open_browser(**PHONE, permissions=["microphone"])
    sign_in(phone, village.emeka)
    sent = []
    phone.on("request", lambda asked: sent.append(asked.post_data_buffer or b"") if asked.method == "POST" else None)
    phone.goto("/listening/phone/")
    phone.wait_for_selector("body[data-ready]")
    phone.get_by_text("No time to type?").click()
    phone.get_by_role("button", name="Say it").click()
    phone.wait_for_timeout(700)
    phone.get_by_role("button", name="Stop").click()
    expect(phone.get_by_label("What you said")).to_be_visible()
    assert phone.evaluate("async () => { const a = document.querySelector('audio'); await a.play(); return !a.error; }")
    axe(phone)
    phone.locator(".part-3").get_by_label("Write down what I say, without my name, and count it").check()
    phone.get_by_role("button", name="Keep it").click()
    expect(phone.locator(".kept")).to_contain_text("One listening is kept on this phone, not sent yet.")
    kept = phone.evaluate(RAW)
    assert "base64" not in kept["text"] and kept["many"] == 1
    phone.reload()
    phone.wait_for_selector("body[data-ready]")
    assert Listening.objects.count() == before and not sent, "with a note nothing is sent"

    phone.get_by_role("button", name="Put it right").click()
    expect(phone.get_by_label("What you said")).to_be_visible()
    phone.get_by_label("What worries them?").fill("Written out from a note")
    phone.get_by_role("button", name="It is written out").click()
    phone.get_by_role("button", name="Keep it").click()
    expect(phone.locator("#said")).to_contain_text("Sent, and wiped", timeout=20_000)
    assert Listening.objects.count() == before + 1 and phone.evaluate(RAW)["many"] == 0
    assert sent and not any(b"base64" in body or b"audio" in body for body in sent)


def test_a_house_meeting_on_a_phone_asks_each(village, open_browser, sign_in, axe):
    phone = open_browser(**PHONE)
    sign_in(phone, village.emeka)
    phone.goto("/listening/phone/")
    phone.wait_for_selector("body[data-ready]")
    expect(phone.get_by_label("How many were there?")).to_be_hidden()
    phone.get_by_label("Where?").select_option("home")
    phone.get_by_label("How many were there?").fill("3")
    phone.get_by_text("Number 2", exact=True).click()
    expect(phone.get_by_text("Number 4", exact=True)).to_be_hidden()
    second = phone.locator(".one-more[data-number='2']")
    second.get_by_label("Age").select_option("65 to 79")
    second.get_by_label("Quote me, without my name").check()
    phone.get_by_label("Everybody else who was there says yes").check()
    axe(phone)
    phone.get_by_label("What worries them?").fill("1: The bus\n2: The dogs\nA bench")
    phone.locator(".part-3").get_by_label("Write down what I say, without my name, and count it").check()
    phone.get_by_role("button", name="Keep it").click()
    expect(phone.locator("#said")).to_contain_text("Sent, and wiped", timeout=20_000)
    people = list(Listening.objects.latest("pk").heard.all())
    assert [one.age for one in people] == ["", "65 to 79", ""]
    assert all(one.allows("keep") for one in people) and people[1].allows("quote")


def test_a_refusal_keeps_nothing_and_a_door_seen_lately_is_said(village, open_browser, sign_in):
    phone = open_browser(**PHONE)
    sign_in(phone, village.emeka)
    phone.goto("/listening/phone/")
    phone.wait_for_selector("body[data-ready]")
    phone.get_by_label("Street").fill("Weir Road")
    phone.get_by_label("Door", exact=False).last.fill("4")
    phone.get_by_label("What happened?").select_option("refused")
    expect(phone.get_by_label("What worries them?")).to_be_hidden()
    phone.get_by_role("button", name="Keep it").click()
    expect(phone.locator("#said")).to_contain_text("Sent, and wiped", timeout=20_000)

    phone.reload()
    phone.wait_for_selector("body[data-ready]")
    phone.get_by_label("Street").fill("weir road")
    phone.get_by_label("Door", exact=False).last.fill("4")
    expect(phone.locator(".seen")).to_contain_text("Somebody was at this door on")


def test_from_listenings_to_themes_and_back_to_whoever_spoke(village, open_browser, sign_in, axe):
    patch = village.mill_lane_patch
    for at in range(MANY):
        day = timezone.localdate() + timedelta(days=3)
        more = {"promise_by": day, "promise": "Ask"} if at % 5 == 0 else {}
        allowed = ("keep", "contact") if at < 2 else ("keep",)
        more |= {"means": "slip", "contact": f"{at} Mill Lane"} if at < 2 else {}
        keep(patch, village.emeka, Said(f"replay {at}", answers={"worry": f"Dogs {at}"}, allowed=allowed, **more))
    emeka = open_browser()
    sign_in(emeka, village.emeka)
    emeka.goto("/listening/desk/")
    expect(emeka.get_by_text("promises that were due are kept")).not_to_have_count(0)
    owed = Owed.objects.filter(promise__outcome=None).count()
    emeka.get_by_role("button", name="I went back").first.click()
    assert Owed.objects.filter(promise__outcome=None).count() == owed - 1
    axe(emeka)

    emeka.goto("/listening/bring/")
    emeka.get_by_label("Patch").select_option(label="Mill Lane")
    emeka.get_by_role("button", name="Bring it in").click()
    emeka.wait_for_selector("body[data-ready]")
    axe(emeka)
    emeka.get_by_label("Dogs 0", exact=True).check()
    emeka.get_by_label("or a new one called").fill("Dogs")
    emeka.get_by_role("button", name="Put them there").click()
    emeka.wait_for_selector("body[data-ready]")
    dogs = emeka.locator(".column", has=emeka.get_by_role("link", name="Dogs", exact=True))
    emeka.locator(".loose .point").first.drag_to(dogs)
    expect(emeka.locator("#said")).to_contain_text("Moved.")
    expect(dogs.locator("h2 .count")).to_have_text("2")

    second_coder(village, open_browser, sign_in, axe, emeka)

    dilys = open_browser()
    sign_in(dilys, village.dilys)
    dilys.goto("/listening/heard/thornbeck/")
    expect(dilys.get_by_role("heading", name="Who has not been heard yet")).not_to_have_count(0)
    assert "Dogs 1" not in dilys.content() and "Northfield" in dilys.content()
    axe(dilys)

    tell_them(village, open_browser, sign_in, axe, emeka)

    heard = Heard.objects.filter(listening__once__contains="replay 0").get()
    stranger = open_browser(**PHONE)
    stranger.goto("/listening/mine/")
    stranger.get_by_label("The code on your slip").fill(heard.slip.code)
    stranger.get_by_role("button", name="Show me").click()
    expect(stranger.get_by_text("There is a bin for dog dirt at the weir now.")).to_be_visible()
    box = stranger.get_by_label("What worries them")
    expect(box).to_have_value("Dogs 0")
    axe(stranger)
    box.fill("Dogs off the lead")
    stranger.get_by_role("button", name="Keep it like this").click()
    expect(stranger.get_by_label("What worries them")).to_have_value("Dogs off the lead")
    stranger.get_by_label("Take back everything", exact=False).check()
    stranger.get_by_role("button", name="Take it all back").click()
    expect(stranger.get_by_text("All of it is gone")).to_be_visible()
    assert Heard.objects.get(pk=heard.pk).withdrawn_at


def second_coder(village, open_browser, sign_in, axe, emeka) -> None:
    """A team of two: the other sorts the same words without seeing where they stand, and how far they agree is said."""
    theming = Theme.objects.get(name="Dogs").theming
    emeka.goto(f"/themes/{theming.pk}/team/")
    emeka.get_by_label("Who").fill(village.grace.name)
    emeka.get_by_role("button", name="Take into the team").click()
    grace = open_browser()
    sign_in(grace, village.grace)
    grace.goto(f"/themes/{theming.pk}/second/")
    axe(grace)
    for point in grace.get_by_role("combobox").all():
        point.select_option(label="Dogs")
    grace.get_by_role("button", name="Keep, and show more").click()
    expect(grace.get_by_text("points were put into the same theme")).to_be_visible()


def tell_them(village, open_browser, sign_in, axe, emeka) -> None:
    """Those who asked say what came of it; whoever heard people on it is asked, and takes them a slip."""
    theme = Theme.objects.get(name="Dogs")
    Ground.objects.create(proposition=village.crossing, sort="said", title="Dogs", kind="points.theme", key=theme.pk)
    asker = open_browser()
    sign_in(asker, village.crossing.by)
    asker.goto(f"{village.crossing.get_absolute_url()}word-back/")
    asker.get_by_label("What came of it, in your words").fill("There is a bin for dog dirt at the weir now.")
    asker.get_by_role("button", name="Tell them").click()

    emeka.goto("/waiting/")
    emeka.get_by_role("link", name="Tell those you heard on “Dogs” what came of it").click()
    expect(emeka.get_by_label("What came of it")).to_have_value("There is a bin for dog dirt at the weir now.")
    axe(emeka)
    emeka.get_by_role("button", name="Tell them").click()
    slip = emeka.locator(".slip", has_text="0 Mill Lane")
    expect(slip).to_contain_text("There is a bin for dog dirt at the weir now.")
    expect(slip).to_contain_text(Heard.objects.get(listening__once__contains="replay 0").slip.code)
    axe(emeka)
    slip.get_by_role("checkbox").check()
    emeka.get_by_role("button", name="The ticked are delivered").click()
    expect(emeka.get_by_text("0 Mill Lane")).to_have_count(0)
    emeka.goto("/waiting/")
    expect(emeka.get_by_role("heading", name="To answer")).to_have_count(0)


def test_a_councillor_listens_and_makes_themes_of_their_own(village, open_browser, sign_in, axe):
    patch = village.mill_lane_patch
    Organiser.name(village.dilys, patch, "I listen to everybody, whoever they vote for.", village.grace)
    keep(patch, village.emeka, Said("theirs", answers={"worry": "Emekas words"}, allowed=("keep",)))
    keep(patch, village.dilys, Said("hers", answers={"worry": "Said to the councillor"}, allowed=("keep",)))
    dilys = open_browser()
    sign_in(dilys, village.dilys)
    dilys.goto("/listening/bring/")
    dilys.get_by_label("Patch").select_option(label="Mill Lane")
    dilys.get_by_role("button", name="Bring it in").click()
    dilys.wait_for_selector("body[data-ready]")
    assert "Emekas words" not in dilys.content()
    dilys.get_by_label("Said to the councillor", exact=True).check()
    dilys.get_by_label("or a new one called").fill("Told to me")
    dilys.get_by_role("button", name="Put them there").click()
    expect(dilys.locator(".column", has=dilys.get_by_role("link", name="Told to me"))).to_contain_text("Said to the")
    axe(dilys)
