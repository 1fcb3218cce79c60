"""Where the real and hostile files are, for the tests that want them."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real_data() -> Path:
    held = os.environ.get("FOLKMOOT_REAL_DATA")
    if not held:
        pytest.skip("FOLKMOOT_REAL_DATA is not set, so the real files are not there to read")
    return Path(held)


@pytest.fixture(scope="session")
def hostile(real_data: Path) -> Path:
    return real_data / "hostile"
