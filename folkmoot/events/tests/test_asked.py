"""Asking people by mail to come: once each, in waves, with a link of their own and no account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from folkmoot.events import asking, editing, replying
from folkmoot.events.models import Asked, Convening, Event, Requirement, Stage
from folkmoot.events.replying import Said
from folkmoot.kit import work
from folkmoot.kit.refusals import NotYours, Refusal

pytestmark = pytest.mark.django_db
THREE = "Jo Mill <jo@mill.example>\nBRAM@thornbeck.example\n\n sal@mill.example,\nJo again <JO@mill.example>"


@pytest.fixture
def event(village):
    facts = {"starts_at": timezone.now() + timedelta(days=30), "published_at": timezone.now(), "capacity": 2}
    made = Event.objects.create(title="A small room", place=village.thornbeck, **facts)
    made.hosts.create(person=village.amina, role="convenor")
    return made


def letters() -> dict[str, str]:
    work.drain(scheduled=False)
    return {one.to[0]: one.body for one in outbox.outbox if one.subject.startswith("You are asked")}


def link_in(body: str) -> str:
    return re.search(r"/events/reply/\S+/", body)[0]


def test_each_address_is_asked_once_and_later_waves_ask_the_others(event, village):
    assert asking.ask(event, village.amina, THREE, "Come and sit with us.") == 3
    assert asking.ask(event, village.amina, f"{THREE}\nmax@mill.example") == 1
    sent = letters()
    assert sorted(sent) == ["bram@thornbeck.example", "jo@mill.example", "max@mill.example", "sal@mill.example"]
    assert len(outbox.outbox) == 4
    assert "Dear Jo Mill" in sent["jo@mill.example"] and "Come and sit with us." in sent["jo@mill.example"]
    assert "Amina Yusuf asks you to come" in sent["sal@mill.example"]


def test_the_link_is_a_reply_with_what_they_need_and_the_hosts_see_it(event, village):
    asking.ask(event, village.amina, THREE)
    page, stranger, host = link_in(letters()["jo@mill.example"]), Client(), Client()
    assert 'value="Jo Mill"' in stranger.get(page).content.decode()
    assert not event.rsvps.exists(), "reading it answers nothing"

    said = {"answer": "yes", "party": "1", "name": "Jo Mill", "needs": "A loop", "no_steps": "on", "once": "one"}
    for _twice in (1, 2):
        stranger.post(page, said)
    rsvp = event.rsvps.get()
    assert (rsvp.name, rsvp.email, rsvp.seat) == ("Jo Mill", "jo@mill.example", "has")
    assert (Requirement.objects.get().words, Requirement.objects.get().no_steps) == ("A loop", "yes")
    stranger.post(page, {"do": "take-back"})
    assert event.rsvps.get().answer == "no"
    host.force_login(village.amina)
    words = " ".join(host.get(f"/events/{event.pk}/ask/").content.decode().split())
    assert "3 people were asked; replied: 1." in words and "has not replied" in words


def test_with_an_account_the_link_and_the_page_are_one_reply(event, village):
    asking.ask(event, village.amina, THREE)
    page = link_in(letters()["bram@thornbeck.example"])
    replying.reply(event, Said("maybe"), person=village.bram)
    Client().post(page, {"answer": "yes", "party": "1", "once": "x"})
    assert event.rsvps.get().person == village.bram and event.rsvps.get().answer == "yes"


def test_who_wants_no_more_is_asked_to_nothing_whoever_holds_it(event, village):
    asking.ask(event, village.amina, "jo@mill.example")
    Client().post(link_in(letters()["jo@mill.example"]), {"do": "stop"})
    other = Event.objects.create(title="Another", published_at=timezone.now())
    assert asking.ask(other, village.bram, "Jo <jo@mill.example>") == 0
    assert Asked.objects.get().stopped_at and Asked.forget_past(event.starts_at + timedelta(days=99)) == 0


def test_whom_the_hosts_ask_may_come_to_a_stage_for_others_once_it_is_open(event, village):
    convening = Convening.objects.create(title="Winter", purpose="x", by=village.amina)
    stage = Stage.objects.create(convening=convening, position=2, title="Second", sectors=["council"])
    Stage.objects.create(convening=convening, position=1, title="First", opened_at=timezone.now())
    Event.objects.filter(pk=event.pk).update(stage=stage)
    event.refresh_from_db()
    with pytest.raises(Refusal, match="opens once"):
        asking.ask(event, village.amina, "jo@mill.example")

    Stage.objects.filter(pk=stage.pk).update(opened_at=timezone.now())
    event = Event.objects.get(pk=event.pk)
    asking.ask(event, village.amina, "jo@mill.example")
    assert replying.reply(event, Said("yes", name="Jo"), email="jo@mill.example").seat == "has"
    with pytest.raises(NotYours):
        replying.reply(event, Said("yes", name="Sal"), email="sal@mill.example")


@pytest.mark.parametrize("lines", ["", "Jo Mill", "a@b.example\nnot an address", "\n".join("x@y.example" * 9)])
def test_a_line_that_is_no_address_gets_a_sentence_and_nobody_is_asked(event, village, lines):
    with pytest.raises(Refusal, match="one a line"):
        asking.ask(event, village.amina, lines)
    assert not Asked.objects.exists()


def test_it_refuses_before_it_is_published_and_once_it_is_called_off_and_takes_back_what_waits(event, village):
    asking.ask(event, village.amina, "jo@mill.example")
    editing.cancel(event, village.amina, "The roof leaks")
    assert letters() == {}
    for facts in ({"cancelled_at": timezone.now()}, {"cancelled_at": None, "published_at": None}):
        Event.objects.filter(pk=event.pk).update(**facts)
        with pytest.raises(Refusal, match=r"called off|Publish it first"):
            asking.ask(Event.objects.get(pk=event.pk), village.amina, "sal@mill.example")


def test_strangers_ask_nobody_and_see_no_list(event, village):
    browser = Client()
    browser.force_login(village.bram)
    assert browser.get(f"/events/{event.pk}/ask/").status_code == 403
    assert browser.post(f"/events/{event.pk}/ask/", {"people": "jo@mill.example"}).status_code == 403
    assert not Asked.objects.exists()


def test_the_list_goes_thirty_days_after(event, village):
    asking.ask(event, village.amina, "jo@mill.example")
    assert Asked.forget_past(event.starts_at + timedelta(days=29)) == 0
    assert Asked.forget_past(event.starts_at + timedelta(days=31)) == 1
