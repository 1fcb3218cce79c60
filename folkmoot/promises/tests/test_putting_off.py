"""A promise put off to a later day: by its holder, with a reason, and the first day stays beside it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction

from folkmoot.journal.models import Line
from folkmoot.kit import work
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.promises import saying
from folkmoot.promises.jobs import remind
from folkmoot.promises.models import AlreadySettled, Promise, PutOff

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
DUE, LATER = TODAY + timedelta(days=10), TODAY + timedelta(days=45)


@pytest.fixture
def promise(village, time_machine) -> Promise:
    time_machine.move_to("2026-11-20 09:00Z", tick=False)
    Promise.objects.all().delete()
    return Promise.make("Paint the hall", DUE, village.bram)


def test_put_off_it_says_by_how_much_and_why_and_keeps_the_first_day(client, village, promise):
    PutOff.to(promise, LATER, village.bram, "The roof leaked first.")
    PutOff.to(promise, LATER + timedelta(days=5), village.bram, "And leaks.")
    assert (promise.due_on, promise.first_due_on()) == (LATER + timedelta(days=5), DUE)
    assert "Put off 2 times, 40 days later than at first." in saying.of_one(promise, TODAY)
    page = client.get(promise.get_absolute_url()).content.decode()
    assert "Put off from 30 November 2026 to 4 January 2027: The roof leaked first." in page
    assert Line.objects.filter(verb="put off a promise:").count() == 2


def test_it_is_open_until_the_new_day_late_after_it_and_reminded_of_anew(village, promise, time_machine):
    PutOff.to(promise, LATER, village.bram, "The roof.")
    assert promise.state(DUE + timedelta(days=1)) == "open" and promise.state(LATER + timedelta(days=1)) == "late"
    time_machine.move_to("2027-01-04 09:00Z", tick=False)
    remind.call()
    work.drain(scheduled=False)
    assert [mail.subject for mail in outbox.outbox] == ["Today it is due: Paint the hall"]


def test_one_that_is_late_already_can_be_put_off_and_still_says_how_late(village, promise, time_machine):
    time_machine.move_to("2026-12-10 09:00Z", tick=False)
    PutOff.to(promise, LATER, village.bram, "We were ill.")
    assert "35 days later than at first" in saying.of_one(promise, date(2026, 12, 10))


def test_the_same_day_twice_is_once(village, promise):
    one = PutOff.to(promise, LATER, village.bram, "The roof.")
    assert PutOff.to(promise, LATER, village.bram, "The roof.") == one and promise.put_offs.count() == 1


@pytest.mark.parametrize(
    ("day", "because", "words"),
    [
        (DUE, "x", "Name a day after 30 November 2026"),
        (TODAY - timedelta(days=3), "x", "Name a day after"),
        (LATER, " ", "Say why"),
    ],
)
def test_what_is_no_later_day_or_has_no_reason_is_refused(village, promise, day, because, words):
    with pytest.raises(Refusal, match=words):
        PutOff.to(promise, day, village.bram, because)
    promise.refresh_from_db()
    assert promise.due_on == DUE


def test_strangers_and_those_who_wait_put_nothing_off(client, village, promise):
    with pytest.raises(NotYours):
        PutOff.to(promise, LATER, village.amina, "x")
    client.force_login(village.amina)
    told = client.post(f"{promise.get_absolute_url()}put-off/", {"day": "2027-05-03", "words": "x"})
    assert told.status_code == 403 and not promise.put_offs.exists()


def test_a_settled_one_and_one_for_no_day_are_not_put_off(village, promise):
    promise.keep(village.bram)
    with pytest.raises(AlreadySettled):
        PutOff.to(promise, LATER, village.bram, "x")
    vague = Promise.make("Mend the roof", None, village.bram, due_words="by the summer")
    with pytest.raises(Refusal, match="no certain day"):
        PutOff.to(vague, LATER, village.bram, "x")


def test_on_its_page_it_is_put_off_and_no_day_is_said_in_words(client, village, promise):
    client.force_login(village.bram)
    here = f"{promise.get_absolute_url()}put-off/"
    wrong = client.post(here, {"day": "soon", "words": "The roof."})
    assert wrong.status_code == 400 and "Say by when, as a day." in wrong.content.decode()
    client.post(here, {"day": LATER.isoformat(), "words": "The roof."})
    promise.refresh_from_db()
    assert promise.due_on == LATER


def test_the_database_refuses_a_day_that_is_not_later_and_the_same_twice(village, promise):
    rows = {"promise": promise, "was_on": DUE, "because": "x", "by": village.bram}
    with pytest.raises(IntegrityError), transaction.atomic():
        PutOff.objects.create(to_on=DUE, **rows)
    PutOff.objects.create(to_on=LATER, **rows)
    with pytest.raises(IntegrityError), transaction.atomic():
        PutOff.objects.create(to_on=LATER + timedelta(days=1), **rows)
