"""Making an event, publishing, changing and calling it off; what is refused, and who hears of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from folkmoot.events import editing
from folkmoot.events.clashing import clashes
from folkmoot.events.models import Event, FollowUp, Host, Rsvp, Venue
from folkmoot.events.settling import remind_to_settle
from folkmoot.events.words import when
from folkmoot.journal.models import Line, Notice
from folkmoot.kit import search
from folkmoot.kit.refusals import NotYours, Refusal

LONDON = ZoneInfo("Europe/London")
DAY = datetime(2027, 3, 4, 19, tzinfo=LONDON)


@pytest.fixture
def walk(village):
    """A walk that Amina's organisation holds, with a day and a venue; a draft."""
    facts = {
        "starts_at": DAY,
        "ends_at": DAY + timedelta(hours=2),
        "place": village.mill_lane,
        "venue": village.old_school,
    }
    return editing.make("Night walk", village.amina, village.voluntary_action, **facts)


@pytest.fixture
def coming(walk, village):
    """The walk, published, with replies of Bram (yes) and Carys (no)."""
    editing.publish(walk, village.amina)
    for number, (person, answer) in enumerate(((village.bram, "yes"), (village.carys, "no")), start=1):
        Rsvp.objects.create(event=walk, who=Rsvp.who_of(person), person=person, answer=answer, number=number)
    return walk


def test_making_twice_with_one_word_is_making_once(village):
    one, again = (editing.make("Walk", village.bram, once="w") for _ in range(2))
    assert one == again and one.hosts.get().person == village.bram


def test_a_draft_is_seen_by_those_who_hold_it_alone(walk, village, client):
    assert client.get(walk.get_absolute_url()).status_code == 404
    client.force_login(village.amina)
    assert b"Nobody else sees this yet" in client.get(walk.get_absolute_url()).content


def test_publishing_shows_it_to_everybody_and_is_safe_twice(walk, village, client):
    assert editing.publish(walk, village.amina) and not editing.publish(walk, village.amina)
    assert Line.objects.about("events.event", walk.pk).filter(verb="published").count() == 1
    assert client.get(walk.get_absolute_url()).status_code == 200
    assert [hit.key for hit in search.find("night walk", kinds=["events.event"])] == [str(walk.pk)]


def test_it_is_not_published_before_anybody_said_when(village):
    event = editing.make("Something", village.bram)
    with pytest.raises(editing.NotReady, match="Say when it is"):
        editing.publish(event, village.bram)


@pytest.mark.parametrize(
    "verb",
    [editing.publish, lambda e, by: editing.cancel(e, by, "x"), lambda e, by: editing.revise(e, by, {"title": "x"})],
)
def test_strangers_change_nothing(coming, village, verb):
    with pytest.raises(NotYours):
        verb(coming, village.carys)


def test_a_change_of_words_raises_the_sequence_and_tells_nobody(coming, village):
    assert editing.revise(coming, village.amina, {"title": "Night walk by the mill"}) == ["title"]
    assert coming.sequence == 1 and not Notice.objects.filter(person=village.bram).exists()
    assert editing.revise(coming, village.amina, {"title": "Night walk by the mill"}) == [] and coming.sequence == 1


def test_a_draft_changes_without_anybody_hearing(walk, village):
    editing.revise(walk, village.amina, {"starts_at": DAY + timedelta(minutes=5)})
    assert walk.sequence == 0 and not walk.changes.exists()


def test_another_time_is_kept_and_those_who_come_are_told(coming, village, mailoutbox):
    editing.revise(coming, village.amina, {"starts_at": DAY + timedelta(days=1), "ends_at": None}, "The moon.")
    change = coming.changes.get()
    assert (change.what, change.because, change.sequence) == ("time", "The moon.", 1)
    assert "4 March" in change.before and "5 March" in change.after
    assert Notice.objects.filter(person=village.bram, words__contains="Night walk").count() == 1
    assert not Notice.objects.filter(person=village.carys, words__contains="Night walk").exists()


def test_calling_off_needs_a_reason_tells_those_who_replied_and_is_safe_twice(coming, village):
    with pytest.raises(Refusal, match="Say why"):
        editing.cancel(coming, village.amina, " ")
    assert editing.cancel(coming, village.amina, "Flood.") and not editing.cancel(coming, village.amina, "Again.")
    assert coming.cancelled_because == "Flood." and coming.sequence == 1
    assert Notice.objects.filter(person=village.bram, words__contains="Called off").count() == 1
    with pytest.raises(editing.CalledOff):
        editing.revise(coming, village.amina, {"title": "x"})


def test_the_last_host_stays(walk, village):
    [first] = walk.hosts.all()
    with pytest.raises(Refusal, match="Nobody would look after it"):
        editing.drop_host(walk, village.amina, first)
    editing.add_host(walk, village.amina, village.council, Host.Role.ORGANISER)
    editing.add_host(walk, village.amina, village.council, Host.Role.ORGANISER)
    assert walk.hosts.count() == 2 and editing.drop_host(walk, village.amina, first)


def test_two_steps_make_a_draft_with_a_vague_date(village, client):
    client.force_login(village.bram)
    page = client.post(
        "/events/new/", {"title": "Lantern parade", "kinds": ["social", "workshop"], "place": "Mill Lane", "once": "a"}
    )
    event = Event.objects.get(title="Lantern parade")
    assert page.url == f"/events/{event.pk}/when/" and event.kinds.count() == 2
    client.post(page.url, {"when_said": "autumn 2027", "zone": "Europe/London"})
    event.refresh_from_db()
    assert (event.earliest_on, event.latest_on) == (date(2027, 9, 1), date(2027, 11, 30))
    assert event.settle_by == date(2027, 8, 18) and event.published_at is None


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Say on which day"),
        ({"on": "2020-01-01", "starts": "19:00"}, "That has passed"),
        ({"on": "2027-03-28", "starts": "01:30"}, "clocks go forward over 01:30"),
        ({"on": "2027-10-31", "starts": "01:30"}, "01:30 comes twice"),
        ({"on": "2027-03-04"}, "Say when it begins"),
        ({"when_said": "autumn 2019"}, "That has passed"),
        ({"on": "2027-03-04", "starts": "19:00", "settle_by": "2027-03-05"}, "before it is held"),
        ({"on": "2027-03-04", "starts": "19:00", "new_address": "1 Mill Lane"}, "Say what it is called"),
        ({"on": "soon", "starts": "19:00"}, "valid date"),
    ],
)
@pytest.mark.once
def test_what_cannot_be_is_said_beside_its_field(walk, village, client, sent, words):
    client.force_login(village.amina)
    page = client.post(f"/events/{walk.pk}/when/", {"zone": "Europe/London"} | sent)
    assert page.status_code == 200 and words in page.content.decode()


def test_an_hour_that_comes_twice_is_asked_and_then_kept(walk, village, client):
    client.force_login(village.amina)
    sent = {"zone": "Europe/London", "on": "2027-10-31", "starts": "01:30", "which": "second"}
    assert client.post(f"/events/{walk.pk}/when/", sent).status_code == 302
    walk.refresh_from_db()
    assert walk.starts_at == datetime(2027, 10, 31, 1, 30, tzinfo=ZoneInfo("UTC"))


def test_until_after_midnight_is_the_next_day(walk, village, client):
    client.force_login(village.amina)
    client.post(
        f"/events/{walk.pk}/when/", {"zone": "Europe/London", "on": "2027-06-01", "starts": "20:00", "ends": "01:00"}
    )
    walk.refresh_from_db()
    assert walk.ends_at - walk.starts_at == timedelta(hours=5)


def test_one_of_several_days_ends_on_its_last_and_stays_so_when_it_is_looked_at_again(walk, village, client):
    client.force_login(village.amina)
    page, sent = f"/events/{walk.pk}/when/", {"zone": "Europe/London", "on": "2027-06-04", "starts": "10:00"}
    for wrong, words in (
        ({"last": "2027-06-03", "ends": "16:00"}, "The last day is before the first."),
        ({"last": "2027-06-05"}, "Say until when on the last day."),
        ({"last": "2027-12-05", "ends": "16:00"}, "or is a series"),
    ):
        assert words in client.post(page, sent | wrong).content.decode()

    client.post(page, sent | {"last": "2027-06-05", "ends": "16:00"})
    walk.refresh_from_db()
    assert walk.local(walk.ends_at).strftime("%d %H:%M") == "05 16:00"
    assert when(walk) == "Friday 4 June 2027, 10:00, to Saturday 5 June 2027"
    again = client.get(page).content.decode()
    assert 'value="2027-06-05"' in again and 'value="16:00"' in again
    client.post(page, sent | {"ends": "01:00"})
    walk.refresh_from_db()
    assert when(walk) == "Friday 4 June 2027, 10:00", "past midnight is no second day"


def test_a_new_venue_is_kept_once(walk, village, client):
    client.force_login(village.amina)
    for _ in range(2):
        client.post(
            f"/events/{walk.pk}/when/",
            {
                "zone": "Europe/London",
                "on": "2027-06-01",
                "starts": "20:00",
                "new_venue": "The Barn",
                "new_address": "Mill Lane",
            },
        )
    assert Venue.objects.filter(name="The Barn").count() == 1


def test_what_is_known_of_a_building_is_for_its_own_body_to_say(walk, village, client):
    mine = editing.make("Mine", village.bram, starts_at=DAY, venue=village.old_school)
    client.force_login(village.bram)
    assert client.get(f"/events/{mine.pk}/venue/").status_code == 403
    client.force_login(village.amina)
    facts = {"name": "The Old School", "hearing_loop": "yes", "address": "The Old School, Mill Lane"}
    client.post(f"/events/{walk.pk}/venue/", facts)
    village.old_school.refresh_from_db()
    assert village.old_school.hearing_loop == "yes"


def test_the_same_people_in_one_week_and_something_near_are_clashes(walk, village):
    near = editing.make("Choir", village.bram, starts_at=DAY + timedelta(hours=1), place=village.mill_lane)
    mine = editing.make(
        "Committee", village.amina, village.voluntary_action, starts_at=DAY - timedelta(days=2), place=village.farmoor
    )
    far = editing.make("Farmoor fair", village.bram, starts_at=DAY, place=village.farmoor)
    for event in (near, mine, far):
        editing.publish(event, village.bram if event != mine else village.amina)
    found = clashes(walk)
    assert [clash.title for clash in found] == ["Committee", "Choir"]
    assert "held by Thornbeck Voluntary Action too" in found[0].words and "2 days before" in found[0].words
    assert "the same day at 20:00" in found[1].words and "in the same place" in found[1].words


def test_hosts_are_reminded_once_of_what_is_not_settled(village):
    today = timezone.localdate()
    open_one = editing.make(
        "Fair", village.amina, village.voluntary_action, when_said="spring", settle_by=today + timedelta(days=6)
    )
    editing.publish(open_one, village.amina)
    for _ in range(2):
        remind_to_settle.call()
    told = Notice.objects.filter(person=village.amina, words__contains="To be settled by")
    assert told.count() == 1 and "the day and the venue" in told.get().words
    editing.revise(open_one, village.amina, {"settle_by": today})
    remind_to_settle.call()
    assert told.count() == 2


def test_the_same_people_who_reply_to_both_are_a_clash_however_far_and_few_are_never_told(walk, village):
    far = editing.make("Farmoor fair", village.bram, starts_at=DAY + timedelta(days=1), place=village.farmoor)
    editing.publish(far, village.bram)
    Event.objects.filter(pk=walk.pk).update(published_at=timezone.now())
    for number in range(5):
        assert clashes(walk) == []
        for event in (walk, far):
            Rsvp.objects.create(event=event, who=f"mail:{number}", answer="maybe", number=number + 1)
    [clash] = clashes(walk)
    assert "5 of those who replied here come there too" in clash.words


def test_what_is_open_has_a_day_and_once_it_has_passed_hosts_are_reminded_and_the_page_says_so(village, client):
    now = timezone.now()
    fair = editing.make("Fair", village.amina, village.voluntary_action, starts_at=now + timedelta(days=40))
    editing.publish(fair, village.amina)
    assert fair.settle_by == fair.starts_at.date() - timedelta(days=14), "a fortnight before, where nobody said"

    Event.objects.filter(pk=fair.pk).update(settle_by=fair.settle_by - timedelta(days=60))
    assert "It was to be settled by" in client.get(fair.get_absolute_url()).content.decode()
    told = Notice.objects.filter(person=village.amina, words__contains="It was to be settled by")
    for days, times in ((0, 1), (0, 1), (1, 1), (3, 2), (6, 3)):
        with time_machine.travel(now + timedelta(days=days), tick=False):
            remind_to_settle.call()
        assert told.count() == times, days
    Event.objects.filter(pk=fair.pk).update(venue=village.old_school)
    assert "It was to be settled by" not in client.get(fair.get_absolute_url()).content.decode()


def test_calendars_can_be_had_of_one_of_all_and_of_a_place(coming, village, client):
    for address in (f"/events/{coming.pk}/calendar.ics", "/events/calendar.ics", "/events/in/thornbeck/calendar.ics"):
        answer = client.get(address)
        assert answer.headers["Content-Type"].startswith("text/calendar") and b"Night walk" in answer.content
    assert b"Night walk" not in client.get("/events/in/farmoor/calendar.ics").content


def test_the_list_narrows_and_says_how_many(coming, client):
    page = client.get("/events/?place=Mill+Lane").content.decode()
    at_mill_lane = Event.objects.shown().live().at(coming.place).coming(timezone.now()).count()
    said = "1 event is" if at_mill_lane == 1 else f"{at_mill_lane} events are"
    assert f"Mill Lane: {said} coming." in page and "Night walk" in page
    assert "What Thornbeck needs this winter" not in page
    assert "No event fits that" in client.get("/events/?kind=hearing").content.decode()


def test_a_draft_is_thrown_away_and_what_it_came_from_can_become_one_anew(walk, village, client):
    following = FollowUp.propose(village.winter, village.amina, "A Sunday bus")
    made = following.become(village.amina)
    way = f"/events/{made.pk}/cancel/"
    client.force_login(village.carys)
    assert client.post(way, {"do": "discard"}).status_code == 404
    client.force_login(village.amina)
    assert "Throw it away" in client.get(made.get_absolute_url()).content.decode()
    assert "Nobody else has seen it." in client.get(way).content.decode() and Event.objects.filter(pk=made.pk).exists()
    assert client.post(way, {"do": "discard"}).status_code == 302
    assert not Event.objects.filter(pk=made.pk).exists() and client.post(way, {"do": "discard"}).status_code == 404
    following.refresh_from_db()
    assert following.became is None and following.become(village.amina).pk != made.pk


def test_what_others_have_seen_is_called_off_and_not_thrown_away(coming, village):
    with pytest.raises(Refusal, match="Call it off instead"):
        editing.discard(coming, village.amina)
    assert coming.rsvps.count() == 2


@pytest.mark.once
def test_a_building_of_both_kinds_and_days_at_the_end_of_time_get_a_sentence(walk, village, client):
    client.force_login(village.amina)
    way, on = f"/events/{walk.pk}/when/", (timezone.localdate() + timedelta(days=9)).isoformat()
    when = {"on": on, "starts": "19:00", "ends": "21:00", "zone": "Europe/London"}
    both = {"venue": village.old_school.pk, "new_venue": "The Barn", "new_address": "Mill Lane"}
    assert "not both" in client.post(way, when | both).content.decode()
    for day in ("9999-12-31", "0001-01-01"):
        for more in ({"on": day}, {"on": day, "ends": "01:00"}, {"last": day}, {"settle_by": day}):
            answer = client.post(way, when | more)
            assert (
                answer.status_code == 200 and f"Look at the year: {int(day[:4])} cannot be" in answer.content.decode()
            )
