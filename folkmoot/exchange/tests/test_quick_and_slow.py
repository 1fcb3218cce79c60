"""The quick ways of taking in give just what the slow, obvious ones give, on some hundreds of rows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.directory import findable
from folkmoot.directory.jobs import follow_places
from folkmoot.directory.models import Activity, Organisation, Party, PeopleServed, Record, Served, Tally, Topic
from folkmoot.directory.models.tallies import Counted, Presence, marks_of
from folkmoot.exchange import facts
from folkmoot.exchange.models import Row
from folkmoot.exchange.reading.phrases import PEOPLE_SERVED, TYPES_OF_HELP
from folkmoot.exchange.reading.proposals import WORD, propose
from folkmoot.exchange.reading.rows import Row as Read
from folkmoot.exchange.topics import Topics
from folkmoot.kit import pouring
from folkmoot.kit.search.models import Document
from folkmoot.kit.search.words import plain_words, stem
from folkmoot.places.models import Postcode

from .bringing import taken
from .sheets import ordinary

TOPICS = [
    ("AR101", "Choirs", r"\b(choir|sing(ing|ers?))\b", r"\bbird ?song\b"),
    ("SW2", "Carers", r"\b(carers?|carer'?s)\b|caring", ""),
    ("FA", "Food", r"\b(food( |-)?bank|lunch(es)?)\b", r"\bfood miles\b"),
    ("ED1", "Classes", r"\b(class(es)?|course(s)?|(0|1|2)+ years?)\b|-teach", ""),
]
TEXTS = [
    "Mill Lane Choir | singing for anybody, no bird song | Café",
    "FOOD BANK | food-bank and lunch, lunches | 2 years of lunch",
    "non-teaching courses; caring, Carers’ circle for carers",
    "İstanbul kitchen | ſinging | course course course",
    "",
]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


def slow_topics(rows, text: str, most: int) -> list[str]:
    """Every pattern against the whole text."""
    text = text[:4_000].replace("’", "'")
    said = {}
    for code, _, words, unless in rows:
        n = sum(1 for found in re.finditer(words, text, re.I) if found.group(0))
        if n and not (unless and re.search(unless, text, re.I)):
            said[code] = n
    return sorted(said, key=lambda code: (-said[code], -len(code), code))[:most]


def slow_proposals(text: str) -> list[tuple[str, str]]:
    """Every phrase at every word."""
    words = [word.replace("’", "'") for word in WORD.findall(text.lower())]
    said: dict[tuple[str, str], int] = {}
    for meaning, lists in (("type_of_help", TYPES_OF_HELP), ("people_served", PEOPLE_SERVED)):
        for value, phrases in lists.items():
            for phrase in phrases.split(","):
                for at in range(len(words)):
                    n = all(
                        len(words) > at + k
                        and (words[at + k].startswith(w[:-1]) if w.endswith("*") else words[at + k] == w)
                        for k, w in enumerate(phrase.split())
                    )
                    said[meaning, value] = said.get((meaning, value), 0) + n
    met = [one for one, n in said.items() if n]
    return sorted(met, key=lambda one: (one[0] != "type_of_help", -said[one], one[1]))


def texts_of_an_ordinary_list() -> list[str]:
    return [" | ".join((row["Group name"], row["Notes"])) for row in ordinary(200)] + TEXTS[:3]


@pytest.mark.parametrize("most", [1, 3, 99])
def test_topics_are_those_of_every_pattern_against_the_whole_text(most):
    quick = Topics((code, words, unless) for code, _, words, unless in TOPICS)
    for text in texts_of_an_ordinary_list():
        assert quick.found_in(text, most) == slow_topics(TOPICS, text, most)


def test_odd_letters_break_nothing():
    quick = Topics((code, words, unless) for code, _, words, unless in TOPICS)
    assert [quick.found_in(text) for text in TEXTS[3:]] == [["ED1"], []]


def test_the_order_of_real_topics_is_that_of_the_slow_way(real_data):
    import csv

    with (real_data / "uk-charities/ukcat.csv").open(encoding="utf-8") as file:
        rows = [(r["Code"], "", r["Regular expression"], r["Exclude regular expression"]) for r in csv.DictReader(file)]
    with (real_data / "uk-charities/charities-tagged.csv").open(encoding="utf-8") as file:
        texts = [f"{r['name']} | {r['activities']}" for r in csv.DictReader(file)][400:600]
    rows = [row for row in rows if row[2]]
    quick = Topics((code, words, unless) for code, _, words, unless in rows)
    for text in texts:
        assert quick.found_in(text, 5) == slow_topics(rows, text, 5)


def test_proposals_are_those_of_every_phrase_at_every_word():
    for text in texts_of_an_ordinary_list():
        found = propose(Read(0, "", {"words": text}), ["words"])
        assert [(one.meaning, one.value) for one in found] == slow_proposals(text)


def test_indexed_words_are_each_word_and_its_stem():
    from folkmoot.kit.search.words import indexed

    for text in [*texts_of_an_ordinary_list(), "Amina's don’t Ynys Môn's singers 3rd"]:
        slow = [part for word in plain_words(text) for part in dict.fromkeys((word, stem(word)))]
        assert indexed(text).split(" ") == slow


@pytest.fixture
def intake(village):
    for code, name, words, unless in TOPICS:
        Topic.objects.update_or_create(code=code, defaults={"name": name, "pattern": words, "not_pattern": unless})
    return taken(village.amina, ordinary(240))


@pytest.mark.django_db
def test_entries_hold_what_each_row_says_when_worked_out_alone(intake):
    rows = {row.key: row for row in Row.objects.filter(intake=intake, verdict="new")}
    names = dict(PeopleServed.objects.values_list("code", "name"))
    records = Record.objects.filter(source=intake.source).select_related("organisation", "activity")
    assert len(records) > 200
    for record in records:
        plan, about = rows[record.row].plan, (record.organisation, record.activity)
        for entry, said in zip(about, (facts.of_body(record.fields, plan), facts.of_deed(record.fields, plan))):
            if entry:
                assert {name: getattr(entry, name) for name in said} == said
        if deed := record.activity:
            assert [topic.pk for topic in deed.topics.order_by("pk")] == sorted(plan.get("topics", []))
            assert {names[group.pk] for group in deed.people.all()} == {names[code] for code in plan.get("people", ())}
            assert list(Party.objects.filter(activity=deed).values_list("organisation", "role")) == [
                (record.organisation_id, "delivers")
            ]
            where = Postcode.objects.filter(code=record.organisation.postcode).values_list("place", flat=True)
            served = Served.objects.filter(activity=deed).values_list("place", flat=True)
            assert not where or list(served) == list(where)


@pytest.fixture
def reviewed(village):
    """Mill Lane, whose postcodes the sheet names, was followed by Castle Hill."""
    village.mill_lane.close(timezone.localdate() - timedelta(days=1), [village.castle_hill])
    follow_places.call()


@pytest.mark.django_db
def test_what_serves_a_closed_place_is_counted_as_when_read_back(reviewed, intake):
    test_counts_and_index_are_those_of_entries_read_back(intake)


@pytest.mark.django_db
def test_counts_and_index_are_those_of_entries_read_back(intake):
    deeds = Activity.objects.filter(records__source=intake.source)
    kept = dict(Counted.objects.filter(activity__in=deeds).values_list("activity", "marks"))
    assert kept == marks_of([deed.pk for deed in deeds])
    tables = [set(model.objects.values_list(*names)) for model, names in COUNTS]
    Tally.recount()
    assert [set(model.objects.values_list(*names)) for model, names in COUNTS] == tables
    bodies = Organisation.objects.filter(records__source=intake.source)
    for entry in [*deeds, *bodies]:
        slow = findable.row(entry)
        found = Document.objects.get(kind=slow.kind, key=str(slow.key))
        assert (found.title, found.address, found.place_path) == (slow.title, slow.address, slow.place_path)
        assert sorted(plain_words(found.text)) == sorted(plain_words(slow.text))


COUNTS = (
    (Tally, ("place", "type", "people", "activities", "bodies", "pence", "priced")),
    (Presence, ("place", "organisation", "activities")),
    (Counted, ("activity",)),
)


@pytest.mark.django_db
def test_poured_rows_are_those_of_bulk_create(village, monkeypatch):
    monkeypatch.setattr(pouring, "ROWS_A_STATEMENT", 7)
    names = ("id", "name", "entered_by_id", "confirmed_on", "latitude", "longitude", "is_funder")
    said = [(f"Body {n}", village.amina.pk, None, 51.5 if n % 2 else None, n % 3 == 0) for n in range(40)]
    ids = list(pouring.fresh_ids(Organisation, 40))
    pouring.pour(
        Organisation,
        names,
        [(pk, name, by, day, lat, lat and 1.0, fund) for pk, (name, by, day, lat, fund) in zip(ids, said)],
    )
    slow = Organisation.objects.bulk_create(
        Organisation(name=name, entered_by_id=by, latitude=lat, longitude=lat and 1.0, is_funder=fund)
        for name, by, _, lat, fund in said
    )
    apart = {"id", "entered_at", "changed_at"}
    columns = [field.attname for field in Organisation._meta.concrete_fields if field.attname not in apart]
    quick = Organisation.objects.filter(pk__in=ids).order_by("pk")
    assert list(quick.values_list(*columns)) == list(
        Organisation.objects.filter(pk__in=[one.pk for one in slow]).order_by("pk").values_list(*columns)
    )
    assert min(one.pk for one in slow) > max(ids)
