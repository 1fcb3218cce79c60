"""PostgreSQL goes away and comes back while a list is taken in: nothing is lost, nothing is there twice, the worker
goes on by itself, and the web answers again without being started anew."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psycopg
import pytest

from folkmoot.kit.tests.test_jobs_killed import wait_until
from tests.own_postgres import keep_tables, kept_tables, own_postgres
from tests.test_start import free_port

pytestmark = [pytest.mark.once, pytest.mark.storm]
ROOT = Path(__file__).resolve().parents[3]
ROWS = 40_000 if os.environ.get("FOLKMOOT_FULL") else 4_000
# What a person would do in the browser, done at once: a list of ROWS groups, looked through and said yes to.
BROUGHT = f"""
import django; django.setup()
from folkmoot.exchange import coming, comparing, jobs, opening, stepping
from folkmoot.exchange.models import Intake
from folkmoot.exchange.reading.columns import mapping_of
from folkmoot.people.models import Person, Role
amina = Person.objects.create_user("amina@thornbeck.example", name="Amina")
Role.objects.create(person=amina, kind="keeper")
intake = Intake.begin(amina, "groups.csv", source_name="Groups")
lines = [f"Group {{n}},0{{n:09}},lunch for older people {{n}},Fund {{n % 7}}" for n in range({ROWS})]
coming.put(intake, ["\\n".join(["Group name,Telephone,What they do,Funder", *lines]).encode()])
guesses, known = opening.look_over(intake)
Intake.objects.filter(pk=intake.pk).update(state="columns", kind="sheet", rows_read=known["rows"])
intake = stepping.say_columns(intake, {{name: list(said) for name, said in mapping_of(guesses).items()}}, None)
comparing.compare(intake)
jobs.go_on(Intake.objects.get(pk=intake.pk).take(amina))
"""


@pytest.fixture(scope="module")
def postgres(tmp_path_factory) -> Iterator:
    """A server of our own that keeps what it said it keeps."""
    module = own_postgres()
    if module.programs() is None:
        pytest.skip("there is no PostgreSQL here that a test could start and stop")
    with module.own("-c fsync=off") as made:
        with_tables(made, module.programs(), tmp_path_factory.mktemp("data"))
        yield made


def with_tables(made, programs: Path, data: Path) -> None:
    """All tables, empty; kept for the next run, since making them takes longer than all the rest."""
    kept = kept_tables()
    if kept.exists():
        subprocess.run([programs / "psql", "-q", "-f", kept, made.plain], check=True, stdout=subprocess.DEVNULL)
        return
    env = environment(data, made.address)
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=env, check=True)
    keep_tables(programs, made.plain)


def environment(data: Path, address: str) -> dict[str, str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("FOLKMOOT_", "DJANGO_"))}
    ours = {"FOLKMOOT_MODE": "development", "FOLKMOOT_DATA": str(data), "FOLKMOOT_DATABASE_URL": address}
    return bare | ours | {"DJANGO_SETTINGS_MODULE": "folkmoot.config.settings"}


@contextmanager
def running(*words: str, env: dict[str, str]) -> Iterator[subprocess.Popen]:
    said = Path(env["FOLKMOOT_DATA"]) / f"{words[1]}.log"
    with said.open("w") as out:
        process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=env, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=10) as answer:
            return answer.status == 200
    except (HTTPError, URLError, ConnectionError, TimeoutError):
        return False


def asked(address: str, sql: str) -> tuple | None:
    """The first row of the answer; None while nobody answers."""
    try:
        with psycopg.connect(address, connect_timeout=5) as connection:
            return connection.execute(sql).fetchone()
    except psycopg.OperationalError:
        return None


def test_a_server_that_comes_back_finds_the_worker_going_on_and_each_row_once(postgres, tmp_path):
    env = environment(tmp_path, postgres.address)
    subprocess.run([sys.executable, "-c", BROUGHT], cwd=ROOT, env=env, check=True)
    port = free_port()
    page = f"http://127.0.0.1:{port}/search/?q=lunch"
    web = ("-m", "gunicorn", "folkmoot.config.wsgi", "-b", f"127.0.0.1:{port}", "-w", "1", "--threads", "4")
    state = "SELECT state, done FROM exchange_intake"
    with running(*web, env=env) as serving, running("manage.py", "work", "--interval", "0.1", env=env) as working:
        wait_until(lambda: answers(page))
        wait_until(lambda: asked(postgres.plain, state)[1] > 0)
        time.sleep(0.3)

        postgres.restart()

        assert asked(postgres.plain, state)[0] == "taking"  # else it came too late to show anything
        back = time.monotonic()
        wait_until(lambda: answers(page), seconds=20)
        assert time.monotonic() - back < 10
        wait_until(lambda: asked(postgres.plain, state)[0] == "taken", seconds=120)
        tried = "SELECT worker_ids FROM django_tasks_database_dbtaskresult WHERE task_path LIKE '%exchange.jobs.take'"
        wait_until(lambda: len(asked(postgres.plain, tried)[0]) > 1)  # the job was cut off, and taken up again
        assert serving.poll() is None and working.poll() is None
    once = """SELECT (SELECT count(*) FROM directory_record), (SELECT count(DISTINCT row) FROM directory_record),
        (SELECT count(*) FROM directory_organisation WHERE name LIKE 'Group %'),
        (SELECT count(*) FROM directory_organisation WHERE name LIKE 'Fund %'),
        (SELECT count(*) FROM directory_activity), (SELECT count(*) FROM directory_party WHERE role = 'funds'),
        (SELECT count(*) FROM journal_line WHERE verb = 'took in'),
        (SELECT count(*) FROM exchange_row WHERE NOT done)"""
    assert asked(postgres.plain, once) == (ROWS + 7, ROWS + 7, ROWS, 7, ROWS, ROWS, 1, 0)
