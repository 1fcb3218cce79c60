"""Results: what is shown, held against the loud, and counted again from the file."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from folkmoot.priorities import answers, counting, recount
from folkmoot.priorities.models import Batch, Question, Result, Statement, Voice
from folkmoot.priorities.models.voice import Speaker
from folkmoot.priorities.page import Page
from folkmoot.priorities.sums import maps, tradeoffs
from folkmoot.priorities.sums.again import Sheet

ROOT = Path(__file__).resolve().parents[3]


def test_the_file_counted_by_the_command_on_the_page_gives_the_figures_of_the_page(client, village, tmp_path):
    question = village.buildings
    page = Page(question, question.result())
    for name in ("votes", "statements"):
        (tmp_path / f"{name}.csv").write_bytes(client.get(f"/questions/{question.pk}/{name}.csv").content)

    command = [str(tmp_path / one) if one.endswith(".csv") else one for one in page.command.split()[1:]]
    told = json.loads(subprocess.run([sys.executable, *command], capture_output=True, check=True, cwd=ROOT).stdout)

    assert [group["size"] for group in told["groups"]] == [group["size"] for group in page.found["groups"]]
    unites = [(int(one["statement"]), one["side"]) for one in told["unites"]][:5]
    assert [(one["statement"], one["side"]) for one in page.found["unites"]] == unites
    divides = [(int(one["statement"]), round(100 * one["difference"])) for one in told["divides"]]
    assert page.found["divides"] and divides
    assert all((one["statement"], one["difference"]) in divides for one in page.found["divides"])


def test_the_file_names_nobody_and_no_time(village):
    header, lines = recount.votes(village.buildings)
    assert header == ["comment-id", "voter-id", "vote", "unsure"]
    people = {line[1] for line in lines}
    assert people == set(range(1, len(people) + 1)) and {line[2] for line in lines} <= {1, 0, -1}


def test_no_file_before_the_close_nor_where_those_who_ask_decided_against_it(client, village):
    assert client.get(f"/questions/{village.square.pk}/votes.csv").status_code == 404
    Question.objects.filter(pk=village.buildings.pk).update(gives_file=False)
    assert client.get(f"/questions/{village.buildings.pk}/votes.csv").status_code == 404


def test_no_group_shown_has_fewer_than_ten_people(village):
    found = village.buildings.result().found
    assert found["groups"] and min(group["size"] for group in found["groups"]) >= 10
    assert all(cell["voted"] >= 10 for row in found["statements"] for cell in row["groups"])


def test_a_rerun_without_a_group_never_names_it(client, village):
    page = client.get(village.buildings.get_absolute_url()).content.decode()
    loud = page.split('id="l"')[1].split("</section>")[0]
    assert "without any one group" in loud
    assert not any(f"without {letter}" in loud or f"group {letter}" in loud for letter in "ABCDE")


def test_how_firm_a_claim_is_appears_only_after_the_close(village):
    open_one, over = village.square.result().found, village.buildings.result().found
    assert all(one["firm"] is None for one in open_one["unites"] + open_one["divides"])
    assert all(one["firm"] >= 0 for one in over["unites"] + over["divides"]) and "breaks_at" in over


def test_what_a_flood_would_do_is_said_or_that_it_was_not_measured_and_nothing_where_nothing_unites(village):
    question, result = village.buildings, village.buildings.result()
    assert "flooded it" in Page(question, result).breaks_at
    result.found = {name: what for name, what in result.found.items() if name != "breaks_at"}
    assert "did not flood it" in Page(question, result).breaks_at
    result.found |= {"unites": [], "breaks_at": None}
    assert Page(question, result).breaks_at == ""


def test_who_is_most_affected_stands_beside_every_result(client, village):
    for question in (village.buildings, village.hundred):
        page = client.get(question.get_absolute_url()).content.decode()
        assert "Few is not unimportant" in page and question.affected.split(",")[0] in page


def test_voices_of_others_stand_beside_the_result_and_in_none_of_it(village):
    found = village.buildings.result().found
    local = village.buildings.spoken.filter(local=True).count()
    assert found["counted"] <= local == found["local"] and found["others_said"]


def test_a_statement_removed_after_the_count_leaves_the_page(client, village):
    first = village.buildings.result().found["unites"][0]["statement"]
    statement = Statement.objects.get(option=first)
    from folkmoot.moderation.models import Standing

    Standing.of(statement.point).rule("removed", "It names somebody.", village.kofi)
    assert str(statement) not in client.get(village.buildings.get_absolute_url()).content.decode()


def test_near_copies_count_once_where_nobody_is_vouched_for():
    people = [
        maps.Spoken({key: 1 if (key + who) % 3 else -1 for key in range(9)}) for who in range(3) for _n in range(8)
    ]
    people += [maps.Spoken({key: (-1) ** (who >> key % 5) for key in range(9)}) for who in range(40)]
    block = [maps.Spoken(dict.fromkeys(range(9), -1))] * 20
    quiet = maps.counted(people, range(9), trust=False)
    assert maps.counted([*people, *block], range(9), trust=False)["counted"] <= quiet["counted"] + 1
    assert maps.counted([*people, *block], range(9), trust=True)["counted"] == len(people) + 20


def test_of_few_who_may_be_anybody_nobody_is_put_into_groups_and_what_few_voted_on_is_claimed_nowhere():
    """Two camps of fifteen, each person with an odd view or two of their own."""
    few = []
    for at in range(30):
        own = {at // 2 % 10, (at // 2 + 3) % 10} if at >= 20 else {at // 2 % 10}
        votes = {key: (1 if (key < 5) == bool(at % 2) else -1) * (-1 if key in own else 1) for key in range(10)}
        few.append(maps.Spoken(votes | ({10: 1} if at < 9 else {})))
    found = maps.counted(few, range(11), trust=False, final=True)
    assert found["ungrouped"] and not found["groups"]
    told = [one["statement"] for one in found["unites"] + found["divides"]]
    told += [move["statement"] for run in found["reruns"] for move in run["moved"]]
    assert 10 not in told, "nine voted on it"
    assert maps.counted(few, range(11), trust=True)["groups"], "known to be people, they are"


def test_points_say_what_comes_much_from_few():
    sheets = [Sheet(one) for one in [{1: 50, 2: 50}] * 20 + [{3: 100}] * 4]
    rows = {row["statement"]: row for row in tradeoffs.points(sheets, [1, 2, 3], final=True)["rows"]}
    assert rows[3]["loud"] and not rows[1]["loud"] and rows[3]["givers"] is None


@pytest.mark.parametrize("kind", ["pairs", "rank", "basket"])
def test_every_kind_of_trade_off_is_said_counted_and_shown(client, village, kind):
    more = {"purse_pence": 10_000} if kind == "basket" else {}
    question = Question.ask("What first?", village.amina, kind=kind, voices=Question.Voices.EVERYONE, **more)
    for number in range(4):
        Statement.seed_with(question, f"Thing {number}", village.amina, 4_000 if kind == "basket" else None)
    first, second, *_rest = counting.keys_of(question)
    for number in range(12):
        speaker = Speaker.mailed(f"p{number}@example.org", question)
        if kind == "pairs":
            Voice.prefer(question, speaker, first, second)
        else:
            Voice.fill(question, speaker, {first: 1, second: 2 if kind == "rank" else 1})
    question.close(village.amina)
    found = counting.count(question, final=True).found
    assert found["enough"] and found["rows"][0]["statement"] == first
    page = client.get(question.get_absolute_url())
    assert page.status_code == 200 and "Thing 0" in page.content.decode()


def test_a_basket_dearer_than_the_purse_is_refused_with_what_was_typed_kept(client, village):
    question = Question.ask("Buy what?", village.amina, kind="basket", purse_pence=5_000)
    for number in range(3):
        Statement.seed_with(question, f"Thing {number}", village.amina, 4_000)
    client.force_login(village.bram)
    keys = counting.keys_of(question)
    answer = client.post(f"/questions/{question.pk}/say/", {"do": "fill", f"o{keys[0]}": "1", f"o{keys[1]}": "1"})
    assert answer.status_code == 409 and "£30.00 more than there is" in answer.content.decode()
    assert answer.content.decode().count(" checked") == 2 and not question.spoken.exists()


def test_a_ring_is_shown_kindly(client, village):
    question = village.choosing
    a, b, c = counting.keys_of(question)[:3]
    bram = Speaker.person(village.bram, question)
    for chosen, other in ((a, b), (b, c), (c, a)):
        Voice.prefer(question, bram, chosen, other)
    client.force_login(village.bram)
    assert "Three that go round" in client.get(f"/questions/{question.pk}/say/").content.decode()


def test_the_sentence_says_what_unites_and_what_divides(village):
    words = answers.headline(village.buildings, village.buildings.result().found)
    assert "People fall into" in words and "They part most on" in words


def test_an_open_question_that_says_so_is_counted_at_each_twenty(village):
    before = village.square.found.count()
    assert counting.is_due(village.square) is False
    for number in range(20):
        speaker = Speaker.mailed(f"p{number}@example.org", village.square)
        Voice.speak(village.square, speaker, counting.keys_of(village.square)[0], 2)
    counting.count_due()
    assert village.square.found.count() == before + 1 and not village.square.result().final


def test_votes_file_reads_as_csv(client, village):
    text = client.get(f"/questions/{village.buildings.pk}/votes.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows and set(rows[0]) == {"comment-id", "voter-id", "vote", "unsure"}


def trade_off(village, kind: str, sheets: list, *, affected=(), others: int = 0) -> dict:
    """The final count of a trade-off of four things, from sheets of the numbers of things (pairs: of pairs)."""
    more = {"purse_pence": 10_000} if kind == "basket" else {}
    question = Question.ask("What first?", village.amina, kind=kind, affected="night staff", **more)
    for number in range(4):
        Statement.seed_with(question, f"Thing {number}", village.amina, 4_000 if kind == "basket" else None)
    keys = counting.keys_of(question)
    for number, sheet in enumerate(sheets):
        speaker = Speaker.sheet(f"{question.pk}-{number}", number >= others)
        if kind == "pairs":
            for chosen, other in sheet:
                voice = Voice.prefer(question, speaker, keys[chosen], keys[other])
        else:
            given = sheet if isinstance(sheet, dict) else {at: place for place, at in enumerate(sheet, start=1)}
            given = dict.fromkeys(given, 1) if kind == "basket" else given
            voice = Voice.fill(question, speaker, {keys[at]: n for at, n in given.items()})
        if number in affected:
            voice.tell(affected=True)
    question.close(village.amina)
    found = counting.count(question, final=True).found
    return found | {"keys": keys, "question": question}


SHEETS = {
    "pairs": ([(0, 1), (1, 2), (2, 3)], [(1, 0), (1, 2), (3, 2)]),
    "points": ({0: 60, 1: 40}, {1: 90, 2: 10}),
    "rank": ([0, 1], [1, 2, 3]),
    "basket": ([0, 1], [1, 2]),
}


@pytest.mark.parametrize("kind", SHEETS)
@pytest.mark.once
def test_every_trade_off_is_counted_again_without_the_loud(client, village, kind):
    one, other = SHEETS[kind]
    found = trade_off(village, kind, [one] * 16 + [other] * 12)
    ran = {run["without"] for run in found["reruns"]}
    assert {"strongest", "group", "bursts", "same"} <= ran
    page = client.get(found["question"].get_absolute_url()).content.decode()
    assert "without any one group" in page and "that say the same as another left out" in page


@pytest.mark.parametrize("kind", SHEETS)
def test_where_everybody_counts_a_trade_off_is_held_against_those_known_to_be_local(village, kind):
    one, other = SHEETS[kind]
    sheets = [Sheet(said, local=at < 14) for at, said in enumerate(_said(kind, [one] * 14 + [other] * 30))]
    of = {"pairs": tradeoffs.pairs, "points": tradeoffs.points, "rank": tradeoffs.ranks}
    if kind == "basket":
        found = tradeoffs.basket(sheets, dict.fromkeys(range(4), 4_000), 10_000, final=False, apart=True)
    else:
        found = of[kind](sheets, range(4), final=False, apart=True)
    run = next(run for run in found["reruns"] if run["without"] == "others")
    assert run["out"] == 30 and run["moved"], "the order of the thirty is not that of the fourteen"


def _said(kind: str, sheets: list) -> list:
    return [set(one) if kind == "basket" else one for one in sheets]


@pytest.mark.parametrize("kind", SHEETS)
@pytest.mark.once
def test_those_most_affected_stand_beside_a_trade_off_and_in_it(client, village, kind):
    one, other = SHEETS[kind]
    found = trade_off(village, kind, [one] * 16 + [other] * 12, affected=range(16, 28))
    assert found["affected_said"][0]["statement"] == found["keys"][1]
    page = client.get(found["question"].get_absolute_url()).content.decode()
    assert "who are most affected, first things first" in page and "Fewer than ten in the result" not in page


def test_somebody_who_ranks_only_one_thing_counts(village):
    found = trade_off(village, "rank", [[2]] * 12)
    assert found["rows"][0]["statement"] == found["keys"][2] and found["rows"][0]["met"] == 12


@pytest.mark.parametrize("kind", ["pairs", "rank"])
@pytest.mark.once
def test_so_many_false_sheets_as_are_told_overturn_a_trade_off(village, kind):
    """Counted again by the count itself with so many, and with fewer."""
    one, other = ([(0, 1), (0, 2), (1, 2)], [(1, 0)]) if kind == "pairs" else ([0, 1], [1])
    real, of = [one] * 14 + [other] * 9, tradeoffs.pairs if kind == "pairs" else tradeoffs.ranks
    rows = of([Sheet(said) for said in real], range(4), final=True)["rows"]
    a, b, n = rows[0]["statement"], rows[1]["statement"], rows[0]["firm"]
    left = [at for at in range(4) if at not in (a, b)]
    false = [b, *left, a]
    if kind == "pairs":
        false = [(b, a), *((b, at) for at in left), *((at, a) for at in left)]

    def order(extra: int) -> list:
        sheets = [Sheet(said) for said in [*real, *[false] * extra]]
        return [row["statement"] for row in of(sheets, range(4), final=False)["rows"]]

    assert n > 0 and order(n - 1).index(a) < order(n - 1).index(b) and order(n + 1).index(b) < order(n + 1).index(a)


def test_what_is_ticked_on_a_sheet_of_oneself_is_typed_in(client, village):
    question = Question.ask("What first?", village.amina, kind="points", affected="night staff")
    Statement.seed_with(question, "A bus", village.amina)
    Statement.seed_with(question, "Lights", village.amina)
    batch = Batch.make(question, 1, "at the door", False, village.amina)
    client.force_login(village.amina)
    page = client.get(f"/questions/{question.pk}/sheets/{batch.pk}/").content.decode()
    assert "I am one of those most affected: night staff" in page and "65 or over" in page
    [code] = batch.codes()
    sent = {"do": "key", "code": code, f"o{counting.keys_of(question)[0]}": "100", "age": "65-up", "affected": "yes"}
    assert client.post(f"/questions/{question.pk}/key/", sent).status_code == 302
    assert (question.spoken.get().age, question.spoken.get().affected) == ("65-up", True)


@pytest.mark.parametrize("kind", SHEETS)
@pytest.mark.once
def test_a_trade_off_counted_by_the_command_on_its_page_gives_the_figures_of_the_page(client, village, tmp_path, kind):
    one, other = SHEETS[kind]
    found = trade_off(village, kind, [one] * 16 + [other] * 12)
    question = found["question"]
    page = Page(question, question.result())
    for name in ("votes", "statements"):
        (tmp_path / f"{name}.csv").write_bytes(client.get(f"/questions/{question.pk}/{name}.csv").content)
    command = [str(tmp_path / one) if one.endswith(".csv") else one for one in page.command.split()[1:]]
    told = json.loads(subprocess.run([sys.executable, *command], capture_output=True, check=True, cwd=ROOT).stdout)
    assert [int(row["item"]) for row in told["rows"]] == [row["statement"] for row in found["rows"]]
    for mine, theirs in zip(told["rows"], found["rows"], strict=True):
        if kind == "points":
            assert [round(mine[name], 1) for name in ("mean", "low", "high")] == [
                theirs["mean"],
                theirs["low"],
                theirs["high"],
            ]
        else:
            assert [round(100 * mine[name]) for name in ("low", "high")] == [theirs["low"], theirs["high"]]
    assert page.command in client.get(question.get_absolute_url()).content.decode()


def test_a_file_that_cannot_be_counted_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "votes.csv").write_text("chosen,voter-id\n1,2\n")
    (tmp_path / "statements.csv").write_text("comment-id,moderated\n1,1\n")
    command = ["-m", "reckon.tradeoffs", str(tmp_path / "votes.csv"), "--kind", "pairs"]
    ran = subprocess.run(
        [sys.executable, *command, "--statements", str(tmp_path / "statements.csv")],
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    assert ran.returncode == 2 and b"no column called other" in ran.stderr


@pytest.mark.once
def test_the_ages_of_the_place_are_asked_for_and_the_result_is_weighted_to_them(client, village):
    client.force_login(village.amina)
    sent = {"words": "What first?", "kind": "points", "lines": "A bus\nLights", "so_that": "x", "asked_of": "All"}
    sent |= {"affected": "night staff", "learn": "nothing", "voices": "everyone", "results": "after", "under_25": "100"}
    answer = client.post("/questions/new/", sent)
    assert answer.content.decode().count("Fill in all four ages, or none.") >= 3
    sent |= {"from_25": "100", "from_45": "100", "from_65": "100", "counted_by": "Census 2021"}
    answer = client.post("/questions/new/", sent)
    assert answer.status_code == 302
    question = Question.objects.get(words="What first?")
    assert question.population == {
        "ages": {"under-25": 100, "25-44": 100, "45-64": 100, "65-up": 100},
        "source": "Census 2021",
    }
    keys = counting.keys_of(question)
    for number in range(60):
        age = ("under-25", "25-44", "45-64", "65-up")[min(number // 12, 3)]
        young = age == "under-25"
        voice = Voice.fill(question, Speaker.sheet(f"{question.pk}-{number}", False), {keys[0 if young else 1]: 100})
        voice.tell(age=age)
    question.close(village.amina)
    rows = counting.count(question, final=True).found["weighted"]["rows"]
    assert [(row["share"], row["weighted"]) for row in rows] == [(20.0, 25.0), (80.0, 75.0)]
    assert rows[0]["low"] < 25 < rows[0]["high"]
    assert "Weighted to the people of the place" in client.get(question.get_absolute_url()).content.decode()


def test_on_the_picture_no_name_stands_on_another_nor_on_a_spot_where_there_is_room_beside(village):
    page = Page(village.square, Result(found={"enough": True}))
    crowd = [[x, y, 0] for x in range(-30, 31, 10) for y in (0, 10)] + [[x, 30, 1] for x in range(-30, 31, 10)]
    groups = [{"letter": letter, "size": 14, "holds": []} for letter in "AB"]
    page.result.found |= {"positions": crowd, "groups": groups}
    first, second = page.names
    assert abs(first["x"] - second["x"]) >= 200 or abs(first["y"] - second["y"]) >= 30
    for name in (first, second):
        covered = [m for m in page.marks if abs(m["x"] - name["x"]) < 100 and -28 < m["y"] - name["y"] < 6]
        assert not covered and 100 <= name["x"] <= 500 and 20 <= name["y"] <= 370
