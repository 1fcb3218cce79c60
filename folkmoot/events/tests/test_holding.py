"""Becoming a host with no account: asked by mail, put down by name, taken up from an offer; and looking after it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from folkmoot.conversations.models import Group
from folkmoot.events import cohosting, editing, foremost, holding, inviting, replying, settling
from folkmoot.events.models import Asked, AskedToHost, Convening, CouldHost, Event, FollowUp, Host, Sounding, WriteUp
from folkmoot.journal.models import Notice
from folkmoot.kit import work
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.door import person_at
from folkmoot.people.models import Person
from folkmoot.requests.models import Request

pytestmark = pytest.mark.django_db
JO = "jo@mill.example"


@pytest.fixture
def event(village):
    return editing.make("Supper", village.bram, starts_at=timezone.now() + timedelta(days=20))


def letter() -> outbox.EmailMessage:
    """The one mail that went to Jo."""
    outbox.outbox.clear()
    work.drain(scheduled=False)
    [found] = [one for one in outbox.outbox if one.to == [JO]]
    return found


def page_in(mail) -> str:
    return re.search(r"/events/hold/\S+/", mail.body)[0]


def text(answer) -> str:
    return answer.content.decode()


def asks(event, by, **said) -> Client:
    host = Client()
    host.force_login(by)
    for _ in range(2):
        host.post(f"/events/{event.pk}/hosts/add/", {"name": f"Jo Mill <{JO}>", "role": "organiser"} | said)
    return host


def test_an_address_is_asked_by_mail_says_yes_and_looks_after_it_once_signed_in(event, village):
    host = asks(event, village.bram)
    mail = letter()
    assert "Will you hold it too? Supper" in mail.subject and "Bram" in mail.body and event.hosts.count() == 1
    edit = text(host.get(f"/events/{event.pk}/edit/"))
    assert "Jo Mill (jo@mill.example)" in edit and "asked, no answer yet" in edit

    page, jo = page_in(mail), Client()
    assert "Will you hold it too?" in text(jo.get(page)) and event.hosts.count() == 1, (
        "a mail reader that looks is no yes"
    )
    for _ in range(2):
        jo.post(page, {"choice": "yes", "name": "Jo Mill"})
    theirs = event.hosts.get(email=JO)
    assert (str(theirs), theirs.role) == ("Jo Mill", "organiser")
    assert Notice.objects.filter(person=village.bram, words="Jo Mill is a host of “Supper” now.").count() == 1
    assert "Sign in and look after it" in text(jo.get(page))

    joined = person_at(JO)
    assert event.may_be_run_by(joined, timezone.localdate()), "from the first page on that they open, whichever it is"
    assert joined in settling.people(event, timezone.localdate()) and joined in foremost.holders(event)
    jo.force_login(joined)
    assert "You look after it with this account." in text(jo.get(page))
    theirs.refresh_from_db()
    assert (theirs.person, theirs.name, theirs.email) == (joined, "", "")
    assert jo.get(f"/events/{event.pk}/when/").status_code == 200


def test_another_account_does_not_take_what_is_held_under_an_address(event, village):
    asks(event, village.bram)
    page = page_in(letter())
    Client().post(page, {"choice": "yes", "name": "Jo Mill"})
    other = Client()
    other.force_login(village.carys)
    assert "with another address" in text(other.get(page))
    assert not event.may_be_run_by(village.carys, timezone.localdate()) and event.hosts.get(email=JO)


def test_a_no_is_told_and_can_become_a_yes_and_a_yes_a_no(event, village):
    asks(event, village.bram)
    page, jo = page_in(letter()), Client()
    jo.post(page, {"choice": "no"})
    assert event.hosts.count() == 1
    assert Notice.objects.filter(person=village.bram, words__contains="will not be a host").count() == 1
    jo.post(page, {"choice": "yes", "name": "Jo"})
    assert event.hosts.filter(email=JO).exists()
    jo.post(page, {"choice": "no"})
    assert not event.hosts.filter(email=JO).exists()
    assert jo.post(page, {"choice": "yes", "name": " "}).status_code == 400
    assert jo.post(page, {"choice": "perhaps"}).status_code == 400


def test_a_host_who_was_taken_away_does_not_come_back_by_their_link(event, village):
    host = asks(event, village.bram)
    page, jo = page_in(letter()), Client()
    jo.post(page, {"choice": "yes", "name": "Jo"})
    host.post(f"/events/{event.pk}/hosts/drop/", {"host": event.hosts.get(email=JO).pk})
    assert jo.post(page, {"choice": "yes", "name": "Jo"}).status_code == 404
    assert not event.hosts.filter(email=JO).exists()


def test_a_link_takes_nobody_away_who_looks_after_it_with_an_account(event, village):
    asks(event, village.bram)
    page = page_in(letter())
    Client().post(page, {"choice": "yes", "name": "Jo"})
    jo, joined = Client(), person_at(JO)
    jo.force_login(joined)
    jo.get(page)
    assert Client().post(page, {"choice": "no"}).status_code == 409
    assert event.hosts.filter(person=joined).exists()


def test_an_address_with_an_account_is_asked_as_they_always_were(event, village):
    asks(event, village.bram, name=village.carys.email.upper())
    assert Request.objects.get(kind=cohosting.KIND).recipients.get().person == village.carys
    assert not AskedToHost.objects.exists()


def test_what_cannot_be_asked_is_said_in_words_and_what_was_typed_stays(event, village):
    host = Client()
    host.force_login(village.bram)
    add = f"/events/{event.pk}/hosts/add/"
    for name, why in (("jo@", "is no mail address"), ("Nobody at all", "or, if they said yes to you, tick the box")):
        answer = host.post(add, {"name": name, "role": "venue"})
        assert answer.status_code == 400 and why in text(answer) and f'value="{name}"' in text(answer)
    Asked.objects.create(event=village.winter, email=JO, stopped_at=timezone.now())
    assert "asked to nothing by mail" in text(host.post(add, {"name": JO, "role": "venue"}))
    editing.publish(event, village.bram)
    editing.cancel(event, village.bram, "Flood")
    with pytest.raises(Refusal, match="over or called off"):
        holding.ask(event, village.bram, "a@b.example", "venue")
    for verb in (holding.ask, holding.put_down):
        with pytest.raises(NotYours):
            verb(event, village.carys, "a@b.example", "venue")


def test_somebody_with_no_address_is_put_down_by_name_once_they_said_yes(event, village):
    host = asks(event, village.bram, name="The Reverend Lee", role="venue", said_yes="on")
    lee = event.hosts.get(name="The Reverend Lee")
    assert not lee.is_reached() and event.hosts.count() == 2
    editing.publish(event, village.bram)
    assert "The Reverend Lee" in text(Client().get(event.get_absolute_url()))
    assert "put down by name" in text(host.get(f"/events/{event.pk}/edit/"))

    bram = event.hosts.get(person=village.bram)
    holding.put_down(event, village.bram, "The Reverend Lee", "organiser")
    with pytest.raises(Refusal, match="Nobody would look after it"):
        editing.drop_host(event, village.bram, bram)
    assert editing.drop_host(event, village.bram, lee)


def test_their_address_is_nowhere_but_with_those_who_hold_it(event, village):
    asks(event, village.bram)
    Client().post(page_in(letter()), {"choice": "yes", "name": "Jo Mill"})
    editing.publish(event, village.bram)
    for address in (
        event.get_absolute_url(),
        f"/events/{event.pk}/calendar.ics",
        "/events/",
        "/events/calendar.ics",
        f"/events/{event.pk}/record/",
    ):
        assert JO not in text(Client().get(address)), address
    assert "Jo Mill" in text(Client().get(event.get_absolute_url()))


def test_an_offer_by_link_becomes_the_host_of_the_next_event(village):
    WriteUp.write(village.winter, village.amina, "").publish(village.amina, "everyone")
    following = FollowUp.propose(village.winter, village.amina, "A Sunday bus")
    offer = CouldHost.by_mail(following, JO, "Jo Mill", "A barn")
    work.drain(scheduled=False)
    host = Client()
    host.force_login(village.amina)
    for _ in range(2):
        host.post(f"/events/{village.winter.pk}/record/next/{following.pk}/event/", {"offer": offer.pk})
    following.refresh_from_db()
    made = following.became
    assert {(str(one), one.role) for one in made.hosts.all()} == {("Jo Mill", "convenor"), ("Amina Yusuf", "organiser")}
    mail = letter()
    assert "You hold it: A Sunday bus" in mail.subject and "you offered to host it" in mail.body
    assert "You stand on its page among those who hold it, as Jo Mill." in text(Client().get(page_in(mail)))


@pytest.fixture
def stage(village):
    convening = Convening.objects.create(title="Who does what", purpose="x", by=village.amina)
    return convening.add_stage(village.amina, "Demo")


def test_a_stage_is_hosted_by_whoever_offered_with_a_link(stage, village):
    inviting.ask_for_host(stage, village.amina)
    offer = CouldHost.by_mail(stage, JO, "Jo Mill", "A barn")
    host, page = Client(), stage.convening.get_absolute_url()
    host.force_login(village.amina)
    assert "Jo Mill hosts it" in text(host.get(page))
    for _ in range(2):
        host.post(f"/events/stages/{stage.pk}/choose-host/", {"offer": offer.pk})
    stage.refresh_from_db()
    assert stage.hosted_by == offer and not inviting.is_wanting_a_host(stage)
    assert "Jo Mill" in text(Client().get(page)) and JO not in text(Client().get(page))

    assert host.post(f"/events/stages/{stage.pk}/event/", {}, follow=True).status_code == 200
    made = stage.events.get()
    assert {str(one) for one in made.hosts.all()} == {"Amina Yusuf", "Jo Mill"}
    assert "You hold it" in letter().subject


def test_somebody_signed_in_who_speaks_for_no_body_can_offer_and_take_it_back(stage, village):
    bram, page = Client(), stage.convening.get_absolute_url()
    bram.force_login(village.bram)
    way = f"/events/stages/{stage.pk}/could-host/"
    assert bram.post(way, {"words": "My kitchen"}).status_code == 409, "nobody asked yet"
    inviting.ask_for_host(stage, village.amina)
    assert "I could host" in text(bram.get(page))
    for _ in range(2):
        bram.post(way, {"words": "My kitchen"})
    assert "You offered to host it." in text(bram.get(page))
    assert Notice.objects.filter(person=village.amina, words="Bram de Wit could host “Demo”.").count() == 1

    holding.choose(stage, stage.could_host.get(), village.amina)
    bram.post(way, {"do": "take-back"})
    stage.refresh_from_db()
    assert stage.hosted_by is None
    assert Notice.objects.filter(person=village.amina, words="Bram de Wit no longer hosts “Demo”.").exists()
    with pytest.raises(Refusal, match="no longer offer"):
        holding.choose(stage, stage.could_host.get(), village.amina)
    inviting.ask_for_host(stage, village.amina)
    assert inviting.is_wanting_a_host(stage), "a question that was settled can be asked again"


def test_whoever_makes_an_event_of_a_stage_hosted_by_others_can_look_after_it(stage, village):
    type(stage).objects.filter(pk=stage.pk).update(host=village.council)
    stage.convening.by = village.bram
    stage.convening.save()
    bram = Client()
    bram.force_login(village.bram)
    assert bram.post(f"/events/stages/{stage.pk}/event/", {}, follow=True).status_code == 200
    assert {str(one) for one in stage.events.get().hosts.all()} == {"Thornbeck Council", "Bram de Wit"}


def test_an_offer_made_before_there_was_an_event_is_asked_by_mail_from_its_page(village):
    asked = Sounding.ask("Would people welcome a supper?", village.bram)
    more = {"email": JO, "name": "Jo Mill", "willing": {"host": "Our hall"}}
    asked.hear(asked.voter_of(email=JO), 2, {}, **more)
    event = asked.become(village.bram)
    [could] = cohosting.could_host(event)
    host = Client()
    host.force_login(village.bram)
    assert "Ask them to give the room" in text(host.get(f"/events/{event.pk}/edit/"))
    for _ in range(2):
        host.post(f"/events/{event.pk}/hosts/add/", {"willing": could.key})
    Client().post(page_in(letter()), {"choice": "yes", "name": "Jo Mill"})
    assert event.hosts.get(email=JO).role == "venue"
    assert not event.may_be_run_by(person_at(JO), timezone.localdate()), "giving a room is not looking after it"
    assert cohosting.could_host(event) == []


def test_addresses_go_thirty_days_after_the_event_and_names_stay(event, village):
    asks(event, village.bram)
    Client().post(page_in(letter()), {"choice": "yes", "name": "Jo Mill"})
    assert AskedToHost.forget_past(event.starts_at + timedelta(days=29)) == 0
    assert AskedToHost.forget_past(event.starts_at + timedelta(days=31)) == 1
    assert event.hosts.get(name="Jo Mill").email == ""


def test_the_next_of_a_series_and_a_second_date_are_held_by_the_same(event, village):
    asks(event, village.bram)
    Client().post(page_in(letter()), {"choice": "yes", "name": "Jo Mill"})
    other = editing.make("Again", village.bram, starts_at=timezone.now() + timedelta(days=40))
    for _ in range(2):
        for host in event.hosts.all():
            host.also_hold(other)
    assert sorted(map(str, other.hosts.all())) == ["Bram de Wit", "Jo Mill"]


def test_two_who_are_mere_names_are_not_the_same_host(event, village):
    one = Host(pk=1, name="Sam")
    two = Host(pk=2, name="Sam")
    assert one.key() != two.key()
    assert Host(pk=1, name="Sam", email=JO).key() == Host(pk=2, name="S.", email=JO).key()


def test_the_database_holds_that_a_host_is_one(event, village):
    for facts in (
        {},
        {"email": JO},
        {"person": village.carys, "name": "Carys"},
        {"name": "X", "organisation": village.council},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            event.hosts.create(role="venue", **facts)
    event.hosts.create(role="venue", name="Jo", email=JO)
    with pytest.raises(IntegrityError), transaction.atomic():
        event.hosts.create(role="venue", name="Other", email=JO)


def test_a_reply_of_a_host_who_signed_in_keeps_its_seat(event, village):
    Event.objects.filter(pk=event.pk).update(capacity=1, published_at=timezone.now())
    event.refresh_from_db()
    event.hosts.create(role="convenor", name="Jo", email=JO)
    rsvp = replying.reply(event, replying.Said("yes", name="Jo"), person=person_at(JO))
    assert foremost.is_foremost(rsvp)


def test_who_may_run_an_event_is_who_finds_it_among_theirs(event, village):
    """By person, body, address and group, for everybody: one event asked about and all of them asked for agree."""
    day = timezone.localdate()
    Event.objects.filter(pk=village.winter.pk).update(group=village.sundays)
    event.hosts.create(name="Dilys", email=village.dilys.email, role="organiser")
    agreed = set()
    for person in Person.objects.all():
        among = set(Event.objects.run_by(person, day).values_list("pk", flat=True))
        asked = {one.pk for one in Event.objects.all() if one._is_held_by(person, day)}
        assert asked == among, person
        agreed |= {(person.pk, pk) for pk in among}
    assert {(village.bram.pk, event.pk), (village.dilys.pk, event.pk)} <= agreed
    runs = Group.objects.filter(pk=village.sundays.pk)
    by_group = [one for one in Person.objects.all() if runs.with_power(one, "runs_events", day).exists()]
    assert by_group and {(one.pk, village.winter.pk) for one in by_group} <= agreed
