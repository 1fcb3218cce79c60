"""A keeper renames a place, closes it with what follows, and takes that back."""

from __future__ import annotations

from datetime import date

import pytest

from folkmoot.directory.models import Tally
from folkmoot.journal.models import Line, Watch
from folkmoot.kit import search
from folkmoot.kit.work import drain
from folkmoot.places.models import Place, Succession


@pytest.fixture
def care(client, village):
    client.force_login(village.kofi)
    return f"/places/{village.mill_lane.slug}/care/"


def activities_in(place) -> int:
    return Tally.objects.totals().get(place.pk, 0)


def test_a_new_name_shows_and_the_old_one_still_finds_it(client, village, care):
    for _ in range(2):
        assert client.post(care, {"do": "name", "name": "Mill Lane and Weir"}).status_code == 302
    drain(scheduled=False)
    place = Place.objects.get(pk=village.mill_lane.pk)
    assert place.name == "Mill Lane and Weir" and place.slug == village.mill_lane.slug
    assert Place.find("Mill Lane")[0] == place == Place.find("Mill Lane and Weir")[0]
    assert [hit.key for hit in search.find("weir lunches", kinds=["directory.activity"])]
    assert Line.objects.about("places.place", place.pk).filter(verb="renamed").exists()


def test_a_merger_counts_what_was_done_there_in_what_follows(client, village, care):
    before, theirs = activities_in(village.farmoor), activities_in(village.mill_lane)
    assert theirs
    client.post(care, {"do": "close", "on": "2026-04-01", "after": "Farmoor", "why": "made one ward"})
    drain(scheduled=False)
    place = Place.objects.get(pk=village.mill_lane.pk)
    assert place.closes_on == date(2026, 4, 1) and place.successors() == [village.farmoor]
    assert activities_in(village.farmoor) == before + theirs
    client.post(care, {"do": "reopen"})
    drain(scheduled=False)
    assert not Succession.objects.filter(before=place).exists()
    assert activities_in(village.farmoor) == before


def test_it_says_what_is_wrong_and_changes_nothing(client, village, care):
    assert "do not know a place" in client.post(care, {"do": "close", "on": "2026-04-01", "after": "Atlantis"}).text
    assert "follow itself" in client.post(care, {"do": "close", "on": "2026-04-01", "after": "Mill Lane"}).text
    assert client.post(care, {"do": "name", "name": " "}).status_code == 422
    assert Place.objects.get(pk=village.mill_lane.pk).closes_on is None


def test_only_keepers_may_and_only_they_see_the_way_there(client, village, care):
    assert "Rename or close this place" in client.get(village.mill_lane.get_absolute_url()).text
    client.force_login(village.dilys)
    assert "Rename or close this place" not in client.get(village.mill_lane.get_absolute_url()).text
    assert client.get(care).status_code == client.post(care, {"do": "reopen"}).status_code == 403


def test_a_place_is_moved_with_all_that_follows_and_moved_back(client, village, care):
    there, here = activities_in(village.farmoor), activities_in(village.mill_lane)
    watch = Watch.start(village.bram, village.mill_lane)
    Line.record(village.amina, "noted", village.lunches, place=village.mill_lane)
    lines = set(Line.objects.at(village.mill_lane).values_list("pk", flat=True))
    assert here and lines
    above = Place.objects.get(pk=village.mill_lane.parent_id)
    theirs = activities_in(above)

    for _ in range(2):
        assert client.post(care, {"do": "move", "parent": "Farmoor"}).status_code == 302
        drain(scheduled=False)

    place = Place.objects.get(pk=village.mill_lane.pk)
    assert place.parent == village.farmoor and activities_in(place) == here
    assert activities_in(village.farmoor) == there + here and activities_in(above) <= theirs
    assert f'href="{village.farmoor.get_absolute_url()}"' in client.get(place.get_absolute_url()).text
    assert lines <= set(Line.objects.at(place).values_list("pk", flat=True))
    assert Line.check_chain() is None
    assert Watch.objects.get(pk=watch.pk).place_path == place.path
    assert [hit.key for hit in search.find("lunches", place=place.path, kinds=["directory.activity"])]

    client.post(care, {"do": "back"})
    drain(scheduled=False)
    place = Place.objects.get(pk=place.pk)
    assert place.parent == above and activities_in(village.farmoor) == there and activities_in(above) == theirs


def test_a_circle_is_refused_in_words(client, village, care):
    lane = Place.objects.create(name="Short Row", slug="short-row", kind="street", parent=village.mill_lane)
    for name, words in (
        ("Short Row", "which lies inside it"),
        ("Mill Lane", "inside itself"),
        ("Atlantis", "not know"),
    ):
        answer = client.post(care, {"do": "move", "parent": name})
        assert answer.status_code == 422 and words in answer.text
    assert Place.objects.get(pk=lane.pk).path.startswith(village.mill_lane.path)
    assert client.post(care, {"do": "back"}).status_code == 422
