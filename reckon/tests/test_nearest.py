import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reckon.overlap import read_topics, topics_of
from reckon.overlap.__main__ import main
from reckon.overlap.nearest import Record, nearest
from reckon.overlap.vocabulary import DATA
from reckon.tests import oracles_overlap as oracle
from reckon.tests.sizes import some

REAL = os.environ.get("FOLKMOOT_REAL_DATA")
TOPICS = topics_of(
    [
        {"Code": "SP101", "tag": "Bowls", "Regular expression": r"\bbowls?\b"},
        {"Code": "SP104", "tag": "Football", "Regular expression": r"\bfootball\b"},
        {
            "Code": "AR101",
            "tag": "Music",
            "Regular expression": r"\b(music|choirs?)\b",
            "Exclude regular expression": "police",
        },
    ]
)
SAYS = [
    "bowls for all",
    "Lawn bowls club",
    "football and music",
    "a choir",
    "",
    "police music",
    "music, Music",
    "grants",
    "of the",
]
RECORDS = st.lists(st.tuples(st.sampled_from(SAYS), st.sampled_from(SAYS)), min_size=2, max_size=8)


def records_of(said):
    return [Record(f"r{n}", name, text) for n, (name, text) in enumerate(said)]


def sheet(folder, text, **kind):
    path = folder / "list.csv"
    path.write_bytes(text.encode(kind.get("encoding", "utf-8")) if isinstance(text, str) else text)
    return path


def run(path, *more):
    out = path.parent / "pairs.csv"
    done = main([str(path), "--id", "id", "--text", "does", "--out", str(out), *more])
    return done, list(csv.DictReader(out.open(encoding="utf-8"))) if out.exists() else []


@settings(max_examples=some(150), deadline=None)
@given(RECORDS)
def test_every_score_equals_the_one_worked_out_by_hand(said):
    records = records_of(said)
    expected = oracle.nearness(records, TOPICS)
    found = list(nearest(records, TOPICS, top=99))
    assert len(found) == len(records) * (len(records) - 1)
    for near in found:
        assert near.score == pytest.approx(expected[int(near.a[1:])][int(near.b[1:])] / 1.02, abs=2e-6)


@settings(max_examples=some(100), deadline=None)
@given(RECORDS, st.integers(1, 4))
def test_each_has_its_best_others_best_first_however_weak(said, top):
    records = records_of(said)
    found = list(nearest(records, TOPICS, top=top))
    best = [near for near in nearest(records, TOPICS, top=99)]
    for record in records:
        mine = [near for near in found if near.a == record.id]
        assert mine == [near for near in best if near.a == record.id][:top]
        assert [near.score for near in mine] == sorted((near.score for near in mine), reverse=True)
        assert all(near.reasons and near.b != record.id for near in mine)


@settings(max_examples=some(100), deadline=None)
@given(RECORDS, st.randoms(use_true_random=False))
def test_scores_do_not_depend_on_who_stands_first(said, dice):
    records = records_of(said)
    mixed = list(records)
    dice.shuffle(mixed)
    one, other = ({(n.a, n.b): n.score for n in nearest(each, TOPICS, top=99)} for each in (records, mixed))
    assert one == pytest.approx(other, abs=2e-6)
    assert all(score == pytest.approx(one[b, a], abs=2e-6) for (a, b), score in one.items())


def test_its_reasons_can_be_checked():
    town = [
        Record("a", "Bowls club", "Lawn bowls", "DY1 1AA"),
        Record("b", "Green", "Bowls for all", "dy1 3zz"),
        Record("c", "Food bank"),
    ]
    reasons = {(near.a, near.b): near.reasons for near in nearest(town, TOPICS, top=2)}
    assert reasons["a", "b"] == ("both are about Bowls (“bowls”)", "their words share “Bowls”", "both are in DY1")
    assert reasons["c", "a"] == ("nothing in common that we know of",)


def test_near_through_a_third_says_so():
    town = [Record("a", "", "allotments"), Record("b", "Third", "allotments beekeeping"), Record("c", "", "beekeeping")]
    reasons = {(near.a, near.b): near.reasons for near in nearest(town, top=2)}
    assert reasons["a", "c"] == ("no word in common, but both are like Third",)


def test_the_command_writes_the_best_others_of_every_id(tmp_path):
    rows = "".join(
        f'{n},"Club {n}\nof Thornbeck","{"bowls" if n % 2 else "music"} number{n}",DY{n} 1AA\n' for n in range(15)
    )
    done, pairs = run(sheet(tmp_path, "\ufeffid,name,does,where\n" + rows), "--place", "where", "--top", "3")
    assert done == 0
    assert list(pairs[0]) == ["a", "b", "score", "reasons"]
    assert [pair["a"] for pair in pairs] == [str(n) for n in range(15) for _ in range(3)]
    assert "music" in pairs[0]["reasons"] and float(pairs[0]["score"]) >= float(pairs[1]["score"])


def test_it_reads_rows_with_one_id_as_one_record_and_passes_over_empty_rows(tmp_path):
    done, pairs = run(sheet(tmp_path, "id,does\na,bowls\n\na,music\nb,music\nc\n"))
    assert done == 0
    assert {pair["a"] for pair in pairs} == {"a", "b", "c"}
    assert pairs[0]["b"] == "b" and "“music”" in pairs[0]["reasons"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_it_reads_the_letters_people_have(tmp_path, encoding):
    done, pairs = run(sheet(tmp_path, "id,does\né,café\nb,CAFE\n", encoding=encoding))
    assert done == 0
    assert pairs[0]["a"] == "é" and "share" in pairs[0]["reasons"]


def test_several_texts_count_and_one_record_alone_has_no_others(tmp_path):
    path = sheet(tmp_path, "id,does,aims\na,x1,bowls\nb,x2,bowls\n")
    assert float(run(path)[1][0]["score"]) < float(run(path, "--text", "aims")[1][0]["score"])
    assert run(sheet(tmp_path, "id,does\na,bowls\n")) == (0, [])
    assert run(sheet(tmp_path, "id,does\n")) == (0, [])


def test_of_two_columns_with_one_heading_the_first_is_read(tmp_path):
    done, pairs = run(sheet(tmp_path, "id,does,does\na,bowls,x\nb,bowls,y\n"))
    assert done == 0 and "“bowls”" in pairs[0]["reasons"]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_it_reads_what_spreadsheets_put_between_cells_and_headings_in_capitals(tmp_path, mark):
    done, pairs = run(sheet(tmp_path, "ID,Does\na,bowls\nb,bowls club\n".replace(",", mark)))
    assert (done, [pair["a"] for pair in pairs]) == (0, ["a", "b"])


def test_a_quote_mark_that_never_closes_swallows_no_rows(tmp_path, capsys):
    assert run(sheet(tmp_path, 'id,does\na,"bowls\nb,bowls club\n'))[0] == 2
    assert "row 2" in (said := capsys.readouterr().err) and "Check its quote marks" in said


def test_odd_line_separators_inside_a_cell_stay_there(tmp_path):
    done, pairs = run(sheet(tmp_path, "id,does\na,bowls\u2028and\x0bmusic\x1cclub\r\nb,music\r\n"))
    assert done == 0 and [pair["a"] for pair in pairs] == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "empty"),
        ("name,does\na,b\n", "row 1: there is no column 'id'. The columns are: name, does."),
        ("id,does\na,b\n,c\n", "row 3, column 'id': no id"),
        ('id,does\n"a\nb",c\nd,e,f\n', "row 3: 3 cells, but the heading has 2"),
        (b"PK\x03\x04 a workbook", "Save the sheet as CSV"),
        (b"id,does\na,b\x00c\n", "Save the sheet as CSV"),
    ],
)
def test_bad_input_gets_a_sentence_that_says_where_and_what_to_do(tmp_path, capsys, content, says):
    path = sheet(tmp_path, content)
    assert run(path) == (2, [])
    error = capsys.readouterr().err
    assert says in error and str(path) in error and "Traceback" not in error


def test_files_that_are_not_there_get_a_sentence_too(tmp_path, capsys):
    assert main([str(tmp_path / "no.csv"), "--id", "i", "--text", "t", "--out", str(tmp_path / "o.csv")]) == 2
    assert "Check the name" in capsys.readouterr().err
    path = sheet(tmp_path, "id,does\na,b\n")
    assert main([str(path), "--id", "id", "--text", "does", "--out", str(tmp_path / "no" / "o.csv")]) == 2
    assert "Choose another place" in capsys.readouterr().err
    assert main([str(path), "--id", "id", "--text", "does", "--out", str(tmp_path / "o"), "--patterns", str(path)]) == 2
    assert "no column called" in capsys.readouterr().err


def test_it_runs_as_a_command(tmp_path):
    path = sheet(tmp_path, "id,does\na,bowls\nb,bowls\n")
    root = Path(__file__).parents[2]
    command = [
        sys.executable,
        "-m",
        "reckon.overlap",
        str(path),
        "--id",
        "id",
        "--text",
        "does",
        "--top",
        "0",
        "--out",
        "x",
    ]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "not a number from 1 up" in done.stderr


def test_the_published_word_patterns_are_read_whole():
    topics = read_topics(DATA / "ukcat.csv")
    assert len(topics) > 200 and {topic.code for topic in topics if topic.found_in("A donkey sanctuary")} >= {"AN103"}
    assert "CC BY 4.0" in (DATA / "ukcat.LICENCE.md").read_text()


@pytest.mark.real
@pytest.mark.skipif(not REAL, reason="needs FOLKMOOT_REAL_DATA: the charities' own words")
def test_real_charities_stand_beside_those_that_truly_do_alike(tmp_path):
    rows = list(csv.DictReader((Path(REAL) / "uk-charities" / "charities-tagged.csv").open(encoding="utf-8")))[::5]
    tags = {row["org_id"]: {code[:3] for code in row["UKCAT"].split(";") if len(code) > 2} for row in rows}
    records = {row["org_id"]: Record(row["org_id"], row["name"], row["activities"]) for row in rows}
    hits = [
        bool(tags[near.a] & tags[near.b])
        for near in nearest(list(records.values()), read_topics(DATA / "ukcat.csv"))
        if tags[near.a]
    ]
    assert sum(hits) / len(hits) > 0.55
