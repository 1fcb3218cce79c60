"""Too many want in, and they want different things: two events, each reply on its side, everybody told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from folkmoot.directory.models import Topic
from folkmoot.events import changing, editing
from folkmoot.events.models import Event, Rsvp
from folkmoot.events.replying import Said, reply
from folkmoot.kit import work

YES = Said("yes", name="Somebody")


@pytest.fixture
def topics(village):
    for code, name in (("ZZ1", "Bees"), ("ZZ2", "Maps")):
        Topic.objects.create(code=code, name=name)
    return ["Bees", "Maps"]


@pytest.fixture
def event(village, topics, client):
    facts = {"starts_at": timezone.now() + timedelta(days=30), "capacity": 3, "place": village.thornbeck}
    made = editing.make("Talk", village.amina, ends_at=facts["starts_at"] + timedelta(hours=2), **facts)
    client.force_login(village.amina)
    chosen = Topic.objects.filter(name__in=topics).values_list("pk", flat=True)
    sent = {"title": "Talk", "topics": list(chosen), "talk_of": "everyone", "capacity": 3, "place": "Thornbeck"}
    answer = client.post(f"/events/{made.pk}/edit/", sent | {"party_limit": 4, "offer_hours": 24})
    assert answer.status_code == 302, answer.content.decode()
    editing.publish(made, village.amina)
    made.refresh_from_db()
    return made


def wants(event, name, *themes, **more) -> Rsvp:
    return reply(event, replace(YES, name=name, themes=themes, **more), email=f"{name}@part.example")


def split(event, client) -> Event:
    sent = {"kind": "split by theme", "because": "Two talks in one.", "once": "a", "do": "on"}
    assert client.post(f"/events/{event.pk}/room/choose/", sent).status_code == 302
    return event.rethinks.get().sibling


def test_people_are_asked_what_they_come_for(event, topics, client):
    client.logout()
    page = client.get(event.get_absolute_url()).content.decode()
    assert "What do you come for?" in page and all(topic in page for topic in topics)


def test_each_is_put_on_their_side_with_the_seat_they_have_and_told(event, topics, client):
    one, two = topics
    ann, bo = wants(event, "ann", one), wants(event, "bo", two)
    cy, di, ed = wants(event, "cy", one), wants(event, "di", two), wants(event, "ed", two)
    assert [one.seat for one in (ann, bo, cy, di, ed)] == ["has", "has", "has", "waiting", "waiting"]
    work.drain(scheduled=False)
    outbox.outbox.clear()
    assert "Split" in client.get(f"/events/{event.pk}/room/").content.decode()

    other = split(event, client)

    for each in (ann, bo, cy, di, ed):
        each.refresh_from_db()
    event.refresh_from_db()
    assert other.published_at and other.starts_at == event.starts_at and other.capacity == 3
    assert {str(topic) for topic in (*event.topics.all(), *other.topics.all())} == set(topics)
    assert [each.event for each in (ann, cy)] == [event, event] and [each.event for each in (bo, di, ed)] == [other] * 3
    assert [each.seat for each in (ann, bo, cy, di, ed)] == ["has", "has", "has", "offered", "offered"]
    assert (event.taken, other.taken) == (2, 3)
    work.drain(scheduled=False)
    told = {mail.to[0].split("@")[0] for mail in outbox.outbox if "Split by theme" in mail.subject}
    assert told == {"ann", "bo", "cy", "di", "ed"}
    [gone] = [mail for mail in outbox.outbox if "Split" in mail.subject and mail.to == ["bo@part.example"]]
    assert "METHOD:CANCEL" in gone.alternatives[-1].content and str(event.uid) in gone.alternatives[-1].content
    new = [mail for mail in outbox.outbox if "Your reply" in mail.subject and mail.to == ["bo@part.example"]]
    assert "METHOD:REQUEST" in new[0].alternatives[-1].content and str(other.uid) in new[0].alternatives[-1].content


def test_sent_twice_it_is_split_once(event, topics, client):
    wants(event, "ann", topics[0], party=3)
    wants(event, "bo", topics[1])
    split(event, client)
    split(event, client)
    assert Event.objects.filter(title__startswith="Talk: ").count() == 2


def test_whoever_takes_part_online_keeps_that_on_their_side(event, topics, village, client):
    changing.open_online(event, village.amina, 5, "A camera.")
    wants(event, "ann", topics[0], party=3)
    online = wants(event, "bo", topics[1], online=True)
    wants(event, "cy", topics[1])
    other = split(event, client)
    online.refresh_from_db()
    assert (online.event, online.seat) == (other, "remote")
