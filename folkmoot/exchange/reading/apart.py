"""Reading apart: the file is opened in a fresh child process with limits, and only its answer comes back."""

import io
import json
import logging
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from .limits import Limits, spoken
from .opening import Ask
from .rows import About, Refused, Row

ROOT = Path(__file__).resolve().parents[3]
OUT_OF_TIME = (signal.SIGXCPU, signal.SIGKILL)
log = logging.getLogger(__name__)


class Reading:
    """What a file held: `about` it, how many rows, and `rows()` as often as wanted. Close it, or use `with`."""

    def __init__(self, answer: IO[bytes], file: str):
        self._answer, self._file = answer, file
        self.about, self.total = self._ending()

    def __enter__(self) -> "Reading":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._answer.close()

    def _ending(self) -> tuple[About, int]:
        """Only a reading that ran to its end has its last line; a refusal stands in for it."""
        self._answer.seek(0)
        last = {}
        for line in self._answer:
            if line.startswith(b"{"):
                last = json.loads(line)
        if "refused" in last:
            file, row, column, words = last["refused"]
            raise Refused(words, file, row, column)
        if "about" not in last:
            raise Refused(_ended_badly(1), self._file)
        return About.from_plain(last["about"]), last["rows"]

    def rows(self) -> Iterator[Row]:
        """Every row, refused ones too, in the order of the file. One walk at a time."""
        self._answer.seek(0)
        for line in self._answer:
            if line.startswith(b"["):
                for plain in json.loads(line):
                    yield Row.from_plain(plain, self._file)

    def refused(self) -> Iterator[Row]:
        return (row for row in self.rows() if row.refused)


def read(source: Path | bytes | IO[bytes], ask: Ask, limits: Limits | None = None) -> Reading:
    """A Reading of one file, or Refused in words: a file that is wrong, too large, or that broke its reader.

    Nothing of the file is parsed in this process. Rows of `ask.people` False carry no names of people from the open
    standards; what a sheet's columns may be used for is for `columns` to say.
    """
    limits = limits or Limits()
    answer = TemporaryFile()  # noqa: SIM115  the Reading closes it
    try:
        with _as_file(source, ask, limits) as given:
            _run(given, answer, ask, limits)
        return Reading(answer, ask.file)
    except BaseException:
        answer.close()
        raise


def bundled(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Several files (the pages of an API, the tables of a folder) as one, for `read`."""
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as packed:
        for name, raw in parts:
            packed.writestr(name, raw)
    return page.getvalue()


def folder(path: Path) -> bytes:
    """The tables and documents of one folder, bundled; what lies in folders below is left out."""
    found = sorted(p for p in path.iterdir() if p.suffix.lower() in (".csv", ".tsv", ".json") and p.is_file())
    return bundled((one.name, one.read_bytes()) for one in found)


def _as_file(source: Path | bytes | IO[bytes], ask: Ask, limits: Limits) -> IO[bytes]:
    if isinstance(source, Path):
        if source.stat().st_size > limits.file_bytes:
            words = f"is {spoken(source.stat().st_size)}; {spoken(limits.file_bytes)} is the most."
            raise Refused(f"{words} Save only the sheet you need, as CSV.", ask.file)
        return source.open("rb")
    held = TemporaryFile()  # noqa: SIM115  the caller closes it
    if isinstance(source, bytes):
        held.write(source)
    else:
        while piece := source.read(1024 * 1024):
            held.write(piece)
    held.seek(0)
    return held


def _run(given: IO[bytes], answer: IO[bytes], ask: Ask, limits: Limits) -> None:
    wish = json.dumps({"ask": asdict(ask), "limits": asdict(limits)})
    # Nothing of the site's own environment (keys, addresses of its database) is passed on.
    own = {"PYTHONUTF8": "1", "PYTHONHASHSEED": "0", "PATH": os.defpath, "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "folkmoot.exchange.reading.child", wish]
    with TemporaryFile() as said:
        try:
            done = subprocess.run(  # noqa: S603  our own module, told its wish as one argument, no shell
                command,
                stdin=given,
                stdout=answer,
                stderr=said,
                cwd=ROOT,
                env=own,
                timeout=limits.wall_seconds,
                start_new_session=True,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Refused(_ended_badly(-signal.SIGKILL), ask.file) from None
        if done.returncode:
            said.seek(0)
            log.warning("a reader ended with %s: %s", done.returncode, said.read()[-2000:].decode("utf-8", "replace"))
            raise Refused(_ended_badly(done.returncode), ask.file)


def _ended_badly(code: int) -> str:
    if -code in OUT_OF_TIME:
        why = "took longer to read than one file may"
    elif -code in (signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS):
        why = "needs more memory than one file may have"
    else:
        why = "could not be read to its end"
    return f"{why}, so we stopped and took nothing in. Save only the sheet you need, as CSV, and try again."
