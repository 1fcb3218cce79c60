"""What we give out we can take in again, every text as it was."""

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.exchange.reading.limits import Limits
from folkmoot.exchange.reading.opening import Ask, open_up
from folkmoot.kit.writers import csv_rows, xlsx_book

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
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


def back(raw: bytes, name: str) -> list[str]:
    _, rows = open_up(raw, Ask(name), Limits())
    return [row.fields["Words"] for row in rows]


def test_what_goes_out_comes_back_as_csv_and_xlsx():
    rows = [["x", form] for form in FORMS]
    assert back(b"".join(csv_rows(["Key", "Words"], rows)), "out.csv") == FORMS
    assert back(xlsx_book({"Out": (["Key", "Words"], rows)}), "out.xlsx") == FORMS


@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=8))
def test_every_list_of_texts_comes_back(texts):
    rows = [["x", text] for text in texts]
    assert back(b"".join(csv_rows(["Key", "Words"], rows)), "out.csv") == texts
    # A workbook writes each kind of line's end its own way; everything else is as it was.
    assert back(xlsx_book({"Out": (["Key", "Words"], rows)}), "out.xlsx") == texts
