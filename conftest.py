"""The village: one small world for every test of the site."""

from __future__ import annotations

import os
from copy import deepcopy

import pytest
from hypothesis import settings

# A slow machine is no fault of the code's; and what fails must fail again for whoever looks.
settings.register_profile("folkmoot", deadline=None, derandomize=not os.environ.get("FOLKMOOT_FULL"))
settings.load_profile("folkmoot")


def pytest_collection_modifyitems(items) -> None:
    """Whatever touches no database is the same on either, so it runs once."""
    for item in items:
        touches = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
        if not touches and not item.get_closest_marker("django_db"):
            item.add_marker("once")


@pytest.fixture(scope="session")
def _planted(django_db_setup, django_db_blocker):
    from folkmoot.home.seed import plant

    with django_db_blocker.unblock():
        return plant()


@pytest.fixture
def village(_planted, db):
    """Thornbeck, planted once; each test has its own copy, and what it writes is rolled back."""
    return deepcopy(_planted)


@pytest.fixture
def open_village(transactional_db):
    """Thornbeck, written for real, so that other threads and processes see it; the tables are emptied afterwards."""
    from folkmoot.home.seed import plant

    return plant()
