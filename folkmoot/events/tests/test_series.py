"""Events that come again: the right hour whatever the clocks do, days left out, one or all changed, the next month."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from folkmoot.events import changing, editing, repeating, rhythm
from folkmoot.events.models import Rsvp, Series
from folkmoot.events.tests.test_zones import CHANGES, ZONES
from folkmoot.events.zones import nearest
from folkmoot.journal.models import Notice
from folkmoot.kit.refusals import NotYours, Refusal

LONDON = ZoneInfo("Europe/London")
FIRST = datetime(2026, 12, 3, 19, tzinfo=LONDON)
TODAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def choir(village):
    """Every Thursday at seven from 3 December, held by Amina's organisation."""
    facts = {"title": "Sing", "organisation": village.voluntary_action, "place": village.thornbeck}
    return repeating.begin(village.amina, "weekly", FIRST, **facts, zone="Europe/London", minutes=90)


@pytest.mark.parametrize("name", ZONES)
def test_seven_in_the_evening_stays_seven_whenever_the_clocks_change(name):
    begins = nearest(datetime.fromisoformat("2026-01-01T19:00"), name)
    series = Series(rule="FREQ=WEEKLY;BYDAY=TH", starts_at=begins, zone=name)
    walls = repeating.walls(series, date(2028, 12, 31))
    moments = [nearest(wall, name) for wall in walls]
    assert len(moments) == 157
    assert {moment.astimezone(ZoneInfo(name)).time() for moment in moments} == {time(19)}
    odd = [b - a for a, b in zip(moments, moments[1:], strict=False) if b - a != timedelta(weeks=1)]
    assert len(odd) == len([change for of, change in CHANGES if of == name]) == 6


@pytest.mark.parametrize(
    ("how", "first", "days"),
    [
        ("fortnightly", "2026-12-03", ["2026-12-03", "2026-12-17", "2026-12-31"]),
        ("monthly-weekday", "2026-12-10", ["2026-12-10", "2027-01-14", "2027-02-11"]),
        ("monthly-weekday", "2026-12-31", ["2026-12-31", "2027-01-28", "2027-02-25"]),
        ("monthly-date", "2026-12-31", ["2026-12-31", "2027-01-31", "2027-02-28"]),
        ("monthly-date", "2026-12-12", ["2026-12-12", "2027-01-12", "2027-02-12"]),
    ],
)
def test_the_four_rhythms(how, first, days):
    begins = datetime.fromisoformat(f"{first}T19:00").replace(tzinfo=LONDON)
    series = Series(rule=repeating.rule_of(how, begins.date()), starts_at=begins, zone="Europe/London")
    assert [str(wall.date()) for wall in repeating.walls(series, date(2027, 12, 31))][:3] == days


def test_each_is_an_event_made_three_months_ahead_and_once(choir, village):
    days = [event.occurrence_on for event in choir.events.order_by("starts_at")]
    assert days[0] == date(2026, 12, 3) and days[-1] == date(2027, 3, 4) and len(days) == 14
    assert repeating.make_ahead(choir, date(2026, 11, 20)) == []
    assert len(repeating.make_ahead(choir, date(2026, 12, 18))) == 2
    event = choir.events.first()
    assert (
        event.ends_at - event.starts_at == timedelta(minutes=90)
        and event.hosts.get().organisation == village.voluntary_action
    )
    assert event.published_at


def test_the_worker_plans_ahead(choir):
    with time_machine.travel(TODAY + timedelta(days=60), tick=True):
        repeating.plan_ahead.call()
    assert choir.events.order_by("starts_at").last().occurrence_on == date(2027, 4, 15)


def test_the_next_has_the_facts_of_the_one_before(choir, village):
    last = choir.events.order_by("starts_at").last()
    changes = {"title": "Sing at the mill", "capacity": 20, "bring": "A cup"}
    assert repeating.revise(last, village.amina, "later", changes) == [last]
    [made] = repeating.make_ahead(choir, date(2026, 12, 9))
    assert (made.title, made.capacity, made.bring) == ("Sing at the mill", 20, "A cup")


@pytest.mark.parametrize("how", ["form", "scope", "seats"])
def test_an_exception_stays_one(choir, village, how):
    last = choir.events.order_by("starts_at").last()
    if how == "form":
        editing.revise(last, village.amina, {"bring": "A candle"})
    elif how == "scope":
        repeating.revise(last, village.amina, "this", {"title": "Carols", "bring": "A candle", "capacity": 9})
    else:
        changing.resize(last, village.amina, 9, "A small room.")
    [made] = repeating.make_ahead(choir, date(2026, 12, 9))
    assert (made.title, made.bring, made.capacity) == ("Sing", "", None)


def test_a_day_left_out_is_called_off_and_never_made_again(choir, village):
    for _ in range(2):
        repeating.leave_out(choir, date(2026, 12, 24), village.amina, "Christmas.")
    assert choir.left_out == ["2026-12-24"]
    assert choir.events.get(occurrence_on=date(2026, 12, 24)).cancelled_because == "Christmas."
    assert date(2026, 12, 24) not in [wall.date() for wall in repeating.walls(choir, date(2027, 1, 1))]
    with pytest.raises(Refusal, match="does not come on 25 December"):
        repeating.leave_out(choir, date(2026, 12, 25), village.amina, "x")


def test_it_ends_and_what_was_made_for_later_is_called_off(choir, village):
    repeating.end(choir, date(2026, 12, 17), village.amina, "Enough.")
    assert choir.events.filter(cancelled_at=None).count() == 3
    assert repeating.make_ahead(choir, date(2026, 12, 18)) == []


@pytest.mark.parametrize(
    "verb",
    [
        lambda series, by: repeating.leave_out(series, date(2026, 12, 24), by, "x"),
        lambda series, by: repeating.end(series, date(2026, 12, 24), by, "x"),
        lambda series, by: repeating.revise(series.events.first(), by, "all", {"title": "x"}),
    ],
)
def test_strangers_change_nothing(choir, village, verb):
    with pytest.raises(NotYours):
        verb(choir, village.carys)


@pytest.mark.parametrize(("scope", "changed"), [("this", 1), ("later", 12), ("all", 14)])
def test_this_one_this_and_later_or_all(choir, village, scope, changed):
    third = choir.events.order_by("starts_at")[2]
    done = repeating.revise(third, village.amina, scope, {"title": "Sing late", "at": time(20), "minutes": 60})
    assert len(done) == changed == choir.events.filter(title="Sing late").count()
    moved = {event.local(event.starts_at).time() for event in choir.events.filter(title="Sing late")}
    assert moved == {time(20)} and {event.ends_at - event.starts_at for event in done} == {timedelta(hours=1)}
    choir.refresh_from_db()
    [made] = repeating.make_ahead(choir, date(2026, 12, 9))
    assert made.local(made.starts_at).time() == (time(19) if scope == "this" else time(20))


def test_those_who_come_to_one_that_moves_are_told(choir, village):
    third = choir.events.order_by("starts_at")[2]
    Rsvp.objects.create(event=third, who="person:1", person=village.bram, answer="yes", number=1)
    repeating.revise(third, village.amina, "all", {"at": time(20)}, "The bus.")
    assert Notice.objects.filter(person=village.bram, words__contains="Sing").count() == 1


def test_the_same_next_month_in_one_click_and_once(village):
    one = editing.make("Surgery", village.amina, starts_at=datetime(2027, 3, 11, 18, tzinfo=LONDON), capacity=12)
    editing.add_host(one, village.amina, village.council, "venue")
    following = repeating.again(one, village.amina)
    assert following == repeating.again(one, village.amina) and following.published_at is None
    assert following.starts_at == datetime(2027, 4, 8, 18, tzinfo=LONDON) and following.capacity == 12
    assert following.hosts.count() == 2


def test_of_a_series_the_next_month_is_the_one_that_is_there(village):
    made = repeating.again(village.talks.events.order_by("starts_at").first(), village.amina)
    assert (
        made.occurrence_on == date(2027, 1, 14)
        and village.talks.events.filter(occurrence_on=made.occurrence_on).count() == 1
    )


def test_its_rhythm_is_said_and_what_shares_its_days(choir, village):
    assert rhythm.in_words(choir) == "Every Thursday at 19:00"
    assert rhythm.in_words(village.talks) == "Every month on the second Thursday at 19:30"
    assert (choir, 12) in rhythm.beside(village.talks, date(2026, 11, 20))


def test_begun_and_changed_by_the_forms(village, client):
    client.force_login(village.amina)
    sent = {
        "title": "Knit",
        "on": "2027-01-07",
        "starts": "19:00",
        "minutes": "90",
        "how": "weekly",
        "place": "Thornbeck",
    }
    assert (
        "valid" in client.post("/events/series/new/", sent | {"minutes": "0", "how": "now and then"}).content.decode()
    )
    page = client.post("/events/series/new/", sent | {"organisation": village.voluntary_action.pk})
    series = Series.objects.get(title="Knit")
    assert page.url == series.get_absolute_url() and "Every Thursday at 19:00" in client.get(page.url).content.decode()
    event = series.events.order_by("starts_at").first()
    changed = {"scope": "later", "title": "Knit and natter", "at": "18:30", "minutes": "60"}
    client.post(f"/events/{event.pk}/series/", changed)
    assert series.events.filter(title="Knit and natter").count() == series.events.count()
    assert client.post(f"{page.url}leave-out/", {"day": "never", "because": "x"}).status_code == 409
    assert b"BEGIN:VEVENT" in client.get(f"{page.url}calendar.ics").content


def test_another_weekday_calls_off_what_no_longer_fits_and_makes_the_new(choir, village):
    tuesday = datetime(2027, 1, 5, 20, tzinfo=LONDON)
    repeating.change_rhythm(choir, village.amina, "weekly", tuesday, "The hall is let on Thursdays.")
    live = choir.events.filter(cancelled_at=None).order_by("starts_at")
    before, after = live.filter(starts_at__lt=tuesday), live.filter(starts_at__gte=tuesday)
    assert {event.occurrence_on.weekday() for event in before} == {3} and before.count() == 5
    assert {event.occurrence_on.weekday() for event in after} == {1} and after.count() > 8
    assert {event.local(event.starts_at).time() for event in after} == {time(20)}
    assert choir.events.get(occurrence_on=date(2027, 1, 7)).cancelled_because == "The hall is let on Thursdays."
    assert rhythm.in_words(choir) == "Every Tuesday at 20:00"
    assert repeating.make_ahead(choir, date(2026, 11, 20)) == []


def test_every_other_week_keeps_those_that_fit_at_their_new_hour(choir, village):
    first = datetime(2026, 12, 10, 18, tzinfo=LONDON)
    repeating.change_rhythm(choir, village.amina, "fortnightly", first, "Fewer of us.")
    days = [event.occurrence_on for event in choir.events.filter(cancelled_at=None).order_by("starts_at")][:3]
    assert days == [date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 24)]
    moved = choir.events.get(occurrence_on=date(2026, 12, 24))
    assert moved.local(moved.starts_at).time() == time(18) and not moved.alone


def test_a_rhythm_needs_a_reason_a_near_day_and_its_own_people(choir, village, client):
    near = datetime(2027, 1, 5, 20, tzinfo=LONDON)
    with pytest.raises(Refusal, match="Say why"):
        repeating.change_rhythm(choir, village.amina, "weekly", near, " ")
    with pytest.raises(Refusal, match="next three months"):
        repeating.change_rhythm(choir, village.amina, "weekly", near + timedelta(days=400), "x")
    with pytest.raises(NotYours):
        repeating.change_rhythm(choir, village.carys, "weekly", near, "x")
    client.force_login(village.amina)
    address = f"/events/series/{choir.pk}/rhythm/"
    assert "Every Thursday at 19:00" in client.get(address).content.decode()
    client.post(address, {"on": "2027-01-05", "starts": "20:00", "how": "weekly", "because": "Let."})
    choir.refresh_from_db()
    assert choir.rule == "FREQ=WEEKLY;BYDAY=TU"


def test_a_series_may_have_a_clock_of_its_own(village, client):
    client.force_login(village.amina)
    sent = {
        "title": "Far",
        "on": "2027-01-07",
        "starts": "19:00",
        "minutes": "90",
        "how": "weekly",
        "place": "Thornbeck",
    }
    client.post("/events/series/new/", sent | {"zone": "America/New_York"})
    series = Series.objects.get(title="Far")
    assert series.zone == "America/New_York" and series.starts_at == datetime(2027, 1, 8, 0, tzinfo=UTC)
