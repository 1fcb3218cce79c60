"""Several at one moment: one person is one voice, by whichever ways they come."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from folkmoot.people.models import Person
from folkmoot.priorities import counting
from folkmoot.priorities.models import Question, Statement, Voice
from folkmoot.priorities.models.voice import Speaker
from folkmoot.rounds.models import AGREE, Choice, Say

MANY = 6


@pytest.fixture
def question(transactional_db) -> Question:
    asker = Person.objects.create_user("asker@thornbeck.example", name="Asker")
    made = Question.ask("Which evening?", asker)
    for words in ("Mondays", "Fridays"):
        Statement.seed_with(made, words, asker)
    return made


def at_once(deed) -> list:
    """What came of doing it six times at one moment; an error stands for itself."""
    start = Barrier(MANY)

    def one(number: int):
        start.wait()
        try:
            return deed(number)
        except Exception as wrong:  # noqa: BLE001 - it is looked at by whoever asks
            return wrong
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as crowd:
        return list(crowd.map(one, range(MANY)))


def test_one_person_on_six_screens_at_once_is_one_voice_with_one_say_each(question):
    first, second = counting.keys_of(question)

    def speak(number: int):
        asked = Question.objects.select_related("round").get(pk=question.pk)
        speaker = Speaker.mailed("nia@thornbeck.example", asked)
        return Voice.speak(asked, speaker, first if number % 2 else second, AGREE)

    made = at_once(speak)
    assert all(isinstance(one, Voice) for one in made), made
    assert question.spoken.count() == 1 and Say.objects.filter(round=question.round).count() == 1
    assert sorted(Choice.objects.filter(say__round=question.round).values_list("option", flat=True)) == [first, second]


def test_six_people_at_once_are_six_voices(question):
    first, _second = counting.keys_of(question)

    def speak(number: int):
        asked = Question.objects.select_related("round").get(pk=question.pk)
        return Voice.speak(asked, Speaker.sheet(f"{asked.pk}-{number}", False), first, AGREE)

    made = at_once(speak)
    assert all(isinstance(one, Voice) for one in made), made
    assert question.spoken.count() == MANY


def look_then_write(question: Question) -> list:
    """Six times one person, each having looked before any wrote, and finding nobody there: no lock, no second look."""
    looked = Barrier(MANY)

    def put(number: int):
        found = Say.objects.filter(round=question.round_id, voter="voice:one").exists()
        looked.wait()
        return None if found else Say.objects.create(round_id=question.round_id, voter="voice:one")

    return at_once(put)


def test_it_is_the_database_that_refuses_a_second_say(question):
    made = look_then_write(question)
    assert sum(isinstance(one, IntegrityError) for one in made) == MANY - 1
    assert Say.objects.filter(round=question.round).count() == 1


@contextmanager
def without(rule):
    """The table of says as it would be without this constraint; SQLite makes it anew from what the model says."""
    kept = Say._meta.constraints
    Say._meta.constraints = [one for one in kept if one != rule]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Say, rule)
    try:
        yield
    finally:
        Say.objects.all().delete()
        Say._meta.constraints = kept
        with connection.schema_editor() as editor:
            editor.add_constraint(Say, rule)


def test_the_control_without_that_defence_one_person_has_several_says(question):
    """Void would be a test that could not fail: with the constraint away, the same six leave more than one say."""
    with without(next(one for one in Say._meta.constraints if one.name == "say_once_each")):
        made = look_then_write(question)
        assert Say.objects.filter(round=question.round).count() == MANY, made
    assert sum(isinstance(one, IntegrityError) for one in look_then_write(question)) == MANY - 1, "it is back"
