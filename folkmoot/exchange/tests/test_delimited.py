"""Text sheets in the marks and letters that people's files have."""

import codecs
import json

import pytest

from folkmoot.exchange.reading.limits import Limits
from folkmoot.exchange.reading.opening import Ask, open_up
from folkmoot.exchange.reading.rows import Refused

LIMITS = Limits()
LIST = "Name,Town\nCafé £5,Thornbeck\n"


def opened(raw, name="list.csv", limits=LIMITS, **asked):
    about, rows = open_up(raw if isinstance(raw, bytes) else raw.encode(), Ask(name, **asked), limits)
    return about, list(rows)


def test_it_reads_every_file_of_csv_spectrum_as_its_own_answer_says(hostile):
    for path in sorted((hostile / "csv-spectrum/csvs").glob("*.csv")):
        _, rows = opened(path.read_bytes(), path.name)
        expected = json.loads((hostile / f"csv-spectrum/json/{path.stem}.json").read_text())
        assert [row.fields for row in rows] == expected, path.name


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_it_tells_the_separator_by_looking(mark):
    text = f"Name{mark}Town{mark}Note\nA, B and C{mark}Thornbeck{mark}one; two\nD{mark}Elsewhere{mark}\n".replace(
        "A, B and C", '"A, B and C"'
    ).replace("one; two", '"one; two"')
    _, rows = opened(text)
    assert rows[0].fields == {"Name": "A, B and C", "Town": "Thornbeck", "Note": "one; two"}


def test_it_believes_the_first_line_that_excel_writes():
    _, rows = opened("sep=;\nName;Town\nA;Thornbeck\n")
    assert rows[0].fields == {"Name": "A", "Town": "Thornbeck"}


@pytest.mark.parametrize(
    ("raw", "encoding", "doubted"),
    [
        (LIST.encode(), "utf-8", False),
        (codecs.BOM_UTF8 + LIST.encode(), "utf-8-sig", False),
        (LIST.encode("utf-16"), "utf-16", False),
        (LIST.encode("utf-16-le"), "utf-16-le", False),
        (LIST.encode("utf-16-be"), "utf-16-be", False),
        (LIST.encode("cp1252"), "cp1252", True),
        (LIST.encode("latin-1"), "cp1252", True),
        ("Name,Town\nCafé “at last” – it’s £5,Thornbeck\n".encode("mac_roman"), "mac_roman", True),
        ("Name,Town\nD’Arcy’s café,Thornbeck\n".encode("mac_roman"), "mac_roman", True),
        ("Name,Town\nD’Arcy’s café,Thornbeck\n".encode("cp1252"), "cp1252", True),
    ],
)
def test_it_finds_the_encoding_and_says_when_it_guessed(raw, encoding, doubted):
    about, rows = opened(raw)
    assert about.encoding == encoding
    assert rows[0].fields["Name"] in ("Café £5", "Café “at last” – it’s £5", "D’Arcy’s café")
    assert any("Check accents" in note.words for note in about.notes) is doubted


def test_a_stray_windows_letter_does_not_spoil_a_file_in_utf8():
    good = "Name,Town\nCafé,Thornbeck\nCrêpes,Thornbeck\nNaïve ".encode()
    about, rows = opened(good + b"\x9320\x94,Thornbeck\n")
    assert [row.fields["Name"] for row in rows[:2]] == ["Café", "Crêpes"]
    assert rows[2].fields["Name"] == "Naïve “20”"
    assert about.encoding == "utf-8-mixed"


def test_a_person_may_say_the_encoding():
    _, rows = opened("Name,Town\nD’Arcy,X\n".encode("mac_roman"), encoding="mac_roman")
    assert rows[0].fields["Name"] == "D’Arcy"
    with pytest.raises(Refused, match="not one of the encodings"):
        opened(LIST, encoding="rot13")


def test_letters_that_are_not_what_the_file_says_are_refused_with_their_row():
    with pytest.raises(Refused) as refused:
        opened(codecs.BOM_UTF8 + b"Name,Town\nA,B\n\xff\xfe,C\n")
    assert refused.value.problem.row == 3


def test_rows_are_numbered_as_the_sheet_shows_them_and_lines_as_the_file_has_them():
    _, rows = opened('Name,Note\nA,"one\ntwo"\n\nB,three\n')
    assert [(row.number, row.line) for row in rows] == [(2, 2), (4, 5)]


def test_titles_above_the_headings_are_left_out_and_said():
    about, rows = opened("Groups in Thornbeck,,\nas of May,,\n\nName,Town,Phone\nA,B,01384 000000\nC,D,01384 000001\n")
    assert about.headings == ["Name", "Town", "Phone"]
    assert about.heading_row == 4
    assert rows[0].number == 5
    assert any("rows 1 to 2" in note.words for note in about.notes)


def test_a_sheet_without_headings_is_called_after_its_letters():
    about, rows = opened("Food Bank,DY1 1AA,a@example.org\nChoir,DY1 1AB,b@example.org\n")
    assert about.headings == ["Column A", "Column B", "Column C"]
    assert len(rows) == 2
    assert any("no headings" in note.words for note in about.notes)


def test_a_heading_that_comes_twice_is_kept_apart_and_said():
    about, rows = opened("Name,Phone,Phone,\nA,1,2,3\n")
    assert rows[0].fields == {"Name": "A", "Phone": "1", "Phone (column C)": "2"} or rows[0].refused
    assert any("two columns" in note.words and note.row == 1 and note.column == "C" for note in about.notes)


def test_a_ragged_row_is_refused_alone_and_keeps_its_cells():
    _, rows = opened("Name,Town\nA,B\nC,D, with a comma\nE,F\n")
    bad = [row for row in rows if row.refused]
    assert [row.number for row in bad] == [3]
    assert bad[0].fields == {"Name": "C", "Town": "D", "Column C": " with a comma"}
    assert bad[0].problems[0].column == "C"
    assert len(rows) == 3


def test_a_short_row_is_taken_and_noted():
    _, rows = opened("Name,Town,Phone\nA,B,1\nC\n")
    assert rows[1].fields == {"Name": "C", "Town": "", "Phone": ""}
    assert not rows[1].refused
    assert rows[1].problems[0].column == "Town"


def test_a_nul_refuses_its_row_and_names_the_column():
    _, rows = opened("Name,Town\nA,B\nC,D\0E\n")
    assert [(p.row, p.column, p.refused) for p in rows[1].problems] == [(3, "Town", True)]
    assert not rows[0].refused


def test_a_formula_stays_text_and_is_noted():
    about, rows = opened('Name,Sum\nA,=1+1\nB,"=HYPERLINK(""http://x"",""y"")"\n')
    assert rows[0].fields["Sum"] == "=1+1"
    assert rows[1].fields["Sum"] == '=HYPERLINK("http://x","y")'
    assert any("2 cells start with =" in note.words and note.row == 2 for note in about.notes)


def test_more_rows_than_the_host_allows_are_refused_naming_the_row():
    with pytest.raises(Refused, match="more than 3 rows") as refused:
        opened("Name,Town\n" + "A,B\n" * 4, limits=Limits(rows=3))
    assert refused.value.problem.row == 5


def test_an_empty_file_is_refused():
    for raw in (b"", b"\n\n", b" ,,\n"):
        with pytest.raises(Refused, match="empty|nothing in it"):
            opened(raw)


def test_it_does_not_take_other_files_for_a_sheet():
    for raw in (b"%PDF-1.7\n", b"\x89PNG\r\n", b"<html><body>", b"SQLite format 3\0"):
        with pytest.raises(Refused):
            opened(raw)


def test_naughty_strings_come_through_as_they_are(hostile):
    from folkmoot.kit.writers import csv_rows

    naughty = [one for one in json.loads((hostile / "blns/blns.json").read_text()) if one.strip()]
    raw = b"".join(csv_rows(["words", "n"], ([one, n] for n, one in enumerate(naughty))))
    _, rows = opened(raw)
    assert [row.fields["words"] for row in rows] == naughty
