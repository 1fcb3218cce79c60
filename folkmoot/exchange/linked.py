"""Sources at an address, read again when they are due: the difference waits for their keeper's yes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from folkmoot.directory.models import Source
from folkmoot.exchange import coming, files
from folkmoot.exchange.models import Intake, IntakeRefused, Link
from folkmoot.exchange.reading.rows import Refused
from folkmoot.journal.models import Notice
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person


class NothingNew(Refused):
    """The address gives what it gave last time."""


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
    had_trouble = bool(link.trouble)
    try:
        raw, seen = _fetched(link)
    except NothingNew:
        return None
    except (Refused, Refusal) as refused:
        if not had_trouble:
            Notice.tell(by, f"{link.source}: {refused}", link.source.get_absolute_url())
        return None
    intake = Intake.begin(by, coming.name_of(link.address), link.source, address=link.address, came=Intake.Came.LINK)
    coming.put(intake, [raw])
    link.was_read(**seen)
    return intake


def begin_again(link: Link, by: Person) -> Intake:
    """A reading of what stands there now, which the worker fetches."""
    if Intake.objects.filter(source=link.source).at_work().exists():
        raise IntakeRefused(_("This list is being read already."))
    return Intake.begin(by, coming.name_of(link.address), link.source, address=link.address, came=Intake.Came.LINK)


def bring(intake: Intake) -> None:
    """Have the file in the intake's folder, as `coming.bring`; of a source at an address, only where it is another."""
    link = Link.objects.filter(source=intake.source).first() if intake.came == Intake.Came.LINK else None
    if link is None or intake.folder.has(files.SHEET):
        coming.bring(intake)
        return
    raw, seen = _fetched(link)
    coming.put(intake, [raw])
    link.was_read(**seen)


def _fetched(link: Link) -> tuple[bytes, dict[str, str]]:
    """What stands there, and what to remember of it. Raises NothingNew, or why it could not be had; the link knows."""
    known = {"If-None-Match": link.etag, "If-Modified-Since": link.modified}
    try:
        answer = coming.get(link.address, {name: value for name, value in known.items() if value})
        raw = b"" if answer.status == 304 else coming.whole(link.address, answer.body)
    except (Refused, Refusal) as refused:
        link.was_read(trouble=str(refused))
        raise
    digest, headers = coming.digest_of(raw), answer.headers
    seen = {"etag": headers.get("etag", ""), "modified": headers.get("last-modified", ""), "digest": digest}
    if answer.status == 304 or digest == link.digest:
        link.was_read(**({} if answer.status == 304 else seen))
        raise NothingNew(_("gives the same as when it was read last."), link.address)
    return raw, seen


def link_to(source: Source, address: str, pace: str) -> Link:
    """Read this source again from its address at that pace. Safe twice."""
    link, _new = Link.objects.update_or_create(source=source, defaults={"address": address, "pace": pace})
    return link
