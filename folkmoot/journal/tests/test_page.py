"""What happened here: the public lines, by place and kind."""

from __future__ import annotations

import pytest

from folkmoot.journal.models import Audience, Line
from folkmoot.people.models import Person

pytestmark = pytest.mark.django_db


def test_it_shows_public_lines_only_newest_first(village, client):
    Line.record(village.amina, "added", village.drop_in, place=village.mill_lane)
    Line.record(village.amina, "planned", village.course, audience=Audience.PARTIES)
    page = client.get("/journal/").content.decode()
    assert "Monthly drop-in" in page and "Spring course" not in page
    assert page.count("<h1") == 1


def test_it_narrows_by_place_and_by_kind(village, client):
    Line.record(village.amina, "added", village.drop_in, place=village.mill_lane)
    Line.record(village.amina, "named", village.riverside, place=village.riverside)
    assert "Monthly drop-in" in client.get("/journal/?place=thornbeck").content.decode()
    assert "Monthly drop-in" not in client.get("/journal/?place=riverside").content.decode()
    assert "Monthly drop-in" not in client.get("/journal/?kind=places.place").content.decode()


def test_forgotten_words_are_not_shown(village, client):
    Line.record(village.amina, "added", village.drop_in).forget()
    page = client.get("/journal/").content.decode()
    assert "Monthly drop-in" not in page and "taken back" in page


def test_with_nothing_yet_it_says_what_would_be_here(client, db):
    assert "Nothing of that sort has happened here yet" in client.get("/journal/?kind=nothing").content.decode()


@pytest.mark.parametrize("query", ["?page=99", "?page=x", "?place=%00", "?kind='", "?place=nowhere"])
def test_odd_queries_are_no_errors(client, db, query):
    assert client.get(f"/journal/{query}").status_code == (400 if "%00" in query else 200)


def test_it_asks_a_fixed_number_of_questions(village, client, django_assert_max_num_queries):
    for _ in range(60):
        Line.record(village.amina, "added", village.drop_in, place=village.mill_lane)
    client.get("/journal/")
    with django_assert_max_num_queries(8):
        client.get("/journal/")


def test_what_nobody_did_is_said_without_anybody(village, client):
    Line.record(None, "has no answer yet:", village.lunches)
    gone = Line.record(village.bram, "changed", village.lunches)
    Person.objects.filter(pk=village.bram.pk).delete()
    page = client.get("/journal/").content.decode()
    assert "Has no answer yet: <a" in page and "Somebody has no answer" not in page
    assert gone.by_id_then and "Somebody changed" in page
