"""Promises of the command: a table out for any table in, or one sentence and status 2."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reckon.sameness.command import main

ROOT = Path(__file__).parents[2]
REAL = os.environ.get("FOLKMOOT_REAL_DATA")
GOOD = 'Name,Phone\n"Mill Lane\nLibrary",0121 496 0001\n\nMill Lane Libary,01214960001\nOak Road Scouts,\n'


def run(tmp_path, content, *maps, name="list.csv"):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    out = tmp_path / "out.csv"
    status = main([str(file), *(x for m in maps for x in ("--map", m)), "--out", str(out)])
    return status, list(csv.DictReader(out.open(newline=""))) if out.exists() else []


def test_each_record_is_printed_once_by_its_number(tmp_path):
    status, rows = run(tmp_path, GOOD, "name=Name", "phone=Phone")
    assert status == 0
    assert [(r["row"], r["cluster"]) for r in rows] == [("0", "0"), ("1", "0"), ("2", "1")]
    assert "same phone 0121 496 0001, which only these two have" in rows[0]["why"]


def test_it_runs_as_a_module_and_prints_to_the_screen(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(GOOD)
    command = [sys.executable, "-m", "reckon.sameness", str(file), "--map", "name=Name"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("row,cluster,why\n0,") and not done.stderr


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_separators_and_a_byte_order_mark_are_read(tmp_path, delimiter):
    content = GOOD.replace(",", delimiter).encode("utf-8-sig")
    assert [r["cluster"] for r in run(tmp_path, content, "name=Name", "phone=Phone")[1]] == ["0", "0", "1"]


def test_a_header_alone_gives_a_header_alone(tmp_path):
    assert run(tmp_path, "Name,Phone\n", "name=Name") == (0, [])


def test_dates_and_texts_may_be_many(tmp_path):
    content = "n,d1,d2,t1,t2,i\nA B,1900-01-01,,x,y,7\nA B,1900-01-01,,x,,7\n"
    status, rows = run(tmp_path, content, "name=n", "date=d1", "date=d2", "text=t1", "text=t2", "id=i")
    assert status == 0 and rows[0]["cluster"] == rows[1]["cluster"]


@pytest.mark.parametrize(
    "content, maps, said",
    [
        ("", ["name=Name"], ["list.csv", "empty"]),
        ("\n\n", ["name=Name"], ["list.csv", "empty"]),
        (",,\n1,2,3\n", ["name=Name"], ["first line"]),
        (GOOD, ["name=Nam"], ["no column “Nam”", "“Name”, “Phone”"]),
        ("Name,Name\na,b\n", ["name=Name"], ["“Name” is there 2 times"]),
        (GOOD, ["title=Name"], ["no key “title”", "postcode"]),
        (GOOD, ["Name"], ["KEY=COLUMN"]),
        (GOOD, ["name="], ["KEY=COLUMN"]),
        (GOOD, ["name=Name", "name=Phone"], ["already mapped"]),
        (GOOD, [], ["--map"]),
        ("Name,Phone\na,1\nb,2,3\n", ["name=Name"], ["row 1", "line 3", "3 cells", "2 columns"]),
        ("Name,Phone\na,1\nb\n", ["name=Name"], ["row 1", "1 cells"]),
        ("Name,Phone\na,1\nb\x00,2\n", ["name=Name"], ["row 1", "column “Name”", "NUL"]),
        ('Name,Phone\na,"1\nb,2\n', ["name=Name"], ["line 3", "quotation marks"]),
        ("Name\ncaf\xe9\n".encode("latin-1"), ["name=Name"], ["line 2", "UTF-8", "--encoding"]),
        (GOOD.encode("utf-16"), ["name=Name"], ["UTF-16"]),
    ],
)
def test_bad_input_gets_a_sentence_and_status_2(tmp_path, capsys, content, maps, said):
    status, rows = run(tmp_path, content, *maps)
    words = capsys.readouterr().err
    assert status == 2 and not rows
    assert words.count("\n") == 1 and words.rstrip().endswith(".")
    assert all(s in words for s in said), words


def test_a_missing_file_a_folder_and_a_closed_place_are_said(tmp_path, capsys):
    assert main([str(tmp_path / "no.csv"), "--map", "name=N"]) == 2
    assert main([str(tmp_path), "--map", "name=N"]) == 2
    file = tmp_path / "list.csv"
    file.write_text(GOOD)
    assert main([str(file), "--map", "name=Name", "--out", str(tmp_path / "no" / "out.csv")]) == 2
    words = capsys.readouterr().err.splitlines()
    assert "no.csv" in words[0] and "folder" in words[1] and "can't be written" in words[2]


def test_an_encoding_can_be_named(tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes("Name\nCafé Ü\nCafe U\n".encode("cp1252"))
    out = tmp_path / "out.csv"
    assert main([str(file), "--map", "name=Name", "--encoding", "cp1252", "--out", str(out)]) == 0
    assert main([str(file), "--map", "name=Name", "--encoding", "nonsense", "--out", str(out)]) == 2


@pytest.mark.real
@pytest.mark.skipif(not REAL, reason="FOLKMOOT_REAL_DATA is not set")
def test_hostile_files_end_in_a_table_or_a_sentence(tmp_path, capsys):
    found = Path(REAL, "hostile").rglob("*")
    files = [f for f in found if f.is_file() and f.suffix in (".csv", ".txt") and f.stat().st_size < 200_000]
    assert files
    for file in files:
        first = file.read_bytes().split(b"\n")[0].decode("utf-8", "replace").split(",")[0].strip('"\r')
        status = main([str(file), "--map", f"name={first}", "--out", str(tmp_path / "out.csv")])
        assert status in (0, 2), file
        assert status == 0 or capsys.readouterr().err.count("\n") == 1, file


@pytest.mark.real
@pytest.mark.skipif(not REAL, reason="FOLKMOOT_REAL_DATA is not set")
def test_ten_real_lists_are_joined_nearly_as_a_person_would(tmp_path):
    folder = Path(REAL, "chicago-early-childhood")
    out = tmp_path / "clusters.csv"
    maps = ["name=Site name", "address=Address", "postcode=Zip", "phone=Phone"]
    asked = [x for m in maps for x in ("--map", m)]
    assert main([str(folder / "csv_example_messy_input.csv"), *asked, "--out", str(out)]) == 0
    truth = {
        r["Id"]: r["True Id"]
        for r in csv.DictReader((folder / "csv_example_input_with_true_ids.csv").open(newline="", encoding="utf-8"))
    }
    listed = csv.DictReader((folder / "csv_example_messy_input.csv").open(newline="", encoding="utf-8"))
    true = [truth[r["Id"]] for r in listed]
    found = [r["cluster"] for r in csv.DictReader(out.open(newline=""))]
    assert pairwise_f1(found, true) >= 0.96


def pairwise_f1(found, true):
    def together(labels):
        count = {}
        for label in labels:
            count[label] = count.get(label, 0) + 1
        return sum(n * (n - 1) // 2 for n in count.values())

    return 2 * together(list(zip(found, true))) / (together(found) + together(true))
