"""The sentences that pages open with."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.newsroom.models import Outlet


def of_stream(pieces: int, people: int, posts: int) -> str:
    """How much was kept, by how many, and how much from elsewhere."""
    parts = []
    if pieces:
        by = ngettext("one reporter", "%(n)s reporters", people) % {"n": people}
        words = ngettext("%(n)s report by %(by)s", "%(n)s reports by %(by)s", pieces)
        parts.append(words % {"n": pieces, "by": by})
    if posts:
        parts.append(ngettext("%(n)s post from elsewhere", "%(n)s posts from elsewhere", posts) % {"n": posts})
    return _("%(parts)s.") % {"parts": _(" and ").join(parts)} if parts else ""


def of_outlets(outlets: list[Outlet], now: datetime) -> str:
    """How many are read, and how they do."""
    if not outlets:
        return ""
    states = [outlet.state(now) for outlet in outlets]
    words = ngettext("%(n)s blog or feed is read here", "%(n)s blogs and feeds are read here", len(outlets))
    parts = [words % {"n": len(outlets)}]
    for state, one, many in (
        (Outlet.State.ACTIVE, _("one is active"), _("%(n)s are active")),
        (Outlet.State.QUIET, _("one has been quiet for three months"), _("%(n)s have been quiet for three months")),
        (Outlet.State.TROUBLE, _("one does not answer"), _("%(n)s do not answer")),
        (Outlet.State.DEAD, _("one seems to be gone"), _("%(n)s seem to be gone")),
    ):
        if n := states.count(state):
            parts.append(one if n == 1 else many % {"n": n})
    return "; ".join(parts) + "."
