"""Where the real and hostile files are, for the tests that want them."""

import os
from pathlib import Path

import pytest

from folkmoot.exchange import outcome


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
    """For tests of what comparing everything here anew brings to light."""


@pytest.fixture(autouse=True)
def _not_compared(request, monkeypatch) -> None:
    """After each list that is taken, everything here is compared anew, which no other test waits for."""
    if "compared" not in request.fixturenames:
        monkeypatch.setattr(outcome, "look_again", lambda day: None)
        monkeypatch.setattr(outcome, "look_for_twins", lambda: None)
