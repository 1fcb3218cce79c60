"""Files made to do harm are refused in words, quickly and in little memory."""

import subprocess
import sys
import time

import pytest

from folkmoot.exchange.reading.apart import read
from folkmoot.exchange.reading.opening import Ask
from folkmoot.exchange.reading.rows import Refused

from . import bombs


@pytest.mark.parametrize("name", bombs.ALL)
def test_it_refuses_a_bomb_in_words(name):
    raw = bombs.ALL[name]()
    began = time.monotonic()
    with pytest.raises(Refused) as refused:
        read(raw, Ask(name)).close()
    said = str(refused.value)
    assert said.startswith(name)
    assert said.endswith(".")
    assert "Traceback" not in said
    # A second is the goal on a quiet machine; this only catches one that runs away.
    assert time.monotonic() - began < 10


def test_a_quote_that_never_closes_costs_its_row_and_not_the_rest():
    with read(bombs.endless_quote(), Ask("q.csv")) as reading:
        rows = list(reading.rows())
    assert [row.number for row in rows if row.refused] == [2]
    assert "never closes" in rows[0].problems[0].words
    assert len(rows) == 1 + 999


def test_a_dimension_that_lies_is_not_believed():
    with read(bombs.xlsx(bombs.PLAIN, size="A1:XFD1048576"), Ask("big.xlsx")) as reading:
        assert [row.fields for row in reading.rows()] == [{"Name": "Food Bank", "Postcode": "DY1 1AA"}]


def test_one_long_text_shown_in_every_cell_is_stopped_by_what_a_small_file_may_use():
    with pytest.raises(Refused, match="more memory"):
        read(bombs.one_text_everywhere(), Ask("shared.xlsx")).close()


# Measured from a small process of its own: what a test run has grown to is counted for every child it starts.
MEASURE = """
import resource, sys
from folkmoot.exchange.reading.apart import read
from folkmoot.exchange.reading.opening import Ask
from folkmoot.exchange.reading.rows import Refused
from folkmoot.exchange.tests import bombs
for name in sys.argv[1:]:
    try:
        read(bombs.ALL[name](), Ask(name)).close()
    except Refused:
        print("refused")
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_bombs_stay_within_the_memory_goal():
    names = ["comment.xlsx", "laughs.xlsx", "far.xlsx", "deep.json", "repeat.ods"]
    run = subprocess.run([sys.executable, "-c", MEASURE, *names], capture_output=True, text=True, check=True)
    *refused, kilobytes = run.stdout.split()

    assert len(refused) == len(names)
    assert int(kilobytes) < 500 * 1024
