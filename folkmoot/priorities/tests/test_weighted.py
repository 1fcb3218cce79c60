"""Weighted to the people of a place: what the sample allows, beside what was said, and found again from the file."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from folkmoot.priorities import counting
from folkmoot.priorities.forms.question import QuestionForm
from folkmoot.priorities.models import Batch, Question, Statement, Voice
from folkmoot.priorities.models.voice import Speaker
from folkmoot.priorities.page import Page
from folkmoot.priorities.sums import weights
from folkmoot.rounds.models import AGREE, DISAGREE

ROOT = Path(__file__).resolve().parents[3]
AGES = {"under-25": 50, "65-up": 50}
PARTS = {"Mill Lane": 300, "The Ford": 100}
YOUNG, OLD = {"age": "under-25"}, {"age": "65-up"}


def test_a_small_sample_is_not_weighted():
    few = [(YOUNG, {1: 1})] * 9 + [(OLD, {1: -1})] * 60
    assert weights.of(few, {"age": AGES}, [1])["refused"]
    enough = [(YOUNG, {1: 1})] * 20 + [(OLD, {1: -1})] * 60
    [row] = weights.of(enough, {"age": AGES}, [1])["rows"]
    assert (row["share"], row["weighted"]) == (25, 50) and row["low"] < 50 < row["high"] and row["effective"] < 80


def test_a_statement_is_weighted_among_those_who_spoke_of_it():
    """Of the second only twenty of sixty old people spoke: they still stand for half of the place."""
    answers = [(YOUNG, {1: 1, 2: 1})] * 40 + [(OLD, {1: -1, 2: -1})] * 20 + [(OLD, {1: -1})] * 40
    rows = {row["statement"]: row for row in weights.of(answers, {"age": AGES}, [1, 2])["rows"]}
    assert [rows[key]["n"] for key in (1, 2)] == [100, 60]
    assert [rows[key]["share"] for key in (1, 2)] == [40, 67] and rows[1]["weighted"] == rows[2]["weighted"] == 50


def test_age_alone_misses_what_age_and_part_find():
    """In each age as many live in either part here; in the place three of four live in Mill Lane, and they say no."""
    answers = [
        ({"age": age, "part": part}, {1: 1 if part == "The Ford" else -1})
        for age in AGES
        for part in PARTS
        for _person in range(15)
    ]
    assert [row["weighted"] for row in weights.of(answers, {"age": AGES}, [1])["rows"]] == [50]
    found = weights.of(answers, {"age": AGES, "part": PARTS}, [1])
    assert [row["weighted"] for row in found["rows"]] == [25] and found["by"] == ["age", "part"]


def test_where_few_of_an_age_live_in_a_part_one_of_the_two_has_to_do():
    answers = [({"age": age, "part": "Mill Lane"}, {1: 1}) for age in AGES for _person in range(40)]
    answers += [({"age": age, "part": "The Ford"}, {1: -1}) for age in AGES for _person in range(6)]
    found = weights.of(answers, {"age": AGES, "part": PARTS}, [1])
    assert found["by"] in (["age"], ["part"]) and [row["statement"] for row in found["rows"]] == [1]
    assert all(people >= 10 for _item, _kind, people, _sum, _squares in found["table"])


@pytest.mark.parametrize("silent", [1, 9])
def test_a_few_who_said_nothing_of_themselves_are_not_found_by_subtraction(silent):
    answers = [(YOUNG, {1: 1})] * 30 + [(OLD, {1: -1})] * 40 + [({"age": ""}, {1: 1})] * silent
    found = weights.of(answers, {"age": AGES}, [1])
    in_file = sum(people for _item, _age, people, _sum, _squares in found["table"])
    assert len(answers) - in_file == 10 and found["rows"][0]["weighted"] == 50


@pytest.mark.parametrize("silent", [0, 10, 25])
def test_nobody_is_left_out_where_none_or_enough_said_nothing(silent):
    answers = [(YOUNG, {1: 1})] * 30 + [(OLD, {1: -1})] * 40 + [({"age": ""}, {1: 1})] * silent
    assert weights.of(answers, {"age": AGES}, [1])["rows"][0]["n"] == 70


def test_choices_between_two_and_orders_are_weighted_by_who_made_them():
    """Twenty young people want the second thing, sixty old ones the first; in the place there are as many of each."""
    kinds = [YOUNG] * 20 + [OLD] * 60
    orders = [[2, 1]] * 20 + [[1, 2]] * 60
    for weigh, sheets in ((weights.of_pairs, [[tuple(one)] for one in orders]), (weights.of_ranks, orders)):
        answers = list(zip(kinds, sheets, strict=True))
        rows = {row["statement"]: row for row in weigh(answers, {"age": AGES}, [1, 2])["rows"]}
        assert rows[1]["share"] > 60 and rows[1]["weighted"] == 50 and rows[1]["low"] < 50 < rows[1]["high"]
        assert weigh(answers[12:], {"age": AGES}, [1, 2])["refused"]


def answered(village, kind: str, *, silent: int = 0) -> Question:
    """Eighty people of two ages in two parts, who lean by both; some say nothing of themselves."""
    more = {"purse_pence": 900} if kind == "basket" else {}
    asked = {"kind": kind, "voices": Question.Voices.EVERYONE, "place": village.thornbeck, **more}
    known = {"ages": AGES, "parts": PARTS, "source": "Census"}
    question = Question.ask("What first?", village.amina, population=known, **asked)
    for words in ("A bench", "A bus", "A bridge"):
        Statement.seed_with(question, words, village.amina, 400 if more else None)
    keys = counting.keys_of(question)
    for number in range(80 + silent):
        old, ford = number % 3 > 0, number % 5 < 2
        voice = _say(question, Speaker.mailed(f"p{number}@example.org", question), keys, number, old=old, ford=ford)
        if number < 80:
            voice.tell(age="65-up" if old else "under-25", part="The Ford" if ford else "Mill Lane")
    question.close(village.amina)
    counting.count(question, final=True)
    return question


def _say(question, speaker, keys, number: int, *, old: bool, ford: bool) -> Voice:
    bench, bus, bridge = keys
    order = (bench, bus, bridge) if old else (bus, bridge, bench)
    if ford:
        order = order[::-1]
    if question.kind == "statements":
        for key in keys:
            said = AGREE if key == order[0] or (number % 7 == 0 and key == order[1]) else DISAGREE
            voice = Voice.speak(question, speaker, key, said)
        return voice
    if question.kind == "pairs":
        Voice.prefer(question, speaker, order[0], order[1])
        return Voice.prefer(question, speaker, order[1], order[2])
    sheets = {
        "points": {order[0]: 60 + number % 9, order[1]: 30},
        "rank": {key: at for at, key in enumerate(order, start=1)},
        "basket": {order[0]: 1, **({order[1]: 1} if number % 4 else {})},
    }
    return Voice.fill(question, speaker, sheets[question.kind])


def files(client, question, folder: Path) -> None:
    for name in ("weights", "population"):
        (folder / f"{name}.csv").write_bytes(client.get(f"/questions/{question.pk}/{name}.csv").content)


@pytest.mark.parametrize(
    ("kind", "silent"),
    [("statements", 0), *((kind, 3) for kind in ("statements", "pairs", "points", "rank", "basket"))],
)
@pytest.mark.once
def test_the_files_and_the_command_on_the_page_give_the_figures_on_the_page(client, village, tmp_path, kind, silent):
    question = answered(village, kind, silent=silent)
    page = Page(question, question.result())
    files(client, question, tmp_path)
    command = [str(tmp_path / one) if one.endswith(".csv") else one for one in page.weighing_command.split()[1:]]

    told = json.loads(subprocess.run([sys.executable, *command], capture_output=True, check=True, cwd=ROOT).stdout)

    shown = question.result().found["weighted"]
    assert shown["by"] == ["age", "part"] and len(shown["rows"]) == 3
    again = {int(row["item"]): row for row in told["rows"]}
    for row in shown["rows"]:
        mine = again[row["statement"]]
        for name in ("share", "weighted", "low", "high"):
            here = round(min(100, max(0, mine[name])), 1) if kind == "points" else round(100 * mine[name])
            assert (row[name], row["n"]) == (here, mine["n"])
    assert any(row["share"] != row["weighted"] for row in shown["rows"])
    words = client.get(question.get_absolute_url()).content.decode()
    assert page.weighing_command in words and "the part of the place people live in" in words and "Census" in words


@pytest.mark.once
def test_a_pencil_gives_the_same_where_one_thing_is_weighted_by(client, village, tmp_path):
    """For each kind the sum by its people, times its part of all who live here, added up: the rule of the page."""
    question = answered(village, "statements")
    Question.objects.filter(pk=question.pk).update(
        population={"ages": {"under-25": 30, "65-up": 70}, "source": "Census"}
    )
    question.found.all().delete()
    question = Question.objects.get(pk=question.pk)
    shown = counting.count(question, final=True).found["weighted"]
    files(client, question, tmp_path)
    lives = {
        row["kind"]: int(row["people"])
        for row in csv.DictReader(io.StringIO((tmp_path / "population.csv").read_text("utf-8-sig")))
    }
    pencil: dict[int, float] = {}
    for row in csv.DictReader(io.StringIO((tmp_path / "weights.csv").read_text("utf-8-sig"))):
        share = int(row["sum"]) / int(row["people"])
        key = int(row["comment-id"])
        pencil[key] = pencil.get(key, 0) + share * lives[row["age"]] / sum(lives.values())
    assert {row["statement"]: row["weighted"] for row in shown["rows"]} == {
        k: round(100 * v) for k, v in pencil.items()
    }
    assert "With a pencil" in client.get(question.get_absolute_url()).content.decode()


@pytest.mark.once
@pytest.mark.parametrize("kind", ["statements", "pairs", "points", "rank", "basket"])
def test_no_kind_in_the_file_is_of_few_and_nothing_in_it_says_who(client, village, tmp_path, kind):
    question = answered(village, kind, silent=3)
    counting.settle(question)
    files(client, question, tmp_path)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "weights.csv").read_text("utf-8-sig"))))
    assert not {"voter-id", "name", "email", "hour"} & set(rows[0])
    if kind in ("pairs", "rank"):
        sheets = {row["sheet"]: (row["age"], row["part"]) for row in rows}
        sizes = [list(sheets.values()).count(one) for one in set(sheets.values())]
    else:
        sizes = [int(row["people"]) for row in rows]
    assert sizes and min(sizes) >= 10


@pytest.mark.once
def test_nothing_to_weigh_with_is_given_out_where_the_votes_are_not(client, village):
    question = answered(village, "statements")
    Question.objects.filter(pk=question.pk).update(gives_file=False)
    for name in ("weights", "population"):
        assert client.get(f"/questions/{question.pk}/{name}.csv").status_code == 404
    assert client.get(f"/questions/{village.square.pk}/weights.csv").status_code == 404


def test_people_may_say_in_which_part_they_live_on_a_screen_and_on_paper(client, village, today_is_open):
    question, person = today_is_open, village.bram
    client.force_login(person)
    here = f"/questions/{question.pk}/say/"
    [first, *_others] = counting.keys_of(question)
    client.post(here, {"do": "vote", "statement": first, "value": AGREE})
    assert "Where you live" in client.get(here).content.decode()
    client.post(here, {"do": "tell", "age": "65-up", "part": "Mill Lane"})
    assert question.spoken.get().part == "Mill Lane"
    client.post(here, {"do": "tell", "age": "65-up", "part": "Elsewhere"})
    assert question.spoken.get().part == ""

    batch = Batch.make(question, 1, "At the library", False, village.amina)
    client.force_login(village.amina)
    sheet = client.get(f"/questions/{question.pk}/sheets/{batch.pk}/").content.decode()
    assert "☐ Mill Lane" in sheet and "☐ The Ford" in sheet
    said = {"do": "key", "code": batch.codes()[0], f"o{first}": AGREE, "part": "The Ford"}
    client.post(f"/questions/{question.pk}/key/", said)
    assert sorted(question.spoken.values_list("part", flat=True)) == ["", "The Ford"]


@pytest.fixture
def today_is_open(village):
    known = {"ages": AGES, "parts": PARTS, "source": "Census"}
    made = Question.ask("Which evening?", village.amina, place=village.thornbeck, population=known)
    for words in ("Mondays suit me", "Fridays suit me"):
        Statement.seed_with(made, words, village.amina)
    return made


@pytest.mark.parametrize(
    ("parts", "source", "wrong"),
    [
        ("Mill Lane 640\nThe Ford: 1,200", "Census", None),
        ("Mill Lane 640", "Census", "Name between 2 and 12 parts"),
        ("Mill Lane\nThe Ford 3", "Census", "Line 1 has no name with a number"),
        ("Mill Lane 6\nMill Lane 7", "Census", "Line 2 names a part that stands above"),
        ("Mill Lane 0\nThe Ford 3", "Census", "Line 1 has no name with a number"),
        ("Mill Lane 6\nThe Ford 3", "", "Say where the numbers are from"),
        ("", "", None),
    ],
)
def test_parts_are_read_line_by_line(village, parts, source, wrong):
    about = {"words": "What first?", "kind": "statements", "lines": "A bench\nA bus", "so_that": "The council reads it"}
    about |= {"asked_of": "All", "place": "Thornbeck", "affected": "Carers", "learn": "nothing", "voices": "local"}
    form = QuestionForm(about | {"results": "after", "parts": parts, "counted_by": source}, by=village.amina)
    if wrong:
        assert not form.is_valid() and wrong in str(form.errors)
        return
    assert form.is_valid(), form.errors
    known = {"parts": {"Mill Lane": 640, "The Ford": 1200}, "source": "Census"} if parts else {}
    assert form.ask().population == known
