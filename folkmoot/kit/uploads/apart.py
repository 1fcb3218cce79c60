"""Making a picture anew apart: in a fresh child process with limits, of which only the answer comes back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from folkmoot.kit import apart
from folkmoot.kit.refusals import Refusal

STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"RIFF")


class NoPicture(Refusal):
    """It is no picture that we take, or larger than one may be."""

    status = 400


@dataclass(frozen=True)
class Picture:
    """A picture drawn anew: its kind (jpeg, png or webp), its size in points, and its bytes whole and small."""

    kind: str
    width: int
    height: int
    whole: bytes
    small: bytes


def made_anew(sent: IO[bytes]) -> Picture:
    """The picture without anything it carried along (place, camera, comments, hidden tails). NoPicture in words."""
    sent.seek(0)
    raw = sent.read(settings.PICTURE_LIMIT + 1)
    if not raw:
        raise NoPicture(_("This file is empty. Choose the picture again."))
    if len(raw) > settings.PICTURE_LIMIT:
        most = {"most": filesizeformat(settings.PICTURE_LIMIT)}
        raise NoPicture(_("This file is larger than %(most)s, the most a picture may have. Send a smaller one.") % most)
    if not raw.startswith(STARTS):
        raise NoPicture(_no_kind())
    return _answer(raw)


def _answer(raw: bytes) -> Picture:
    try:
        drawn = apart.asked("folkmoot.kit.redrawing", raw=raw)
    except apart.NoAnswer as none:
        raise NoPicture(_broken()) from none
    head, _line, bodies = drawn.partition(b"\n")
    about = json.loads(head)
    if "refused" in about:
        raise NoPicture(_refused(about["refused"], about["n"]))
    first, second = about["lengths"]
    return Picture(about["kind"], about["width"], about["height"], bodies[:first], bodies[first : first + second])


def _refused(word: str, n: int) -> str:
    if word == "pixels" and n:
        words = _("This picture has %(n)s million points; 40 million is the most. Send a smaller copy of it.")
        return words % {"n": n}
    if word == "pixels":
        return _("This picture has more than 40 million points, the most there may be. Send a smaller copy of it.")
    return _no_kind() if word == "kind" else _broken()


def _no_kind() -> str:
    return _("This is no picture that can be taken here. Send a JPEG, PNG, WebP or GIF, as telephones make them.")


def _broken() -> str:
    return _("This picture could not be read to its end. Open it, save it again as JPEG, and send that.")
