"""The one way out: fetch a page that somebody named, and never anything inside our own walls.

An address is taken apart once, by a strict grammar; its name is looked up once; every address it has must be
public; and the connection goes to that very address, so that nothing can change between the check and the
connection. Redirects go through all of it again. No proxy, no cookies, no credentials.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import NamedTuple
from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.kit.public_hosts import Target, UnsafeAddress, is_public
from folkmoot.kit.refusals import Refusal

REDIRECTS = 3
TIMES_LARGER = 10
CHUNK = 65_536
_lookups = ThreadPoolExecutor(max_workers=8, thread_name_prefix="lookup")


class FetchRefused(Refusal):
    """We will not fetch this address, whatever stands there."""

    status = 400


class FetchFailed(Refusal):
    """We tried, and it could not be had: not there, too slow, too large, not what it says it is."""

    status = 502


@dataclass(frozen=True)
class Answer:
    """What came back from the last address in the line; `headers` have small letters, the last of a name counts.

    `moved` is that address where every step to it said "for good" (301, 308), "" otherwise.
    """

    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    lines: tuple[tuple[str, str], ...] = ()
    moved: str = ""

    def every(self, name: str) -> list[str]:
        """The values of a header that may come several times, in their order."""
        return [value for key, value in self.lines if key == name.lower()]

    def retry_after(self, now: datetime, longest: int = 7 * 86_400) -> int | None:
        """For how many seconds it asks to be left alone (RFC 9110, a number or a date), at most `longest`; None where
        it says nothing, or nothing that can be read."""
        said = self.headers.get("retry-after", "").strip()
        if said.isascii() and said.isdecimal():
            return min(int(said[:9]), longest)
        try:
            until = parsedate_to_datetime(said)
        except (TypeError, ValueError):
            return None
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return min(max(0, int((until - now).total_seconds())), longest)


class Sent(NamedTuple):
    """What a POST carries, and of which kind it is."""

    body: bytes
    kind: str


CONDITIONS = ("If-None-Match", "If-Modified-Since")


def get(url: str, *, limit: int = 2 * 2**20, seconds: float = 10, known: Mapping[str, str] | None = None) -> Answer:
    """Fetch with at most three redirects; `limit` in bytes as unpacked, `seconds` for the whole of it.

    `known`: If-None-Match and If-Modified-Since of what we have already; then the answer may be 304, with no body.

    Any status that is no redirect comes back as it is: 404 is an Answer. Raises FetchRefused for an address we
    never go to, FetchFailed for one that gave nothing usable.
    """
    deadline = time.monotonic() + seconds
    target, lasting = _target(url), True
    for hop in range(REDIRECTS + 1):
        answer = _fetch_one(target, limit, deadline, known or {})
        onward = answer.headers.get("location")
        if answer.status not in (301, 302, 303, 307, 308) or not onward:
            return replace(answer, moved=target.url if hop and lasting else "")
        lasting = lasting and answer.status in (301, 308)
        target = _onward(target, onward)
    raise FetchFailed(_("%(url)s sends us round in circles.") % {"url": url[:200]})


def post(url: str, fields: Mapping[str, str], *, limit: int = 2**16, seconds: float = 10) -> Answer:
    """Send a form there, and nowhere else: a redirect comes back as it is, unfollowed. Otherwise as `get`."""
    sent = Sent(urlencode(fields).encode("ascii"), "application/x-www-form-urlencoded")
    return _fetch_one(_target(url), limit, time.monotonic() + seconds, {}, sent)


def post_json(url: str, value: object, *, limit: int = 2**16, seconds: float = 10) -> Answer:
    """As `post`, with a value written as JSON."""
    sent = Sent(json.dumps(value).encode("ascii"), "application/json")
    return _fetch_one(_target(url), limit, time.monotonic() + seconds, {}, sent)


def _target(url: str) -> Target:
    try:
        return Target.of(url)
    except UnsafeAddress as error:
        raise FetchRefused(str(error)) from error


def _onward(here: Target, location: str) -> Target:
    there = _target(join(here.url, location))
    if here.scheme == "https" and there.scheme == "http":
        raise FetchRefused(_("%(url)s sends us on from a safe connection to an open one.") % {"url": here.url[:200]})
    return there


def join(base: str, location: str) -> str:
    """Where a redirect leads: headers come as Latin-1, addresses are UTF-8."""
    try:
        location = location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        pass
    try:
        if location.startswith("///"):  # A browser takes what follows for a host, urljoin for a path.
            raise ValueError
        return urljoin(base, location)
    except ValueError as error:
        raise FetchRefused(_("We were sent on to something that is no address.")) from error


def _fetch_one(
    target: Target, limit: int, deadline: float, known: Mapping[str, str], sent: Sent | None = None
) -> Answer:
    address = _public_address(target, deadline)
    connection = _Pinned(target, address, _left(deadline))
    out_of_time = threading.Event()
    clock = threading.Timer(_left(deadline), connection.cut, [out_of_time])
    clock.daemon = True
    clock.start()
    try:
        response = connection.ask(known, sent)
        body = _read(response, limit)
    except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
        if out_of_time.is_set():
            raise FetchFailed(_("%(host)s took too long to answer.") % {"host": target.host}) from error
        raise FetchFailed(_("%(host)s could not be read: it gave no proper answer.") % {"host": target.host}) from error
    finally:
        clock.cancel()
        connection.close()
    if out_of_time.is_set():
        raise FetchFailed(_("%(host)s took too long to answer.") % {"host": target.host})
    lines = tuple((name.lower(), value) for name, value in response.getheaders())
    return Answer(target.url, response.status, dict(lines), body, lines)


def _public_address(target: Target, deadline: float) -> str:
    """One of its addresses, all of which are public; a name with one address inside our walls is refused."""
    found = [target.host] if target.is_literal else _look_up(target.host, target.port, deadline)
    if not found or not all(is_public(address) for address in found):
        raise FetchRefused(_("%(host)s is not a public address on the internet.") % {"host": target.host})
    return found[0]


def _look_up(host: str, port: int, deadline: float) -> list[str]:
    waiting = _lookups.submit(resolve, host, port)
    try:
        return waiting.result(timeout=_left(deadline))
    except TookTooLong as error:
        raise FetchFailed(_("%(host)s took too long to look up.") % {"host": host}) from error
    except OSError as error:
        raise FetchFailed(_("There is no %(host)s on the internet that we know of.") % {"host": host}) from error


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, IPv4 first, from the system's resolver."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(row[4][0] for row in sorted(rows, key=lambda row: row[0] != socket.AF_INET)))


def _left(deadline: float) -> float:
    return max(0.01, deadline - time.monotonic())


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, whatever its name says by now; TLS is checked against the name."""

    def __init__(self, target: Target, address: str, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self.target, self.address = target, address
        self.held: socket.socket | None = None  # http.client lets go of its own once the headers are read.

    def connect(self) -> None:
        self.sock = self.held = socket.create_connection((self.address, self.target.port), self.timeout)
        if self.target.scheme == "https":
            self.sock = self.held = _tls().wrap_socket(
                self.sock, server_hostname=self.target.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def ask(self, known: Mapping[str, str], sent: Sent | None = None) -> http.client.HTTPResponse:
        """A GET; or, with something to be `sent`, a POST of it."""
        method = "GET" if sent is None else "POST"
        self.putrequest(method, self.target.path, skip_host=True, skip_accept_encoding=True)
        self.putheader("Host", self.target.authority)
        self.putheader("User-Agent", f"Folkmoot (+{settings.SITE_URL})")
        self.putheader("Accept", "*/*")
        self.putheader("Accept-Encoding", "identity")
        self.putheader("Connection", "close")
        for name in CONDITIONS:
            if known.get(name, "").isprintable() and known.get(name):
                self.putheader(name, known[name].encode("latin-1", "ignore"))
        if sent is not None:
            self.putheader("Content-Type", sent.kind)
            self.putheader("Content-Length", str(len(sent.body)))
        self.endheaders(sent and sent.body)
        return self.getresponse()

    def cut(self, out_of_time: threading.Event) -> None:
        """Time is up: whoever drips a byte now and then is hung up on."""
        out_of_time.set()
        if self.held is not None:
            try:
                self.held.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def _read(response: http.client.HTTPResponse, limit: int) -> bytes:
    """The body, unpacked if it came packed against our wish; never more than `limit` or ten times what was sent."""
    unpack = _unpacker(response.headers.get("Content-Encoding", "identity").strip().lower())
    body, sent = bytearray(), 0
    while chunk := response.read1(CHUNK):
        sent += len(chunk)
        body += unpack.decompress(chunk, limit + 1 - len(body)) if unpack else chunk
        if len(body) > limit:
            raise FetchFailed(_("What stands there is larger than we take (%(limit)s bytes).") % {"limit": limit})
        if unpack and (len(body) > TIMES_LARGER * sent or unpack.unconsumed_tail):
            raise FetchFailed(_("What came unpacks to far more than was sent, so we stopped."))
    return bytes(body)


def _unpacker(encoding: str):
    if encoding in ("", "identity"):
        return None
    if encoding in ("gzip", "x-gzip", "deflate"):
        return zlib.decompressobj(47 if encoding != "deflate" else 15)
    raise FetchFailed(_("It came packed in a way we did not ask for (%(how)s).") % {"how": encoding[:40]})
