"""Sources at an address, read again when they are due: the difference waits for their keeper's yes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from folkmoot.directory.models import Source
from folkmoot.exchange import coming
from folkmoot.exchange.models import Intake, Link
from folkmoot.exchange.reading.rows import Refused
from folkmoot.journal.models import Notice
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person


def read_due(day: date) -> Iterator[Intake]:
    """A new intake for every link that is due and gives something else than last time."""
    for link in Link.objects.due(day).select_related("source__keeper"):
        intake = read_again(link, link.source.keeper)
        if intake:
            yield intake


def read_again(link: Link, by: Person | None) -> Intake | None:
    """Fetch what stands there now; None when nothing has changed, or it could not be had (the link says why)."""
    if by is None or Intake.objects.filter(source=link.source).at_work().exists():
        return None
    known = {"If-None-Match": link.etag, "If-Modified-Since": link.modified}
    try:
        answer = coming.get(link.address, {name: value for name, value in known.items() if value})
        if answer.status == 304:
            link.was_read()
            return None
        raw = coming.whole(link.address, answer.body)
        return _if_different(link, by, raw, answer.headers)
    except (Refused, Refusal) as refused:
        words = str(refused)
        if not link.trouble:
            Notice.tell(by, f"{link.source}: {words}", link.source.get_absolute_url())
        link.was_read(trouble=words)
        return None


def _if_different(link: Link, by: Person, raw: bytes, headers: dict[str, str]) -> Intake | None:
    digest = coming.digest_of(raw)
    seen = {"etag": headers.get("etag", ""), "modified": headers.get("last-modified", ""), "digest": digest}
    same = digest == link.digest
    if same:
        link.was_read(**seen)
        return None
    intake = Intake.begin(by, coming.name_of(link.address), link.source, address=link.address)
    coming.put(intake, [raw])
    link.was_read(**seen)
    return intake


def link_to(source: Source, address: str, pace: str) -> Link:
    """Read this source again from its address at that pace. Safe twice."""
    link, _ = Link.objects.update_or_create(source=source, defaults={"address": address, "pace": pace})
    return link
