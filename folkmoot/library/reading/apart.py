"""Reading a file of pages apart: in a fresh child process with limits, of which only the answer comes back."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from folkmoot.kit import apart
from folkmoot.kit.refusals import Refusal


class FileRefused(Refusal):
    """It is no file of pages, or takes more than one may."""

    status = 400


def read(raw: bytes, file_name: str) -> list[dict]:
    """The pages in it: see `pages.Found`. FileRefused in words."""
    name = Path(file_name).name[:120] or "page.txt"
    sentence = _("The file %(why)s")
    return apart.read(FileRefused, "folkmoot.library.reading.child", name, raw=raw, sentence=sentence)["pages"]
