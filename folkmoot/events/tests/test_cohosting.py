"""Holding an event with others: nobody is a host before their own yes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from folkmoot.events import cohosting, editing
from folkmoot.events.models import Event, Host, Sounding
from folkmoot.journal.models import Notice
from folkmoot.kit import work
from folkmoot.kit.refusals import NotYours
from folkmoot.requests.models import Request


@pytest.fixture
def event(village):
    return editing.make("Supper", village.bram, starts_at=timezone.now() + timedelta(days=20))


def test_a_body_is_asked_shown_as_asked_and_holds_it_after_its_yes(event, village, client):
    client.force_login(village.bram)
    for _ in range(2):
        client.post(f"/events/{event.pk}/hosts/add/", {"name": "Thornbeck Council", "role": "organiser"})
    asked = Request.objects.get(kind=cohosting.KIND)
    assert event.hosts.count() == 1 and not event.may_be_run_by(village.dilys, timezone.localdate())
    assert "asked, no answer yet" in client.get(f"/events/{event.pk}/edit/").content.decode()

    client.force_login(village.dilys)
    assert asked in Request.objects.waiting_for(village.dilys, [f"directory.organisation:{village.council.pk}"])
    assert "Will you hold it too?" in client.get(asked.address).content.decode()
    for _ in range(2):
        client.post(asked.address, {"choice": "yes"})

    assert event.hosts.get(organisation=village.council).role == Host.Role.ORGANISER
    assert event.may_be_run_by(village.dilys, timezone.localdate())
    assert Notice.objects.filter(person=village.bram, words__contains="is a host of “Supper” now").count() == 1
    client.force_login(village.bram)
    assert "asked, no answer yet" not in client.get(f"/events/{event.pk}/edit/").content.decode()


def test_a_no_is_told_and_leaves_no_host(event, village):
    asked = cohosting.ask(event, village.bram, village.emeka, "convenor")
    assert cohosting.answer(asked, village.emeka, "no") is None
    assert event.hosts.count() == 1
    assert Notice.objects.filter(person=village.bram, words__contains="will not be a host").exists()


def test_a_person_is_asked_by_their_address(event, village, client):
    client.force_login(village.bram)
    client.post(f"/events/{event.pk}/hosts/add/", {"name": village.carys.email.upper(), "role": "convenor"})
    assert Request.objects.get(kind=cohosting.KIND).recipients.get().person == village.carys
    wrong = client.post(f"/events/{event.pk}/hosts/add/", {"name": "Nobody at all", "role": "convenor"})
    assert wrong.status_code == 400 and "We know no body and no one person" in wrong.content.decode()


def test_a_body_one_speaks_for_is_a_host_at_once(village):
    event = editing.make("Supper", village.amina, starts_at=timezone.now() + timedelta(days=20))
    assert isinstance(cohosting.ask(event, village.amina, village.voluntary_action, "venue"), Host)


def test_strangers_neither_ask_nor_answer(event, village, client):
    with pytest.raises(NotYours):
        cohosting.ask(event, village.carys, village.council, "convenor")
    asked = cohosting.ask(event, village.bram, village.council, "convenor")
    with pytest.raises(NotYours):
        cohosting.answer(asked, village.carys, "yes")
    client.force_login(village.carys)
    assert client.get(f"/events/hosts/asked/{asked.pk}/").status_code == 403


def test_those_who_said_that_they_could_host_are_offered_and_asked(village, client):
    asked = Sounding.ask("Would people welcome a supper?", village.bram)
    more = {"willing": {"host": "Our hall"}}
    asked.hear(asked.voter_of(village.dilys), 2, {}, person=village.dilys, organisation=village.council, **more)
    asked.hear(asked.voter_of(email="j@host.example"), 2, {}, email="j@host.example", name="Joan", **more)
    event = asked.become(village.bram)
    client.force_login(village.bram)
    page = client.get(f"/events/{event.pk}/edit/").content.decode()
    assert "They said that they could host it" in page and "Our hall" in page and "j@host.example" in page
    theirs = next(one for one in cohosting.could_host(event) if one.who == village.council)
    for _ in range(2):
        client.post(f"/events/{event.pk}/hosts/add/", {"willing": theirs.key})
    assert Request.objects.get(kind=cohosting.KIND).payload == {"role": "venue"}
    assert "Our hall" in client.get(f"/events/{event.pk}/edit/").content.decode(), (
        "Joan is still there to be written to"
    )

    Event.objects.filter(pk=event.pk).update(starts_at=timezone.now() + timedelta(days=20))
    editing.publish(Event.objects.get(pk=event.pk), village.bram)
    work.drain(scheduled=False)
    [told] = [mail for mail in outbox.outbox if mail.to == ["j@host.example"]]
    assert "It is happening" in told.subject and event.get_absolute_url() in told.body
