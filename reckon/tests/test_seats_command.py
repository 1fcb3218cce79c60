"""Promises of the command: what could be done about any list, or one sentence and status 2."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reckon.seats.command import main

ROOT = Path(__file__).parents[2]
GOOD = "id,party,answer,sector,organisation,topic\na,2,yes,public,Council,maps\nb,2,,charity,,money;maps\nc,,maybe,,,\n"


def run(tmp_path, capsys, content, *more):
    file = tmp_path / "list.csv"
    file.write_text(content, encoding="utf-8")
    status = main([str(file), *more])
    return status, *capsys.readouterr()


def test_it_runs_as_a_module_and_says_what_could_be_done(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(GOOD)
    command = [sys.executable, "-m", "reckon.seats", str(file), "--capacity", "3", "--room", "Town hall=30"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.startswith("Expected: about 4 people, most likely 4 to 5; 3 seats.\n\n1. Move to Town hall")
    assert "Keep the room and let the waiting list stand: 2 squeezed out" in done.stdout
    assert not done.stderr


def test_json_holds_the_same_options(tmp_path, capsys):
    status, said, _ = run(tmp_path, capsys, GOOD, "--capacity", "3", "--json")

    found = json.loads(said)

    assert status == 0 and found["expected"]["mean"] == 4.5
    assert [option["kind"] for option in found["options"]] == ["split by theme", "cap", "keep"]
    assert found["options"][2]["squeezed"] == ["b"]


def test_columns_may_be_left_out_and_in_any_order(tmp_path, capsys):
    assert run(tmp_path, capsys, "sector,ID\npublic,x\n,y\n", "--capacity", "1")[0] == 0


@pytest.mark.parametrize(
    "content, more, said",
    [
        ("id,party\na,-1\n", [], ["reply 1", "a party of “-1”", "1 or more"]),
        ("id,party\na,two\n", [], ["a party of “two”"]),
        ("id,answer\na,perhaps\n", [], ["the answer “perhaps”", "yes, maybe"]),
        ("id\na\na\n", [], ["reply 2", "a has replied already"]),
        ("id,sector\n,x\n", [], ["reply 1", "no id"]),
        ("who\na\n", [], ["there is no column “id”", "“who”"]),
        ("", [], ["empty"]),
        ("id,remote\na,perhaps\n", [], ["remote is “perhaps”"]),
        ("id\na\n", ["--capacity", "-4"], ["A room of -4 seats"]),
        ("id\na\n", ["--maybe", "2"], ["A share of 2.0"]),
        ("id\na\n", ["--room", "hall"], ["--room hall", "NAME=SEATS"]),
        ("id\na\n", ["--dates", "1", "1"], ["the second date is the first"]),
        ("id\na\n", ["--screens", "-1"], ["fewer than 0 places"]),
    ],
)
def test_bad_input_gets_one_sentence_that_says_what_to_do(tmp_path, capsys, content, more, said):
    status, out, words = run(tmp_path, capsys, content, "--capacity", "3", *more)

    assert status == 2 and out == "" and words.count("\n") == 1
    assert all(part in words for part in said), words
