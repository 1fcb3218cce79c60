"""Taking in bulk leaves just what the directory itself would: found, counted, and once, whoever takes it."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from folkmoot.directory import findable
from folkmoot.directory.models import Activity, Organisation, Record, Tally
from folkmoot.exchange import jobs, taking
from folkmoot.exchange.models import Intake
from folkmoot.kit.search.keeping import put_many
from folkmoot.kit.search.models import Document
from folkmoot.places.models import Place

from .bringing import checked, taken
from .sheets import ordinary


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


def kept() -> dict:
    names = ("title", "text_words", "title_words", "mark_words", "address", "place_path")
    rows = Document.objects.values_list("kind", "key", *names)
    return {row[:2]: (*row[2:3], sorted(row[3].split()), *row[4:]) for row in rows}


@pytest.mark.django_db
def test_search_keeps_what_the_directory_would_keep(village):
    intake = taken(village.amina, ordinary())
    before = kept()
    for model in (Organisation, Activity):
        put_many(findable.row(entry) for entry in model.objects.filter(records__source=intake.source))
    assert kept() == before


@pytest.mark.django_db
def test_counts_are_those_of_a_recount(village):
    taken(village.amina, ordinary())
    before = {place: Tally.objects.of(place) for place in Place.objects.live()}
    Tally.recount()
    assert {place: Tally.objects.of(place) for place in Place.objects.live()} == before
    assert before[village.mill_lane].activities > 19


@pytest.mark.django_db
def test_entries_know_how_much_is_known_of_them(village):
    intake = taken(village.amina, ordinary())
    for deed in Activity.objects.filter(records__source=intake.source)[:20]:
        assert deed.completeness == sum(deed.known().values())


@pytest.mark.django_db
def test_a_worker_that_was_killed_is_followed_by_another(village, monkeypatch):
    monkeypatch.setattr(taking, "CHUNK", 20)
    intake = checked(village.amina, ordinary()).take(village.amina)
    for _ in range(2):
        taking.take_some(intake)
    assert Record.objects.filter(source=intake.source).count() == 40
    taking.take_all(intake)
    assert Record.objects.filter(source=intake.source).count() == 79
    assert Intake.objects.get(pk=intake.pk).state == Intake.State.TAKEN


@pytest.mark.storm
def test_two_workers_take_once(open_village, monkeypatch):
    monkeypatch.setattr(taking, "CHUNK", 10)
    intake = checked(open_village.amina, ordinary())
    jobs.go_on(intake.take(open_village.amina))
    gate, wrong = Barrier(2), []

    def take():
        gate.wait()
        try:
            taking.take_all(Intake.objects.get(pk=intake.pk))
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    workers = [Thread(target=take) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert wrong == []
    assert Record.objects.filter(source=intake.source).count() == 79
    assert Organisation.objects.filter(name="Mill Lane Lunch Club").count() == 1
