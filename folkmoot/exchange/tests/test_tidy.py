"""A tidier sheet given back: nothing of it changed, everything noticed beside it."""

from folkmoot.exchange.reading.columns import guess, mapping_of
from folkmoot.exchange.reading.limits import Limits
from folkmoot.exchange.reading.opening import Ask, open_up
from folkmoot.exchange.reading.tidy import refused_sheet, tidied

SHEET = """Phone,Group,Postcode,Website,Notes
7700900123,Food Bank,dy11aa,example.org,Ring Jean
01384 000001,Foodbank,DY1 1AA,https://gone.example.org,
01384 000002,Choir,XX9,,=1+1
"""


def opened(raw, name="groups.csv"):
    about, rows = open_up(raw if isinstance(raw, bytes) else raw.encode(), Ask(name), Limits())
    return about.headings, list(rows)


def given_back():
    headings, rows = opened(SHEET)
    mapping = mapping_of(guess(headings, rows))
    return tidied(rows, mapping, {2: [3], 3: [2]}, {"https://gone.example.org": "no answer in a week"}, {4})


def test_their_columns_come_first_in_order_and_unchanged():
    sheet = given_back()
    assert sheet.headings[:5] == ["Phone", "Group", "Postcode", "Website", "Notes"]
    assert sheet.rows[0][:5] == ["7700900123", "Food Bank", "dy11aa", "example.org", "Ring Jean"]


def test_what_was_noticed_stands_beside():
    sheet = given_back()
    first, second, third = (dict(zip(sheet.headings, row)) for row in sheet.rows)
    assert first["Possible twin of row"] == "3"
    assert second["Link does not answer"] == "no answer in a week"
    assert third["Postcode missing or not real"] == "yes"
    assert first["Postcode (tidied postcode)"] == "DY1 1AA"
    assert first["Phone (tidied telephone)"] == "07700 900123"
    assert first["Website (tidied website)"] == "https://example.org"
    assert third["Postcode (tidied postcode)"] == ""


def test_it_comes_back_as_csv_and_workbook_alike_without_live_formulas():
    sheet = given_back()
    _, from_csv = opened(b"".join(sheet.csv()))
    _, from_xlsx = opened(sheet.xlsx(), "tidied.xlsx")
    assert [row.fields for row in from_csv] == [row.fields for row in from_xlsx]
    assert from_csv[2].fields["Notes"] == "=1+1"


def test_a_sheet_given_back_twice_keeps_both_columns():
    headings, rows = opened(b"".join(given_back().csv()))
    again = tidied(rows, {heading: ("", "left out") for heading in headings}, {}, {}, set())
    assert len(set(again.headings)) == len(again.headings)
    assert "Possible twin of row (again)" in again.headings


def test_refused_rows_are_given_back_with_their_reasons():
    headings, rows = opened("Name,Town\nA,B\nC,D,E\nF,G\0\n")
    sheet = refused_sheet(headings, rows)
    assert sheet.headings == ["Row", "Not taken, because", "Name", "Town", "Column C"]
    assert [row[0] for row in sheet.rows] == ["3", "4"]
    assert sheet.rows[0][2:] == ["C", "D", "E"]
    assert "NUL" in sheet.rows[1][1]
    everything = tidied(rows, mapping_of(guess(headings, rows)), {}, {}, set())
    assert everything.headings[-1] == "Not taken, because"
    assert len(everything.rows) == 3
