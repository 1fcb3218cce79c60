"""Would people welcome it? Asked, answered with and without an account, counted without singling out, made an event."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.events import editing, interest
from folkmoot.events.counting import by_group
from folkmoot.events.models import Sounding, Willing
from folkmoot.journal.models import Notice
from folkmoot.kit.refusals import NotYours
from folkmoot.kit.work import drain
from folkmoot.rounds.models import RoundClosed

LONDON = ZoneInfo("Europe/London")
DAY = ("4 March 2027, 19:00", datetime(2027, 3, 4, 19, tzinfo=LONDON))


@pytest.fixture
def asked(village):
    return Sounding.ask(
        "Would people welcome a film night?",
        village.amina,
        [DAY],
        place=village.thornbeck,
        organisation=village.voluntary_action,
    )


def hear(asked, person, answer, **more):
    return asked.hear(
        asked.voter_of(person), answer, {}, person=person, sector=person.sector, place=person.place, **more
    )


def test_asking_twice_with_one_word_is_asking_once(village):
    assert Sounding.ask("Film?", village.bram, once="f") == Sounding.ask("Film?", village.bram, once="f")


def test_answering_again_replaces_what_was_said(asked, village):
    hear(asked, village.bram, 2, willing={"host": "My barn", "bring": "Popcorn"})
    hear(asked, village.bram, 1, willing={"host": "My other barn"})
    counted = interest.of(asked)
    assert (counted.n, counted.yes, counted.maybe) == (1, 0, 1)
    assert [(each.what, each.words) for each in asked.willing.all()] == [("host", "My other barn")]


def test_nobody_answers_once_it_is_closed(asked, village):
    asked.interest.close(village.amina)
    with pytest.raises(RoundClosed, match="closed on"):
        hear(asked, village.bram, 2)


def test_the_sentence_counts_answers_and_offers(asked, village):
    assert interest.sentence(asked, interest.of(asked)) == "Nobody has answered yet."
    hear(asked, village.bram, 2, willing={"pay": ""})
    hear(asked, village.carys, 0)
    words = interest.sentence(asked, interest.of(asked))
    assert words == "2 people have answered: 1 would welcome it, 0 perhaps, 1 would not. 1 could pay towards it."


def test_days_stand_with_the_best_first(village):
    later = ("5 March", datetime(2027, 3, 5, 19, tzinfo=LONDON))
    asked = Sounding.ask("Film?", village.amina, [DAY, later])
    one, two = asked.dates.options.all()
    asked.hear("paper:1", 2, {one.pk: 1, two.pk: 2})
    asked.hear("paper:2", 2, {one.pk: 2, two.pk: 2})
    assert [(day.words, day.yes, day.maybe) for day in interest.days(asked)] == [("5 March", 2, 0), (DAY[0], 1, 1)]


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 2)), max_size=60))
def test_no_hidden_group_can_be_had_by_subtracting(answers):
    rows = by_group(answers)
    hidden = [row for row in rows if row.n is None]
    out = len(answers) - sum(row.n for row in rows if row.n is not None)
    assert all(row.n >= 5 for row in rows if row.n is not None)
    assert not hidden or out >= 5 or len(hidden) == len(rows)
    assert len(hidden) != 1 or len(rows) == 1
    assert sum(row.n for row in by_group(answers, everything=True)) == len(answers)


def test_those_who_asked_see_small_groups_and_who_could_help_and_others_do_not(asked, village, client):
    hear(asked, village.bram, 2, willing={"host": "My barn"})
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "too few to show" in page and "My barn" not in page and "Bram" not in page
    client.force_login(village.amina)
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "too few to show" not in page and "My barn" in page


def test_somebody_with_no_account_answers_by_a_mailed_link(asked, client):
    client.post(f"{asked.get_absolute_url()}answer/", {"email": "Nia@example.org"})
    drain(scheduled=False)
    link = re.search(r"/events/soundings/said/\S+/", mail.outbox[-1].body).group()
    assert mail.outbox[-1].to == ["Nia@example.org"] and client.get(link).status_code == 200
    assert not asked.interest.says.exists()
    for answer in ("2", "0"):
        client.post(
            link,
            {
                "answer": answer,
                "sector": "none",
                "place": "Mill Lane",
                "bring_ticked": "on",
                "bring": "A screen",
                "name": "Nia",
            },
        )
    assert interest.of(asked).no == 1 and interest.of(asked).n == 1
    willing = asked.willing.get()
    assert (str(willing), willing.email, willing.words) == ("Nia", "nia@example.org", "A screen")


def test_a_link_for_something_else_opens_nothing(asked, client):
    assert client.get("/events/soundings/said/abc/").status_code == 404


def test_it_becomes_an_event_once_on_the_day_that_was_chosen(asked, village, client):
    hear(asked, village.bram, 2)
    client.force_login(village.amina)
    option = asked.dates.options.get()
    for _ in range(2):
        page = client.post(f"{asked.get_absolute_url()}become/", {"option": option.pk})
    asked.refresh_from_db()
    event = asked.event
    assert page.url == f"/events/{event.pk}/when/" and event.starts_at == DAY[1]
    assert event.hosts.get().organisation == village.voluntary_action and not asked.interest.is_open()
    editing.publish(event, village.amina)
    assert Notice.objects.filter(person=village.bram, words__contains="It is happening").count() == 1


def test_strangers_make_no_event_of_it(asked, village):
    with pytest.raises(NotYours):
        asked.become(village.carys)


def test_asking_and_answering_by_the_forms(village, client):
    client.force_login(village.emeka)
    sent = {
        "question": "Would people welcome a seed swap?",
        "place": "Thornbeck",
        "day_1": "2027-03-28T01:30",
        "closes_on": "2020-01-01",
    }
    page = client.post("/events/soundings/new/", sent).content.decode()
    assert "clocks go forward" in page and "That day has passed" in page
    client.post("/events/soundings/new/", sent | {"day_1": "2027-03-27T10:00", "closes_on": ""})
    asked = Sounding.objects.get(question__contains="seed swap")
    option = asked.dates.options.get()
    client.post(
        f"{asked.get_absolute_url()}answer/",
        {"answer": "2", f"option_{option.pk}": "2", "host_ticked": "on", "host": "Our shed"},
    )
    assert interest.of(asked).yes == 1 and interest.days(asked)[0].yes == 1
    assert asked.willing.get().what == Willing.What.HOST
    assert client.post(f"{asked.get_absolute_url()}answer/", {}).status_code == 400


def test_many_days_are_asked_on_the_clock_that_was_chosen_and_the_event_keeps_it(village, client):
    client.force_login(village.amina)
    lines = "\n".join(f"2027-07-{day:02} 19:00" for day in range(1, 13))
    sent = {"question": "A summer meeting", "more_days": lines, "zone": "Europe/Berlin", "day_1": "2027-03-28T01:30"}
    client.post("/events/soundings/new/", sent)

    asked = Sounding.objects.get(question="A summer meeting")
    options = list(asked.dates.options.order_by("starts_at"))
    assert len(options) == 13 and options[1].words == "Thursday 1 July 2027, 19:00"
    assert options[1].starts_at == datetime(2027, 7, 1, 17, tzinfo=UTC)
    assert options[0].starts_at == datetime(2027, 3, 28, 0, 30, tzinfo=UTC), "a time that London jumps over, Berlin has"
    assert "times as on the clock of Europe/Berlin" in client.get(asked.get_absolute_url()).content.decode()
    event = asked.become(village.amina, options[1].starts_at)
    assert (event.zone, event.local(event.starts_at).hour) == ("Europe/Berlin", 19)


def test_a_line_that_is_no_day_and_too_many_days_get_a_sentence(village, client):
    client.force_login(village.amina)
    wrong = client.post("/events/soundings/new/", {"question": "x", "more_days": "2027-07-01 19:00\nnext week"})
    assert "“next week”: write a day and a time" in wrong.content.decode()
    lines = "\n".join(f"2027-07-01 {hour:02}:{minute:02}" for hour in range(7, 21) for minute in (0, 20, 40))
    assert (
        "These are 42 days. 40 are"
        in client.post("/events/soundings/new/", {"question": "x", "more_days": lines}).content.decode()
    )
    assert not Sounding.objects.filter(question="x").exists()


def test_more_is_said_days_are_added_and_it_runs_for_longer(asked, village, client):
    way = f"/events/soundings/{asked.pk}/edit/"
    hear(asked, village.bram, 2)
    client.force_login(village.carys)
    assert client.post(way, {"words": "x"}).status_code == 403
    client.force_login(village.amina)
    assert "Say more, or for longer" in client.get(way).content.decode()
    before, today = asked.interest.says.count(), timezone.localdate()
    asked.interest.close(village.amina)
    assert "Take answers again" in client.get(asked.get_absolute_url()).content.decode()
    days = asked.dates.options.count() if asked.dates else 0
    sent = {"words": "With tea.", "closes_on": (today + timedelta(days=30)).isoformat()}
    sent["more_days"] = f"{today + timedelta(days=60)} 19:00"
    for _ in range(2):
        assert client.post(way, sent).status_code == 302
    asked = Sounding.objects.get(pk=asked.pk)
    assert asked.words == "With tea." and asked.interest.is_open() and asked.dates.is_open()
    assert asked.dates.options.count() == days + 1 and asked.interest.says.count() == before
    for bad, why in (
        ({"closes_on": "2020-01-01"}, "That day has passed"),
        ({"more_days": "soon"}, "write a day and a time"),
    ):
        assert why in client.post(way, sent | bad).content.decode()

    asked.become(village.amina)
    assert client.post(way, sent).status_code == 409
