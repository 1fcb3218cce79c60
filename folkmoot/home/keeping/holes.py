"""The daily look for known holes in the libraries of this copy.

Off unless `FOLKMOOT_HOLES_FROM` names a service that speaks as osv.dev does (https://google.github.io/osv.dev/api/).
It is told names and versions of our libraries, which anybody can read in the lock, and nothing of the site.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from folkmoot.home.keeping import libraries
from folkmoot.kit import fetch
from folkmoot.kit.fetch import Answer, FetchFailed

MOST = 40
GRADES = ("", "low", "moderate", "high", "critical")


@dataclass(frozen=True)
class Hole:
    """A known hole in one library: `name` as others call it (CVE where it has one), `grade` one of GRADES, `since`
    the day it was made known, "" where nobody says."""

    library: str
    version: str
    name: str
    grade: str
    since: str
    words: str


def note() -> Path:
    return settings.DATA / "holes.json"


def look(now: datetime) -> list[Hole]:
    """Ask about every library of the lock, in the version installed, and keep what was said in DATA/holes.json."""
    here, names = libraries.installed(), dict.fromkeys(one.name for one in libraries.locked())
    asked = [(name, here[libraries.plain(name)]) for name in names if libraries.plain(name) in here]
    found = merged(_known(asked))
    kept = {"at": now.isoformat(), "holes": [asdict(hole) for hole in found]}
    half = note().with_suffix(".half")
    half.write_text(json.dumps(kept, indent=1))
    half.replace(note())
    return found


def kept() -> tuple[datetime, list[Hole]] | None:
    """When somebody last looked, and the holes found in versions that are still installed; None where nobody has."""
    if not note().exists():
        return None
    said, here = json.loads(note().read_text()), libraries.installed()
    holes = [Hole(**each) for each in said["holes"]]
    return datetime.fromisoformat(said["at"]), [h for h in holes if here.get(libraries.plain(h.library)) == h.version]


def _known(asked: list[tuple[str, str]]) -> Iterable[Hole]:
    """One for each record of a hole, those taken back left out; at most MOST records are read."""
    wish = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in asked]
    answers = _read(fetch.post_json(f"{settings.HOLES_FROM}/v1/querybatch", {"queries": wish}, limit=2**20))["results"]
    if len(answers) != len(asked):
        raise FetchFailed("The list of known holes answered about other libraries than it was asked.")
    ids = [(library, one["id"]) for library, said in zip(asked, answers) for one in said.get("vulns", ())]
    for (library, version), known_as in ids[:MOST]:
        record = _read(fetch.get(f"{settings.HOLES_FROM}/v1/vulns/{known_as}"))
        if not record.get("withdrawn"):
            yield _hole(library, version, record)


def _read(answer: Answer) -> dict:
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        said = None
    if answer.status != 200 or not isinstance(said, dict):
        raise FetchFailed(f"The list of known holes gave no answer that can be read ({answer.status}).")
    return said


def _hole(library: str, version: str, record: dict) -> Hole:
    names = [record["id"], *record.get("aliases", ())]
    name = min(names, key=lambda each: (not each.startswith("CVE-"), each))
    grade = str(record.get("database_specific", {}).get("severity", "")).lower()
    words = str(record.get("summary", ""))[:200]
    since = str(record.get("published", ""))[:10]
    return Hole(library, version, name, grade if grade in GRADES else "", since, words)


def merged(holes: Iterable[Hole]) -> list[Hole]:
    """One for each hole, however many lists name it: the worst grade and the first day said; the worst first."""
    found: dict[tuple[str, str], Hole] = {}
    for one in holes:
        other = found.get((one.library, one.name), one)
        grade = max(one.grade, other.grade, key=GRADES.index)
        since = min(filter(None, (one.since, other.since)), default="")
        words = one.words or other.words
        found[one.library, one.name] = Hole(one.library, one.version, one.name, grade, since, words)
    return sorted(found.values(), key=lambda hole: (-GRADES.index(hole.grade), hole.library, hole.name))
