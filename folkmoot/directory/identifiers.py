"""Numbers in public registers, written as org-id.guide writes them: a scheme, then the number."""

from __future__ import annotations

import re

SCHEMES = {
    "GB-CHC": ("Charity Commission for England and Wales", r"\d{6,7}(-\d{1,3})?"),
    "GB-SC": ("Scottish Charity Regulator", r"SC\d{6}"),
    "GB-NIC": ("Charity Commission for Northern Ireland", r"\d{6}"),
    "GB-COH": ("Companies House", r"(\d{8}|[A-Z]{2}\d{6}|[A-Z]{2}\d{5}[A-Z])"),
    "GB-MPR": ("Mutuals Public Register", r"[A-Z0-9]{2,12}"),
    "GB-CASC": ("Community amateur sports clubs", r"[A-Z0-9]{1,12}"),
    "GB-UKPRN": ("UK register of learning providers", r"1\d{7}"),
    "GB-EDU": ("Schools, by their URN", r"\d{5,6}"),
    "GB-LAE": ("English local authorities", r"[A-Z]{3,4}"),
    "GB-PLA": ("Principal areas of Wales", r"[A-Z]{3,4}"),
    "GB-LAS": ("Scottish local authorities", r"[A-Z]{3}"),
    "GB-NHS": ("NHS organisations", r"[A-Z0-9]{3,6}"),
    "GB-GOR": ("Government bodies", r"[A-Z]{1,4}\d{1,4}"),
}
_ANY_SCHEME = re.compile(r"([A-Z]{2}-[A-Z0-9]{2,10}|360G)")
_LINE = re.compile(r"\s*([A-Za-z0-9]{2,4}-[A-Za-z0-9]{2,10}|360[Gg])[\s:/-]+(.+?)\s*")


class NotAnIdentifier(ValueError):
    """A line that is no identifier; the message says what is wrong and shows one that is right."""


def read(line: str) -> tuple[str, str]:
    """Scheme and number out of one line, tidied: capitals, no spaces, a company's number at eight places.

    >>> read("gb-coh 2534145")
    ('GB-COH', '02534145')
    >>> read("GB-CHC-1000389")
    ('GB-CHC', '1000389')
    """
    found = _LINE.fullmatch(line)
    if not found:
        raise NotAnIdentifier(f"“{line.strip()[:60]}” is not a register and a number. Write it like “GB-CHC 1000389”.")
    scheme, number = found[1].upper(), re.sub(r"\s+", "", found[2]).upper()
    if scheme == "GB-COH" and number.isdigit():
        number = number.zfill(8)
    _check(scheme, number)
    return scheme, number


def _check(scheme: str, number: str) -> None:
    if scheme in SCHEMES and not re.fullmatch(SCHEMES[scheme][1], number):
        raise NotAnIdentifier(f"“{number[:40]}” does not look like a number of {SCHEMES[scheme][0]} ({scheme}).")
    if scheme not in SCHEMES and not _ANY_SCHEME.fullmatch(scheme):
        raise NotAnIdentifier(f"We do not know the register “{scheme}”. The list is at org-id.guide.")
    if len(number) > 60:
        raise NotAnIdentifier(f"This number of {scheme} is longer than any we know.")
