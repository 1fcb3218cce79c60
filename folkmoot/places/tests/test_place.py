"""The dated tree: what stood when, what followed what, and what somebody means by a few words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from folkmoot.places.codes import as_outward, as_postcode
from folkmoot.places.models import OtherCode, OtherName, Place, Postcode, Succession
from folkmoot.places.models.place import PlaceRefused

pytestmark = pytest.mark.django_db
CHANGE = date(2021, 4, 1)


def place(name, kind="district", **more):
    return Place.objects.create(name=name, slug=Place.free_slug(name), kind=kind, **more)


@pytest.fixture
def shires(db):
    """County and two districts become two new authorities; one of those is later merged into a third."""
    county, corby, daventry = place("Northshire", "county"), place("Corbeton"), place("Daventon")
    north, west = place("North Northshire", opens_on=CHANGE), place("West Northshire", opens_on=CHANGE)
    county.close(CHANGE, [north, west], "two councils instead of eight")
    corby.close(CHANGE, [north])
    daventry.close(CHANGE, [west])
    whole = place("Greater Northshire", opens_on=date(2030, 1, 1))
    north.close(date(2030, 1, 1), [whole])
    return {p.name: p for p in (county, corby, daventry, north, west, whole)}


def names(places):
    return sorted(p.name for p in places)


def test_a_path_is_the_line_from_the_root(village):
    assert village.mill_lane.line() == [village.thornbeck.pk, village.mill_lane.pk]
    assert village.mill_lane in Place.objects.within(village.thornbeck)
    assert village.farmoor not in Place.objects.within(village.thornbeck)
    assert list(Place.objects.around(village.mill_lane)) == [village.thornbeck, village.mill_lane]


def test_a_place_is_followed_over_splits_and_mergers(shires):
    county = shires["Northshire"]
    assert names(county.successors_on(date(2020, 1, 1))) == ["Northshire"]
    assert names(county.successors_on(CHANGE)) == ["North Northshire", "West Northshire"]
    assert names(county.successors_on(date(2031, 1, 1))) == ["Greater Northshire", "West Northshire"]
    assert names(shires["Corbeton"].successors_on(date(2031, 1, 1))) == ["Greater Northshire"]


def test_the_last_day_is_the_day_before_it_closes(shires):
    corby = shires["Corbeton"]
    assert corby.is_open(CHANGE - timedelta(days=1)) and not corby.is_open(CHANGE)
    assert corby in Place.objects.standing_on(CHANGE - timedelta(days=1))
    assert corby not in Place.objects.standing_on(CHANGE)


def test_at_looks_back_as_well_as_on(shires):
    assert names(shires["Greater Northshire"].at(date(2025, 1, 1))) == ["North Northshire"]
    assert names(shires["Greater Northshire"].at(date(2015, 1, 1))) == ["Corbeton", "Northshire"]
    assert names(shires["Corbeton"].at(date(2025, 1, 1))) == ["North Northshire"]
    assert shires["West Northshire"].at(date(2025, 1, 1)) == [shires["West Northshire"]]


def test_a_ring_of_successions_ends():
    one, two = place("One", closes_on=CHANGE), place("Two", closes_on=CHANGE)
    Succession.objects.create(before=one, after=two)
    Succession.objects.create(before=two, after=one)
    assert one.successors_on(date(2025, 1, 1)) == []


def test_closing_is_safe_twice_and_refuses_another_day(shires):
    corby = shires["Corbeton"]
    corby.close(CHANGE, [shires["North Northshire"]])
    assert corby.followed_by.count() == 1
    with pytest.raises(PlaceRefused, match="already closed on 1 April 2021"):
        corby.close(date(2022, 1, 1))


def test_closing_before_it_opened_is_refused(shires):
    with pytest.raises(PlaceRefused, match="opened on 1 April 2021"):
        shires["West Northshire"].close(date(2020, 1, 1))


def test_the_database_refuses_a_place_that_closes_before_it_opens():
    with pytest.raises(IntegrityError), transaction.atomic():
        place("Backward", opens_on=CHANGE, closes_on=CHANGE)


def test_nothing_follows_itself(shires):
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.create(before=shires["Corbeton"], after=shires["Corbeton"])


def test_moving_a_place_takes_along_all_inside_it(village):
    lane = place("Short Row", "street", parent=village.mill_lane)
    village.mill_lane.move_to(village.farmoor)
    assert Place.objects.get(pk=lane.pk).path == f"{village.farmoor.path}{village.mill_lane.pk}/{lane.pk}/"
    with pytest.raises(PlaceRefused):
        village.farmoor.move_to(Place.objects.get(pk=lane.pk))


def test_it_finds_by_code_former_code_and_slug(village):
    village.thornbeck.code = "E08999999"
    village.thornbeck.save()
    OtherCode.objects.create(place=village.thornbeck, code="E08999998")
    for words in ("E08999999", "e08999998", "thornbeck", " Thornbeck "):
        assert Place.find(words)[0] == village.thornbeck
    assert Place.objects.coded("e08999998") == village.thornbeck
    assert Place.objects.coded("") is None


def test_it_finds_by_any_name_without_accents():
    mon = place("Isle of Anglesey")
    OtherName.objects.create(place=mon, name="Ynys Môn", language="cy")
    assert Place.find("ynys mon") == [mon]
    assert Place.find("YNYS MÔN") == [mon]


def test_exact_comes_before_begun_and_standing_before_closed():
    closed = place("Ashby", closes_on=CHANGE)
    longer, exact, held = place("Ashbyham"), place("Ashby"), place("Great Ashby")
    assert Place.find("ashby") == [exact, closed, longer, held]


def test_it_finds_by_postcode_and_by_outward_code(village):
    assert Place.find("tb11aa") == [village.mill_lane]
    assert Place.find("TB2") == [village.riverside, village.northfield]
    assert Postcode.locate("tb1  1aa").place == village.mill_lane
    assert Postcode.locate("TB9 9ZZ") is None and Postcode.locate("not one") is None


@pytest.mark.parametrize("words", ["", "  ", "\x00", "%", "'", "x" * 5000])
def test_odd_words_find_no_place(words):
    assert Place.find(words) == []


def test_the_story_has_its_own_places(village):
    told = place("Thornbeck", story=True)
    assert told not in Place.find("thornbeck")
    assert Place.find("thornbeck", story=True) == [told]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("dy11ae", "DY1 1AE"),
        ("DY1 1AE", "DY1 1AE"),
        ("sw1a1aa", "SW1A 1AA"),
        ("B1  1AA", "B1 1AA"),
        ("DY1", ""),
        ("", ""),
    ],
)
def test_postcodes_are_read_however_they_are_spaced(text, code):
    assert as_postcode(text) == code


def test_outward_codes():
    assert as_outward(" dy1 ") == "DY1" and as_outward("SW1A") == "SW1A" and as_outward("Dudley") == ""


def test_an_address_is_never_given_twice():
    assert place("Same").slug == "same" and place("Same").slug == "same-2"
    assert Place.free_slug("Same", "district") == "same-district"
    assert Place.free_slug("東京") == "place"


def test_a_place_read_before_it_moved_does_not_write_where_it_lay(village):
    stale, new = Place.objects.get(pk=village.mill_lane.pk), village.castle_hill
    Place.objects.get(pk=stale.pk).move_to(new)

    stale.name = "Mill Lane, north"
    stale.save()

    kept = Place.objects.get(pk=stale.pk)
    assert (kept.name, kept.parent, kept.path) == ("Mill Lane, north", new, f"{new.path}{stale.pk}/")
    assert (stale.parent, stale.path) == (new, kept.path)
