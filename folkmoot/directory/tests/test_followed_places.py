"""A boundary review takes nothing away: what is done in a closed place counts in those that followed it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.directory.jobs import follow_places
from folkmoot.directory.models import Activity, Tally
from folkmoot.kit import search
from folkmoot.places.models import Place


def ward(name: str, parent: Place, **more) -> Place:
    return Place.objects.create(name=name, slug=Place.free_slug(name), kind="ward", parent=parent, **more)


@pytest.fixture
def reviewed(village):
    """Old Ward, where a walk is, was split yesterday into East and West of the neighbouring town."""
    village.old = ward("Old Ward", village.thornbeck)
    village.walk = Activity.enter(village.amina, {"title": "Zyxomma walk", "served": [village.old.pk]})
    yesterday = timezone.localdate() - timedelta(days=1)
    village.parts = [ward(f"{side} Ward", village.farmoor, opens_on=yesterday) for side in ("East", "West")]
    village.old.close(yesterday, village.parts)
    follow_places.call()
    return village


def at(place: Place) -> set[int]:
    return set(Activity.objects.live().at(Place.objects.get(pk=place.pk)).values_list("pk", flat=True))


def test_it_is_listed_counted_and_found_in_each_that_followed(reviewed):
    for place in (*reviewed.parts, reviewed.farmoor):
        assert reviewed.walk.pk in at(place)
        assert [hit.name for hit in search.find("Zyxomma", place=place)] == ["Zyxomma walk"]
    assert [Tally.objects.of(part).activities for part in reviewed.parts] == [1, 1]


def test_the_list_and_the_count_of_a_place_agree(reviewed):
    public = Activity.objects.live().shown().public().exclude(stage="ended")
    for place in Place.objects.live().filter(closes_on=None):
        assert public.at(place).count() == public.reaching(place).count() == Tally.objects.of(place).activities


def test_it_still_counts_where_it_was_said_to_be(reviewed):
    assert reviewed.walk.pk in at(reviewed.old) and reviewed.walk.pk in at(reviewed.thornbeck)


def test_a_second_review_is_followed_too(reviewed):
    today = timezone.localdate()
    whole = ward("Greater East", reviewed.farmoor, opens_on=today)
    reviewed.parts[0].close(today, [whole])
    follow_places.call()
    assert reviewed.walk.pk in at(whole) and Tally.objects.of(whole).activities == 1


def test_a_closing_to_come_moves_nothing_yet(village):
    old, new = ward("Old Ward", village.thornbeck), ward("New Ward", village.farmoor)
    walk = Activity.enter(village.amina, {"title": "Walk", "served": [old.pk]})
    old.close(timezone.localdate() + timedelta(days=1), [new])
    follow_places.call()
    assert walk.pk not in at(new) and Tally.objects.of(new).activities == 0


def test_following_twice_changes_nothing(reviewed):
    before = list(Tally.objects.order_by("pk").values_list("place", "type", "people", "activities"))
    follow_places.call()
    assert before == list(Tally.objects.order_by("pk").values_list("place", "type", "people", "activities"))
