"""A map shows outlines and points where they are, and the table those with no place too."""

from folkmoot.kit.pictures.maps import WIDTH, collection, drawing

SQUARE = {"type": "Polygon", "coordinates": [[[-2.1, 52.5], [-2.0, 52.5], [-2.0, 52.6], [-2.1, 52.6], [-2.1, 52.5]]]}
THINGS = [
    {"label": "Mill Lane", "geometry": SQUARE, "level": "b", "kind": "area"},
    {"label": "Library", "latitude": 52.55, "longitude": -2.05, "kind": "place"},
    {"label": "A group with no address", "kind": "place"},
]


def test_what_has_no_place_is_in_the_table_and_not_on_the_map():
    drawn = drawing(THINGS)
    assert (len(drawn["outlines"]), len(drawn["spots"])) == (1, 1)
    assert [row["placed"] for row in drawn["rows"]] == [True, True, False]
    assert len(collection(THINGS)["features"]) == 2


def test_a_point_lies_inside_the_outline_it_lies_in():
    drawn = drawing(THINGS)
    spot = drawn["spots"][0]
    assert abs(spot["x"] - WIDTH / 2) < 2 and abs(spot["y"] - drawn["height"] / 2) < 4


def test_north_is_up():
    low, high = drawing(
        [{"label": "s", "latitude": 52, "longitude": 0}, {"label": "n", "latitude": 53, "longitude": 0}]
    )["spots"]
    assert high["y"] < low["y"]


def test_larger_outlines_lie_under_smaller_ones():
    inner = {
        "type": "Polygon",
        "coordinates": [[[-2.06, 52.54], [-2.04, 52.54], [-2.04, 52.56], [-2.06, 52.54]]],
    }
    drawn = drawing([{"label": "inner", "geometry": inner}, {"label": "outer", "geometry": SQUARE}])
    assert [one["label"] for one in drawn["outlines"]] == ["outer", "inner"]


def test_one_point_and_no_points_are_still_pictures():
    assert drawing([])["height"] >= 200
    assert drawing(THINGS[1:2])["spots"][0]["x"] == WIDTH / 2


def test_holes_and_several_parts_become_one_path():
    hole = [[-2.07, 52.53], [-2.03, 52.53], [-2.03, 52.57], [-2.07, 52.53]]
    many = {"type": "MultiPolygon", "coordinates": [[SQUARE["coordinates"][0], hole]]}
    assert drawing([{"label": "x", "geometry": many}])["outlines"][0]["d"].count("M") == 2


def test_a_level_we_do_not_know_is_none():
    assert collection([{**THINGS[0], "level": "x onload=1"}])["features"][0]["properties"]["level"] == ""
