"""Promises: made, confirmed by whoever they are said to be of, kept, dropped, explained, asked after."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from folkmoot.journal.models import Line, Notice
from folkmoot.kit import search
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Deputy
from folkmoot.promises.models import AlreadySettled, NotYetTheirs, Outcome, Promise, Word
from folkmoot.requests.models import Request

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
SOON = TODAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-20 12:00Z", tick=False)
    return time_machine


@pytest.fixture
def mine(village) -> Promise:
    return Promise.make("Paint the hall", SOON, village.bram, place=village.mill_lane)


def test_ones_own_promise_stands_at_once(village, mine):
    assert (mine.holder, mine.state(TODAY), mine.whose()) == (village.bram, "open", "Bram de Wit")
    assert mine in Promise.objects.shown()
    assert Line.objects.get(kind="promises.promise", key=str(mine.pk)).verb == "promised"
    assert [hit.key for hit in search.find("paint hall")] == [str(mine.pk)]


def test_the_same_form_sent_twice_is_one_promise(village):
    made = [Promise.make("Paint the hall", SOON, village.bram, once="form 1") for _ in range(2)]
    other = Promise.make("Paint the hall", SOON, village.dilys, once="form 1")
    assert made[0] == made[1] != other


def test_whoever_speaks_for_a_body_promises_for_it(village):
    made = Promise.make("Open the room on Tuesdays", SOON, village.dilys, organisation=village.council)
    assert made.accepted_at and made.whose() == "Thornbeck Council"


def test_a_promise_of_somebody_else_is_put_to_them_and_does_not_show(village):
    made = Promise.make("Lend the van", SOON, village.amina, holder=village.emeka)
    assert made.state(TODAY) == "asked" and made not in Promise.objects.shown()
    asked = Request.objects.get(kind="promise", once=f"promise {made.pk}")
    assert [r.person for r in asked.recipients.all()] == [village.emeka]
    assert not made.is_visible_to(village.carys, TODAY) and not made.is_visible_to(None, TODAY)
    assert made.is_visible_to(village.emeka, TODAY) and made.is_visible_to(village.amina, TODAY)
    assert not Line.objects.public().about("promises.promise", made.pk).exists()
    assert list(search.find("lend van")) == []


def test_its_holder_says_yes_and_it_shows(village):
    made = Promise.make("Lend the van", SOON, village.amina, holder=village.emeka)
    assert [made.confirm(village.emeka, True), made.confirm(village.emeka, False)] == [True, False]
    assert made in Promise.objects.shown()
    assert Request.objects.get(once=f"promise {made.pk}").closed_at
    assert Line.objects.public().about("promises.promise", made.pk).get().by == village.emeka


def test_its_holder_says_no_and_it_never_shows(village):
    made = Promise.make("Lend the van", SOON, village.bram, organisation=village.council)
    made.confirm(village.dilys, False, "That was another council")
    assert made.state(TODAY) == "declined" and made not in Promise.objects.shown()
    assert Notice.objects.filter(person=village.bram, words__startswith="They say they did not").exists()


def test_it_refuses_a_stranger_to_say_yes(village):
    made = Promise.make("Lend the van", SOON, village.amina, holder=village.emeka)
    for person in (village.amina, village.carys, village.kofi):
        with pytest.raises(NotYours):
            made.confirm(person, True)


def test_for_a_body_nobody_speaks_for_the_keepers_are_asked(village):
    made = Promise.make("A concert in the square", SOON, village.bram, organisation=village.choir)
    assert Request.objects.get(once=f"promise {made.pk}").recipients.get().party == "role:keeper"
    assert made.confirm(village.kofi, True) is True


def test_a_holder_with_no_account_needs_a_source(village):
    with pytest.raises(Refusal, match="where they promised"):
        Promise.make("Mend the lamp", SOON, village.bram, holder_words="The water company")
    made = Promise.make("Mend the lamp", SOON, village.bram, holder_words="The water company", said_at="the forum")
    assert made in Promise.objects.shown() and made.accepted_at is None
    assert made.is_held_by(village.bram, TODAY) and made.is_held_by(village.amina, TODAY)


@pytest.mark.parametrize(
    ("what", "due", "more"),
    [
        (" ", SOON, {}),
        ("x", None, {}),
        ("x", TODAY - timedelta(days=9), {}),
        ("x", SOON, {"made_on": SOON + timedelta(1)}),
    ],
)
def test_it_refuses_what_says_too_little(village, what, due, more):
    with pytest.raises(Refusal):
        Promise.make(what, due, village.bram, **more)


def test_words_are_enough_for_when(village):
    assert Promise.make("Paint", None, village.bram, due_words="by the summer").state(TODAY) == "open"


def test_the_database_keeps_the_rules(village, mine):
    for wrong in ({"steps": 1}, {"steps_done": 1}, {"steps": 3, "steps_done": 4}, {"holder": None}, {"due_on": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Promise.objects.filter(pk=mine.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.create(promise=mine, state="dropped", words="")


def test_late_is_an_open_promise_past_its_day(mine, village):
    assert [mine.state(SOON + timedelta(days=n)) for n in (0, 1)] == ["open", "late"]
    mine.keep(village.bram)
    assert Promise.objects.get(pk=mine.pk).state(SOON + timedelta(days=9)) == "kept"


def test_its_holder_keeps_it_once(village, mine):
    first = mine.keep(village.bram, "Done on Sunday", "https://hall.example/paint")
    assert mine.keep(village.bram, "again") == first
    assert Line.objects.filter(verb="kept a promise:").count() == 1


def test_dropping_needs_a_reason(village, mine):
    with pytest.raises(Refusal, match="why"):
        mine.drop(village.bram, " ")
    assert mine.drop(village.bram, "The hall was sold").state == "dropped"


def test_what_is_settled_is_not_settled_otherwise_until_it_is_opened_again(village, mine):
    mine.keep(village.bram)
    with pytest.raises(AlreadySettled):
        mine.drop(village.bram, "No")
    assert [mine.reopen(village.bram), mine.reopen(village.bram)] == [True, False]
    assert mine.drop(village.bram, "The hall was sold").state == "dropped"


@pytest.mark.parametrize("verb", ["keep", "drop", "explain", "reopen", "step"])
@pytest.mark.parametrize("who", ["amina", "carys", "dilys", "kofi"])
def test_only_its_holder_says_what_came_of_it(village, mine, verb, who):
    words = {"keep": [], "reopen": [], "step": [1]}.get(verb, ["words"])
    with pytest.raises(NotYours):
        getattr(mine, verb)(getattr(village, who), *words)


def test_a_deputy_says_it_while_the_holder_is_away(village, mine):
    Deputy.objects.create(person=village.bram, deputy=village.dilys, from_on=TODAY, until_on=TODAY)
    assert mine.keep(village.dilys).by == village.dilys


def test_nothing_is_said_of_it_before_it_is_theirs(village):
    made = Promise.make("Lend the van", SOON, village.amina, holder=village.emeka)
    for act in (lambda: made.keep(village.emeka), lambda: made.explain(village.emeka, "Soon")):
        with pytest.raises(NotYetTheirs):
            act()
    with pytest.raises(NotYours):
        made.ask(village.amina)


def test_the_history_is_nobodys_to_change(village, mine):
    Promise.objects.filter(pk=mine.pk).update(story=True)
    with pytest.raises(NotYours):
        mine.keep(village.bram)
    with pytest.raises(NotYours):
        mine.ask(village.dilys)


def test_each_time_counts_once_and_none_is_skipped(village):
    made = Promise.make("A walk each month", SOON, village.bram, steps=3)
    made.step(village.bram, 1, "Along the river")
    assert made.step(village.bram, 1) is None
    with pytest.raises(Refusal, match="number 2 of 3"):
        made.step(village.bram, 3)
    made.step(village.bram, 2)
    made.step(village.bram, 3)
    with pytest.raises(Refusal):
        made.step(village.bram, 4)
    assert Promise.objects.get(pk=made.pk).steps_done == 3 and made.words.count() == 3


def test_the_holder_explains_and_the_same_words_are_one(village, mine):
    assert mine.explain(village.bram, "It rained") == mine.explain(village.bram, "It rained")
    assert Word.objects.filter(promise=mine).count() == 1
    with pytest.raises(Refusal):
        mine.explain(village.bram, " ")


def test_anybody_asks_once_a_week_and_the_holder_hears(village, mine, clock):
    first = mine.ask(village.carys, "Which colour?")
    assert mine.ask(village.carys, "Well?") == first
    assert Notice.objects.filter(person=village.bram).count() == 1
    clock.shift(timedelta(days=8))
    assert mine.ask(village.carys) != first
    mine.refresh_from_db()
    assert mine.asked_at


def test_a_settled_promise_is_not_asked_after(village, mine):
    mine.keep(village.bram)
    with pytest.raises(AlreadySettled):
        mine.ask(village.carys)


def test_the_seeds_are_planted_once(village):
    from folkmoot.promises import seeds

    before = Promise.objects.count(), Outcome.objects.count(), Word.objects.count(), Request.objects.count()
    seeds.plant(village)
    assert before == (Promise.objects.count(), Outcome.objects.count(), Word.objects.count(), Request.objects.count())
    assert village.openness.state(TODAY) == "late" and village.help_sessions.steps_done == 11


@pytest.mark.storm
@pytest.mark.django_db(transaction=True)
def test_many_ends_at_once_are_one(open_village):
    village = open_village
    promise = Promise.make("Paint the hall", timezone.localdate() + timedelta(days=9), village.bram)
    start, ends = Barrier(16), []

    def settle(number: int) -> None:
        try:
            start.wait()
            ends.append((promise.keep(village.bram) if number % 2 else promise.drop(village.bram, "Sold")).state)
        except AlreadySettled:
            ends.append("refused")
        finally:
            connection.close()

    crowd = [Thread(target=settle, args=[number]) for number in range(16)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert len(ends) == 16 and Outcome.objects.filter(promise=promise).count() == 1
    assert ends.count("refused") == 8
