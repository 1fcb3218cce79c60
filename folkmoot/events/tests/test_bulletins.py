"""Writing to those who come: to whom it is for, once each, and to nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from folkmoot.events import replying, telling, writing
from folkmoot.events.models import Bulletin, Event, Rsvp
from folkmoot.events.replying import Said
from folkmoot.journal.models import Notice
from folkmoot.kit import work
from folkmoot.kit.limits import TooMany
from folkmoot.kit.refusals import NotYours, Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(village):
    facts = {"starts_at": timezone.now() + timedelta(days=30), "published_at": timezone.now(), "capacity": 2}
    made = Event.objects.create(title="A small room", place=village.thornbeck, **facts)
    made.hosts.create(person=village.amina, role="convenor")
    replying.reply(made, Said("yes"), person=village.bram)
    for name, answer in (("b", "yes"), ("wait", "yes"), ("maybe", "maybe"), ("no", "no")):
        replying.reply(made, Said(answer, name=name), email=f"{name}@words.example")
    work.drain(scheduled=False)
    outbox.outbox.clear()
    return made


def letters() -> list[str]:
    work.drain(scheduled=False)
    return sorted(one.to[0] for one in outbox.outbox if "Bring a cup." in one.body)


@pytest.mark.parametrize(
    ("to", "who"),
    [("come", ["b", "bram"]), ("wait", ["wait"]), ("maybe", ["maybe"]), ("all", ["b", "bram", "maybe", "wait"])],
)
def test_it_goes_to_whom_it_is_for_once(event, village, to, who):
    host = Client()
    host.force_login(village.amina)
    for _twice in (1, 2):
        host.post(f"/events/{event.pk}/write/", {"to": to, "words": "Bring a cup.", "once": "k"})
    assert [address.partition("@")[0] for address in letters()] == who
    assert Notice.objects.filter(person=village.bram, words__contains="wrote to you").count() == ("bram" in who)


def test_before_it_is_sent_the_page_says_to_how_many(event, village, client):
    client.force_login(village.amina)
    page = client.get(f"/events/{event.pk}/write/").content.decode()
    for words in ("Those who come (2)", "Those who wait (1)", "Those who said maybe (1)", "All of these (4)"):
        assert words in page


def test_it_stands_on_the_page_of_their_reply_and_nowhere_else(event, village):
    writing.write_to(event, village.amina, "come", "Bring a cup.")
    reader, other = Client(), Client()
    reader.force_login(village.bram)
    other.force_login(village.carys)
    address = event.get_absolute_url()
    assert "Bring a cup." in reader.get(address).content.decode()
    assert "Bring a cup." not in other.get(address).content.decode() + Client().get(address).content.decode()
    links = {one.name: telling.link_to_reply(one) for one in event.rsvps.filter(person=None)}
    assert "Bring a cup." in Client().get(links["b"]).content.decode()
    assert "Bring a cup." not in Client().get(links["wait"]).content.decode()


def test_who_takes_their_reply_back_meanwhile_gets_none(event, village):
    writing.write_to(event, village.amina, "come", "Bring a cup.")
    replying.take_back(event.rsvps.get(person=village.bram))
    assert letters() == ["b@words.example"]


def test_it_refuses_strangers_nothing_nobody_and_a_sixth_in_a_day(event, village, settings):
    settings.LIMITS = True
    with pytest.raises(NotYours):
        writing.write_to(event, village.bram, "come", "x")
    for to, words in (("come", " "), ("come", "x" * 4001), ("strangers", "x")):
        with pytest.raises(Refusal, match="Write something"):
            writing.write_to(event, village.amina, to, words)
    Rsvp.objects.filter(event=event, answer="maybe").delete()
    with pytest.raises(Refusal, match="nobody to read it"):
        writing.write_to(event, village.amina, "maybe", "x")
    for number in range(5):
        writing.write_to(event, village.amina, "come", f"x {number}")
    with pytest.raises(TooMany):
        writing.write_to(event, village.amina, "come", "x 6")
    assert Bulletin.objects.filter(event=event).count() == 5
