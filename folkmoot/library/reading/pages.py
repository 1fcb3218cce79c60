"""What pages a file holds: DokuWiki's text or Markdown, one file or a zip of them, with their names and dates."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from urllib.parse import unquote

from folkmoot.kit.zips import DAMAGED
from folkmoot.library import links
from folkmoot.library.reading import dokuwiki
from folkmoot.library.reading.months import month_of

MOST_PAGES, LONGEST, UNPACKED = 2_000, 100_000, 40 * 2**20
WIDE = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32", codecs.BOM_UTF16_LE: "utf-16",
        codecs.BOM_UTF16_BE: "utf-16"}  # fmt: skip
ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
NO_TEXT = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
ENDINGS = (".txt", ".md", ".markdown")
FOOT = re.compile(r"(\S{1,200})\.txt\s+·\s+Last modified:\s+(\d{4})/(\d\d)/(\d\d) (\d\d):(\d\d)\s*(.{0,120})")
DAY_LINES = (
    re.compile(r"(?P<month>[^\W\d_]{3,12})\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})"),
    re.compile(
        r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+|o\s+)?(?P<month>[^\W\d_]{3,12})\.?\s+(?:de\s+)?(?P<year>\d{4})"
    ),
    re.compile(r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)"),
)
IN_NAME = re.compile(r"(?<!\d)(?:(\d\d)-(\d\d)-(\d{4})|(\d{4})-(\d\d)-(\d\d))(?!\d)")
AROUND = re.compile(r"(?:User Tools|Site Tools|Page Tools|Trace:.{0,200})")


class NoPages(ValueError):
    """It is no file of pages; the message says why and follows "The file"."""


@dataclass
class Found:
    """One page as it was found. Days and moments in ISO form, "" where not known; `wrong` says why it cannot be
    taken."""

    name: str
    title: str
    slug: str
    words: str
    original_on: str = ""
    changed_at: str = ""
    who: str = ""
    why_changed: str = ""
    source: str = ""
    wrong: str = ""


@dataclass
class Raw:
    """A file as it came: its path, its text, when it was last touched, and what the other wiki's log says of it."""

    path: str
    text: str
    touched: str = ""
    log: str = ""

    @property
    def page(self) -> str:
        """Its id in the other wiki: "sxs:government-offers"."""
        parts = [part for part in self.path.rsplit(".", 1)[0].split("/") if part]
        if "pages" in parts[:-1]:
            parts = parts[parts.index("pages") + 1 :]
        # DokuWiki writes the letters of other languages into the names of its files as an address does: "caf%C3%A9".
        return unquote(":".join(parts)).lower().replace(" ", "_")


def read(raw: bytes, file_name: str) -> list[dict]:
    """The pages in a file, in order of their names, as plain values. NoPages when it is no such file."""
    files = list(_unpacked(raw) if raw.startswith(ZIPS) else [Raw(file_name, _text(raw))])
    if not files:
        raise NoPages("holds no page of text (.txt or .md).")
    if len(files) > MOST_PAGES:
        raise NoPages(f"holds {len(files)} pages; bring at most {MOST_PAGES} at once.")
    files.sort(key=lambda one: one.path)
    slugs, taken = _slugs(files), set()
    return [asdict(_by_itself(_found(one, slugs), taken)) for one in files]


def _by_itself(found: Found, taken: set[str]) -> Found:
    """Two files may give one name ("a b.txt" and "a_b.md"): the second has a number behind it, so that neither is
    taken for a change of the other."""
    plain, number = found.slug, 2
    while found.slug in taken:
        found.slug = f"{plain}-{number}"
        number += 1
    taken.add(found.slug)
    return found


def _unpacked(raw: bytes) -> Iterator[Raw]:
    try:
        packed = zipfile.ZipFile(io.BytesIO(raw))
        entries = packed.infolist()
    except DAMAGED as bad:
        raise NoPages("cannot be unpacked.") from bad
    if sum(entry.file_size for entry in entries) > UNPACKED:
        raise NoPages("unpacks to more than 40 MB.")
    logs = {_log_of(one.filename): one for one in entries if one.filename.endswith(".changes")}
    for entry in entries:
        hidden = entry.filename.startswith("__MACOSX") or "/." in f"/{entry.filename}" or "/attic/" in entry.filename
        if entry.filename.lower().endswith(ENDINGS) and not hidden and not entry.is_dir():
            one = Raw(entry.filename, _text(_open(packed, entry)), _touched(entry))
            log = logs.get(one.page)
            one.log = _text(_open(packed, log)) if log else ""
            yield one


def _log_of(path: str) -> str:
    parts = [part for part in path.removesuffix(".changes").split("/") if part]
    return ":".join(parts[parts.index("meta") + 1 :] if "meta" in parts[:-1] else parts).lower()


def _open(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Never more than it says of itself."""
    try:
        with packed.open(entry) as opened:
            return opened.read(min(entry.file_size, 8 * LONGEST))
    except DAMAGED as bad:
        raise NoPages(f"cannot be unpacked at {entry.filename[:80]}.") from bad


def _touched(entry: zipfile.ZipInfo) -> str:
    with suppress(ValueError):
        if entry.date_time > (1980, 1, 1, 0, 0, 0):
            return datetime(*entry.date_time, tzinfo=UTC).isoformat()
    return ""


def _text(raw: bytes) -> str:
    text = _decoded(raw)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _decoded(raw: bytes) -> str:
    """UTF-8, else UTF-16 or UTF-32 as Windows writes them, else Windows' own letters of western Europe."""
    wide = next((name for mark, name in WIDE.items() if raw.startswith(mark)), "")
    if not wide and raw[:2_000].count(0) * 3 > len(raw[:2_000]):
        wide = "utf-16-le" if raw[1:2_000:2].count(0) > raw[:2_000:2].count(0) else "utf-16-be"
    if wide:
        return raw.decode(wide, "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _slugs(files: list[Raw]) -> dict[str, str]:
    """Each page's id → its name here: its last part, with its namespace before it where two would be the same."""
    last = [links.slug_of(one.page.rpartition(":")[2]) for one in files]
    often = Counter(last)
    return {
        one.page: slug if slug and often[slug] == 1 else links.slug_of(one.page.replace(":", "-")) or "page"
        for one, slug in zip(files, last, strict=True)
    }


def _found(raw: Raw, slugs: dict[str, str]) -> Found:
    is_markdown = raw.path.lower().endswith((".md", ".markdown"))
    front, text = _front(raw.text) if is_markdown else ({}, raw.text)
    text, foot = _without_frame(text)
    words = text if is_markdown else dokuwiki.to_markdown(text, dokuwiki.names(slugs))
    title, words = _title(front, words, raw.page)
    logged = _logged(raw.log)
    original = front.get("date", "") or _day_in(words) or logged.get("first", "") or _day_of_name(raw.page)
    found = Found(
        raw.path[:200], title[:200] or slugs[raw.page].capitalize(), slugs[raw.page], words.strip() + "\n", original
    )
    found.changed_at = foot.get("at") or logged.get("at") or raw.touched
    found.who = foot.get("who") or logged.get("who") or front.get("author", "")
    found.why_changed, found.source = foot.get("why") or logged.get("why", ""), front.get("source", "")
    if len(found.words) > LONGEST:
        found.words, found.wrong = "", "It is over 100,000 letters. Make two pages of it first."
    elif len(NO_TEXT.findall(found.words[:4_000])) > 20:
        found.words, found.wrong = "", "It is no text."
    elif not words.strip():
        found.wrong = "There is nothing in it."
    return found


def _front(text: str) -> tuple[dict[str, str], str]:
    """What stands between --- lines at the head of a Markdown file: title, date, author, source."""
    if not text.startswith("---\n") or "\n---" not in text[4:4000]:
        return {}, text
    head, _line, rest = text[4:].partition("\n---")
    pairs = (line.partition(":") for line in head.split("\n") if ":" in line)
    said = {name.strip().lower(): value.strip().strip("\"'") for name, _colon, value in pairs}
    day = said.get("date", "")[:10]
    said["date"] = _iso(int(day[:4]), int(day[5:7]), int(day[8:])) if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else ""
    return said, rest.lstrip("\n")


def _without_frame(text: str) -> tuple[str, dict[str, str]]:
    """A page copied from the screen has the wiki's frame around it: headings of its tools, and a last line that says
    when it was last modified and by whom."""
    lines, foot = [], {}
    for line in text.split("\n"):
        found = FOOT.fullmatch(line.strip()) if "Last modified" in line else None
        if found:
            foot = _foot(found)
        elif not (len(line) < 240 and AROUND.fullmatch(line.strip())):
            lines.append(line)
    return "\n".join(lines).strip("\n"), foot


def _foot(found: re.Match[str]) -> dict[str, str]:
    with suppress(ValueError):
        at = datetime(*(int(found[n]) for n in range(2, 7)), tzinfo=UTC).isoformat()  # type: ignore[arg-type]
        said = found[7].strip()
        who = said.removeprefix("by ").strip() if said.startswith("by ") else ""
        return {"at": at, "who": who, "why": said.strip("()") if said.startswith("(") else ""}
    return {}


def _title(front: dict[str, str], words: str, page: str) -> tuple[str, str]:
    """Its title, and the words without the heading it was taken from; by its name where there is none."""
    named = page.rpartition(":")[2].replace("_", " ").replace("-", " ").strip().capitalize()
    lines = words.lstrip("\n").split("\n")
    heading = lines[0].lstrip("# ").strip() if re.match(r"#{1,2} ", lines[0]) else ""
    if heading and front.get("title", heading) == heading:
        return heading, "\n".join(lines[1:])
    copied = lines[0].strip() if lines else ""
    if (
        not front.get("title")
        and 8 < len(copied) < 120
        and len(lines) > 2
        and not lines[1].strip()
        and copied[-1] not in ".:;,!?-*"
    ):
        return copied, "\n".join(lines[1:])
    return front.get("title") or named, words


def _day_in(words: str) -> str:
    """A line near the top that holds a day and nothing else."""
    for line in words.strip().split("\n")[:6]:
        for pattern in DAY_LINES:
            found = pattern.fullmatch(line.strip()[:40])
            if found:
                said = found.groupdict()
                month = int(said["number"]) if "number" in said else month_of(said["month"])
                return _iso(int(said["year"]), month, int(said["day"]))
    return ""


def _day_of_name(page: str) -> str:
    found = IN_NAME.search(page)
    if not found:
        return ""
    day, month, year = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    return _iso(int(year), int(month), int(day))


def _iso(year: int, month: int, day: int) -> str:
    with suppress(ValueError):
        return date(year, month, day).isoformat()
    return ""


def _logged(log: str) -> dict[str, str]:
    """DokuWiki's own log of a page: when it was made, when it was last changed, by whom and why."""
    rows = [line.split("\t") for line in log.strip().split("\n")[-2_000:] if line.count("\t") >= 4]
    rows = [row for row in rows if row[0].isdecimal() and len(row[0]) < 12]
    if not rows:
        return {}
    first, last = (datetime.fromtimestamp(int(row[0]), UTC) for row in (rows[0], rows[-1]))
    why = rows[-1][5].strip() if len(rows[-1]) > 5 else ""
    return {"first": first.date().isoformat(), "at": last.isoformat(), "who": rows[-1][4].strip()[:120], "why": why}
