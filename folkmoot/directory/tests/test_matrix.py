"""The who × what × where matrix: it counts right, and it is honest about what is empty."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict

from folkmoot.directory.matrix import AXES, UNSAID, matrix
from folkmoot.directory.models import Activity, Ask
from folkmoot.directory.sieve import Sieve

DAY = date(2026, 11, 20)


def grid(rows="type", columns="people", query=""):
    sieve = Sieve(QueryDict(query))
    seen = Activity.objects.live().shown().visible_to(None, DAY)
    return matrix(sieve.sift(seen), sieve, rows, columns)


def cell(table, row: str, column: str):
    return dict(table.rows)[row][table.across.index(column)]


def counted(client, address: str) -> int:
    return client.get(address).context["page"].paginator.count


def test_each_cell_counts_what_a_person_would(village):
    expected = Activity.objects.live().public().filter(types="train", people="young-people").count()
    assert cell(grid(), "Train", "Young people").words == str(expected) == "4"


# Both databases add up places; the other axes ask them the same.
PAIRS = [
    pytest.param(rows, columns, marks=() if rows == "place" else pytest.mark.once)
    for rows in AXES
    for columns in AXES
    if rows != columns
]


@pytest.mark.parametrize(("rows", "columns"), PAIRS)
def test_every_cell_leads_to_the_list_it_counts(client, village, rows, columns):
    Activity.enter(village.amina, {"title": "Something nobody says more about"})
    cells = [cell for _name, cells in grid(rows, columns).rows for cell in cells if cell.words.isdigit()]
    assert cells
    assert {c.address: int(c.words) for c in cells} == {c.address: counted(client, c.address) for c in cells}


def test_what_does_not_say_has_a_row_of_its_own(village):
    village.lunches.types.clear()
    village.lunches.people.clear()
    assert cell(grid(), "Not said", "Not said").words == "1"
    assert cell(grid(), "Not said", "Not said").address.count(UNSAID) >= 2


def test_only_what_is_asked_for_and_done_by_nobody_is_striped(village):
    table = grid()
    asked = cell(table, "Train", "Older people")
    assert (asked.words, asked.level) == ("asked for", "gap") and asked.address.startswith("/asks/?")
    assert cell(table, "Fund", "Councillors").words == "" and cell(table, "Fund", "Councillors").level == ""
    village.phones.people.add("older-people")
    assert cell(grid(), "Train", "Older people").words == "1"


def test_a_closed_ask_stripes_nothing(village):
    for ask in Ask.objects.filter(types="howtos"):
        ask.close(village.kofi)
    assert cell(grid(), "Howtos and toolkits", "Councillors").words == ""


def test_a_place_axis_rolls_up_what_lies_inside(village):
    table = grid("place", "type", "place=thornbeck")
    names = [name for name, _cells in table.rows]
    assert "Mill Lane" in names and "The whole of Thornbeck" in names


def test_under_twenty_entries_there_is_no_heat(village):
    assert grid().has_heat and {c.level for _n, cells in grid().rows for c in cells} > {"a", "c"}
    few = grid(query="place=mill-lane")
    assert not few.has_heat and {c.level for _n, cells in few.rows for c in cells} <= {"", "gap"}


def test_a_private_plan_is_counted_for_nobody_else(village):
    before = grid().entries
    village.course.revise(village.emeka, {"private_for_now": True})
    assert grid().entries == before - 1
