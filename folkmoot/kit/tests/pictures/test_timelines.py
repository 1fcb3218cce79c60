"""A date known only roughly is drawn softly, and one not known is not drawn as known."""

from datetime import date

import pytest

from folkmoot.kit.pictures.scale import date_ticks
from folkmoot.kit.pictures.timelines import timeline

TODAY = date(2026, 11, 20)
AXIS = {"start": date(2026, 1, 1), "end": date(2027, 1, 1)}


def pieces(**row) -> list[tuple[str, str, str]]:
    drawn = timeline([{"label": "x", **row}], TODAY, **AXIS)["rows"][0]["pieces"]
    return [(piece["kind"], piece["x"], piece["w"]) for piece in drawn]


def test_certain_dates_are_one_solid_bar():
    assert [kind for kind, *_ in pieces(start=date(2026, 3, 1), end=date(2026, 6, 1))] == ["sure"]


def test_vague_dates_come_in_and_go_out_softly():
    row = {"start": (date(2026, 3, 1), date(2026, 3, 31)), "end": (date(2026, 6, 1), date(2026, 8, 31))}
    assert [kind for kind, *_ in pieces(**row)] == ["in", "sure", "out"]


def test_where_start_and_end_may_cross_nothing_is_certain():
    spring = (date(2026, 3, 1), date(2026, 5, 31))
    assert [kind for kind, *_ in pieces(start=spring, end=spring)] == ["in", "out"]


def test_with_no_end_known_it_fades_away_at_once_and_claims_no_length():
    ((kind, _, wide),) = pieces(start=date(2026, 3, 1), end=None)
    assert (kind, wide) == ("out", "8.00%")


def test_what_is_going_on_is_certain_until_today():
    kinds = pieces(start=date(2026, 3, 1), end=None, going=True)
    assert [kind for kind, *_ in kinds] == ["sure", "out"]
    assert kinds[1][1] == timeline([], TODAY, **AXIS)["today"]


def test_what_is_going_on_has_started_by_today():
    year = (date(2026, 1, 1), date(2026, 12, 31))
    soft, fading = pieces(start=year, going=True)
    assert (soft[0], fading[0]) == ("in", "out") and fading[1] == timeline([], TODAY, **AXIS)["today"]


def test_going_on_with_no_dates_is_today_and_no_more():
    assert [kind for kind, *_ in pieces(going=True)] == ["moment"]


def test_a_single_day_is_a_moment():
    assert [kind for kind, *_ in pieces(start=date(2026, 3, 1), end=date(2026, 3, 1))] == ["moment"]


def test_nothing_known_is_nothing_drawn():
    assert pieces(start=None, end=None) == [] == pieces(start=(None, None))


def test_today_outside_the_picture_is_left_out():
    assert timeline([], TODAY, date(2009, 1, 1), date(2010, 1, 1))["today"] == ""


@pytest.mark.parametrize(
    "first, last",
    [(date(2026, 1, 1), date(2026, 1, 9)), (date(2026, 1, 15), date(2027, 3, 1)), (date(1900, 1, 1), TODAY)],
)
def test_the_axis_has_few_marks_in_order(first, last):
    marks = [day for day, _ in date_ticks(first, last)]
    assert len(marks) <= 5 and marks == sorted(marks) and all(first <= day <= last for day in marks)
