"""Lines at the tables: with a card and no account, each once, none lost, and where they land."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from folkmoot.directory.models import Ask, Offer
from folkmoot.events import landing
from folkmoot.events.models import Event, Note, Session, TableCode
from folkmoot.events.models.note import LineRefused
from folkmoot.events.models.table import CardRanOut
from folkmoot.kit.refusals import NotYours
from folkmoot.points.models import Point
from folkmoot.promises.models import Promise


@pytest.fixture
def session(village):
    return Session.objects.create(event=village.winter, title="Warm rooms")


@pytest.fixture
def card(village, session):
    return TableCode.make(village.winter, session=session)


def jot(card, words="Nobody knows which rooms are open.", kind="point", once="a", **more):
    return Note.jot(card, kind, words, once=once, **more)


def send(browser, card, **fields):
    fields = {"kind": "point", "words": "A line", "once": "x"} | fields
    return browser.post(f"/events/at/{card.code}/lines/", fields, headers={"Accept": "application/json"})


def test_a_card_needs_no_account(card):
    browser = Client()

    assert browser.get(card.get_absolute_url()).status_code == 200
    assert send(browser, card, words="The hall is free on Mondays.").json() == {"kept": True}

    assert "The hall is free on Mondays." in browser.get(card.get_absolute_url()).content.decode()


def test_a_code_is_found_whether_typed_large_or_small(card):
    answer = Client().get("/events/at/", {"code": f" {card.code.lower()[:3]} {card.code.lower()[3:]}"})
    assert answer.headers["Location"] == card.get_absolute_url()


def test_an_unknown_code_is_no_page(card):
    assert Client().get("/events/at/ZZZZZZ/").status_code == 404
    assert send(Client(), TableCode(code="ZZZZZZ")).status_code == 404


def test_codes_cannot_be_tried_one_after_another(card, settings):
    settings.LIMITS = True
    cache.clear()
    browser, found = Client(REMOTE_ADDR="198.51.100.7"), []
    with time_machine.travel(datetime(2026, 12, 5, 14, 0, tzinfo=UTC), tick=False) as clock:
        for code in (f"AAAA{letter}{other}" for letter in "ABCDEFGH" for other in "23456789"):
            found.append(browser.get(f"/events/at/{code}/").status_code)
            clock.shift(2)
        right = browser.get(card.get_absolute_url()).status_code
    cache.clear()

    assert found == [404] * 60 + [429] * 4
    assert right == 429, "A right guess must not show among the refused."


def test_a_card_that_ran_out_takes_nothing(card):
    TableCode.objects.filter(pk=card.pk).update(ends_at=timezone.now() - timedelta(minutes=1))
    card.refresh_from_db()

    with pytest.raises(CardRanOut):
        jot(card)
    assert Client().get(card.get_absolute_url()).status_code == 410
    assert not card.event.notes.exists()


def test_hosts_close_a_card_and_strangers_do_not(village, card):
    with pytest.raises(NotYours):
        card.close(village.bram)
    assert card.is_open

    assert card.close(village.amina) is True
    assert card.close(village.amina) is False
    with pytest.raises(CardRanOut):
        jot(card)


def test_a_line_kept_before_the_card_ran_out_is_still_that_line(village, card):
    line = jot(card)
    card.close(village.amina)

    assert jot(card) == line


def test_making_a_card_twice_gives_one(village, session, card):
    assert TableCode.make(village.winter, session=session) == card
    assert TableCode.make(village.winter, session=session, table="Table 2") != card


def test_the_same_word_is_the_same_line(card):
    assert jot(card, once="k") == jot(card, once="k")
    assert card.event.notes.count() == 1


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"words": "  "}, "Write something"),
        ({"words": "x" * 601}, "over 600 letters"),
        ({"kind": "poem"}, "what sort"),
        ({"kind": "promise", "due_words": "by spring"}, "who promised"),
        ({"kind": "promise", "whose": "Joan"}, "by when"),
        ({"kind": "promise", "whose": "Joan", "due_on": date(2020, 1, 1)}, "before it was promised"),
        ({"kind": "who", "words": "99999999"}, "how many"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(card, fields, why):
    with pytest.raises(LineRefused, match=why):
        jot(card, **fields)
    assert not card.event.notes.exists()


def test_a_phone_is_told_in_words_why_a_line_was_not_kept(card):
    answer = send(Client(), card, words="x" * 601)
    assert (answer.status_code, "over 600 letters" in answer.json()["words"]) == (422, True)


def test_points_are_points_that_lead_back_to_the_session(village, session, card):
    line = jot(card, kind="disagreement")

    point = Point.objects.get(pk=line.point_id)
    assert (point.kind, point.source_title) == ("disagreement", "Warm rooms")
    assert point.source_address == session.get_absolute_url()
    assert point.group == "Warm rooms"


def test_a_changed_line_changes_its_point(card):
    line = jot(card).rewrite("Everybody knows.", version=1)

    assert (line.words, line.version) == ("Everybody knows.", 2)
    assert Point.objects.get(pk=line.point_id).words == "Everybody knows."


def test_two_scribes_who_change_one_line_both_keep_their_words(card):
    line = jot(card)
    first = line.rewrite("Three rooms are open.", version=1)
    second = line.rewrite("Four rooms are open.", version=1)

    assert first.pk == line.pk != second.pk
    assert {one.words for one in card.event.notes.standing()} == {"Three rooms are open.", "Four rooms are open."}


def test_a_struck_line_is_off_the_page_and_its_point_is_gone(card):
    line = jot(card)

    assert line.strike() is True
    assert line.strike() is False

    assert not card.event.notes.standing().exists()
    assert not Point.objects.shown().filter(pk=line.point_id).exists()


def test_a_card_cannot_change_the_lines_of_another_table(village, card):
    line, other = jot(card), TableCode.make(village.winter, table="Kitchen")

    assert Client().post(f"/events/at/{other.code}/lines/{line.pk}/strike/").status_code == 404
    assert Note.objects.standing().filter(pk=line.pk).exists()


def test_a_page_that_is_up_to_date_is_not_sent_again(card):
    browser, address = Client(), f"/events/at/{card.code}/lines/"
    mark = browser.get(address).headers["ETag"]
    assert browser.get(address, headers={"If-None-Match": mark}).status_code == 304

    line = jot(card)
    changed = browser.get(address, headers={"If-None-Match": mark})
    assert changed.status_code == 200
    line.strike()
    assert browser.get(address, headers={"If-None-Match": changed.headers["ETag"]}).status_code == 200


def test_an_offer_without_an_account_waits_for_a_host(village, card):
    line = jot(card, "A projector", kind="offer", whose="Joan")
    assert line.look == "waits"
    assert not Offer.objects.filter(words="A projector").exists()

    offer = landing.take_in(line, village.amina)
    assert landing.take_in(line, village.amina) is None

    assert Offer.objects.get(words="A projector") == offer
    assert offer.said_at == f"Warm rooms ({village.winter})"
    assert "Joan" not in offer.about, "A name that somebody else wrote stays with those who came."
    offer.refresh_from_db()
    assert offer.said_at_address == line.get_absolute_url()


def test_strangers_take_nothing_in(village, card):
    line = jot(card, "A projector", kind="offer")
    with pytest.raises(NotYours):
        landing.take_in(line, village.bram)
    assert not Offer.objects.filter(words="A projector").exists()


def test_somebody_with_an_account_offers_at_once_for_themselves_alone(village, card):
    browser = Client()
    browser.force_login(village.bram)
    send(browser, card, kind="offer", words="My van on Saturdays", once="1")
    send(browser, card, kind="offer", words="The church hall", whose="St Mary's", once="2")

    assert Offer.objects.get(words="My van on Saturdays").person == village.bram
    assert not Offer.objects.filter(words="The church hall").exists()


def test_a_gap_is_a_point_and_becomes_an_ask(village, card):
    line = jot(card, "Somebody to drive on Sundays", kind="gap")
    landing.take_in(line, village.amina)

    assert Ask.objects.filter(words="Somebody to drive on Sundays").exists()
    assert Point.objects.get(pk=line.point_id).kind == "gap"


def test_a_promise_by_a_body_is_put_to_it_first(village, card):
    line = jot(card, "Print the list", kind="promise", whose=str(village.council), due_on=date(2026, 12, 19))
    promise = landing.take_in(line, village.amina)

    assert promise.organisation == village.council
    assert promise.state(date(2026, 12, 6)) == "asked"
    assert not Promise.objects.shown().filter(pk=promise.pk).exists()


def test_a_promise_by_a_name_is_shown_with_where_it_was_said(village, card):
    line = jot(card, "Bring the urn", kind="promise", whose="Joan", due_words="next time")
    promise = landing.take_in(line, village.amina)

    assert (promise.holder_words, promise.said_at_address) == ("Joan", line.get_absolute_url())
    assert promise.made_on == date(2026, 12, 5)


def test_what_landed_is_changed_where_it_stands_now(village, card):
    line = jot(card, "A projector", kind="offer")
    landing.take_in(line, village.amina)

    for deed in (lambda: line.rewrite("Two projectors", version=1), line.strike):
        with pytest.raises(LineRefused, match="directory already"):
            deed()


def test_hosts_look_through_a_page_at_once(village, card):
    lines = [jot(card, f"Thing {n}", kind="offer", once=str(n)) for n in range(3)]
    browser = Client()
    browser.force_login(village.amina)
    browser.post(
        f"/events/{village.winter.pk}/notes/review/",
        {"line": [line.pk for line in lines], "take": [lines[0].pk, lines[2].pk]},
    )

    assert set(Offer.objects.filter(words__startswith="Thing").values_list("words", flat=True)) == {
        "Thing 0",
        "Thing 2",
    }
    assert not village.winter.notes.to_look_at().exists()


def test_strangers_see_no_desk(village, card):
    browser = Client()
    browser.force_login(village.bram)
    for page in ("codes", "notes", "notes/review"):
        assert browser.get(f"/events/{village.winter.pk}/{page}/").status_code == 403


@pytest.mark.storm
def test_many_scribes_at_once_lose_no_line(open_village):
    card = TableCode.make(open_village.winter)
    faults = []

    def scribe(number):
        try:
            for line in range(10):
                for _again in (1, 2):
                    Note.jot(card, "point", f"{number}/{line}", once=f"{number}-{line}")
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=scribe, args=(number,)) for number in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert faults == []
    assert sorted(card.event.notes.values_list("words", flat=True)) == sorted(
        f"{n}/{m}" for n in range(6) for m in range(10)
    )


def test_a_card_that_has_run_out_is_followed_by_a_new_one(village):
    card = TableCode.make(village.winter, table="Window")
    TableCode.objects.filter(pk=card.pk).update(ends_at=timezone.now() - timedelta(minutes=1))

    new = TableCode.make(village.winter, table="Window")

    assert new.pk != card.pk and new.is_open
    assert TableCode.make(village.winter, table="Window") == new


def test_a_card_made_when_the_event_is_long_over_is_good_for_twelve_hours(village):
    Event.objects.filter(pk=village.winter.pk).update(
        starts_at=timezone.now() - timedelta(days=9), ends_at=timezone.now() - timedelta(days=8)
    )
    card = TableCode.make(village.winter, table="Late")
    assert timedelta(hours=11) < card.ends_at - timezone.now() <= timedelta(hours=12)


def test_a_card_printed_days_before_an_event_with_no_end_is_good_on_the_day(village):
    starts = timezone.now() + timedelta(days=5)
    Event.objects.filter(pk=village.winter.pk).update(starts_at=starts, ends_at=None)
    assert TableCode.make(village.winter, table="Early").ends_at == starts + timedelta(hours=12)
    Event.objects.filter(pk=village.winter.pk).update(starts_at=None)
    assert TableCode.make(village.winter, table="Vague").ends_at > timezone.now() + timedelta(days=29)
