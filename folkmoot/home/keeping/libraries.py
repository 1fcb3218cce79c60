"""What this copy is made of: the libraries its lock names, beside those that are installed."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path

from django.conf import settings

PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==(\S+)(?: ; (.+?))?(?: \\)?$")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
ASKED_FOR = re.compile(r"^ +#(?: via)? +(?!via$)([A-Za-z0-9][\w.-]*)(?: \(pyproject\.toml\))?$")


@dataclass(frozen=True)
class Library:
    """One library of the lock. `only_if` is the condition it stands under ("" for always), `hashes` the SHA-256 of
    each file that may be installed for it, `asked_for_by` the names of those that need it."""

    name: str
    version: str
    only_if: str
    hashes: tuple[str, ...]
    asked_for_by: tuple[str, ...]


def lock() -> Path:
    return settings.BASE / "requirements.lock"


def lock_digest() -> str:
    return hashlib.sha256(lock().read_bytes()).hexdigest()


def locked() -> list[Library]:
    """Every library of the lock, in its order, which is that of their names."""
    return list(_read(lock().read_text()))


def _read(text: str) -> Iterator[Library]:
    for part in re.split(r"\n(?=\S)", text):
        lines = part.splitlines()
        pin = PIN.match(lines[0]) if lines else None
        if pin:
            needed = [found[1] for line in lines[1:] if (found := ASKED_FOR.match(line))]
            yield Library(pin[1], pin[2], pin[3] or "", tuple(HASH.findall(part)), tuple(needed))


def differences() -> list[tuple[str, str, str]]:
    """Each library that is not as locked: (name, versions locked, version installed or ""), in the lock's order.

    A library may be locked twice, under conditions of which one holds here: either version is as locked. One that
    always stands under a condition may rightly be absent.
    """
    here, wanted = installed(), {}
    for one in locked():
        wanted.setdefault(one.name, []).append(one)
    return [
        (name, " or ".join(one.version for one in each), here.get(plain(name), ""))
        for name, each in wanted.items()
        if not _is_one_of(each, here.get(plain(name)))
    ]


def _is_one_of(locked_as: list[Library], version: str | None) -> bool:
    if version is None:
        return all(one.only_if for one in locked_as)
    return version in {one.version for one in locked_as}


def installed() -> dict[str, str]:
    """Plain name to version of everything that can be imported here; the first on the path counts, as for import."""
    found: dict[str, str] = {}
    for one in metadata.distributions():
        if one.name:
            found.setdefault(plain(one.name), one.version)
    return found


def plain(name: str) -> str:
    """One spelling for each name.

    >>> plain("Django_CSP")
    'django-csp'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def _project() -> dict:
    return tomllib.loads((settings.BASE / "pyproject.toml").read_text())


def version() -> str:
    return _project()["project"]["version"]


def as_of() -> date:
    """The day up to which new versions of libraries were looked at for this copy; no mend made since is in it."""
    return date.fromisoformat(_project()["tool"]["uv"]["exclude-newer"][:10])
