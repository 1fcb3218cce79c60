"""Makes .venv from the lock when it is missing or out of date. Needs Python 3.11 or later and nothing else."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "lock.sha256"


def ready(*, test: bool = False) -> Path:
    """The environment's Python, made or brought up to date first; with the test group where asked."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older Python meets first
        this = sys.version.split()[0]
        sys.exit(f"Folkmoot needs Python 3.11 or later; this is {this}. Try: python3.11 {sys.argv[0]}")
    # Compiled code is kept: without it every process reads its libraries anew, for about ten seconds each time.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    lock = ROOT / ("requirements-test.lock" if test else "requirements.lock")
    wanted = _digest(ROOT / "requirements.lock") + (_digest(lock) if test else "")
    has = STAMP.read_text() if STAMP.exists() else ""
    if PYTHON.exists() and has.startswith(wanted):
        return PYTHON
    # The larger group serves the smaller one too, unless the smaller lock has moved on.
    if has and not test and len(has) > 64:
        lock, wanted = ROOT / "requirements-test.lock", wanted + _digest(ROOT / "requirements-test.lock")
    _make(lock)
    STAMP.write_text(wanted)
    return PYTHON


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _make(lock: Path) -> None:
    if not PYTHON.exists():
        _step("Making a place for its libraries (.venv)", sys.executable, "-m", "venv", str(VENV))
    uv = _uv()
    if uv:
        command = [uv, "pip", "sync", "-q", "--python", str(PYTHON), "--require-hashes", str(lock)]
    else:
        command = [str(PYTHON), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(lock)]
    _step(f"Installing {lock.read_text().count('==')} libraries, each checked against its hash", *command)


def _uv() -> str | None:
    """A quick installer: the one on this machine, or the one pinned in the test lock; None where neither works."""
    found = shutil.which("uv")
    if found:
        return found
    kept = VENV / "uv" / "bin" / "uv"
    if not kept.exists():
        pin = re.search(r"^uv==.*?(?=^\S|\Z)", (ROOT / "requirements-test.lock").read_text(), re.M | re.S)
        with tempfile.TemporaryDirectory() as folder:
            wish = Path(folder) / "uv.txt"
            wish.write_text(pin.group(0))
            install = ["install", "-q", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
            pip = [str(PYTHON), "-m", "pip", *install, "--target", str(VENV / "uv"), "-r", str(wish)]
            subprocess.run(pip, check=False, stderr=subprocess.DEVNULL)  # without it, pip itself serves
    return str(kept) if kept.exists() else None


def _step(words: str, *command: str) -> None:
    """Run one command, showing that it is at work and how long it took; stop with its output if it fails."""
    began = time.monotonic()
    print(f"  {words} …", end="", flush=True)
    quiet = {"UV_SYSTEM_CERTS": "1", "UV_PYTHON_DOWNLOADS": "never", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    environ = {**os.environ, **quiet}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environ) as child:
        while child.poll() is None:
            time.sleep(0.2)
            if time.monotonic() - began > 2 and int((time.monotonic() - began) * 5) % 10 == 0:
                print(".", end="", flush=True)
        said = child.stdout.read()
    if child.returncode:
        if "ensurepip" in said:
            said += "\nOn Debian and Ubuntu: apt-get install python3-venv, then run this again.\n"
        sys.exit(f" failed.\n{said}")
    print(f" {time.monotonic() - began:.0f} s", flush=True)


def run(*command: str, **environ: str) -> int:
    """Run a command in the repository with the environment's programs first on the path; its exit code."""
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": path, **environ}, check=False).returncode
