"""What is given out can be read back, and nothing in it comes alive."""

import csv
import io
import json
import os
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.kit.writers import Shown, csv_rows, guarded, json_list, plain, unguarded, xlsx_book

FORMS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(A1)",
    "'=1+1",
    "''=1+1",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
    'DDE ("cmd";"/C calc";"!A0")A0',
    "\ufeff=1+1",
    "ID",
    "-5",
    "-5.25",
    "it's",
    "'tis",
    "a;=1+1",
    'say "hi"',
    "two\nlines",
    "#REF!",
    "_x0041_",
    "trailing ",
]


@pytest.mark.parametrize("form", FORMS)
def test_no_csv_cell_can_start_a_formula(form):
    raw = b"".join(csv_rows(["ID", "Words"], [[1, form]])).decode("utf-8-sig")
    assert not raw.startswith("ID")
    cell = list(csv.reader(io.StringIO(raw, newline="")))[1][1]
    first = cell.lstrip(" \ufeff")[:1]
    assert first not in "=+@＝＋－＠\t\r\n" or first == ""
    assert first != "-" or cell in ("-5", "-5.25")


@pytest.mark.parametrize("form", FORMS)
def test_no_xlsx_cell_is_a_formula(form):
    raw = xlsx_book({"Words": (["ID", "Words"], [[1, form]])})
    cell = openpyxl.load_workbook(io.BytesIO(raw)).active["B2"]
    assert cell.data_type == "s"


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@given(TEXTS)
def test_one_guard_off_gives_back_every_text(text):
    assert unguarded(guarded(text)) == text


def test_the_payloads_that_attackers_use_come_out_dead():
    held = os.environ.get("FOLKMOOT_REAL_DATA")
    if not held:
        pytest.skip("FOLKMOOT_REAL_DATA is not set, so the payloads are not there")
    path = Path(held) / "hostile/csv-injection/Intruder/csv-payload.txt"
    payloads = path.read_text().splitlines()
    raw = xlsx_book({"x": (["Words"], [[one] for one in payloads])})
    cells = [row[0] for row in openpyxl.load_workbook(io.BytesIO(raw)).active.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    said = b"".join(csv_rows(["Words"], [[one] for one in payloads])).decode("utf-8-sig")
    assert all(row[0][:1] not in ("=", "+", "-", "@") for row in csv.reader(io.StringIO(said)) if row)


def test_json_says_what_it_is_and_refuses_what_is_no_number():
    raw = b"".join(json_list("groups", [{"name": "Caf\u00e9"}, {"name": "\ud800"}], {"licence": "CC BY 4.0"}))
    assert json.loads(raw) == {"about": {"licence": "CC BY 4.0"}, "groups": [{"name": "Café"}, {"name": "\ud800"}]}
    with pytest.raises(ValueError, match="JSON"):
        list(json_list("groups", [{"n": float("nan")}], {}))


def test_sheet_names_that_excel_refuses_are_mended():
    raw = xlsx_book({"Who/What: [all] of them, and a very long name": (["a"], [])})
    assert len(openpyxl.load_workbook(io.BytesIO(raw)).sheetnames[0]) <= 31


def test_a_number_is_shown_with_its_thousands_apart_and_written_as_the_number_it_is():
    shown = Shown.of(Decimal("12400.00"))
    assert (str(shown), plain(shown)) == ("12,400", 12400)
    assert plain(Shown.of(Decimal("12.50"))) == 12.5
