"""bin/_postgres.py for the tests, and all tables of a PostgreSQL once made, kept for the next that wants them empty."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from contextlib import suppress
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from psycopg.conninfo import make_conninfo

ROOT = Path(__file__).resolve().parents[1]


def own_postgres() -> ModuleType:
    found = spec_from_file_location("own_postgres", ROOT / "bin" / "_postgres.py")
    module = module_from_spec(found)
    sys.modules[found.name] = module
    found.loader.exec_module(module)
    return module


def kept_tables() -> Path:
    """Where they are kept, by the migrations that made them; making them takes ten times as long as reading them."""
    migrations = b"".join(path.read_bytes() for path in sorted(ROOT.glob("folkmoot/*/migrations/*.py")))
    return ROOT / ".cache" / f"tables-{hashlib.sha256(migrations).hexdigest()[:16]}.sql"


def keep_tables_of(name: str) -> None:
    """Of a database of the tests, where PostgreSQL's programs are here and of its server's age; else nothing."""
    from folkmoot.home.keeping.copies import _reached

    if programs := own_postgres().programs():
        with suppress(subprocess.CalledProcessError):
            keep_tables(programs, make_conninfo(**_reached(name)))


def keep_tables(programs: Path, database: str) -> None:
    """`database`: its address, as PostgreSQL's own programs read it. The file appears under its name at once."""
    kept = kept_tables()
    kept.parent.mkdir(exist_ok=True)
    half = kept.with_suffix(".half")
    subprocess.run([programs / "pg_dump", "-O", "-f", half, database], check=True)
    for old in kept.parent.glob("tables-*.sql"):
        old.unlink()
    half.replace(kept)
