"""Outlines and postcodes from files: what is understood, what is refused and how, and that twice is safe."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from folkmoot.places.models import Boundary, Place, Postcode
from folkmoot.places.shapes import Outlines
from folkmoot.places.taking.authorities import plant
from folkmoot.places.taking.guess import take
from folkmoot.places.taking.told import CannotTake

pytestmark = pytest.mark.django_db


def square(west, south, side=1.0):
    east, north = west + side, south + side
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


@pytest.fixture
def write(tmp_path):
    def write(name, content):
        file = tmp_path / name
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return file

    return write


@pytest.fixture
def district(db):
    return Place.objects.create(name="Squareton", slug="squareton", kind="district", code="E08000099")


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def test_a_known_code_gets_its_outline_and_a_new_ward_hangs_inside_it(district, write):
    big = write("big.geojson", collection(feature(square(-2, 52), LAD13CD="E08000099", LAD13NM="Squareton")))
    wards = collection(feature(square(-1.9, 52.1, 0.2), WD13CD="E05000001", WD13NM="First"))
    assert take(big).counts["new"] == 1
    small = write("small.geojson", wards)
    assert take(small).counts["new"] == 1
    ward = Place.objects.coded("E05000001")
    assert (ward.name, ward.kind, ward.parent) == ("First", "ward", district)
    assert (round(ward.latitude, 3), round(ward.longitude, 3)) == (52.2, -1.8)
    assert ward.boundary.as_of == date(2013, 12, 31)
    assert take(small).counts["same"] == 1 and Place.objects.filter(name="First").count() == 1


def test_a_place_beside_the_code_of_what_it_lies_in_needs_no_outline(district, write):
    file = write(
        "w.geojson", collection(feature(square(0, 50), WD21CD="E05000002", WD21NM="Second", LAD21CD="E08000099"))
    )
    take(file)
    assert Place.objects.coded("E05000002").parent == district


def test_an_area_that_lies_in_nothing_known_is_refused_in_words(db, write):
    told = take(write("w.geojson", collection(feature(square(0, 50), WD21CD="E05000003", WD21NM="Lost"))))
    assert told.refusals == [
        "w.geojson, line 1: Lost: no known place holds it. Load the areas around it first, or say which with --within."
    ]
    assert Place.objects.coded("E05000003") is None


def test_within_says_where_areas_with_no_code_belong(district, write):
    file = write("n.geojson", collection(feature(square(0, 50), name="The Dingle")))
    call_command("take_places", str(file), within="Squareton")
    call_command("take_places", str(file), within="E08000099")
    assert Place.objects.get(name="The Dingle").parent == district


def test_an_older_outline_does_not_replace_a_newer_one(district, write):
    new = write("n.geojson", collection(feature(square(-2, 52), LAD21CD="E08000099")))
    old = write("o.geojson", collection(feature(square(-3, 51), LAD13CD="E08000099")))
    take(new)
    assert take(old).counts["same"] == 1
    assert district.boundary.west == -2
    newest = write("p.geojson", collection(feature(square(-2, 53), LAD13CD="E08000099")))
    assert take(newest, as_of=date(2024, 1, 1)).counts["changed"] == 1
    assert Boundary.objects.get(place=district).south == 53


def test_topojson_is_laid_end_to_end(district, write):
    """Two squares that share an edge: the arc between them is walked backwards by the second."""
    other = Place.objects.create(name="Next", slug="next", kind="district", code="E08000098")
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.1, 0.1], "translate": [-2, 52]},
        "arcs": [[[10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10], [10, 0]], [[10, 0], [10, 0], [0, 10], [-10, 0]]],
        "objects": {
            "lad": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "properties": {"LAD13CD": "E08000099"}, "arcs": [[0, 1]]},
                    {"type": "MultiPolygon", "properties": {"LAD13CD": "E08000098"}, "arcs": [[[2, -1]]]},
                ],
            }
        },
    }
    assert take(write("t.json", topology)).counts["new"] == 2
    assert Outlines().holding([-1.5, -0.5, 3.0], [52.5, 52.5, 52.5]) == [district.pk, other.pk, None]


def test_the_smallest_place_that_holds_a_point_is_given(district, write):
    inner = Place.objects.create(name="Inner", slug="inner", kind="ward", code="E05000009", parent=district)
    both = collection(
        feature(square(-2, 52), LAD13CD="E08000099"), feature(square(-1.5, 52.5, 0.1), WD13CD="E05000009")
    )
    take(write("b.geojson", both))
    assert Outlines().holding([-1.45, -1.9], [52.55, 52.1]) == [inner.pk, district.pk]
    assert Outlines().holding([], []) == []


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "it is empty"),
        ("{", "line 1: it is not sound JSON"),
        ('{"type": "Feature"}', "neither a GeoJSON FeatureCollection nor a TopoJSON"),
        ('{"type": "FeatureCollection"}', "not the GeoJSON or TopoJSON it says"),
        ('{"type": "FeatureCollection", "features": [7]}', "not the GeoJSON or TopoJSON it says"),
        ('{"type": "FeatureCollection", "features": []}', "no areas"),
        ('{"type": "Topology", "arcs": [], "objects": {"a": {"type": "Polygon", "arcs": [[5]]}}}', "not the GeoJSON"),
        ("[" * 100_000, "nested too deeply|not sound JSON"),
        ("name,age\nBo,7\n", "line 1: this is neither .* Its columns are: name, age"),
    ],
)
def test_a_file_that_is_none_of_these_is_refused_with_its_name(write, content, why):
    with pytest.raises(CannotTake, match=rf"odd\.txt.*({why})"):
        take(write("odd.txt", content))


def test_bytes_that_are_not_text_are_refused(tmp_path):
    file = tmp_path / "latin.csv"
    file.write_bytes(b"postcode,lat,long\nDY1 1AE,52.5,-2.1\n\xff\xfe")
    with pytest.raises(CannotTake, match=r"latin\.csv: it is not UTF-8 text"):
        take(file)
    with pytest.raises(CommandError, match="no such file"):
        call_command("take_places", str(tmp_path / "none.csv"))


@pytest.mark.parametrize(
    "broken", [{"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}, None, square(400, 52)]
)
def test_an_outline_that_encloses_nothing_names_its_place_in_the_file(district, write, broken):
    good = feature(square(-2, 52), LAD13CD="E08000099")
    told = take(write("m.geojson", collection(good, feature(broken, LAD13CD="E08000099", LAD13NM="Squareton"))))
    assert told.counts["new"] == 1 and told.counts["refused"] == 1
    assert told.refusals[0].startswith("m.geojson, line 2: the outline of Squareton cannot be used")


def test_postcodes_with_degrees_are_placed_by_code_then_by_point(district, write):
    take(write("b.geojson", collection(feature(square(-2, 52), LAD13CD="E08000099"))))
    ward = Place.objects.create(name="Ward", slug="ward", kind="ward", code="E05000007", parent=district)
    rows = [
        "pcds,oslaua,osward,lat,long",
        "DY1 1AE,E08000099,E05000007,52.1,-1.9",
        "dy11af,E08000099,E05999999,52.2,-1.8",
        "DY1 1AG,,,52.3,-1.7",
        "DY1 1AH,,,10.0,10.0",
        "DY1 1AJ,,,99.999999,0.000000",
        "not one,,,52.3,-1.7",
        "DY1 1AK,,,north,-1.7",
        "DY1 1AL,,,952.3,-1.7",
        "",
        "DY1",
    ]
    file = write("p.csv", "\n".join(rows))
    told = take(file)
    held = dict(Postcode.objects.values_list("code", "place"))
    assert {code: held[code] for code in held if code.startswith("DY1 1A")} == {
        "DY1 1AE": ward.pk,
        "DY1 1AF": district.pk,
        "DY1 1AG": district.pk,
        "DY1 1AH": None,
    }
    assert (told.counts["new"], told.counts["refused"], told.counts["without a point"]) == (4, 3 + 1, 1)
    assert told.refusals[0] == "p.csv, line 7: “not one” is not a postcode."
    assert told.refusals[-1].startswith("p.csv, line 11:")
    again = take(file)
    assert (again.counts["same"], again.counts["new"], again.counts["changed"]) == (4, 0, 0)


def test_code_point_open_is_known_without_a_header(district, write):
    file = write(
        "c.csv",
        '"DY1 1AE",10,394044,290420,"E92000001","","","","E08000099","E05001254"\n"DY1 1ZZ",90,0,0,"","","","","",""\n',
    )
    told = take(file)
    kept = Postcode.locate("dy11ae")
    assert kept.place == district and told.counts["without a point"] == 1
    assert (round(kept.latitude, 3), round(kept.longitude, 3)) == (52.512, -2.089)


def test_a_postcode_that_moved_is_changed(district, write):
    take(write("p.csv", "postcode,latitude,longitude\nDY1 1AE,52.1,-1.9\n"))
    told = take(write("q.csv", "postcode,latitude,longitude\nDY1 1AE,52.2,-1.9\nDY1 1AE,52.3,-1.9\n"))
    assert told.counts["changed"] == 1 and Postcode.locate("DY1 1AE").latitude == 52.3


@pytest.mark.real
@pytest.mark.once
def test_dudley_its_wards_and_its_postcodes():
    if not (folder := os.environ.get("FOLKMOOT_REAL_DATA")):
        pytest.skip("FOLKMOOT_REAL_DATA is not set")
    plant()
    data = Path(folder) / "places"
    files = [str(data / name) for name in ("england-lad-topo.json", "dudley-wards.geojson", "codepoint-dy.csv")]
    call_command("take_places", *files)
    dudley = Place.objects.coded("E08000027")
    wards = dudley.children.filter(kind="ward")
    assert wards.count() == 24 and Postcode.objects.count() >= 10_952
    assert Place.find("DY1 1AE")[0].parent == dudley
    assert Place.find("DY8")[0].parent == dudley
    by_point = Outlines(wards).holding(
        *zip(
            *Postcode.objects.filter(place__in=wards).order_by("code").values_list("longitude", "latitude"), strict=True
        )
    )
    by_code = list(Postcode.objects.filter(place__in=wards).order_by("code").values_list("place", flat=True))
    agree = sum(a == b for a, b in zip(by_point, by_code, strict=True))
    assert agree / len(by_code) > 0.97
    assert dict(take(data / "codepoint-dy.csv").counts)["same"] == 10_952
