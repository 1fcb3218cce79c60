"""Pictures and files beside a page: checked and kept, shown in its words, taken off."""

from __future__ import annotations

import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.conversations import newcomers
from folkmoot.conversations.uploading import is_picture, name_of
from folkmoot.kit import uploads
from folkmoot.kit.refusals import Refusal
from folkmoot.kit.uploads import documents
from folkmoot.library.models import Attachment, Page
from folkmoot.library.models.attachment import SHELF
from folkmoot.people.models import Person

MOST = 40


class TooMany(Refusal):
    """More than lie beside one page."""

    status = 400


def attach(page: Page, by: Person, sent: UploadedFile, alt: str = "") -> Attachment:
    """Lay it beside the page. The same file sent again is the one there is. Refuses, in words, whoever may not write
    there, what is neither a picture nor a file of a kind that is taken, and more than forty."""
    page.check_editor(by)
    name, mark = name_of(sent.name or ""), _mark_of(sent)
    known = page.attachments.filter(mark=mark).first()
    if known:
        return known
    _check_room(page)
    facts = _kept(by, name, sent, alt)
    with transaction.atomic():
        locked = page.locked()
        known = locked.attachments.filter(mark=mark).first()
        if known is None:
            _check_room(locked)
            made = locked.attachments.create(by=by, name=name, mark=mark, **facts)
            locked.tell(by, "laid a file beside")
            return made
    shelf = uploads if known.is_picture else documents
    shelf.throw_away(SHELF, facts["file"])
    return known


def _mark_of(sent: UploadedFile) -> str:
    mark = hashlib.sha256()
    for some in sent.chunks():
        mark.update(some)
    sent.seek(0)
    return mark.hexdigest()


def _check_room(page: Page) -> None:
    if page.attachments.count() >= MOST:
        raise TooMany(_("Forty pictures and files at most lie beside one page. Take one off first."))


def _kept(by: Person, name: str, sent: UploadedFile, alt: str) -> dict:
    """What the row holds of it; the file itself is on the shelf by then."""
    if not is_picture(name):
        document = documents.checked(name, sent)
        return {"kind": document.kind, "file": documents.keep(document, SHELF), "size": len(document.raw)}
    newcomers.check_pictures(by, 1, Attachment.objects)
    uploads.spend_one(f"person {by.key}")
    picture = uploads.made_anew(sent)
    seen = {"width": picture.width, "height": picture.height, "alt": alt.strip()[:300]}
    return seen | {"kind": picture.kind, "file": uploads.keep(picture, SHELF), "size": len(picture.whole)}


@transaction.atomic
def take_off(attachment: Attachment, by: Person) -> None:
    """Whoever may write on the page, or laid it there, takes it off: the file is gone, and what shows it shows its
    words."""
    page = attachment.page.locked()
    if attachment.by_id != by.pk or page.story:
        page.check_editor(by)
    attachment.throw_away()
    page.tell(by, "took a file off")
