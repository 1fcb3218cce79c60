"""Packed files looked at before anything is unpacked for real: bombs, tricks with names, and what lies inside."""

import io
import zipfile
from collections.abc import Iterator

from folkmoot.kit.zips import DAMAGED

from .limits import MEGABYTE, Limits, spoken
from .rows import Refused

CHUNK = 256 * 1024


def opened(raw: bytes, file: str, limits: Limits) -> zipfile.ZipFile:
    """The zip, once it is known to be small enough and honest. Refuses bombs, locks, and names that climb out."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(raw))
        entries = packed.infolist()
    except DAMAGED as wrong:
        words = "is damaged or was cut off on its way. Open it in your spreadsheet program, save it again and retry."
        raise Refused(words, file) from wrong
    if len(entries) > limits.zip_entries:
        raise Refused(f"holds {len(entries):,} files; {limits.zip_entries:,} is the most.", file)
    _refuse_bombs(entries, len(raw), file, limits)
    for entry in entries:
        if entry.flag_bits & 1:
            raise Refused("is locked with a password. Save it without one and try again.", file)
        if entry.filename.startswith(("/", "\\")) or ".." in entry.filename.replace("\\", "/").split("/"):
            raise Refused("holds a file whose name points outside it. We do not open such files.", file)
    return packed


def _refuse_bombs(entries: list[zipfile.ZipInfo], size: int, file: str, limits: Limits) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        words = f"would unpack to {spoken(unpacked)}; {spoken(limits.unpacked_bytes)} is the most"
        raise Refused(f"{words}. Save only the sheet you need, as CSV, without pictures or comments.", file)
    # Small files pack well by nature; only a large one that packs this well was made to do harm.
    if unpacked > 5 * MEGABYTE and unpacked > limits.unpacked_ratio * size:
        words = f"is {spoken(size)} but would unpack to {spoken(unpacked)}, as files made to do harm do"
        raise Refused(f"{words}. Save only the sheet you need, as CSV.", file)
    starts = {}
    for entry in entries:
        if entry.header_offset in starts and entry.file_size:
            raise Refused("holds two files in one place, as files made to do harm do. Save it again.", file)
        starts[entry.header_offset] = entry.filename


def pieces(packed: zipfile.ZipFile, name: str, file: str) -> Iterator[bytes]:
    """One entry unpacked in pieces. Read to its end this also proves that it is no longer than it said it was."""
    try:
        with packed.open(name) as entry:
            while piece := entry.read(CHUNK):
                yield piece
    except DAMAGED as wrong:
        words = f"is damaged inside ({name}). Open it in your spreadsheet program, save it again and retry."
        raise Refused(words, file) from wrong


def whole(packed: zipfile.ZipFile, name: str, file: str) -> bytes:
    return b"".join(pieces(packed, name, file))
