"""How much one file may ask of the machine; a host may raise any of these."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The most that one reading may use. Sizes in bytes, times in seconds.

    `processor_seconds` and `memory` bound the child process itself; the rest are checked in words before that.
    `memory` is address space, which a bare Python with its libraries already uses about 200 MB of.
    """

    rows: int = 200_000
    columns: int = 1_000
    cells: int = 6_000_000
    cell_characters: int = 100_000
    file_bytes: int = 100 * MEGABYTE
    unpacked_bytes: int = 200 * MEGABYTE
    unpacked_ratio: int = 100
    zip_entries: int = 10_000
    json_depth: int = 60
    memory: int = 1536 * MEGABYTE
    processor_seconds: int = 60
    wall_seconds: int = 120
    answer_bytes: int = 1024 * MEGABYTE


def spoken(size: int) -> str:
    """A size as people say it.

    >>> spoken(200 * 1024 * 1024), spoken(118_000)
    ('200 MB', '115 kB')
    """
    return f"{size // MEGABYTE} MB" if size >= MEGABYTE else f"{max(1, size // 1024)} kB"
