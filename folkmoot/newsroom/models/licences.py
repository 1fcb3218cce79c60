"""What may be done with what somebody else made, by the licence it carries."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

NOT_SAID = ""
LICENCES = (
    (NOT_SAID, _("Not said")),
    ("cc0", _("Given to everyone (CC0)")),
    ("cc-by", _("Creative Commons: name the source")),
    ("cc-by-sa", _("Creative Commons: name the source, share alike")),
    ("cc-by-nc", _("Creative Commons: name the source, not to be sold")),
    ("cc-by-nc-sa", _("Creative Commons: name the source, not to be sold, share alike")),
    ("cc-by-nd", _("Creative Commons: name the source, unchanged")),
    ("ogl", _("Open Government Licence")),
    ("told", _("They told us that we may keep it")),
    ("reserved", _("All rights reserved")),
)
# Unchanged is how a frozen copy is kept, so "unchanged" and "not to be sold" allow it too.
KEEPING = frozenset(code for code, _words in LICENCES) - {NOT_SAID, "reserved"}
_CC = re.compile(r"creativecommons\.org/(?:licenses/(by(?:-nc)?(?:-sa|-nd)?)/|publicdomain/(?:zero|mark)/)", re.I)


def may_keep_text(licence: str) -> bool:
    """Whether the whole text may be kept here, with its source; otherwise a few lines of it, as a quotation."""
    return licence in KEEPING


def licence_named(words: str) -> str:
    """The licence that an address or a line of rights names; "" where it names none that we know.

    >>> licence_named("https://creativecommons.org/licenses/by-sa/4.0/"), licence_named("© the parish")
    ('cc-by-sa', '')
    """
    found = _CC.search(words)
    if found:
        code = f"cc-{found[1].lower()}" if found[1] else "cc0"
        return code if code in KEEPING else "reserved"
    if "open-government-licence" in words:
        return "ogl"
    return "reserved" if "all rights reserved" in words.casefold() else NOT_SAID
