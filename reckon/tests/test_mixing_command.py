"""Promises of the command: a seat for everybody in every round, or one sentence and status 2."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from reckon.mixing.command import main

ROOT = Path(__file__).parents[2]
GOOD = "id,sector,organisation,place,role\n" + "".join(f"p{n},{'ab'[n % 2]},o{n % 3},,r\n" for n in range(10))


def run(tmp_path, content, *more):
    file, out = tmp_path / "people.csv", tmp_path / "out.csv"
    file.write_text(content, encoding="utf-8")
    status = main([str(file), "--out", str(out), *more])
    return status, list(csv.DictReader(out.open(newline=""))) if out.exists() else []


def test_everybody_has_one_table_in_every_round(tmp_path, capsys):
    status, rows = run(tmp_path, GOOD, "--table", "4", "--rounds", "2")

    assert status == 0
    assert [(row["row"], row["round"]) for row in rows] == [(str(n), str(r)) for n in range(10) for r in (1, 2)]
    for r in ("1", "2"):
        at = [row["table"] for row in rows if row["round"] == r]
        assert sorted(at.count(table) for table in {"1", "2", "3"}) == [3, 3, 4]
    said = capsys.readouterr().err
    assert said.startswith("Everybody met 1 other sector on average") and "Meetings again: " in said


def test_it_runs_as_a_module_and_prints_to_the_screen(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(GOOD)
    command = [sys.executable, "-m", "reckon.mixing", str(file), "--table", "5"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.startswith("row,round,table\n0,1,") and done.stdout.count("\n") == 11


def test_those_who_have_met_do_not_meet_again(tmp_path):
    met = tmp_path / "met.csv"
    met.write_text("a,b\np0,p1\np0,p1\np0,elsewhere\n")

    _, rows = run(tmp_path, "id\np0\np1\np2\np3\n", "--table", "2", "--met", str(met))

    assert rows[0]["table"] != rows[1]["table"]


@pytest.mark.parametrize(
    "content, more, said",
    [
        (GOOD, ["--table", "0"], "--table 0: a table needs 1 seat or more"),
        (GOOD, ["--table", "-1"], "--table -1"),
        (GOOD, ["--table", "4", "--tables", "2"], "10 people and 8 seats"),
        (GOOD, ["--table", "4", "--rounds", "0"], "0 rounds"),
        (GOOD, ["--table", "4", "--out", "/nowhere/at/all"], "can't be written"),
        (GOOD, ["--table", "4", "--met", "nothing.csv"], "nothing.csv: can't be opened"),
        ("id\na\na\n", ["--table", "4"], "person 2: a is there already"),
        ("id,sector\n,x\n", ["--table", "4"], "person 1: there is no id"),
        ("name\na\n", ["--table", "4"], "there is no column “id”"),
        ("", ["--table", "4"], "the file is empty"),
    ],
)
def test_bad_input_gets_one_sentence_that_says_what_to_do(tmp_path, capsys, content, more, said):
    status, rows = run(tmp_path, content, *more)

    words = capsys.readouterr().err
    assert status == 2 and rows == [] and words.count("\n") == 1
    assert said in words
