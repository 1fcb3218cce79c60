"""Milestones on the way to keeping a promise: named, reached, moved with a reason; by how much they slipped."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from folkmoot.journal.models import Line, Notice
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.promises import saying
from folkmoot.promises.jobs import remind
from folkmoot.promises.models import AlreadySettled, Milestone, Promise, PutOff

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
DUE = TODAY + timedelta(days=40)
SOON = TODAY + timedelta(days=10)


@pytest.fixture
def promise(village, time_machine) -> Promise:
    time_machine.move_to("2026-11-20 09:00Z", tick=False)
    Promise.objects.all().delete()
    return Promise.make("A ramp at the hall", DUE, village.bram)


@pytest.fixture
def plan(village, promise) -> Milestone:
    Milestone.set(promise, "The ramp is built", DUE, village.bram)
    return Milestone.set(promise, "The plan is drawn", SOON, village.bram)


def test_the_page_says_how_many_are_reached_what_comes_next_and_what_slipped(client, village, promise, plan):
    assert saying.of_milestones(promise, TODAY) == ("Reached: 0 of 2. Next: “The plan is drawn”, by 30 November 2026.")
    assert plan.move(SOON + timedelta(days=5), village.bram, "The surveyor was ill.")
    plan.refresh_from_db()
    assert (plan.first_on, plan.slipped(TODAY)) == (SOON, 5)
    page = client.get(promise.get_absolute_url()).content.decode()
    assert "At first 30 November 2026. The surveyor was ill." in page and "5 days later than at first" in page
    assert plan.reach(village.bram)
    assert saying.of_milestones(promise, TODAY).startswith("Reached: 1 of 2. Next: “The ramp is built”")


def test_what_is_reached_in_time_slipped_by_nothing_and_what_is_not_slips_day_by_day(
    village, promise, plan, time_machine
):
    assert (plan.slipped(TODAY), plan.slipped(SOON), plan.slipped(SOON + timedelta(days=3))) == (0, 0, 3)
    assert plan.is_late(SOON + timedelta(days=1)) and not plan.is_late(SOON)
    plan.reach(village.bram)
    plan.refresh_from_db()
    assert plan.slipped(DUE) == 0 and not plan.is_late(DUE)


def test_each_thing_said_twice_is_said_once(village, promise, plan):
    assert Milestone.set(promise, " the plan  is drawn", DUE, village.bram) == plan
    assert [plan.reach(village.bram), plan.reach(village.bram)] == [True, False]
    assert [plan.take_back(village.bram), plan.take_back(village.bram)] == [True, False]
    day = SOON + timedelta(days=1)
    assert [plan.move(day, village.bram, "Rain"), plan.move(day, village.bram, "Rain")] == [True, False]
    assert promise.milestones.count() == 2
    verbs = ("reached a milestone of:", "took back a milestone of:", "moved a milestone of:")
    assert [Line.objects.filter(verb=verb).count() for verb in verbs] == [1, 1, 1]


@pytest.mark.parametrize(
    ("day", "why"), [(DUE + timedelta(days=1), "put the whole off first"), (TODAY - timedelta(days=1), "before it was")]
)
def test_it_lies_between_the_day_of_the_promise_and_the_day_of_the_whole(village, promise, plan, day, why):
    with pytest.raises(Refusal, match=why):
        Milestone.set(promise, "Another", day, village.bram)
    with pytest.raises(Refusal, match=why):
        plan.move(day, village.bram, "Rain")


def test_put_off_the_whole_gives_room_for_a_later_one(village, promise, plan):
    PutOff.to(promise, DUE + timedelta(days=30), village.bram, "The roof leaked.")
    assert plan.move(DUE + timedelta(days=9), village.bram, "The roof leaked.")


def test_only_whoever_promised_says_so_and_not_once_it_is_settled(village, promise, plan):
    for refused in (
        lambda: Milestone.set(promise, "Another", SOON, village.carys),
        lambda: plan.reach(village.carys),
        lambda: plan.move(DUE, village.carys, "x"),
        lambda: plan.take_out(village.carys),
    ):
        with pytest.raises(NotYours):
            refused()
    promise.keep(village.bram)
    with pytest.raises(AlreadySettled):
        plan.reach(village.bram)


def test_moved_it_says_why_and_a_mistake_goes_on_its_own_day_alone(village, promise, plan, time_machine):
    with pytest.raises(Refusal, match="Say why"):
        plan.move(DUE, village.bram, " ")
    with pytest.raises(IntegrityError), transaction.atomic():
        promise.milestones.create(name="Later, nobody says why", first_on=SOON, due_on=DUE)
    slip = Milestone.set(promise, "Teh ramp", SOON, village.bram)
    assert slip.take_out(village.bram) and not promise.milestones.filter(name="Teh ramp").exists()
    time_machine.move_to("2026-11-22 09:00Z", tick=False)
    with pytest.raises(Refusal, match="may be waiting"):
        plan.take_out(village.bram)


def test_whoever_promised_is_reminded_on_the_day_and_a_week_after_each_once(village, promise, plan, time_machine):
    for day, times in (("2026-11-29", 0), ("2026-11-30", 1), ("2026-12-07", 2)):
        time_machine.move_to(f"{day} 09:00Z", tick=False)
        remind.call()
        remind.call()
        assert Notice.objects.filter(person=village.bram, words__contains="The plan is drawn").count() == times


def test_in_the_page_it_is_named_reached_and_moved(client, village, promise):
    client.force_login(village.bram)
    here = promise.get_absolute_url()
    client.post(f"{here}milestones/", {"name": "The plan is drawn", "day": SOON.isoformat()})
    one = promise.milestones.get()
    client.post(f"{here}milestones/{one.pk}/", {"do": "move", "day": DUE.isoformat(), "words": "Rain"})
    client.post(f"{here}milestones/{one.pk}/", {"do": "reach"})
    one.refresh_from_db()
    assert (one.due_on, one.because, one.reached_on) == (DUE, "Rain", TODAY)
    assert "reached on 20 November 2026" in client.get(here).content.decode()
    assert client.post(f"{here}milestones/{one.pk}/", {"do": "move", "day": "soon", "words": "x"}).status_code == 400
    assert client.post(f"{here}milestones/999999/", {"do": "reach"}).status_code == 404


def test_what_is_not_understood_changes_nothing(client, village, promise, plan):
    client.force_login(village.bram)
    answer = client.post(f"/promises/{promise.pk}/milestones/{plan.pk}/", {"do": "reached it"})
    plan.refresh_from_db()
    assert answer.status_code >= 400 and plan.reached_on is None
    assert "Say what became of it" in answer.content.decode()
