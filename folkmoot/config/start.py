"""Brings the database up to date, then keeps web and worker running side by side until told to stop."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/start")
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    data = Path(os.environ["FOLKMOOT_DATA"])
    _choose_mode(data, port)
    _prepare()
    return _keep_running(port, data)


def _choose_mode(data: Path, port: int) -> None:
    """A folder without site.env is nobody's real site: development, where sample people sign in with one click."""
    if not (data / "site.env").exists():
        os.environ.setdefault("FOLKMOOT_MODE", "development")
        os.environ.setdefault("FOLKMOOT_SITE_URL", f"http://localhost:{port}")
        os.environ.setdefault("FOLKMOOT_HOME_PLACE", "thornbeck")
        os.environ.setdefault("FOLKMOOT_SITE_NAME", "Thornbeck Folkmoot")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")


def _prepare() -> None:
    """Migrate when there is something to migrate; plant the sample town in an empty development site."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _say("Preparing the database")
        call_command("migrate", verbosity=0)
        _done()
    if settings.DEVELOPMENT and _is_empty():
        _say("Planting Thornbeck and the 2009 story")
        call_command("seed", verbosity=0)
        _done()
    connection.close()


def _is_empty() -> bool:
    from django.contrib.auth import get_user_model

    return not get_user_model().objects.exists()


def _say(words: str) -> None:
    sys.stdout.write(f"  {words} …")
    sys.stdout.flush()


def _done() -> None:
    sys.stdout.write(" done\n")


def _keep_running(port: int, data: Path) -> int:
    """Web and worker as two children; when one dies the other is stopped too, and its exit code is ours."""
    children = [subprocess.Popen(command, cwd=ROOT) for command in _commands(port)]  # noqa: S603 - our own words
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    sys.stdout.write(f"\n  Folkmoot is at http://localhost:{port}\n  Its data is in {data}\n  Stop it with Ctrl-C.\n\n")
    sys.stdout.flush()
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
        return next(child.returncode for child in children if child.poll() is not None)
    except (KeyboardInterrupt, SystemExit):
        return 0
    finally:
        _stop(children)


def _commands(port: int) -> list[list[str]]:
    bind = os.environ.get("FOLKMOOT_BIND", "127.0.0.1")
    web = ["gunicorn", "folkmoot.config.wsgi", "-b", f"{bind}:{port}", "-w", "1", "--threads", "8"]
    quiet = ["-k", "folkmoot.config.shedding.Shedding", "--log-level", "warning"]
    return [[sys.executable, "-m", *web, *quiet], [sys.executable, "manage.py", "work"]]


def _stop(children: list[subprocess.Popen]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()


if __name__ == "__main__":
    sys.exit(main())
