"""What the child process locks itself into before it looks at a file it was given."""

import ctypes
import io
import os
import resource
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

OWN_MEMORY = 400 * 1024 * 1024
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
# Nothing here may be asked for once a file is being read; the hook cannot be taken off again.
FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.spawn", "os.posix_spawn", "os.system", "os.remove")
FORBIDDEN += (
    "os.rename",
    "os.chmod",
    "os.link",
    "os.symlink",
    "os.mkdir",
    "shutil.",
    "urllib.",
    "ftplib.",
    "ctypes.dlopen",
)


class Limits(Protocol):
    """The most one reading may use: address space and files written in bytes, processor time in seconds."""

    memory: int
    processor_seconds: int
    answer_bytes: int


def confine(limits: Limits) -> None:
    """Bounds memory, processor time and files written, cuts the network, and forbids opening other files."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.processor_seconds, limits.processor_seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.answer_bytes, limits.answer_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _cut_network()
    sys.addaudithook(_hook(_readable()))


def tighten(raw: bytes, limits: Limits) -> None:
    """Brings the memory down to what a file of this size can honestly need: a small one has no business with a lot.

    Sixteen times its unpacked size, measured at twelve for the hungriest kind, over what Python itself takes.
    """
    fair = OWN_MEMORY + 16 * _unpacked(raw)
    if fair < limits.memory:
        resource.setrlimit(resource.RLIMIT_AS, (fair, fair))


def _unpacked(raw: bytes) -> int:
    if not raw.startswith(b"PK"):
        return len(raw)
    with suppress(Exception), zipfile.ZipFile(io.BytesIO(raw)) as packed:
        return max(len(raw), sum(entry.file_size for entry in packed.infolist()))
    return len(raw)


def _cut_network() -> None:
    """An empty network of its own where the system allows it; the hook below stands either way."""
    with suppress(OSError, AttributeError):
        system = ctypes.CDLL(None, use_errno=True)
        if system.unshare(NEW_NETWORK) != 0:
            system.unshare(NEW_USER | NEW_NETWORK)


def _readable() -> tuple[str, ...]:
    """Python's own folders, from which a codec or a zone may still be loaded; as they are named, and as they are."""
    own = {sys.prefix, sys.base_prefix, *sys.path, str(Path(__file__).parents[2])}
    named = {os.path.abspath(folder) for folder in own if folder}  # noqa: PTH100
    return tuple(f"{folder}/" for folder in named | {str(Path(folder).resolve()) for folder in named})


def _hook(readable: tuple[str, ...]) -> Any:
    def watch(event: str, asked: tuple[Any, ...]) -> None:
        if event.startswith(FORBIDDEN):
            raise PermissionError(f"a reader may not {event}")
        if event == "open" and isinstance(asked[0], str | bytes):
            _may_open(str(asked[0]), asked[1], asked[2], readable)

    return watch


def _may_open(path: str, mode: Any, flags: Any, readable: tuple[str, ...]) -> None:
    writes = any(letter in str(mode or "") for letter in "wax+") or int(flags or 0) & 3
    # Without the dots: a path may begin in a folder of ours and climb out of it again.
    if writes or not os.path.abspath(path).startswith(readable):  # noqa: PTH100
        raise PermissionError("a reader may not open other files")
