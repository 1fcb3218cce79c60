"""Other words for the same thing: on either database, and nothing else stands for anything."""

from __future__ import annotations

from itertools import product

import pytest
from django.db import connection

from folkmoot.kit.search import alike, find, phrases, put_many
from folkmoot.kit.search.keeping import Entry
from folkmoot.kit.search.models import Document
from folkmoot.kit.search.words import asked, stem

THINGS = (
    Entry("activity", 1, "Mend your own bike", "Every Saturday in the yard.", "/1/", "/who/1/"),
    Entry("activity", 2, "The pantry", "Food parcels, no questions asked.", "/1/", "/who/2/"),
    Entry("activity", 3, "Thought for the day", "A talk, and how to open a bank account.", "/1/", "/who/3/"),
    Entry("activity", 4, "Five-a-side", "Football for anybody over fifty.", "/2/", "/who/4/"),
    Entry("activity", 5, "Sports day", "Once a year.", "/2/", "/who/5/"),
)


@pytest.fixture
def things(db):
    Document.objects.all().delete()
    put_many(THINGS)


def found(words, **how):
    return {hit.key for hit in find(words, alike=True, **how)}


def test_another_word_for_it_will_do_and_only_where_that_is_asked(things):
    assert found("bicycles") == found("fix a bicycle") == {"1"}
    assert not find("bicycles")
    assert found("bicycles", place="/2/") == set()


def test_a_phrase_is_one_thing_and_not_its_words(things):
    assert found("food bank") == {"2"}, "the one with a bank account is about something else"
    assert phrases(asked("a food bank near the river")) == ["food bank", "near", "river"]


def test_who_asks_for_the_wider_is_served_by_the_narrower_and_not_the_other_way_round(things):
    assert found("sport") == {"4", "5"}
    assert found("football") == {"4"}


def test_what_was_found_by_another_word_shows_it(things):
    assert find("bicycle", alike=True)[0].title == "Mend your own <mark>bike</mark>"


def test_what_the_database_finds_is_what_reading_every_row_finds(things):
    lines = [line.partition("#")[0] for line in alike.WORDS.read_text().splitlines()]
    tried = {each.strip() for line in lines for each in line.replace(">", ",").split(",")} - {""}
    rows = [(row.key, set(f"{row.title_words} {row.text_words}".split())) for row in Document.objects.all()]
    for words in sorted(tried):
        wanted = [alike.ways(phrase) for phrase in phrases(asked(words))]
        begun = asked(words)[-1] if len(wanted[-1][0]) == 1 else ""
        slow = {
            key
            for key, kept in rows
            if any(all(kept.issuperset(way) for way in one) for one in product(*wanted))
            or (begun and len(wanted) == 1 and any(word.startswith(begun) for word in kept))
        }
        assert found(words) == slow, (words, connection.vendor)


@pytest.mark.once
def test_each_line_says_several_things_and_each_thing_once():
    seen = set()
    for line in alike.WORDS.read_text().splitlines():
        said = line.partition("#")[0].strip()
        if not said:
            continue
        wide, arrow, narrow = said.partition(">")
        sides = [[each.strip() for each in side.split(",")] for side in (wide, narrow) if side]
        assert all(asked(each) for side in sides for each in side), line
        assert arrow and len(sides) == 2 or len(sides[0]) > 1, line
        ways = [tuple(stem(word) for word in asked(each)) for side in sides for each in side]
        assert len(ways) == len(set(ways)), f"{line}: two are one but for their endings"
        assert not arrow or len(sides[0]) == 1, line
        seen.update(ways)
    assert len(seen) > 250


@pytest.mark.once
def test_none_stands_for_itself_and_each_of_a_line_for_each_other():
    assert ("bicycl",) in alike.ways("bike") and ("bike",) in alike.ways("bicycle")
    assert all(one not in others for one, others in alike._known().items())
    assert alike.ways("underwater") == (("underwat",),)
