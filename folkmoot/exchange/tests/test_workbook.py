"""Workbooks: XLSX and ODS as people's programs write them."""

import datetime
import io

import openpyxl
import pytest

from folkmoot.exchange.reading.limits import Limits
from folkmoot.exchange.reading.opening import Ask, open_up
from folkmoot.exchange.reading.rows import Refused

from . import bombs


def opened(raw, name="list.xlsx", limits=None, **asked):
    about, rows = open_up(raw, Ask(name, **asked), limits or Limits())
    return about, list(rows)


def book(fill):
    made = openpyxl.Workbook()
    fill(made)
    page = io.BytesIO()
    made.save(page)
    return page.getvalue()


def test_cells_come_as_a_person_would_type_them():
    def fill(made):
        sheet = made.active
        sheet.append(["Name", "Number", "Share", "Day", "When", "Yes"])
        moment = datetime.datetime.fromisoformat("2024-05-03T10:30")
        sheet.append(["A", 7700900123, 1.5, datetime.date(2024, 5, 3), moment, True])

    _, rows = opened(book(fill))
    assert list(rows[0].fields.values()) == ["A", "7700900123", "1.5", "2024-05-03", "2024-05-03 10:30", "TRUE"]


def test_a_list_that_starts_lower_and_further_right_keeps_its_row_numbers_and_letters():
    def fill(made):
        sheet = made.active
        for place, said in {"C4": "Name", "D4": "", "E4": "Town", "C5": "A", "D5": "x", "E5": "B", "C7": "D"}.items():
            sheet[place] = said

    about, rows = opened(book(fill))
    assert about.headings == ["Name", "Column D", "Town"]
    assert [row.number for row in rows] == [5, 7]
    assert rows[0].fields == {"Name": "A", "Column D": "x", "Town": "B"}


def test_a_formula_gives_its_last_result_or_its_own_text_and_is_noted():
    rows_xml = bombs.sheet_rows([["Name", "Sum"]]) + (
        f'<row r="2">{bombs.cell("A2", "A")}{bombs.cell("B2", "3", "1+2")}</row>'
        f'<row r="3">{bombs.cell("A3", "B")}{bombs.cell("B3", "", "A1&amp;A2")}</row>'
    )
    about, rows = opened(bombs.xlsx(rows_xml))
    assert [row.fields["Sum"] for row in rows] == ["3", "=A1&A2"]
    assert any("2 cells hold formulas" in n.words and (n.row, n.column) == (2, "B") for n in about.notes)


def test_a_cell_merged_over_rows_goes_for_each_of_them():
    def fill(made):
        sheet = made.active
        for line in (["Area", "Name"], ["Castle", "A"], [None, "B"], ["St James", "C"], [None, "D"]):
            sheet.append(line)
        sheet.merge_cells("A2:A3")

    _, rows = opened(book(fill))
    assert [row.fields["Area"] for row in rows] == ["Castle", "Castle", "St James", ""]


def test_the_first_sheet_with_rows_is_read_and_the_others_named():
    def fill(made):
        made.active.title = "Cover"
        made.create_sheet("Groups").append(["Name", "Town"])
        made["Groups"].append(["A", "B"])
        made.create_sheet("Old").append(["x"])

    raw = book(fill)
    about, rows = opened(raw)
    assert about.sheet == "Groups"
    assert set(about.other_sheets) == {"Cover", "Old"}
    assert opened(raw, sheet="Old")[0].sheet == "Old"
    with pytest.raises(Refused, match="no sheet called"):
        opened(raw, sheet="Nowhere")


def test_hidden_sheets_are_passed_by():
    def fill(made):
        made.active.append(["secret", "list"])
        made.active.sheet_state = "hidden"
        made.create_sheet("Groups").append(["Name", "Town"])
        made["Groups"].append(["A", "B"])

    assert opened(book(fill))[0].sheet == "Groups"


def test_a_sheet_reaching_too_far_is_refused_with_where():
    raw = bombs.ALL["far.xlsx"]()
    with pytest.raises(Refused, match="column XFD") as refused:
        opened(raw)
    assert refused.value.problem.row == 1048576


def test_opendocument_is_read_alike():
    row = "<table:table-row>{}</table:table-row>"
    lines = [["Name", "Town"], ["A", "Thornbeck"]]
    raw = bombs.ods("".join(row.format("".join(map(bombs.ods_cell, line))) for line in lines))
    about, rows = opened(raw, "list.ods")
    assert about.kind == "ods"
    assert rows[0].fields == {"Name": "A", "Town": "Thornbeck"}


def test_every_odd_workbook_is_read_or_refused_in_words(hostile):
    read = 0
    for path in sorted((hostile / "flatten-tool").rglob("*")):
        if path.is_dir() or path.suffix not in (".xlsx", ".ods", ".csv", ".json", ".xml"):
            continue
        try:
            opened(path.read_bytes(), path.name)
            read += 1
        except Refused as refused:
            assert refused.problem.words.endswith(".")
    assert read >= 40


def test_a_locked_or_broken_workbook_is_refused():
    with pytest.raises(Refused, match="damaged"):
        opened(bombs.xlsx(bombs.PLAIN)[:-200])
    with pytest.raises(Refused):
        opened(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)
