"""What an address on the internet may look like, and which numbers on it are public.

Python's own is_global and is_private are no guard: they call NAT64, IPv4-compatible and translated forms of
127.0.0.1 global in versions we run on. The lists are the IANA special-purpose registries of both families, and
for IPv6 only global unicast (2000::/3) counts as public at all.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote

import idna
from django.utils.translation import gettext as _

PORTS = (80, 443)
LONGEST = 2048

NOT_PUBLIC_4 = [
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared with a carrier
        "127.0.0.0/8",  # this machine
        "168.63.129.16/32",  # a cloud's own wire server
        "169.254.0.0/16",  # link-local, and clouds' metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays, given up
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
]
PUBLIC_6 = ipaddress.ip_network("2000::/3")
NOT_PUBLIC_6 = [
    ipaddress.ip_network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
]
INSIDE_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "onion", "invalid")

ADDRESS = re.compile(r"(https?)://([^/?#]*)([/?][^#]*)?(?:#.*)?", re.I | re.S)
AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:@\\%]+)(?::([0-9]{1,5}))?", re.I)
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
QUAD = re.compile(r"(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2})")


class UnsafeAddress(ValueError):
    """Not an address we would go to; the message says why."""


@dataclass(frozen=True)
class Target:
    """An address taken apart: the host as it is looked up, connected to and named in the request."""

    scheme: str
    host: str
    port: int
    path: str
    is_literal: bool

    @classmethod
    def of(cls, url: str) -> Target:
        """Take an address apart, or raise UnsafeAddress: http or https, port 80 or 443, no password in it.

        Whatever programs read in different ways is refused, not guessed: backslashes, spaces, numbers that are no
        dotted quad, letters that look like figures.
        """
        url = url.strip(" \t\r\n")
        found = ADDRESS.fullmatch(url) if len(url) <= LONGEST and not re.search(r"[\x00-\x20\x7f\\]", url) else None
        authority = AUTHORITY.fullmatch(found[2]) if found else None
        if not authority:
            raise UnsafeAddress(_("That is not an address of a page: it starts with https:// and a host's name."))
        scheme = found[1].lower()
        port = int(authority[2] or (443 if scheme == "https" else 80))
        if port not in PORTS:
            raise UnsafeAddress(_("Pages are fetched from ports 80 and 443 only."))
        host, literal = _host(authority[1])
        return cls(scheme, host, port, _path(found[3] or "/"), literal)

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = 443 if self.scheme == "https" else 80
        return host if self.port == usual else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def is_public(address: str) -> bool:
    """Whether this IPv4 or IPv6 number belongs to somebody out on the internet, and to nothing inside."""
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return False
    if number.version == 4:
        return not any(number in network for network in NOT_PUBLIC_4)
    return number in PUBLIC_6 and not any(number in network for network in NOT_PUBLIC_6)


def _host(said: str) -> tuple[str, bool]:
    """The host in the one form we use, and whether it is a number."""
    if said.startswith("["):
        try:
            return str(ipaddress.IPv6Address(said[1:-1])), True
        except ValueError as error:
            raise UnsafeAddress(_("That is not an IPv6 address.")) from error
    if QUAD.fullmatch(said):
        try:
            return str(ipaddress.IPv4Address(said)), True
        except ValueError as error:
            raise UnsafeAddress(_("That is not an IPv4 address.")) from error
    return _name(said), False


def _name(said: str) -> str:
    name = said.lower().removesuffix(".")
    if not name.isascii():
        try:
            name = idna.encode(name).decode()
        except idna.IDNAError as error:
            raise UnsafeAddress(_("That host's name has letters no host's name may have.")) from error
    labels = name.split(".")
    if len(labels) < 2 or len(name) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        raise UnsafeAddress(_("That is not the full name of a host on the internet."))
    # A last label that is a number makes the whole an IPv4 address to some programs: 127.1, 0x7f.1, 1.2.3.08.
    if labels[-1].isdigit() or re.fullmatch(r"0x[0-9a-f]*", labels[-1]):
        raise UnsafeAddress(_("That is a number written in a way we do not read."))
    if any(name == inside or name.endswith(f".{inside}") for inside in INSIDE_NAMES):
        raise UnsafeAddress(_("That is a name for something inside, not a page on the internet."))
    _check_punycode(labels)
    return name


def _check_punycode(labels: list[str]) -> None:
    for label in labels:
        if label.startswith("xn--"):
            try:
                idna.decode(label)
            except (idna.IDNAError, UnicodeError) as error:
                raise UnsafeAddress(_("That host's name has letters no host's name may have.")) from error


def _path(said: str) -> str:
    """As it goes into the request: ASCII, starting with a slash."""
    path = quote(said, safe="/?:@!$&'()*+,;=-._~%[]|^`{}\"<>")
    return path if path.startswith("/") else f"/{path}"
