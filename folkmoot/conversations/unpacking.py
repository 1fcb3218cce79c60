"""A group's file read apart: a zip of format "folkmoot group 1" from standard input, plain values out as one line of
JSON. `python -m folkmoot.conversations.unpacking look|all`: run by `bringing.read` in a child process, never by hand.

Nothing in a file is believed: each value is of the kind and length that it should be, or left out. Knows no Django.
"""

from __future__ import annotations

import base64
import io
import json
import re
import sys
import zipfile
from dataclasses import dataclass
from datetime import date, datetime

from folkmoot.kit.confine import confine
from folkmoot.kit.zips import DAMAGED

FORMAT = "folkmoot group 1"
MEGABYTE = 2**20
MOST_ENTRY, MOST_ALL, MOST_FILES_BYTES = 20 * MEGABYTE, 200 * MEGABYTE, 50 * MEGABYTE
MOST_TALKS, MOST_POSTS, MOST_FILES = 5_000, 50_000, 500
TALK = re.compile(r"discussions/\d{1,12}\.json")
FILE = re.compile(r"files/[\w-]{1,40}\.[a-z]{2,5}")


class NotAGroup(Exception):
    """It is no file of a group; the message says why, after "The file "."""


@dataclass
class Limits:
    memory: int = 1_000 * MEGABYTE
    processor_seconds: int = 20
    answer_bytes: int = 300 * MEGABYTE


def read(raw: bytes, *, with_files: bool) -> dict:
    """{"group": …, "talks": […], "files": {path: base64}}. `with_files` False: only how many there are."""
    try:
        bundle = zipfile.ZipFile(io.BytesIO(raw))
    except DAMAGED as wrong:
        raise NotAGroup("is no zip, or a broken one.") from wrong
    if sum(entry.file_size for entry in bundle.infolist()) > MOST_ALL:
        raise NotAGroup("is larger, unpacked, than one group's may be.")
    about = _json(bundle, "group.json")
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise NotAGroup("is not one that a group here, or on another Folkmoot, was given.")
    talks = list(_talks(bundle, about))
    if sum(len(talk["posts"]) for talk in talks) > MOST_POSTS:
        raise NotAGroup("holds more than 50,000 posts.")
    names = {one["file"] for talk in talks for post in talk["posts"] for one in post["files"]}
    names = sorted(name for name in names if name in set(bundle.namelist()))[:MOST_FILES]
    files = _files(bundle, names) if with_files else dict.fromkeys(names, "")
    return {"group": _group(about), "talks": talks, "files": files}


def _json(bundle: zipfile.ZipFile, name: str):
    try:
        return json.loads(_bytes(bundle, name))
    except (KeyError, ValueError, RecursionError) as wrong:
        raise NotAGroup(f"holds no {name} that can be read.") from wrong


def _bytes(bundle: zipfile.ZipFile, name: str) -> bytes:
    """As much as it says it is and no more, whatever its header said."""
    try:
        with bundle.open(name) as entry:
            raw = entry.read(MOST_ENTRY + 1)
    except DAMAGED as wrong:
        raise NotAGroup(f"holds {name} in a way that cannot be unpacked.") from wrong
    if len(raw) > MOST_ENTRY:
        raise NotAGroup(f"holds {name}, which is over 20 MB.")
    return raw


def _files(bundle: zipfile.ZipFile, names: list[str]) -> dict[str, str]:
    found, size = {}, 0
    for name in names:
        raw = _bytes(bundle, name)
        size += len(raw)
        if size > MOST_FILES_BYTES:
            break
        found[name] = base64.b64encode(raw).decode()
    return found


def _group(about: dict) -> dict:
    texts = {"name": 120, "about": 4000, "way_in": 8, "readers": 8, "licence": 20, "colour": 7}
    texts |= {"site": 200, "address": 300}
    return {name: _text(about, name, most) for name, most in texts.items()} | {
        "taken_at": _moment(about, "taken_at"),
        "agreements": [
            {"words": _text(one, "words", 10_000), "at": _moment(one, "at")} for one in _rows(about, "agreements", 200)
        ],
        "log": [
            {name: _text(one, name, most) for name, most in (("what", 10), ("words", 600), ("because", 1000))}
            | {"at": _moment(one, "at")}
            for one in _rows(about, "log", 5_000)
        ],
        "limits": _limits(about.get("limits")),
        "duties": [
            {"name": _text(one, "name", 60), "purview": _text(one, "purview", 300)}
            | {"powers": [power for power in one.get("powers") or () if isinstance(power, str)][:10]}
            for one in _rows(about, "duties", 20)
            if not one.get("laid_down_at")
        ],
    }


def _limits(told) -> dict:
    """What a group asks of those who write; nothing of a value that could not be set on the page."""
    told = told if isinstance(told, dict) else {}
    found = {"new_for": _within(told, "new_for", 90)} if _within(told, "new_for", 90) else {}
    if found:
        found |= {"new_posts": _within(told, "new_posts", 50)}
        found |= {name: told.get(name) is not False for name in ("new_links", "new_files")}
    found |= {"carried": "agreed"} if told.get("carried") == "agreed" else {}
    return found | {"closes_after": _within(told, "closes_after", 3650)}


def _within(told: dict, name: str, most: int) -> int | None:
    said = _number(told, name)
    return said if 0 < said <= most else None


def _talks(bundle: zipfile.ZipFile, about: dict):
    for one in _rows(about, "discussions", MOST_TALKS):
        name = _text(one, "file", 60)
        if TALK.fullmatch(name):
            told = _json(bundle, name)
            if isinstance(told, dict):
                yield _talk(told)


def _talk(told: dict) -> dict:
    posts = {post["number"]: post for one in _rows(told, "posts", MOST_POSTS) if (post := _post(one))["number"]}
    texts = {"title": 300, "address": 300, "kind": 6, "carried_from": 120}
    return {name: _text(told, name, most) for name, most in texts.items()} | {
        "begun_at": _moment(told, "begun_at"),
        "closes_on": _day(told, "closes_on"),
        "posts": [posts[number] for number in sorted(posts)],
        "summaries": [_summary(one) for one in _rows(told, "summaries", 100)],
    }


def _post(told: dict) -> dict:
    texts = {"by": 120, "mandate": 300, "interest": 200, "words": 10_000}
    return {name: _text(told, name, most) for name, most in texts.items()} | {
        "id": _number(told, "id"),
        "number": _number(told, "number"),
        "gone": told.get("gone") is True,
        "at": _moment(told, "at"),
        "edited_at": _moment(told, "edited_at"),
        "answers": _number(told, "answers"),
        "quotes": [
            {"post": _number(one, "post"), "excerpt": _text(one, "excerpt", 400)} for one in _rows(told, "quotes", 50)
        ],
        "before": [
            {
                "words": _text(one, "words", 10_000),
                "interest": _text(one, "interest", 200),
                "until": _moment(one, "until"),
            }
            for one in _rows(told, "before", 100)
        ],
        "files": [
            {name: _text(one, name, most) for name, most in (("name", 150), ("alt", 300), ("file", 60))}
            for one in _rows(told, "files", 12)
            if FILE.fullmatch(_text(one, "file", 60))
        ],
    }


def _summary(told: dict) -> dict:
    lines = [
        {
            "words": _text(one, "words", 600),
            "posts": [number for number in one.get("posts") or [] if isinstance(number, int)][:30],
            "seen_otherwise": [
                {"by": _text(each, "by", 120), "words": _text(each, "words", 600)}
                for each in _rows(one, "seen_otherwise", 50)
            ],
        }
        for one in _rows(told, "lines", 12)
    ]
    return {
        "by": _text(told, "by", 120),
        "at": _moment(told, "at"),
        "up_to": _number(told, "up_to"),
        "lines": [line for line in lines if line["words"]],
    }


def _rows(told: dict, name: str, most: int) -> list[dict]:
    rows = told.get(name)
    return [row for row in rows[:most] if isinstance(row, dict)] if isinstance(rows, list) else []


def _text(told: dict, name: str, most: int) -> str:
    said = told.get(name)
    return said.replace("\0", " ").strip()[:most] if isinstance(said, str) else ""


def _number(told: dict, name: str) -> int:
    """From 1; 0 for what is none."""
    said = told.get(name)
    return said if isinstance(said, int) and not isinstance(said, bool) and 0 < said < 2**31 else 0


def _moment(told: dict, name: str) -> str:
    try:
        return datetime.fromisoformat(_text(told, name, 40)).astimezone().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def _day(told: dict, name: str) -> str:
    try:
        return date.fromisoformat(_text(told, name, 10)).isoformat()
    except ValueError:
        return ""


def main(how: str) -> None:
    b"".decode("cp437")  # what a codec needs is loaded before files are locked away
    confine(Limits())
    try:
        answer = read(sys.stdin.buffer.read(), with_files=how == "all")
    except NotAGroup as wrong:
        answer = {"refused": str(wrong)}
    except (MemoryError, RecursionError):
        answer = {"refused": "is larger than any group's should be."}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
