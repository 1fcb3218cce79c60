"""Where the real and hostile files are, for the tests that want them."""

import os
from pathlib import Path

import pytest

from folkmoot.exchange import jobs, outcome


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
