"""Several people at one moment: a milestone is reached once, and named once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from folkmoot.journal.models import Line
from folkmoot.people.models import Person
from folkmoot.promises.models import Milestone, Promise

MANY = 6
DUE, SOON = date(2027, 3, 1), date(2027, 1, 15)


@pytest.fixture
def holder(transactional_db) -> Person:
    return Person.objects.create_user("holder@thornbeck.example", name="Holder")


@pytest.fixture
def promise(holder) -> Promise:
    return Promise.make("A ramp at the hall", DUE, holder)


def at_once(deed) -> list:
    """What came of doing it so many times at one moment; an error stands for itself. `deed` is given what to wait at,
    for a control that looks before it writes."""
    start, looked = Barrier(MANY), Barrier(MANY)

    def one(_number):
        start.wait()
        try:
            return deed(looked)
        except IntegrityError as wrong:
            return wrong
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as crowd:
        return list(crowd.map(one, range(MANY)))


def lines(promise: Promise, verb: str) -> int:
    return Line.objects.about(promise._meta.label_lower, promise.pk).filter(verb=verb).count()


def test_it_is_reached_once_and_told_once(promise, holder):
    plan = Milestone.set(promise, "The plan is drawn", SOON, holder)
    said = at_once(lambda _looked: Milestone.objects.get(pk=plan.pk).reach(holder))
    assert sorted(said) == [False] * (MANY - 1) + [True]
    assert lines(promise, "reached a milestone of:") == 1


def test_whoever_looks_first_and_writes_afterwards_tells_it_several_times(promise, holder):
    plan = Milestone.set(promise, "The plan is drawn", SOON, holder)

    def careless(looked) -> bool:
        known = Milestone.objects.get(pk=plan.pk)
        looked.wait()
        if known.reached_on:
            return False
        Milestone.objects.filter(pk=plan.pk).update(reached_on=timezone.localdate())
        Line.record(holder, "reached a milestone of:", promise)
        return True

    assert at_once(careless).count(True) == lines(promise, "reached a milestone of:") == MANY


def test_it_is_named_once(promise, holder):
    made = at_once(lambda _looked: Milestone.set(promise, "The plan is drawn", SOON, holder))
    assert len({one.pk for one in made}) == 1
    assert promise.milestones.count() == lines(promise, "named a milestone of:") == 1


def test_whoever_looks_first_and_names_it_afterwards_is_held_up_by_the_table_alone(promise, holder):
    def careless(looked) -> Milestone:
        known = promise.milestones.filter(name="The plan is drawn").first()
        looked.wait()
        return known or promise.milestones.create(name="The plan is drawn", first_on=SOON, due_on=SOON, by=holder)

    made = at_once(careless)
    assert sum(isinstance(one, IntegrityError) for one in made) == MANY - 1
