"""Search: whatever is typed, the same things are found on every database."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.kit.search import asking, drop, find, put, put_many
from folkmoot.kit.search.keeping import Entry
from folkmoot.kit.search.models import Document
from folkmoot.kit.search.words import asked, indexed, stem

pytestmark = pytest.mark.django_db
THINGS = (
    Entry("activity", 1, "Gardening for beginners", "Learn to grow food on Mill Lane.", "/1/2/", "/who/1/"),
    Entry("activity", 2, "Monthly drop-in", "Help with blogs; the gardeners' shed is next door.", "/1/3/", "/who/2/"),
    Entry("organisation", 1, "Ynys Môn Cymdeithas", "Canu a dawnsio: côr y dref.", "/9/", "/organisations/1/"),
    Entry("organisation", 2, "O'Brien & Sons", "AND OR NOT NEAR tools", "/1/", "/organisations/2/"),
    Entry("place", 7, "東京 society", "A reading circle", "", "/places/tokyo/"),
)


@pytest.fixture(autouse=True)
def things():
    Document.objects.all().delete()
    put_many(THINGS)


def found(words, **how):
    return {(hit.kind, hit.key) for hit in find(words, **how)}


def test_a_word_is_found_in_all_its_forms():
    assert found("gardens") == found("gardener") == {("activity", "1"), ("activity", "2")}


def test_accents_do_not_matter_either_way():
    assert found("ynys mon") == found("Ynys Môn") == {("organisation", "1")}
    assert found("cor") == {("organisation", "1")}


def test_the_last_word_may_be_only_begun():
    assert found("drop in blo") == {("activity", "2")}
    assert found("blo drop") == set()


def test_all_words_must_be_there_and_small_ones_need_not():
    assert found("gardening beginners") == {("activity", "1")}
    assert found("who does gardening for the beginners") == {("activity", "1")}
    assert found("gardening blogs shed lane") == set()


def test_it_narrows_by_place_and_by_kind():
    assert found("garden", place="/1/2/") == {("activity", "1")}
    assert found("garden", place="/1/") == {("activity", "1"), ("activity", "2")}
    assert found("garden", place="/2/") == {("activity", "1")}, "the last id of a path is what counts"
    assert found("tools", kinds=["organisation"]) == {("organisation", "2")}
    assert found("tools", kinds=["activity"]) == set()
    assert found("learn", kinds=["activity", "organisation"]) == {("activity", "1")}


def test_words_of_the_engine_are_only_words():
    assert found("AND OR NOT NEAR") == {("organisation", "2")}
    assert found('tools" OR "blogs') == set()
    assert found("title_words:tools") == set()


def test_letters_from_elsewhere_are_found():
    assert found("東京") == found("東") == {("place", "7")}


@pytest.mark.parametrize(
    "words", ["", " ", '"', "''", '"""', "\x00", "%", "*", "a\x00b", "(((", "' OR 1=1 --", "\\", ":*"]
)
def test_odd_words_find_nothing_and_break_nothing(words):
    assert isinstance(find(words), list)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_no_words_break_it(words):
    assert isinstance(find(words), list)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80), st.text(max_size=30))
def test_what_is_put_in_is_found_by_its_own_words(title, text):
    with transaction.atomic():
        put("odd", 1, title, text)
        words = asked(title)
        for word in words:
            assert ("odd", "1") in found(word, kinds=["odd"])
        transaction.set_rollback(True)


def test_put_twice_is_found_once_in_its_new_words():
    put("activity", 1, "Bread", "Baking together", "/1/2/", "/who/1/")
    assert found("gardening") == {("activity", "2")}
    assert found("bake") == {("activity", "1")}
    assert Document.objects.filter(kind="activity", key="1").count() == 1


def test_what_is_dropped_is_found_no_more_and_dropping_twice_is_safe():
    drop("activity", 1)
    drop("activity", 1)
    assert found("gardening") == {("activity", "2")}


def test_a_write_that_is_undone_is_never_found():
    with transaction.atomic():
        put("activity", 3, "Unicycling")
        transaction.set_rollback(True)
    assert found("unicycling") == set()


def test_a_title_comes_before_a_text():
    assert [hit.key for hit in find("gardening")] == ["1", "2"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the other engine always works so")
def test_with_very_many_hits_titles_still_come_first(monkeypatch):
    from folkmoot.kit.search import sqlite

    monkeypatch.setattr(sqlite, "MOST_RANKED", 1)
    put("activity", 9, "Shed", "gardening in it", "/1/2/")
    assert [hit.key for hit in find("gardening")] == ["1", "2", "9"]
    assert [hit.key for hit in find("gardening", place="/1/2/", kinds=["activity"])] == ["1", "9"]
    assert [hit.key for hit in find("gardening", limit=1)] == ["1"]


def test_a_snippet_marks_words_and_shows_no_markup_of_theirs():
    put("x", 1, "<b>Bold</b> & brave", "<script>alert('garden')</script> " + "word " * 100 + "gardening at last")
    hit = find("bold garden")[0]
    assert hit.title == "&lt;b&gt;<mark>Bold</mark>&lt;/b&gt; &amp; brave"
    assert "<script>" not in hit.snippet and "<mark>garden</mark>" in hit.snippet


def test_a_snippet_is_cut_around_the_first_word_found():
    put("x", 2, "Long", "lorem " * 300 + "zebra crossing " + "ipsum " * 300)
    snippet = find("zebra")[0].snippet
    assert "<mark>zebra</mark> crossing" in snippet and snippet.startswith("… ") and len(snippet) < 260


def test_a_long_run_of_letters_takes_no_time():
    put("x", 3, "a" * 300, "a'" * 10_000 + "-" * 10_000)
    assert find("a" * 900) and find("-" * 900) == []


def test_stems_and_words_are_both_kept():
    assert indexed("The Gardeners’ Society") == "the gardeners garden society societi"
    assert stem("gardeners") == "garden" and stem("dy1") == "dy1"


def test_what_the_database_finds_is_what_reading_every_row_finds():
    """The slow, obvious way: read each document and compare words."""
    rows = list(Document.objects.all())
    for words in ("garden", "mill lane", "help", "o'brien", "reading circle", "y", "can"):
        wanted = asked(words)
        slow = set()
        for row in rows:
            kept = set(row.title_words.split()) | set(row.text_words.split())
            whole = all(stem(word) in kept for word in wanted[:-1])
            last = stem(wanted[-1]) in kept or (
                len(wanted[-1]) >= asking.SHORTEST_PREFIX and any(word.startswith(wanted[-1]) for word in kept)
            )
            if whole and last:
                slow.add((row.kind, row.key))
        assert found(words) == slow, (words, connection.vendor)
