"""JSON that two readers might see differently is refused in words."""

import json

import pytest

from folkmoot.exchange.reading.rows import Refused
from folkmoot.exchange.reading.strictjson import strict


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a": 1, "a": 2}',
        b'[{"b": {"a": 1, "a": 2}}]',
        b"[NaN]",
        b"[Infinity]",
        b"[-Infinity]",
        b"[1e309]",
        b'["\\ud800"]',
        b'{"\\udc00": 1}',
        b'"\\ud800"',
        b'["a\\u0000b"]',
        b'[["\\u0000"]]',
        b"[" * 100 + b"]" * 100,
        b"[1" + b"0" * 5000 + b"]",
        b"",
        b"  ",
        b"[1] x",
        b"\xff[1]",
        b'["\xff"]',
        b"{'a': 1}",
    ],
)
def test_it_refuses_what_readers_disagree_about(raw):
    with pytest.raises(Refused) as refused:
        strict(raw, "list.json")
    assert str(refused.value).startswith("list.json")


def test_it_says_the_line():
    with pytest.raises(Refused) as refused:
        strict(b'[\n{"a": 1},\n{"a" 2}]', "list.json")
    assert refused.value.problem.row == 3


def test_it_reads_what_is_good():
    assert strict(b'\xef\xbb\xbf[{"a": "\\ud83d\\ude00", "b": 1.5e3}]', "f") == [{"a": "😀", "b": 1500.0}]
    assert strict('{"é": []}'.encode("utf-16"), "f") == {"é": []}


def test_the_whole_test_suite_is_accepted_or_refused_in_words(hostile):
    wrong, seen = [], 0
    for path in sorted((hostile / "jsontestsuite/test_parsing").glob("*.json")):
        seen += 1
        try:
            strict(path.read_bytes(), path.name)
            accepted = True
        except Refused as refused:
            accepted = False
            assert refused.problem.words.endswith("."), path.name
        # Refusing a good file is allowed for what no list holds: double keys, NUL.
        if accepted and path.name.startswith("n_"):
            wrong.append(path.name)
        if not accepted and path.name.startswith("y_"):
            assert "dup" in path.name or "null" in path.name or "u0000" in path.name, path.name
    assert wrong == []
    assert seen > 300


def test_transformations_that_lose_something_are_refused(hostile):
    for path in sorted((hostile / "jsontestsuite/test_transform").glob("*.json")):
        try:
            held = strict(path.read_bytes(), path.name)
        except Refused:
            continue
        assert json.loads(json.dumps(held)) == held, path.name
