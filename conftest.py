"""The village: one small world for every test of the site."""

from __future__ import annotations

from copy import deepcopy

import pytest


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
