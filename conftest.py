"""The village: one small world for every test of the site."""

from __future__ import annotations

import gc
import hashlib
import os
from pathlib import Path

import pytest
import time_machine
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from tests.own_postgres import keep_tables_of, kept_tables
from tests.planted import a_reader, copied, empty, put_back, set_aside
from tests.today import go_back
from tests.touching import touches_database

# The day on which the tests' Thornbeck was entered, whatever day it is: tests that choose a clock choose a later one.
ENTERED = "2026-11-19 09:00Z"
FULL = bool(os.environ.get("FOLKMOOT_FULL"))

# A slow machine is no fault of the code's; and what fails must fail again for whoever looks.
settings.register_profile(
    "folkmoot",
    deadline=None,
    max_examples=100 if FULL else 40,
    derandomize=not FULL,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("folkmoot")


def pytest_configure(config) -> None:
    config.add_cleanup(go_back().stop)


def pytest_collection_modifyitems(items) -> None:
    """Whatever touches no database is the same on either, so it runs once."""
    for item in items:
        if not touches_database(item):
            item.add_marker("once")


def pytest_collection_finish() -> None:
    """What is imported by now stays to the end: the collector of garbage need not look through it again and again, and
    through the rest less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def _emptied_quickly() -> None:
    """Whatever was written for real goes again, without Django's long way there."""
    TransactionTestCase._fixture_teardown = lambda _case: empty()


@pytest.fixture(scope="session")
def _migrated(pytestconfig) -> Path | None:
    """Where an empty SQLite database with all its tables is kept, by the migrations that made it; else None."""
    if os.environ.get("FOLKMOOT_TEST_POSTGRES"):
        return None
    root = pytestconfig.rootpath
    parts = [*sorted(root.glob("folkmoot/*/migrations/*.py")), root / "requirements.lock"]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in parts)).hexdigest()
    return root / ".cache" / f"migrated-{digest[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(_migrated, pytestconfig) -> bool:
    """A database that was copied is brought up to date, not made again."""
    return pytestconfig.getvalue("reuse_db") or bool(_migrated and _migrated.exists())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(_migrated, pytestconfig) -> None:
    from django.db import connection

    if _migrated and _migrated.exists() and not pytestconfig.getvalue("reuse_db"):
        name = connection.creation._get_test_db_name()
        for old in (name, f"{name}-wal", f"{name}-shm"):
            Path(old).unlink(missing_ok=True)
        copied(_migrated, Path(name))


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_blocker, django_db_keepdb, django_db_createdb, django_db_modify_db_settings
):
    """The tests' own database, whichever of them run: pytest-django makes none where no chosen test asks for `db` by
    name, and what plants the village would plant it in the site's."""
    from django.test.utils import setup_databases, teardown_databases

    keep = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=keep, aliases=None, serialized_aliases=set())
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def _with_tables(django_db_setup, _migrated) -> None:
    """All tables, empty; kept for the next run, since making them takes far longer than copying them."""
    from django.db import connection

    if not _migrated and not kept_tables().exists():
        keep_tables_of(connection.settings_dict["NAME"])
    if _migrated and not _migrated.exists():
        _migrated.parent.mkdir(exist_ok=True)
        for old in _migrated.parent.glob("migrated-*"):
            old.unlink()
        copied(Path(connection.settings_dict["NAME"]), _migrated)


@pytest.fixture(scope="session")
def _planted(_with_tables, django_db_blocker, request, tmp_path_factory):
    from folkmoot.home.seed import plant

    with django_db_blocker.unblock(), time_machine.travel(ENTERED):
        village = plant()
    if any("open_village" in item.fixturenames for item in request.session.items):
        with django_db_blocker.unblock():
            set_aside(tmp_path_factory.getbasetemp())
    return village


@pytest.fixture(scope="session")
def a_copy(_planted):
    """`a_copy()`: the planted village once more, all of it anew and what meets in it still meeting."""
    return a_reader(_planted)


@pytest.fixture
def village(a_copy, db):
    """Thornbeck, planted once; each test has its own copy, and what it writes is rolled back, kept pages too."""
    from folkmoot.home.pagecache import shelf

    shelf.clear()
    return a_copy()


@pytest.fixture
def open_village(a_copy, tmp_path_factory, transactional_db):
    """Thornbeck, written for real, so that other threads and processes see it; the tables are emptied afterwards.

    Each gets what was planted once and set aside: putting it back takes a twentieth of planting it anew.
    """
    put_back(tmp_path_factory.getbasetemp())
    return a_copy()
