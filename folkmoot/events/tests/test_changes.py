"""When the seats, the place or the time change after people replied: nobody silently dropped, everybody told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from django.utils import timezone

from folkmoot.events import changing, editing, reminding, rethinking, talking, telling
from folkmoot.events.models import Event, Requirement, Rsvp, Venue
from folkmoot.events.replying import Said, reply, take_back
from folkmoot.events.seats import NoRoom
from folkmoot.journal.models import Line
from folkmoot.kit import work
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.kit.sealed import key_file
from folkmoot.people.models import Person

pytestmark = pytest.mark.django_db
YES = Said("yes", name="Somebody")


@pytest.fixture
def event(village):
    facts = {"starts_at": timezone.now() + timedelta(days=30), "published_at": timezone.now(), "capacity": 3}
    made = Event.objects.create(title="A small room", venue=village.old_school, place=village.thornbeck, **facts)
    made.hosts.create(person=village.amina, role="convenor")
    for name in "abc":
        reply(made, YES, email=f"{name}@change.example")
    work.drain(scheduled=False)
    outbox.outbox.clear()
    return made


def seats(event) -> str:
    return " ".join(event.rsvps.order_by("number").values_list("seat", flat=True))


def sent(subject: str = "") -> list:
    work.drain(scheduled=False)
    return [mail for mail in outbox.outbox if subject in mail.subject]


def test_fewer_seats_move_the_latest_to_the_head_of_the_list_and_tell_them(event, village):
    reply(event, YES, email="d@change.example")
    change = changing.resize(event, village.amina, 1, "The hall is closed.")
    assert seats(event) == "has waiting waiting waiting"
    assert change.moved_out == 2
    assert [mail.to for mail in sent("Your seat is gone")] == [["b@change.example"], ["c@change.example"]]
    assert "METHOD:CANCEL" in next(part.content for part in outbox.outbox[-1].alternatives if "cal" in part.mimetype)
    changing.resize(event, village.amina, 2, "A bigger table.")
    assert seats(event) == "has offered waiting waiting", "who lost a seat comes before who never had one"


def test_the_same_number_again_is_no_change_and_hosts_are_never_moved(event, village):
    assert changing.resize(event, village.amina, 3, "No reason.") is None
    event.rsvps.update(is_host=True)
    with pytest.raises(NoRoom, match="need 3 seats"):
        changing.resize(event, village.amina, 2, "Smaller.")
    event.refresh_from_db()
    assert event.capacity == 3 and seats(event) == "has has has"


def test_it_refuses_strangers_and_a_change_without_a_reason(event, village):
    with pytest.raises(NotYours):
        changing.resize(event, village.bram, 1, "Because.")
    with pytest.raises(Refusal, match="why"):
        changing.resize(event, village.amina, 1, " ")


def test_a_move_reaches_every_calendar_and_never_sends_anybody_to_the_old_place(event, village):
    hall = Venue.objects.create(name="The Corn Hall", address="1 High Street", seats=60)
    editing.revise(event, village.amina, {"venue": hall}, "More of us than chairs.")
    told = sent("Changed")
    assert len(told) == 3
    for mail in told:
        calendar = next(part.content for part in mail.alternatives if "method=REQUEST" in part.mimetype)
        assert "The Corn Hall" in calendar and "Old School" not in calendar
        assert "SEQUENCE:1" in calendar
        assert f"mailto:{mail.to[0]}" in calendar.replace("\r\n ", ""), "it names whom it is for, and nobody else"
        assert calendar.replace("\r\n ", "").count("ATTENDEE") == 1
        assert "Where: The Corn Hall" in mail.body


def test_a_mail_that_waited_names_what_is_true_when_it_leaves(event, village):
    reply(event, YES, email="late@change.example")  # queued, not sent
    changing.resize(event, village.amina, 4, "A chair was found.")
    hall = Venue.objects.create(name="The Corn Hall", address="1 High Street", seats=60)
    Event.objects.filter(pk=event.pk).update(venue=hall)
    for mail in sent():
        assert "The Corn Hall" in mail.body and "Old School" not in mail.body


def test_a_cancelled_event_takes_itself_out_of_every_calendar(event, village):
    editing.cancel(event, village.amina, "Snow.")
    told = sent("Called off")
    assert len(told) == 3 and all("Snow." in mail.body for mail in told)
    assert all("METHOD:CANCEL" in next(p.content for p in m.alternatives if "cal" in p.mimetype) for m in told)


def test_the_page_says_what_changed_when_and_why(client, event, village):
    hall = Venue.objects.create(name="The Corn Hall", address="1 High Street", seats=60)
    editing.revise(event, village.amina, {"venue": hall}, "More of us than chairs.")
    page = client.get(event.get_absolute_url()).content.decode()
    assert "<del>The Old School</del>" in page and "<strong>The Corn Hall</strong>" in page
    assert "More of us than chairs." in page


def wait(event, *people: Said) -> None:
    for number, said in enumerate(people):
        reply(event, said, email=f"w{number}@change.example")


def test_the_room_page_says_who_is_squeezed_out_by_each_way(client, event, village):
    wait(event, replace(YES, sector="council"), replace(YES, sector="business", by_screen=True))
    client.force_login(village.bram)
    assert client.get(f"/events/{event.pk}/room/").status_code == 403
    client.force_login(village.amina)
    page = client.get(f"/events/{event.pk}/room/").content.decode()
    assert "about 5 people" in page
    for words in ("Move to The Old School, Upper room", "Hold it twice", "by screen", "Keep the room"):
        assert words in page
    assert "1 Council or other public body" in page


def choose(event, village, kind: str, **said) -> object:
    return rethinking.choose(event, village.amina, kind, {"because": "Fair to all.", "do": True} | said, once=kind)


def test_a_bigger_room_is_taken_in_one_go_and_its_reason_kept(event, village):
    wait(event, YES, YES)
    made = choose(event, village, "bigger room")
    event.refresh_from_db()
    assert event.capacity == 10 and seats(event) == "has has has offered offered"
    assert (made.because, made.done_at is not None) == ("Fair to all.", True)
    assert {way["kind"] for way in made.options} >= {"bigger room", "second date", "keep"}
    assert choose(event, village, "bigger room").pk == made.pk, "sent again it is the one there is"


def test_a_second_date_is_a_sibling_and_those_who_wait_hear_of_it(event, village):
    wait(event, YES, YES)
    with pytest.raises(Refusal, match="second date"):
        choose(event, village, "second date")
    made = choose(event, village, "second date", second=timezone.now() + timedelta(days=37))
    assert made.sibling.capacity == 3 and made.sibling.published_at and made.sibling.hosts.count() == 1
    assert [mail.to[0] for mail in sent("A second date")] == ["w0@change.example", "w1@change.example"]


def test_places_online_go_to_those_who_would_take_one(event, village):
    wait(event, YES, replace(YES, by_screen=True))
    choose(event, village, "remote")
    assert seats(event) == "has has has waiting remote"


def test_a_cap_makes_room_for_more_bodies_and_holds_from_then_on(village):
    facts = {"starts_at": timezone.now() + timedelta(days=30), "published_at": timezone.now(), "capacity": 3}
    event = Event.objects.create(title="Capped", **facts)
    event.hosts.create(person=village.amina, role="convenor")
    for name in "abc":
        reply(event, replace(YES, organisation_said="The Guild"), email=f"{name}@guild.example")
    wait(event, replace(YES, organisation_said="The Choir"), YES)
    choose(event, village, "cap")
    assert seats(event) == "has waiting waiting offered offered"
    assert reply(event, replace(YES, organisation_said="the guild"), email="d@guild.example").seat == "waiting"


def test_keeping_the_room_is_a_choice_too_and_shown(client, event, village):
    wait(event, YES)
    made = choose(event, village, "keep")
    assert made.done_at
    assert "Fair to all." in client.get(event.get_absolute_url()).content.decode()


def test_what_people_need_is_sealed_and_read_by_those_who_hold_it_alone(client, event, village, settings):
    client.force_login(village.bram)
    sent = {"answer": "yes", "party": 1, "needs": "No nuts: I nearly died once", "once": "n"}
    client.post(f"/events/{event.pk}/reply/", sent)
    row = Requirement.objects.get()
    assert row.words == "No nuts: I nearly died once"
    assert "nuts" not in raw(row) and key_file().stat().st_mode & 0o777 == 0o600
    assert "No nuts" in client.get(event.get_absolute_url()).content.decode(), "whoever said it sees it"
    for person, status in ((village.bram, 403), (village.kofi, 403), (village.amina, 200)):
        client.force_login(person)
        assert client.post(f"/events/{event.pk}/needs/").status_code == status
    line = Line.objects.latest("pk")
    assert (line.verb, line.audience, line.by) == ("read what people need at", "keepers", village.amina)
    client.force_login(village.kofi)
    assert "nuts" not in client.get(f"/events/{event.pk}/desk/?as=csv").getvalue().decode()


def raw(row: Requirement) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM events_requirement WHERE id = %s", [row.pk])
        return cursor.fetchone()[0]


def test_what_people_need_is_gone_thirty_days_after(event, village):
    Requirement.say(event.rsvps.first(), "A ramp")
    assert Requirement.forget_past(event.starts_at + timedelta(days=29)) == 0
    assert Requirement.forget_past(event.starts_at + timedelta(days=31)) == 1


def test_reminders_go_once_a_week_before_and_the_day_before(event, village):
    Rsvp.objects.update(replied_at=timezone.now() - timedelta(days=60))
    day, minute = timedelta(days=1), timedelta(minutes=1)
    assert reminding.remind_due(event.starts_at - 8 * day) == 0
    assert reminding.remind_due(event.starts_at - 7 * day + minute) == 3
    assert reminding.remind_due(event.starts_at - 6 * day) == 0
    assert reminding.remind_due(event.starts_at - day + minute) == 3
    assert len(sent("Coming up")) == 6


def test_who_took_their_reply_back_after_a_reminder_was_queued_gets_none(event, village):
    Rsvp.objects.update(replied_at=timezone.now() - timedelta(days=60))
    reminding.remind_due(event.starts_at - timedelta(hours=20))
    reply(event, Said("no"), email="a@change.example")
    assert len(sent("Coming up")) == 2


def test_comments_are_for_whom_the_host_says_until_the_day_they_close(client, event, village):
    talking.set_rules(event, "replied", None)
    client.force_login(village.bram)
    assert client.post(f"/events/{event.pk}/say/", {"words": "Hello", "once": "1"}).status_code == 403
    reply(event, Said("maybe"), person=village.bram)
    for _ in range(2):
        assert client.post(f"/events/{event.pk}/say/", {"words": "Is there tea?", "once": "1"}).status_code == 302
    event.refresh_from_db()
    assert event.talk.posts.count() == 1
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Is there tea?" in page and "/report/?about=" in page
    post = event.talk.posts.get()
    client.force_login(village.carys)
    assert client.post(f"/events/{event.pk}/unsay/{post.pk}/").status_code == 403
    talking.set_rules(event, "everyone", timezone.localdate() - timedelta(days=1))
    assert client.post(f"/events/{event.pk}/say/", {"words": "Too late", "once": "2"}).status_code == 403
    client.force_login(village.bram)
    client.post(f"/events/{event.pk}/unsay/{post.pk}/")
    assert "Is there tea?" not in client.get(event.get_absolute_url()).content.decode()


def test_what_looks_personal_in_a_comment_is_pointed_out_once_by_account_and_by_link(client, event, village):
    client.force_login(village.bram)
    said = {"words": "Ring Joan on 07700 900123", "once": "1"}
    page = client.post(f"/events/{event.pk}/say/", said).content.decode()
    assert "07700 900123</textarea>" in page and 'name="anyway"' in page, "what was written is not lost"
    assert 'id="errors"' in client.post(f"/events/{event.pk}/say/", {"words": " "}).content.decode()
    assert event.talk is None or event.talk.posts.count() == 0
    assert client.post(f"/events/{event.pk}/say/", said | {"anyway": "on"}).status_code == 302

    link = telling.link_to_reply(event.rsvps.get(who=Rsvp.who_of(email="a@change.example")))
    by_link = {"do": "say", "words": "Write to joan@lane.example", "once": "2"}
    page = Client().post(link, by_link)
    assert page.status_code == 422 and "joan@lane.example</textarea>" in page.content.decode()
    assert Client().post(link, by_link | {"anyway": "on"}).status_code == 302
    event.refresh_from_db()
    assert event.talk.posts.count() == 2


def calendars(mails) -> list[str]:
    return [part.content for mail in mails for part in mail.alternatives if "calendar" in part.mimetype]


def test_a_seat_kept_for_somebody_that_is_not_there_any_more_is_told(event, village):
    first = event.rsvps.order_by("number").first()
    waits = reply(event, YES, email="d@change.example")
    take_back(first)
    waits.refresh_from_db()
    assert waits.seat == "offered"
    work.drain(scheduled=False)
    outbox.outbox.clear()

    changing.resize(event, village.amina, 2, "One chair broke.")

    waits.refresh_from_db()
    assert (waits.seat, waits.offer_ends_at) == ("waiting", None)
    [mail] = sent("No seat is kept for you any more")
    assert mail.to == ["d@change.example"] and "You keep your place" in mail.body
    assert sent("Your seat is gone") == []


def test_a_withdrawn_seat_that_is_kept_again_is_told_as_kept(event, village):
    take_back(event.rsvps.order_by("number").first())
    reply(event, YES, email="d@change.example")
    Event.objects.filter(pk=event.pk).update(per_organisation=None)
    changing.resize(event, village.amina, 2, "One chair broke.")
    changing.resize(event, village.amina, 3, "It is mended.")
    assert sent("No seat is kept for you any more") == [], "It was kept again before the mail left."


def test_whoever_had_a_seat_and_says_maybe_is_taken_out_of_their_calendar(event):
    reply(event, replace(YES, answer="maybe"), email="a@change.example")
    [mail] = sent("Your reply")
    assert "METHOD:CANCEL" in calendars([mail])[0]


def test_whoever_only_said_maybe_gets_no_calendar(event):
    reply(event, replace(YES, answer="maybe"), email="new@change.example")
    assert calendars(sent("Your reply")) == []


def test_an_event_that_loses_its_day_is_taken_out_of_every_calendar(event, village):
    no_day = {"starts_at": None, "ends_at": None, "when_said": "Some day", "earliest_on": None, "latest_on": None}
    editing.revise(event, village.amina, no_day, "The hall is flooded.")
    told = calendars(sent("Changed"))
    assert len(told) == 3 and all("METHOD:CANCEL" in one and "DTSTART:" not in one for one in told)
    assert all("UID:" in one and "SEQUENCE:1" in one for one in told)


def test_an_event_without_a_day_that_is_called_off_is_taken_out_too(event, village):
    no_day = {"starts_at": None, "ends_at": None, "when_said": "Some day", "earliest_on": None, "latest_on": None}
    Event.objects.filter(pk=event.pk).update(**no_day)
    editing.cancel(event, village.amina, "Nobody has a room.")
    told = calendars(sent("Called off"))
    assert len(told) == 3 and all("METHOD:CANCEL" in one for one in told)


def test_a_place_online_that_is_free_again_goes_to_whoever_waits_for_one(event, village):
    changing.open_online(event, village.amina, 1, "There is a camera.")
    online = reply(event, replace(YES, online=True), email="o@change.example")
    waits = reply(event, replace(YES, by_screen=True), email="w@change.example")
    assert (online.seat, waits.seat) == ("remote", "waiting")
    work.drain(scheduled=False)
    outbox.outbox.clear()

    reply(event, replace(YES, online=True, brings="cake"), email="o@change.example")
    waits.refresh_from_db()
    assert waits.seat == "waiting", "Who changes their words keeps their place online."
    take_back(online)

    waits.refresh_from_db()
    assert waits.seat == "remote"
    [mail] = [one for one in sent("Your reply") if one.to == ["w@change.example"]]
    assert "you take part online" in mail.body and "METHOD:REQUEST" in calendars([mail])[0]


def test_what_somebody_needs_is_kept_when_their_two_replies_become_one(event, village):
    mailed = reply(event, YES, email="two@change.example")
    Requirement.say(mailed, "A ramp")
    Person.objects.filter(pk=village.carys.pk).update(email="away@change.example")
    village.carys.refresh_from_db()
    mine = reply(event, YES, person=village.carys)
    Requirement.say(mine, "No nuts")
    Person.objects.filter(pk=village.carys.pk).update(email="two@change.example")
    village.carys.refresh_from_db()

    merged = reply(event, YES, person=village.carys)

    assert event.rsvps.filter(pk__in=[mailed.pk, mine.pk]).count() == 1
    assert Requirement.objects.get(rsvp=merged).words == "A ramp\nNo nuts"


@pytest.mark.parametrize("answer", ["no", "maybe"])
def test_what_was_needed_with_a_mailed_reply_that_goes_is_kept(event, village, answer):
    mine = reply(event, replace(YES, answer=answer), person=village.bram)
    Person.objects.filter(pk=village.bram.pk).update(email="old@change.example")
    mailed = event.rsvps.create(
        who=Rsvp.who_of(email="old@change.example"), answer="yes", seat="waiting", number=77, email="old@change.example"
    )
    Requirement.say(mine, "A loop")
    village.bram.refresh_from_db()
    merged = reply(event, YES, person=village.bram)
    assert merged.pk == mailed.pk and Requirement.objects.get(rsvp=merged).words == "A loop"


def test_how_many_of_the_maybes_come_is_known_from_what_is_past(event, village):
    Event.objects.filter(check_ins__isnull=False).exclude(pk=event.pk).update(story=True)
    before = timezone.now() - timedelta(days=30)
    over = before + timedelta(hours=1)
    past = Event.objects.create(title="Last time", starts_at=before, ends_at=over, published_at=before)
    for n in range(4):
        maybe = past.rsvps.create(who=f"mail:{n}", name=str(n), answer="maybe", number=n + 1)
        if n == 0:
            past.check_ins.create(rsvp=maybe, name="0", party=3)
    past.check_ins.create(name="Walked in")
    assert rethinking.history(event) == [(4, 3)], "never more than said maybe, and no walk-ins"
    past.check_ins.all().delete()
    assert rethinking.history(event) == []
