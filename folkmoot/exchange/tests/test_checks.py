"""Cells are held against what a person said their column holds."""

from folkmoot.exchange.reading.checks import checked
from folkmoot.exchange.reading.columns import LEFT_OUT, guess, mapping_of
from folkmoot.exchange.reading.limits import Limits
from folkmoot.exchange.reading.opening import Ask, open_up

SHEET = """Group,Postcode,Start date,Email,Capacity,Budget
Food Bank,DY1 1AA,3/5/2024,info@example.org,20,£500
Choir,XX,autumn 2024,nobody,many,lots
Sheds,DY1 1AB,31/02/2024,info@example.com,5,10
,DY1 1AC,,,,
Walks,DY1 1AD,when it is warm,,,
Hall,DY1 1AE,12/25/2024,,,
"""


def problems(**change):
    about, rows = open_up(SHEET.encode(), Ask("groups.csv"), Limits())
    rows = list(rows)
    mapping = mapping_of(guess(about.headings, rows)) | change
    return [p for row in checked(rows, mapping, "groups.csv") for p in row.problems]


def test_a_day_that_no_calendar_has_refuses_its_row():
    assert [(p.row, p.column) for p in problems() if p.refused] == [(4, "Start date"), (5, "Group")]
    assert str(problems()[-3]).startswith("groups.csv, row ")


def test_vague_days_are_kept_as_said_and_unreadable_ones_noted():
    noted = {p.row: p.words for p in problems() if p.column == "Start date" and not p.refused}
    assert set(noted) == {6, 7}
    assert "kept as written" in noted[6]
    assert "month first" in noted[7]


def test_cells_that_are_not_what_they_should_be_are_noted_with_their_column():
    noted = {p.column for p in problems() if p.row == 3 and not p.refused}
    assert noted == {"Postcode", "Email", "Capacity", "Budget"}


def test_columns_left_out_are_not_looked_at():
    assert not [p for p in problems(**{"Start date": ("starts_on", LEFT_OUT)}) if p.column == "Start date"]
