"""What people write here in the open and links to a page elsewhere is told there (W3C Webmention): from each new public
line of the journal the links in what its thing holds now."""

from __future__ import annotations

import re
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from folkmoot.feeds import pieces
from folkmoot.journal.models import Bookmark, Line
from folkmoot.newsroom import mentions

BATCH = 200
WEB = re.compile(r"https?://[^\s<>()\[\]\"'`|]{1,900}")
# Names that are nobody's (RFC 2606): there is no page to tell.
MADE_UP = re.compile(
    r"https?://([^/]*\.)?(example\.(com|net|org)|[^/]*\.(example|test|invalid|localhost))(:\d+)?(/|$)", re.I
)
# Where each kind keeps its words. A round-up tells its own sources; what comes from elsewhere is not ours to tell of.
WORDS = {
    "conversations.post": ("words",),
    "library.page": ("words",),
    "library.case": ("summary", "done", "failed", "website"),
    "library.toolkit": ("about",),
    "events.event": ("words",),
    "directory.activity": ("about", "website"),
    "directory.programme": ("about", "website"),
    "newsroom.piece": ("words", "link"),
    "decisions.proposition": ("words",),
}
# Several people write on one page: what one links to says nothing of what the others do.
SHARED = ("conversations.post",)


def tell_new() -> None:
    """Everything written since the last time, batch by batch."""
    while tell_some():
        pass


@transaction.atomic
def tell_some() -> bool:
    """Up to two hundred lines; False when there were none. What is not for everybody is told nobody; on its first run
    only what is of the last day."""
    mark = Bookmark.hold("mentions")
    lines = Line.objects.filter(pk__gt=mark.line)
    if mark.line == 0:
        lines = lines.filter(at__gte=timezone.now() - timedelta(days=1))
    new = list(lines.order_by("pk").values_list("pk", flat=True)[:BATCH])
    if not new:
        return False
    rows = Line.objects.public().filter(pk__in=new, kind__in=WORDS).values_list("kind", "key").distinct()
    for (kind, _key), thing in pieces.seen(rows, None, timezone.localdate()).items():
        if not getattr(thing, "story", False):
            _tell_of(kind, thing)
    mark.move_to(new[-1])
    return True


def _tell_of(kind: str, thing) -> None:
    found = WEB.findall("\n".join(str(getattr(thing, name, "") or "") for name in WORDS[kind]))
    links = {link.rstrip(".,;:!?*_") for link in found if not MADE_UP.match(link)}
    source = thing.get_absolute_url().partition("#")[0]
    mentions.tell_what_is_new(source, links, shared=kind in SHARED)
