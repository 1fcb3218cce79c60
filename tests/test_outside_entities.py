"""XML that names files and addresses outside itself: nothing of ours opens the one or calls the other (goal G12).

The kernel is asked (inotify), not the parsers: it sees an opening by any library and in any child process.
"""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from xml import sax

import pytest

from folkmoot.exchange.reading import apart as sheets
from folkmoot.exchange.reading.opening import Ask
from folkmoot.exchange.reading.rows import Refused
from folkmoot.exchange.tests.bombs import PLAIN, xlsx
from folkmoot.kit import redrawing
from folkmoot.kit.refusals import Refusal
from folkmoot.newsroom.reading import apart as outlets
from folkmoot.newsroom.reading import feed, outline

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")
IN_OPEN, NONBLOCK = 0x20, 0o4000


class Canary:
    """A file that nobody has a reason to open and a port that nobody has a reason to call."""

    def __init__(self, folder) -> None:
        self.file = folder / "canary.txt"
        self.file.write_text("Zyxomma")
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._watch = self._libc.inotify_init1(NONBLOCK)
        assert self._libc.inotify_add_watch(self._watch, str(self.file).encode(), IN_OPEN) >= 0
        self._door = socket.create_server(("127.0.0.1", 0))
        self._door.settimeout(0)
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}/canary"

    def opened(self) -> int:
        """How often the file was opened since it was last asked."""
        try:
            return len(os.read(self._watch, 65_536)) // struct.calcsize("iIII")
        except BlockingIOError:
            return 0

    def called(self) -> int:
        """How often the port was called since it was last asked."""
        n = 0
        with suppress(BlockingIOError, TimeoutError):
            while True:
                self._door.accept()[0].close()
                n += 1
        return n

    def close(self) -> None:
        os.close(self._watch)
        self._door.close()


@pytest.fixture
def canary(tmp_path):
    made = Canary(tmp_path)
    yield made
    made.close()


@pytest.fixture
def patience():
    """Whoever calls the port waits for no answer."""
    socket.setdefaulttimeout(0.3)
    yield
    socket.setdefaulttimeout(None)


def doctypes(canary: Canary) -> list[tuple[str, str]]:
    """(what stands before the document, what stands in it) in every way to name something outside."""
    ways = []
    for there in (canary.file.as_uri(), str(canary.file), canary.address):
        ways += [
            (f'<!DOCTYPE x [<!ENTITY e SYSTEM "{there}">]>', "&e;"),
            (f'<!DOCTYPE x [<!ENTITY e PUBLIC "-//x//EN" "{there}">]>', "&e;"),
            (f'<!DOCTYPE x [<!ENTITY % e SYSTEM "{there}"> %e;]>', ""),
            (f'<!DOCTYPE x SYSTEM "{there}">', ""),
            (f'<?xml-stylesheet type="text/xsl" href="{there}"?>', ""),
            ("", f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="{there}"/>'),
            (f'<!DOCTYPE x [<!ENTITY a "&#38;e;"><!ENTITY e SYSTEM "{there}">]>', "&a;"),
        ]
    return ways


def documents(canary: Canary) -> list[bytes]:
    """Feeds, lists of feeds and sheets' own XML, each in all those ways."""
    shapes = (
        '{before}<rss version="2.0"><channel><title>T</title><item><title>{inside}</title></item></channel></rss>',
        '{before}<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>{inside}</title></entry></feed>',
        '{before}<opml version="2.0"><body><outline text="x" xmlUrl="https://e.example/f">{inside}</outline></body></opml>',
        '{before}<svg xmlns="http://www.w3.org/2000/svg"><text>{inside}</text></svg>',
    )
    start = '<?xml version="1.0" encoding="utf-8"?>'
    return [
        (start + shape.format(before=before, inside=inside)).encode()
        for shape in shapes
        for before, inside in doctypes(canary)
    ]


def workbooks(canary: Canary) -> list[bytes]:
    """XLSX whose sheet, styles or relations name something outside."""
    made = []
    for before, inside in doctypes(canary)[:3] + doctypes(canary)[-7:-4]:
        said = f"{before}<styleSheet>{inside}</styleSheet>".encode()
        made += [xlsx(PLAIN, extra={"xl/styles.xml": said}), xlsx(PLAIN, extra={"xl/sharedStrings.xml": said})]
    return made


def reads_nothing_outside(canary: Canary, read: Callable[[bytes], object], all_of: list[bytes]) -> None:
    for raw in all_of:
        # Refused or read past: either is right, as long as nothing outside was touched and nothing of it comes back.
        with suppress(Refusal, Refused, redrawing.Refused, ValueError):
            assert "Zyxomma" not in str(read(raw))
    assert (canary.opened(), canary.called()) == (0, 0)


def read_sheet(name: str) -> Callable[[bytes], object]:
    def read(raw: bytes) -> object:
        with sheets.read(raw, Ask(name)) as reading:
            return [row.fields for row in reading.rows()]

    return read


def test_control_a_parser_that_follows_entities_is_seen(canary, patience):
    """Else the tests below would say nothing. Nobody answers at the port: that it was called is enough."""

    def careless(raw: bytes) -> None:
        parser = sax.make_parser()
        parser.setFeature(sax.handler.feature_external_ges, True)  # noqa: FBT003  as sax names it
        parser.parse(BytesIO(raw))

    for there in (str(canary.file), canary.address):
        with suppress(Exception):
            careless(f'<!DOCTYPE x [<!ENTITY e SYSTEM "{there}">]><x>&e;</x>'.encode())
    assert canary.opened() and canary.called()


def test_feeds_and_lists_of_feeds_name_nothing_outside(canary):
    all_of = documents(canary)
    assert len(all_of) >= 20
    reads_nothing_outside(canary, lambda raw: feed.read(raw, "application/xml", "https://e.example/feed"), all_of)
    reads_nothing_outside(canary, outline.read, all_of)


def test_the_readers_own_processes_name_nothing_outside(canary):
    all_of = documents(canary)
    reads_nothing_outside(canary, outlets.outline, all_of[::5])
    reads_nothing_outside(canary, read_sheet("list.xml"), all_of[::5])


def test_workbooks_name_nothing_outside(canary):
    all_of = workbooks(canary)
    assert len(all_of) >= 4
    reads_nothing_outside(canary, read_sheet("list.xlsx"), all_of)


def test_pictures_that_are_drawings_name_nothing_outside(canary):
    drawings = [raw for raw in documents(canary) if b"<svg" in raw]
    reads_nothing_outside(canary, redrawing.anew, drawings)
