"""The United Kingdom as shipped."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from folkmoot.places.models import Place
from folkmoot.places.taking.authorities import SHIPPED, plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def kingdom(db):
    return plant()


def get(code):
    return Place.objects.coded(code)


def test_planting_twice_changes_nothing(kingdom):
    with SHIPPED.open() as file:
        rows = len(list(csv.DictReader(file)))
    assert kingdom.counts["new"] == rows and not kingdom.refusals
    assert dict(plant().counts) == {"same": rows}


def test_what_a_keeper_changed_is_left_alone(kingdom):
    Place.objects.filter(code="E08000027").update(name="Dudley Borough", parent=get("E92000001"), population=1)
    plant()
    dudley = get("E08000027")
    assert (dudley.name, dudley.parent.code, dudley.population) == ("Dudley Borough", "E92000001", 1)


@pytest.mark.once
def test_dudley_lies_in_the_west_midlands_in_england(kingdom):
    line = [place.name for place in Place.objects.around(get("E08000027"))]
    assert line == ["United Kingdom", "England", "West Midlands", "Dudley"]
    assert get("E08000027").population == 322_363


@pytest.mark.once
def test_every_county_has_the_people_of_its_districts(kingdom):
    for county in Place.objects.filter(kind="county", closes_on=None):
        districts = county.children.filter(kind="district", closes_on=None)
        assert sum(d.population for d in districts) == county.population, county


@pytest.mark.once
def test_every_place_is_where_its_country_is(kingdom):
    for place in Place.objects.live().exclude(code="").exclude(latitude=None):
        assert 49.8 < place.latitude < 60.9 and -8.7 < place.longitude < 1.8, place


@pytest.mark.once
def test_northamptonshire_became_two(kingdom):
    county = get("E10000021")
    assert county.closes_on == date(2021, 4, 1) and county.slug == "northamptonshire-to-2021"
    assert sorted(p.name for p in county.successors_on(date(2022, 1, 1))) == [
        "North Northamptonshire",
        "West Northamptonshire",
    ]


@pytest.mark.once
def test_every_closed_authority_is_followed_by_one_that_stands(kingdom):
    closed = Place.objects.live().exclude(closes_on=None)
    assert closed.count() == 53
    for place in closed:
        after = place.successors_on(date(2021, 12, 31))
        assert after, place
        assert all(p.opens_on is None or p.opens_on == place.closes_on for p in place.successors()), place


def test_a_former_code_finds_the_place(kingdom):
    assert get("E08000020").name == "Gateshead" and get("E08000020").code == "E08000037"


def test_names_in_welsh_and_in_full_are_found(kingdom):
    assert Place.find("Caerdydd")[0].name == "Cardiff"
    assert Place.find("Dudley Metropolitan Borough Council")[0].name == "Dudley"
    assert Place.find("ynys mon")[0].name == "Isle of Anglesey"


def test_the_command_says_what_it_did(capsys):
    call_command("plant_places")
    assert "475 new" in capsys.readouterr().out


@pytest.mark.real
def test_the_register_itself_adds_nothing_twice(kingdom):
    if not (folder := os.environ.get("FOLKMOOT_REAL_DATA")):
        pytest.skip("FOLKMOOT_REAL_DATA is not set")
    before = Place.objects.count()
    call_command("take_places", str(Path(folder) / "places" / "uk_local_authorities.csv"))
    assert Place.objects.count() == before


def test_a_newer_edition_closes_and_adds(kingdom, tmp_path):
    head = "local-authority-code,official-name,nice-name,gss-code,start-date,end-date,replaced-by,nation,region"
    head += ",local-authority-type,pop-2020,lat,long"
    rows = [
        "CMA,Cumbria County Council,Cumbria,E10000006,,2023-03-31,CBD,England,North West,CTY,,,",
        "CBD,Cumberland Council,Cumberland,E06000063,2023-04-01,,,England,North West,UA,273254,54.66,-3.16",
    ]
    file = tmp_path / "register.csv"
    file.write_text("\n".join([head, *rows]))
    call_command("take_places", str(file))
    new = get("E06000063")
    assert new.parent.name == "England" and (new.latitude, new.longitude) == (54.66, -3.16)
    assert get("E10000006").closes_on == date(2023, 4, 1)
    assert get("E10000006").successors() == [new]
    call_command("take_places", str(file))
    assert Place.objects.filter(name="Cumberland").count() == 1


@pytest.mark.once
def test_a_broken_row_names_its_line_and_nothing_is_taken(kingdom, tmp_path):
    from django.core.management.base import CommandError

    file = tmp_path / "register.csv"
    head = "local-authority-code,official-name,gss-code,start-date,end-date,replaced_by,nation,local-authority-type"
    file.write_text(f"{head}\nA,New Council,E06999999,,,,England,UA\nB,Other,E06999998,soon,,,England,UA\n")
    with pytest.raises(CommandError, match=r"register.csv, line 3: .*soon.*Nothing was taken"):
        call_command("take_places", str(file))
    assert get("E06999999") is None
