"""How a file comes: uploaded, pasted, or fetched from an address. It lies in the intake's folder from then on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.exchange import files
from folkmoot.exchange.models import Intake
from folkmoot.exchange.reading import apart, hsds
from folkmoot.exchange.reading.rows import Refused
from folkmoot.kit import fetch

SECONDS = 60
MOST_PAGES = 200


def bring(intake: Intake) -> None:
    """Have the file in the intake's folder. Raises Refused or a Refusal in words."""
    if intake.folder.has(files.SHEET):
        return
    if not intake.address:
        raise Refused(_("is no longer kept. Bring it again."), intake.file_name)
    put(intake, [fetched(intake.address)])


def put(intake: Intake, pieces) -> None:
    """Keep the file and its digest."""
    intake.digest = intake.folder.put(files.SHEET, pieces)
    intake.save(update_fields=["digest"])


def fetched(address: str) -> bytes:
    """What stands at an address now; the pages of an HSDS API as one bundle."""
    answer = get(address)
    return whole(address, answer.body)


def get(address: str, known: dict[str, str] | None = None) -> fetch.Answer:
    """One answer, which must be a good one. `known`: headers of a conditional request; then 304 may come back."""
    answer = fetch.get(address, limit=settings.UPLOAD_LIMIT, seconds=SECONDS, known=known)
    if answer.status == 304 and known:
        return answer
    if answer.status != 200:
        words = _("answered %(status)s instead of a file. Open it in a browser to see what is wrong.")
        raise Refused(words % {"status": answer.status}, address[:200])
    return answer


def whole(address: str, first: bytes) -> bytes:
    """The file as fetched, with the other pages of an API where it says that it has several."""
    if not _has_pages(first):
        return first
    pages = list(_pages(address, first))
    return apart.bundled((f"{number:05}.json", page) for number, page in enumerate(pages, 1))


def _has_pages(raw: bytes) -> bool:
    """Whether this is the first of several pages."""
    return raw[:1] in (b"{", b" ", b"\n") and hsds.pages_said(raw) > 1


def _pages(address: str, first: bytes) -> Iterator[bytes]:
    total = 0
    known = {address: first}

    def one(url: str) -> bytes:
        return known.pop(url, None) or get(url).body

    for number, page in enumerate(hsds.pages(one, address), 1):
        total += len(page)
        if total > settings.UPLOAD_LIMIT or number > MOST_PAGES:
            raise Refused(_("has more pages than we take from one address."), address[:200])
        yield page


def digest_of(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def name_of(address: str) -> str:
    """A file name for what stands at an address."""
    parts = urlsplit(address)
    return (parts.path.rstrip("/").rsplit("/", 1)[-1] or parts.hostname or "list")[:200]
