"""One file that holds the site: made while it runs, checked to the last byte, and put back on an empty machine.

A backup is a zip of the database and the uploaded files, with a manifest of sizes and SHA-256 sums, and beside it a
`.sha256` of the zip itself. The secret key and site.env are not in it: whoever holds a backup must not hold those too.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import timezone

from folkmoot.journal.models import Line
from folkmoot.kit.refusals import Refusal

KEEP = timedelta(days=35)
LARGEST = 50 * 2**30


class BackupBroken(Refusal):
    """This file is not a whole backup; the message says what is wrong with it."""


def folder() -> Path:
    return settings.DATA / "backups"


def make(to: Path | None = None) -> Path:
    """Back up now, while people go on writing; the path of the new file. Nothing half-made is left behind."""
    to = to or folder()
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"folkmoot-{timezone.now():%Y%m%dT%H%M%S%f}"
    with tempfile.TemporaryDirectory(dir=to) as work:
        database = _copy_database(Path(work))
        half = Path(work) / "half.zip"
        _pack(half, {f"database/{database.name}": database, **_uploads()})
        half.chmod(0o600)
        digest = _digest(half)
        done = to / f"{name}.zip"
        half.replace(done)
    (to / f"{name}.zip.sha256").write_text(f"{digest}  {name}.zip\n")
    return done


def _copy_database(work: Path) -> Path:
    if connection.vendor == "sqlite":
        copy = work / "folkmoot.sqlite3"
        with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as live, sqlite3.connect(copy) as target:
            live.backup(target)
        target.close()
        live.close()
        return copy
    if not shutil.which("pg_dump"):
        raise BackupBroken(
            "pg_dump is not on this machine, and PostgreSQL is backed up with it. Install it, then again."
        )
    copy = work / "folkmoot.pgdump"
    subprocess.run(["pg_dump", "-Fc", "-f", str(copy), settings.DATABASE_URL], check=True)  # noqa: S603, S607
    return copy


def _uploads() -> dict[str, Path]:
    files = settings.FILES
    return {f"files/{path.relative_to(files).as_posix()}": path for path in files.rglob("*") if path.is_file()}


def _pack(to: Path, members: dict[str, Path]) -> None:
    manifest = {
        "made_at": timezone.now().isoformat(),
        "counts": counts(),
        "head": Line.objects.order_by("-pk").values_list("digest", flat=True).first() or "",
        "members": {name: {"size": path.stat().st_size, "sha256": _digest(path)} for name, path in members.items()},
    }
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("manifest.json", json.dumps(manifest, indent=1))
        for name, path in members.items():
            packed.write(path, name)


def counts() -> dict[str, int]:
    """Rows of each of our tables, to compare after a drill."""
    ours = [model for app in apps.get_app_configs() if app.name.startswith("folkmoot.") for model in app.get_models()]
    return {model._meta.label: model._default_manager.count() for model in ours}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check(backup: Path) -> dict:
    """The manifest of a whole backup; BackupBroken if a single byte of it, or of its .sha256, is not as written."""
    beside = backup.with_name(backup.name + ".sha256")
    if not backup.exists() or not beside.exists():
        raise BackupBroken(f"{backup.name}: the file or its .sha256 is missing. Both are needed.")
    if beside.read_text(errors="replace") != f"{_digest(backup)}  {backup.name}\n":
        raise BackupBroken(f"{backup.name}: it is not as it was written. Take an older one.")
    try:
        with zipfile.ZipFile(backup) as packed:
            manifest = json.loads(packed.read("manifest.json"))
            _check_members(packed, manifest["members"], backup.name)
            return manifest
    except (zipfile.BadZipFile, KeyError, ValueError) as wrong:
        raise BackupBroken(f"{backup.name}: it cannot be read as a backup of this site ({wrong}).") from wrong


def _check_members(packed: zipfile.ZipFile, members: dict, name: str) -> None:
    """Every member named, nothing more; no path that leaves the folder; sizes and sums as written."""
    inside = {info.filename: info for info in packed.infolist() if info.filename != "manifest.json"}
    if set(inside) != set(members) or len(inside) + 1 != len(packed.infolist()):
        raise BackupBroken(f"{name}: what is in it is not what its list says. It was not made by this site.")
    if sum(info.file_size for info in inside.values()) > LARGEST:
        raise BackupBroken(f"{name}: it would unpack to more than this machine should hold.")
    for member, info in inside.items():
        _refuse_slip(member, info, name)
        with packed.open(info) as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != members[member]["sha256"]:
                raise BackupBroken(f"{name}: {member} in it is not as it was written. Take an older one.")


def _refuse_slip(member: str, info: zipfile.ZipInfo, name: str) -> None:
    parts = Path(member).parts
    link = (info.external_attr >> 16) & 0o170000 == 0o120000
    if link or not parts or parts[0] not in ("database", "files") or ".." in parts or "\\" in member or "\0" in member:
        raise BackupBroken(f"{name}: it holds {member!r}, which would be written outside the data folder.")


def restore(backup: Path, data: Path) -> dict:
    """Put a checked backup into a data folder that holds no database yet; its manifest."""
    manifest = check(backup)
    if (data / "folkmoot.sqlite3").exists():
        raise BackupBroken(f"{data} holds a site already. Name an empty folder: --data NEW.")
    data.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(backup) as packed:
        for member in manifest["members"]:
            root, *rest = Path(member).parts
            target = data.joinpath(*(("files", *rest) if root == "files" else rest))
            target.parent.mkdir(parents=True, exist_ok=True)
            with packed.open(member) as source, target.open("wb") as out:
                shutil.copyfileobj(source, out)
            target.chmod(0o600)
    return manifest


def newest() -> Path | None:
    return max(folder().glob("folkmoot-*.zip"), default=None, key=lambda path: path.name)


def drill() -> str:
    """Put the newest backup into a folder of its own and compare it with its manifest; what was found, in words."""
    backup = newest()
    if backup is None:
        raise BackupBroken("There is no backup to try. Run: bin/manage backup")
    with tempfile.TemporaryDirectory() as place:
        manifest = restore(backup, Path(place))
        found = dict(_counts_in(Path(place) / "folkmoot.sqlite3")) if connection.vendor == "sqlite" else None
    if found is not None:
        differ = [
            name for name, n in manifest["counts"].items() if abs(found.get(name, -1) - n) > _written_meanwhile(n)
        ]
        if differ:
            raise BackupBroken(f"{backup.name}: after restoring it these differ: {', '.join(differ)}.")
    words = f"{backup.name} was restored and compared: {sum(manifest['counts'].values())} rows."
    note = {"at": timezone.now().isoformat(), "backup": backup.name, "words": words}
    (settings.DATA / "drill.json").write_text(json.dumps(note))
    return words


def _written_meanwhile(n: int) -> int:
    """The counts are taken beside the copy, while people write: allow one in a hundred, and ten."""
    return 10 + n // 100


def _counts_in(database: Path) -> Iterator[tuple[str, int]]:
    tables = {model._meta.label: model._meta.db_table for model in apps.get_models()}
    with sqlite3.connect(database) as restored:
        if restored.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupBroken("The restored database does not pass SQLite's own check. Take an older backup.")
        for label, table in tables.items():
            yield label, restored.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - our own names
    restored.close()


def drop_old(now: datetime) -> int:
    """Remove backups older than 35 days, but never the newest; how many went."""
    keep, gone = newest(), 0
    for path in folder().glob("folkmoot-*.zip"):
        made = datetime.fromtimestamp(path.stat().st_mtime, tz=now.tzinfo)
        if path != keep and now - made > KEEP:
            path.unlink()
            path.with_name(path.name + ".sha256").unlink(missing_ok=True)
            gone += 1
    return gone
