"""A chart draws what the rows say, no more and no less."""

import pytest

from folkmoot.kit.pictures.charts import chart
from folkmoot.kit.pictures.scale import nice_top, ticks


def test_a_bar_is_as_long_as_its_share_of_the_axis():
    drawn = chart("bars", [("Train", 4), ("Fund", 1)])
    assert [entry["marks"][0]["w"] for entry in drawn["entries"]] == ["80.00%", "20.00%"]


def test_what_is_not_known_is_not_drawn_as_nothing():
    unknown, none = chart("bars", [("Evening help", None), ("Fund", 0)])["entries"]
    assert (unknown["marks"], unknown["total"]) == ([], None)
    assert (none["marks"][0]["w"], none["total"]) == ("0.00%", 0)


def test_stacked_parts_stand_one_after_the_other():
    first, second = chart("stacked", [("Train", [1, 3])], ["planned", "running"], 4)["entries"][0]["marks"]
    assert (first["x"], first["w"], second["x"], second["w"]) == ("0.00%", "25.00%", "25.00%", "75.00%")


def test_dots_that_would_hide_each_other_stand_apart():
    marks = chart("dots", [("Train", [2, 2, 1])], ["a", "b", "c"])["entries"][0]["marks"]
    assert marks[0]["y"] != marks[1]["y"] and marks[2]["y"] == 13


def test_each_of_the_series_has_its_own_look():
    series = chart("dots", [("Train", [1, 2, 3, 4])], "abcd")["series"]
    assert len({one["shape"] for one in series}) == len({one["k"] for one in series}) == 4


def test_several_charts_can_share_an_axis():
    assert chart("bars", [("Train", 4)], top=10)["entries"][0]["marks"][0]["w"] == "40.00%"


@pytest.mark.parametrize("kind, rows, series", [("pie", [], ()), ("stacked", [("a", [1])], ["x", "y"])])
def test_it_refuses_what_it_cannot_draw(kind, rows, series):
    with pytest.raises(ValueError):
        chart(kind, rows, series)


def test_no_rows_is_a_chart_with_nothing_in_it():
    assert chart("bars", [])["entries"] == []


@pytest.mark.parametrize(
    "most, top", [(0, 1), (0.3, 0.5), (1, 1), (3, 5), (7, 10), (12, 20), (999, 1000), (2100, 2500)]
)
def test_axes_end_at_round_numbers(most, top):
    assert nice_top(most) == pytest.approx(top)


def test_marks_are_whole_where_the_axis_is():
    assert [words for _, words in ticks(5)] == ["0", "5"]
    assert [words for _, words in ticks(20)] == ["0", "5", "10", "15", "20"]
