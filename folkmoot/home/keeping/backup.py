"""One file that holds the site: made while it runs, checked to the last byte, and put back on an empty machine.

A backup is a zip of the database and the uploaded files, with a manifest of sizes and SHA-256 sums, and beside it a
`.sha256` of the zip itself. The secret key, the key of what is sealed and site.env are not in it: whoever holds a
backup must not hold those too.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils import timezone

from folkmoot.home.keeping.copies import BackupBroken, copy_database, rows_in
from folkmoot.kit.zips import DAMAGED

KEEP = timedelta(days=35)
LARGEST = 50 * 2**30


def folder() -> Path:
    return settings.DATA / "backups"


def make(to: Path | None = None) -> Path:
    """Back up now, while people go on writing; the path of the new file. Nothing half-made is left behind."""
    to = to or folder()
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"folkmoot-{timezone.now():%Y%m%dT%H%M%S%f}"
    with tempfile.TemporaryDirectory(dir=to) as work:
        database, counts = copy_database(Path(work))
        half = Path(work) / "half.zip"
        _pack(half, {f"database/{database.name}": database, **_uploads()}, counts)
        half.chmod(0o600)
        digest = _digest(half)
        done = to / f"{name}.zip"
        half.replace(done)
    (to / f"{name}.zip.sha256").write_text(f"{digest}  {name}.zip\n")
    return done


def _uploads() -> dict[str, Path]:
    files = settings.FILES
    return {f"files/{path.relative_to(files).as_posix()}": path for path in files.rglob("*") if path.is_file()}


def _pack(to: Path, members: dict[str, Path], counts: dict[str, int]) -> None:
    manifest = {
        "made_at": timezone.now().isoformat(),
        "counts": counts,
        "members": {name: {"size": path.stat().st_size, "sha256": _digest(path)} for name, path in members.items()},
    }
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("manifest.json", json.dumps(manifest, indent=1))
        for name, path in members.items():
            packed.write(path, name)


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
    except (KeyError, *DAMAGED) as wrong:
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
    if any((data / name).exists() for name in ("folkmoot.sqlite3", "folkmoot.pgdump")):
        raise BackupBroken(f"{data} holds a site already. Name an empty folder: --into NEW.")
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
        found = rows_in(_database_of(manifest, Path(place)))
    differ = [name for name, n in manifest["counts"].items() if found.get(name) != n and _is_a_table_still(name)]
    if differ:
        raise BackupBroken(f"{backup.name}: after restoring it these differ: {', '.join(differ)}.")
    words = f"{backup.name} was restored and compared: {sum(manifest['counts'].values())} rows."
    note = {"at": timezone.now().isoformat(), "backup": backup.name, "words": words}
    (settings.DATA / "drill.json").write_text(json.dumps(note))
    return words


def _is_a_table_still(label: str) -> bool:
    """A backup of an older release may count rows of a noun that this one no longer has."""
    app, _, model = label.partition(".")
    return model.lower() in apps.all_models.get(app, {})


def _database_of(manifest: dict, data: Path) -> Path:
    inside = [Path(name).name for name in manifest["members"] if Path(name).parts[0] == "database"]
    if len(inside) != 1:
        raise BackupBroken(f"It holds {len(inside)} databases instead of one. Take an older backup.")
    return data / inside[0]


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
