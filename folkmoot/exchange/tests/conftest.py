"""Where the real and hostile files are, for the tests that want them."""

import os
from pathlib import Path

import pytest

from folkmoot.exchange import jobs, outcome
from folkmoot.exchange.reading import apart, child
from tests.touching import touches_database


@pytest.fixture(scope="session")
def real_data() -> Path:
    held = os.environ.get("FOLKMOOT_REAL_DATA")
    if not held:
        pytest.skip("FOLKMOOT_REAL_DATA is not set, so the real files are not there to read")
    return Path(held)


@pytest.fixture(scope="session")
def hostile(real_data: Path) -> Path:
    return real_data / "hostile"


@pytest.fixture
def compared() -> None:
    """For tests of what looking at all that is here anew brings to light, and of the tidier sheet."""


@pytest.fixture(autouse=True)
def _not_compared(request, monkeypatch) -> None:
    """After each list that is taken everything here is compared anew, and the file is read once more to give it back
    tidier; no other test waits for that."""
    if "compared" not in request.fixturenames:
        monkeypatch.setattr(jobs, "look_and_tidy", lambda intake: outcome.say_done(intake))


@pytest.fixture
def read_apart() -> None:
    """For tests with a database that want their file read as it is on a real site, by a child process."""


@pytest.fixture(autouse=True)
def _read_here_beside_a_database(request, monkeypatch) -> None:
    """What is read touches no database and says the same to whoever reads it; a child costs a third of a second each
    time. What the child is for is tested without a database, with `read_apart`, and in every journey."""
    if touches_database(request.node) and "read_apart" not in request.fixturenames:
        monkeypatch.setattr(apart, "_run", _read_here)


def _read_here(given, answer, ask, limits) -> None:
    for line in child.told(given, ask, limits):
        answer.write(line.encode())
