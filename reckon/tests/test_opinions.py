"""The opinion map: positions, groups, what each holds, what unites and divides; equal to the slow way."""

import csv
import doctest
import io
import json
from importlib import import_module
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reckon.opinions import Votes, opinions, wilson
from reckon.opinions.__main__ import main, read_left_out, read_votes
from reckon.opinions.groups import grouped
from reckon.opinions.positions import positions
from reckon.opinions.statements import counted, dividing, most_first, representative, uniting
from reckon.tables import Unreadable
from reckon.tests import oracles_opinions as slow


@st.composite
def tables(draw, people=(3, 14), statements=(2, 7)):
    n, m = draw(st.integers(*people)), draw(st.integers(*statements))
    cell = st.sampled_from([None, None, 1, 1, 0, -1])
    return [[draw(cell) for _column in range(m)] for _row in range(n)]


def votes_of(table) -> Votes:
    rows = [(f"p{i}", f"s{j}", v) for i, row in enumerate(table) for j, v in enumerate(row) if v is not None]
    votes = Votes.of(rows, people=[f"p{i}" for i in range(len(table))])
    order = [votes.statements.index(f"s{j}") if f"s{j}" in votes.statements else None for j in range(len(table[0]))]
    used = [j for j, at in enumerate(order) if at is not None]
    back = np.empty(len(used), dtype=np.int64)
    for new, j in enumerate(used):
        back[order[j]] = new
    return Votes(votes.people, [f"s{j}" for j in used], votes.person, back[votes.statement], votes.value)


def used(table):
    keep = [j for j in range(len(table[0])) if any(row[j] is not None for row in table)]
    return [[row[j] for j in keep] for row in table]


@given(tables())
def test_directions_are_those_of_the_filled_in_matrix(table):
    table = used(table)
    if not table[0]:
        return
    found = positions(votes_of(table), np.ones(len(table), dtype=bool))
    matrix = slow.filled_in(table)
    strengths = np.linalg.svd(matrix, compute_uv=False)
    for at, direction in enumerate(found.directions[: len(strengths)]):
        assert np.linalg.norm(matrix @ direction) == pytest.approx(strengths[at], abs=1e-6)


@given(tables(people=(2, 12)), st.data())
def test_what_groups_hold_and_what_unites_equals_the_slow_way(table, data):
    table = used(table)
    if not table[0]:
        return
    group = data.draw(st.lists(st.integers(-1, 2), min_size=len(table), max_size=len(table)))
    names = {one: at for at, one in enumerate(sorted(set(group) - {-1}))}
    group = [names.get(one, -1) for one in group]
    counts = counted(votes_of(table), np.array(group))
    if len(names) > 1:
        held = [[(one.statement, one.side) for one in each] for each in representative(counts)]
        assert held == [slow.holds(table, group, which) for which in range(len(names))]
    assert [(one.statement, one.side) for one in uniting(counts)] == slow.unites(table, group)
    if names:
        ordered = [(one.statement, one.side) for one in most_first(counts, uniting(counts))]
        assert ordered == slow.most_first(table, group)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=4, max_size=40))
def test_silhouettes_are_rousseeuws(points):
    found = grouped(np.array(points, dtype=float))
    if not found.silhouettes:
        assert found.count == 1
        return
    assert found.silhouettes[found.count] == pytest.approx(slow.silhouette(points, found.labels.tolist()), abs=1e-4)
    assert found.silhouettes[found.count] >= max(found.silhouettes.values()) - 0.02 - 1e-9


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=4, max_size=8, unique=True))
def test_two_groups_are_as_tight_as_any_two_can_be_nearly_always(points):
    found = grouped(np.array(points, dtype=float))
    if found.count != 2:
        return
    best = min(
        slow.cost(points, list(labels)) for labels in product((0, 1), repeat=len(points)) if len(set(labels)) == 2
    )
    assert slow.cost(points, found.labels.tolist()) <= best * 1.25 + 1e-9


def camps(n=30, m=12):
    return [(f"p{i}", f"s{j}", 1 if (i < n * 2 // 3) == (j % 2 == 0) else -1) for i in range(n) for j in range(m)]


def test_two_camps_are_two_groups_with_the_larger_first():
    found = opinions(Votes.of(camps()))
    assert [len(group) for group in found.groups()] == [20, 10]
    assert found.grouping.silhouettes[2] == pytest.approx(1.0)


def test_the_same_votes_in_any_order_give_the_same_groups():
    rows = camps() + [(f"p{i}", "odd", (i * 7) % 3 - 1) for i in range(30)]
    first = opinions(Votes.of(rows))
    again = opinions(Votes.of(rows[::-1]))
    assert {frozenset(group) for group in first.groups()} == {frozenset(group) for group in again.groups()}


def test_the_later_of_two_votes_counts():
    assert opinions(Votes.of([("a", "s", 1), ("b", "s", 1), ("a", "s", -1)])).counts.agree.sum() == 1


def test_who_voted_too_little_stands_in_no_group_and_who_voted_enough_in_one():
    rows = [(f"p{i}", f"s{j}", 1 if (i + j) % 3 else -1) for i in range(12) for j in range(10) if i or j < 6]
    found = opinions(Votes.of(rows))
    assert found.group[found.votes.people.index("p0")] == -1
    assert sorted(sum(found.groups(), [])) == sorted(f"p{i}" for i in range(1, 12))


def test_votes_on_statements_left_out_count_as_taking_part_and_no_more():
    rows = [(f"p{i}", f"s{j}", 1 if i % 2 else -1) for i in range(8) for j in range(7)]
    found = opinions(Votes.of(rows), out={"s0", "s1"})
    assert len(found.votes.statements) == 5 and (found.group >= 0).all()


@pytest.mark.parametrize("rows", [[], [("a", "s", 1)], [("a", "s", 0), ("b", "s", 0)]])
def test_hardly_any_votes_are_one_group_or_none(rows):
    found = opinions(Votes.of(rows))
    assert len(found.groups()) == (1 if rows else 0)
    assert found.divides == [] and found.holds == [[] for _group in found.groups()]


def test_a_vote_that_is_none_is_refused():
    with pytest.raises(ValueError, match="1, 0 or -1"):
        Votes.of([("a", "s", 5)])


def test_divides_names_who_agrees_more_and_leaves_out_what_may_be_chance():
    counts = opinions(Votes.of(camps())).counts
    found = dividing(counts)
    assert len(found) == 12 and all(one.low > 0 for one in found)
    assert {(one.more, one.less) for one in found} == {(0, 1), (1, 0)}
    assert wilson(0, 0) == (0.0, 1.0)


def test_a_map_made_from_the_one_before_keeps_its_groups():
    rows = camps()
    before = opinions(Votes.of(rows))
    after = opinions(Votes.of([*rows, ("p0", "s1", 0)]), before=before)
    assert [len(group) for group in after.groups()] == [20, 10]


def written(path: Path, rows) -> Path:
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["timestamp", "comment-id", "voter-id", "vote"])
        out.writerows([at, what, who, value] for at, (who, what, value) in enumerate(rows))
    return path


def test_the_command_prints_the_groups(tmp_path, capsys):
    assert main([str(written(tmp_path / "votes.csv", camps())), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [group["size"] for group in found["groups"]] == [20, 10]
    assert all(isinstance(one, str) for one in found["groups"][0]["people"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "no column called"),
        ("comment-id,voter-id,vote\n1,2,yes\n", "line 2"),
        (None, "could not be read"),
    ],
)
def test_the_command_says_what_is_wrong_with_a_file(tmp_path, capsys, text, words):
    path = tmp_path / "votes.csv"
    if text is not None:
        path.write_text(text)
    assert main([str(path)]) == 2
    said = capsys.readouterr().err
    assert words in said and str(path) in said and len(said.splitlines()) == 1


def test_the_command_leaves_out_what_was_moderated_out(tmp_path, capsys):
    votes = written(tmp_path / "votes.csv", camps())
    comments = tmp_path / "comments.csv"
    comments.write_text("comment-id,moderated\ns0,-1\ns1,1\n")
    assert main([str(votes), "--comments", str(comments), "--json"]) == 0
    said = io.StringIO(capsys.readouterr().out).read()
    assert '"s0"' not in said and '"s1"' in said


@pytest.mark.parametrize("module", ["", ".groups", ".votes", ".statements"])
def test_the_examples_are_true(module):
    tried = doctest.testmod(import_module(f"reckon.opinions{module}"))
    assert tried.attempted and not tried.failed


def exported(path: Path, first: str, row: str, *, between: str = ",", end: str = "\n", encoding: str = "utf-8") -> Path:
    """Two camps of twelve on ten statements, each as an export that somebody somewhere writes."""
    lines = [first]
    for at, (person, statement) in enumerate(product(range(24), range(10))):
        value = 1 if (person < 12) == (statement < 5) else -1
        lines.append(row.format(s=statement, p=person, v=value, at=1_500_000_000 + at))
    path.write_bytes("".join(line.replace(",", between) + end for line in lines).encode(encoding))
    return path


USUAL = ("timestamp,datetime,comment-id,voter-id,vote", "{at},Mon,{s},{p},{v}")


@pytest.mark.parametrize(
    ("first", "row", "how"),
    [
        (*USUAL, {}),
        (*USUAL, {"end": "\r\n"}),
        (*USUAL, {"encoding": "utf-8-sig"}),
        (*USUAL, {"between": ";"}),
        (*USUAL, {"between": "\t"}),
        (USUAL[0], "{at}.0,Mon,{s},{p},{v}.0", {}),
        (USUAL[0], "{at},Mon,{s},{p},{v:+d}", {}),
        (USUAL[0], "2026-11-30T10:00:00Z,Mon,{s},{p},{v}", {}),
        (USUAL[0], "{at},Mon,123456789012345678901234{s},987654321098765432109876{p},{v}", {}),
        ("vote,important,voter-id,comment-id", "{v},false,{p},{s}", {}),
        (" Vote, Voter-ID, Comment-ID", "{v}, {p}, {s}", {}),
    ],
)
def test_an_export_in_another_shape_gives_the_same_map(tmp_path, capsys, first, row, how):
    assert main([str(exported(tmp_path / "votes.csv", first, row, **how)), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [group["size"] for group in found["groups"]] == [12, 12]
    long = "987654321098765432109876" if "98765" in row else ""
    people = [{f"{long}{n}" for n in half} for half in (range(12), range(12, 24))]
    assert sorted(map(sorted, people)) == sorted(sorted(group["people"]) for group in found["groups"])


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "the first row is empty"),
        ("comment_id,voter_id,vote\n1,1,1\n", "no column called comment-id, voter-id"),
        ("comment-id,comment-id,voter-id,vote\n1,2,1,1\n", "two columns called comment-id"),
        ("comment-id,voter-id,vote\n1,1,agree\n", "line 2: a vote is 1, 0 or -1"),
        ("comment-id,voter-id,vote\n1,1,nan\n", "line 2: a vote is 1, 0 or -1"),
        ("comment-id,voter-id,vote\n1,1,\n", "line 2: a vote is 1, 0 or -1"),
        ("comment-id,voter-id,vote\n1,1,1\n,1,1\n", "line 3: it does not say who voted, or not on what"),
        ("comment-id,voter-id,vote\n1,1,1\n".encode("utf-16"), "it is not in UTF-8"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path, capsys, said, why):
    path = tmp_path / "votes.csv"
    path.write_bytes(said if isinstance(said, bytes) else said.encode())
    assert main([str(path), "--json"]) == 2
    told = capsys.readouterr().err
    assert why in told and told.count("\n") == 1


def test_nobody_who_voted_on_enough_makes_an_empty_map(tmp_path, capsys):
    path = tmp_path / "votes.csv"
    path.write_text("comment-id,voter-id,vote\n" + "".join(f"{n % 3},{n},1\n" for n in range(30)))
    for more in ([], ["--shown", "10", "--copies-once"]):
        assert main([str(path), "--json", *more]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["groups"] == [] and found["unites"] == []
    path.write_text("comment-id,voter-id,vote\n")
    assert main([str(path)]) == 0
    assert "Nobody voted on enough" in capsys.readouterr().out


def test_the_later_of_two_votes_counts_and_of_one_moment_the_lower_line(tmp_path):
    path = tmp_path / "votes.csv"
    path.write_text("timestamp,comment-id,voter-id,vote\n9,a,Ann,1\n5,a,Ann,-1\n7,a,Bo,1\n7,a,Bo,0\n")
    votes = read_votes(path)
    assert dict(zip(votes.people, votes.value.tolist(), strict=True)) == {"Ann": 1, "Bo": 0}


@pytest.mark.parametrize("out", ["-1", "-1.0", " -1 "])
def test_left_out_is_read_as_a_number_and_other_words_are_asked_about(tmp_path, out):
    path = tmp_path / "comments.csv"
    path.write_text(f'timestamp,comment-id,moderated,comment-body\n1,7,{out},"two\nlines"\n1,8,1,x\n1,9,0,x\n1,10,,x\n')
    assert read_left_out(path) == {"7"}
    path.write_text("comment-id,moderated\n7,rejected\n")
    with pytest.raises(Unreadable, match="line 2: moderated is 1, 0 or -1"):
        read_left_out(path)
