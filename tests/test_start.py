"""The README's own commands, as a newcomer types them: a first start, a second, a stop, and a real site set up."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from tests.planted import copied

ROOT = Path(__file__).resolve().parents[1]
READY = ROOT / ".venv" / "lock.sha256"
UP_WITHIN, STOPPED_WITHIN, DONE_WITHIN = 240, 10, 240  # generous: nothing here is a measurement
PLANTED = ("people_person", "places_place", "directory_organisation", "directory_activity", "promises_promise")

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not READY.exists(), reason="bin/start would install its libraries first: run bin/test once"),
]


def bare() -> dict[str, str]:
    """The environment without what this test run set for itself."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("FOLKMOOT_", "DJANGO_"))}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def run(*words: str) -> subprocess.CompletedProcess:
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, env=bare(), capture_output=True, text=True, timeout=DONE_WITHIN)


class Site:
    """A site started with bin/start, in a process group of its own."""

    def __init__(self, data: Path, port: int) -> None:
        self.port, self.log = port, data.with_name(f"{data.name}-{port}.log")
        with self.log.open("w") as out:
            command = [sys.executable, "bin/start", "--port", str(port), "--data", str(data)]
            options = {"cwd": ROOT, "env": bare(), "stdout": out, "stderr": subprocess.STDOUT}
            self.process = subprocess.Popen(command, start_new_session=True, **options)

    def wait_until_up(self) -> None:
        until = time.monotonic() + UP_WITHIN
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log.read_text()
            try:
                self.read("/")
                return
            except (URLError, ConnectionError):
                time.sleep(0.3)
        pytest.fail(f"Not up within {UP_WITHIN} s:\n{self.log.read_text()}")

    def read(self, path: str) -> str:
        """The page at that path; an answer that is not 200 is an error."""
        with urlopen(f"http://localhost:{self.port}{path}", timeout=30) as answer:
            return answer.read().decode()

    def is_gone(self) -> bool:
        """Whether nothing of it is left: neither bin/start nor web nor worker."""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return True
        return False

    def stop(self) -> bool:
        """Ask it to stop as a machine that shuts down would; whether it ended well and whole in time."""
        self.process.send_signal(signal.SIGTERM)
        until = time.monotonic() + STOPPED_WITHIN
        while time.monotonic() < until:
            if self.process.poll() is not None and self.is_gone():
                return self.process.returncode == 0
            time.sleep(0.1)
        return False

    def end(self) -> None:
        if not self.is_gone():
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=STOPPED_WITHIN)


@contextmanager
def started(data: Path, port: int | None = None) -> Iterator[Site]:
    site = Site(data, port or free_port())
    try:
        site.wait_until_up()
        yield site
    finally:
        site.end()


def planted(data: Path) -> dict[str, int]:
    with sqlite3.connect(data / "folkmoot.sqlite3", timeout=20) as rows:
        return {table: rows.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in PLANTED}


def test_the_readme_names_these_commands():
    shown = re.findall(r"^(bin/\S+ ?(?:--data \S+)?)", (ROOT / "README.md").read_text(), re.M)
    assert {"bin/start", "bin/setup --data /srv/folkmoot", "bin/start --data /srv/folkmoot"} <= {
        s.strip() for s in shown
    }
    for name in {words.split()[0] for words in shown}:
        assert os.access(ROOT / name, os.X_OK), name


def with_tables(data: Path, kept: Path | None) -> Path:
    """Its tables are there, where a run before has kept them; that they are made is the other site's matter, below."""
    data.mkdir()
    if kept and kept.exists():
        copied(kept, data / "folkmoot.sqlite3")
    return data


def test_a_start_plants_the_town_once_and_a_stop_ends_it_all(tmp_path, _migrated):
    data = with_tables(tmp_path / "site", _migrated)
    with started(data) as site:
        assert "What do you do, or want to do, and where?" in site.read("/")
        assert "Thornbeck" in site.read("/")
        assert "2009" in site.read("/story/")
        assert "Sign in with one click" in site.read("/account/login/")
        assert "Installing" not in site.log.read_text()
        assert "Planting Thornbeck and the 2009 story … done" in site.log.read_text()
        assert site.stop(), f"It did not end well within {STOPPED_WITHIN} s:\n{site.log.read_text()}"
    before = planted(data)
    assert min(before.values()) > 0

    with started(data) as site:
        assert "Thornbeck" in site.read("/places/thornbeck/")
        assert "Planting" not in site.log.read_text()
        assert site.stop()
    assert planted(data) == before


def test_a_port_that_is_taken_is_said_before_anything_is_made(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        said = run("bin/start", "--port", str(port), "--data", str(tmp_path / "site"))
    assert said.returncode == 1 and f"Port {port} is taken" in said.stderr and f"--port {port + 1}" in said.stderr
    assert not (tmp_path / "site").exists()


def test_a_real_site_is_set_up_serves_and_opens_no_side_door(tmp_path):
    data, port = tmp_path / "real", free_port()
    given = tmp_path / "answers"
    given.write_text(
        "place = Thornbeck\nhost = Thornbeck Voluntary Action\nkeeper1 = Amina Yusuf <amina@thornbeck.example>\n"
        f"keeper2 = Kofi Mensah <kofi@thornbeck.example>\nsite = http://localhost:{port}\nmail =\n"
    )
    done = run("bin/setup", "--data", str(data), "--answers", str(given))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The first backup is" in done.stdout
    assert "FOLKMOOT_MODE=production" in (data / "site.env").read_text()
    assert planted(data)["directory_activity"] == 0

    with started(data, port) as site:
        assert "Thornbeck" in site.read("/")
        door = site.read("/account/login/")
        assert "one click" not in door and "/people/be/" not in door
        with pytest.raises(HTTPError) as refused:
            site.read("/no-such-page/")
        assert refused.value.code == 404
        looked = run("bin/manage", "--data", str(data), "doctor")
        assert looked.returncode in (0, 1), looked.stderr
        assert re.search(r"\d+ to see to\.|All \d+ checks are well\.", looked.stdout)
        assert site.stop()
