"""Pictures and files that come with what somebody says: checked and kept before the words are, tied to them after."""

from __future__ import annotations

import io
from pathlib import PurePosixPath
from typing import IO

from django.http import HttpRequest
from django.utils.translation import gettext as _

from folkmoot.conversations import newcomers
from folkmoot.conversations.models import Attachment, Draft, Export, Post
from folkmoot.conversations.models.attachment import SHELF
from folkmoot.kit import uploads
from folkmoot.kit.refusals import Refusal
from folkmoot.kit.uploads import documents
from folkmoot.people.models import Person

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif")
MOST = 6


class TooManyFiles(Refusal):
    """More than a post may carry."""

    status = 400


def taken(request: HttpRequest) -> list[Attachment]:
    """What was sent with a form, in its field "files"; kept, and on no post yet. Refusals in words."""
    sent = [(one.name, one) for one in request.FILES.getlist("files") if one.size]
    return keep(request.user, sent, request.POST.get("alt", ""))


def kept_with(draft: Draft | None) -> list[Attachment]:
    """What was sent before, when the words needed another look."""
    return list(draft.attachments.filter(post=None)) if draft else []


def keep_with(draft: Draft | None, files: list[Attachment]) -> None:
    """Nothing that was sent is lost while the words are looked at once more."""
    if draft is not None and files:
        Attachment.objects.filter(pk__in=[one.pk for one in files]).update(draft=draft)


def keep(person: Person, sent: list[tuple[str, IO[bytes]]], alt: str = "") -> list[Attachment]:
    """Pictures are drawn anew; other files are known by their first bytes. `alt`: what the pictures show, one line for
    each, in their order."""
    if len(sent) > MOST:
        raise TooManyFiles(_("Six pictures and files at most go with one post. Send the others with another."))
    pictures = sum(is_picture(name) for name, _file in sent)
    newcomers.check_pictures(person, pictures, Attachment.objects)
    for _each in range(pictures):
        uploads.spend_one(f"person {person.key}")
    lines = iter([line.strip() for line in alt.splitlines()])
    return [kept_as(person, name_of(name), file, next(lines, "") if is_picture(name) else "") for name, file in sent]


def change(post: Post, off: list[str], alts: dict[str, str], new: list[Attachment]) -> bool:
    """The files of a post: take those with these keys off, say anew what pictures show (key → words), add new ones.
    True when something changed. The caller has asked whether they may."""
    gone = list(post.attachments.filter(key__in=off))
    if post.attachments.count() - len(gone) + len(new) > MOST:
        raise TooManyFiles(_("Six pictures and files at most go with one post. Send the others with another."))
    for one in gone:
        one.throw_away()
        one.delete()
    said = 0
    for one in post.attachments.filter(key__in=alts, width__gt=0):
        words = alts[one.key].strip()[:300]
        if words != one.alt:
            said += Attachment.objects.filter(pk=one.pk).update(alt=words)
    Attachment.objects.filter(pk__in=[one.pk for one in new]).update(post=post, draft=None)
    if gone:
        Export.spoil(post.discussion)
    return bool(gone or said or new)


def is_picture(name: str) -> bool:
    return name.lower().endswith(PICTURES)


def kept_as(person: Person, name: str, file: IO[bytes], alt: str) -> Attachment:
    """One of them, on no post yet."""
    if not is_picture(name):
        document = documents.checked(name, file)
        facts = {"kind": document.kind, "file": documents.keep(document, SHELF), "size": len(document.raw)}
        return Attachment.objects.create(by=person, name=name, **facts)
    picture = uploads.made_anew(file)
    facts = {"kind": picture.kind, "width": picture.width, "height": picture.height, "size": len(picture.whole)}
    return Attachment.objects.create(
        by=person, name=name, alt=alt.strip()[:300], file=uploads.keep(picture, SHELF), **facts
    )


def name_of(said: str) -> str:
    """The last part of a file's name, without what could be a path or a line of its own."""
    plain = "".join(letter for letter in said.replace("\\", "/") if letter.isprintable())
    return PurePosixPath(plain).name[-150:] or "file"


def from_bytes(raw: bytes) -> IO[bytes]:
    return io.BytesIO(raw)
