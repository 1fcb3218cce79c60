"""Asking a child process: what it is given, what comes back, and what is said when nothing does."""

from __future__ import annotations

import pytest

from folkmoot.kit import apart
from folkmoot.kit.refusals import Refusal

RUN = ("timeit", "-n1", "-r1")  # a module of Python's own that runs what it is told


def test_the_answer_comes_back():
    assert apart.read(Refusal, "json.tool", raw=b'{"pages": [1]}') == {"pages": [1]}


def test_the_child_knows_nothing_of_the_site(monkeypatch):
    monkeypatch.setenv("FOLKMOOT_SECRET_KEY", "a-key-of-the-site")
    said = apart.asked(*RUN, "import os; print(dict(os.environ))", raw=b"")
    assert b"PYTHONUTF8" in said and b"a-key-of-the-site" not in said


@pytest.mark.parametrize(
    ("module", "words", "raw", "says"),
    [
        ("json.tool", (), b"{no json", "could not be read to its end"),
        (RUN[0], (*RUN[1:], "import os; os.kill(os.getpid(), 9)"), b"", "could not be read to its end"),
        (RUN[0], (*RUN[1:], "import time; time.sleep(60)"), b"", "longer to read"),
        ("json.tool", (), b'{"refused": "is no zip file."}', "^What stands there is no zip file.$"),
    ],
)
def test_what_gives_no_answer_says_so(module, words, raw, says):
    with pytest.raises(Refusal, match=says):
        apart.read(Refusal, module, *words, raw=raw, seconds=2 if "sleep" in str(words) else 20)


def test_whoever_asks_says_what_it_was():
    with pytest.raises(Refusal, match=r"^The file is no zip file\.$"):
        apart.read(Refusal, "json.tool", raw=b'{"refused": "is no zip file."}', sentence="The file %(why)s")
