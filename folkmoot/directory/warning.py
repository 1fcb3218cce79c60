"""What somebody should look at twice before everybody reads it: a telephone number, a mail address, where one lives.

Nothing is refused: the writer is told what was found, and posting it anyway is theirs to choose. What the directory
shows of a body already (its desk's number, its hall's postcode) is not found. All patterns are bounded, so that no
text takes long.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from folkmoot.directory.models import Organisation

PHONE = re.compile(r"(?<![\d/:.-])(?:\+44|0044|0)[\d ().-]{8,16}")
MAIL = re.compile(r"[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? {0,2}\d[A-Z]{2}\b", re.I)
STREETS = "street|road|lane|avenue|close|drive|crescent|terrace|way|place|gardens|grove|row|court|walk|square|hill"
STREETS += "|rd|st|ave"
HOUSE = re.compile(rf"\b\d{{1,4}}[a-zA-Z]?,? (?:[A-Z][\w’']{{1,24}} ){{1,3}}(?i:{STREETS})\b")
MOST = 6


class Found(NamedTuple):
    """One thing found: what sort it is, in words, and the very letters."""

    sort: str
    what: str


def find(words: str) -> list[Found]:
    """What is personal in these words, each once, at most six."""
    found = [Found(_("a telephone number"), one) for one in _phones(words)]
    found += [Found(_("a mail address"), one) for one in _mails(words)]
    found += [Found(_("a postcode"), one) for one in _postcodes(words)]
    found += [Found(_("a house number and street"), one[0]) for one in HOUSE.finditer(words)]
    return list(dict.fromkeys(found))[:MOST]


def _phones(words: str) -> list[str]:
    """UK numbers: 0 and nine or ten figures, or +44 and as many."""
    found = [one[0].strip(" .-()") for one in PHONE.finditer(words)]
    found = [one for one in found if len(_national(one)) in (10, 11)]
    return _unlisted(found, "phone", _national)


def _national(said: str) -> str:
    figures = re.sub(r"\D", "", said)
    return re.sub(r"^(?:0044|44)", "0", figures)


def _mails(words: str) -> list[str]:
    return _unlisted(MAIL.findall(words) if "@" in words else [], "email", str.lower)


def _postcodes(words: str) -> list[str]:
    return _unlisted([one[0] for one in POSTCODE.finditer(words)], "postcode", lambda one: one.replace(" ", "").upper())


def _unlisted(found: list[str], field: str, plain) -> list[str]:
    """Those that the directory does not show of some body."""
    if not found:
        return []
    shown = Organisation.objects.shown().live().exclude(**{field: ""})
    shown = shown.filter(hides_address=False) if field == "postcode" else shown
    listed = {plain(value) for value in shown.values_list(field, flat=True)}
    return [one for one in found if plain(one) not in listed]
