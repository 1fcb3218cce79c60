"""Pictures that people send: checked, made anew in a child process, kept under random names, given out with care."""

from __future__ import annotations

from folkmoot.kit.uploads.apart import NoPicture, Picture, made_anew
from folkmoot.kit.uploads.fields import PictureField
from folkmoot.kit.uploads.giving import give
from folkmoot.kit.uploads.keeping import NoRoom, keep, spend_one, sweep, throw_away

__all__ = [
    "NoPicture",
    "NoRoom",
    "Picture",
    "PictureField",
    "give",
    "keep",
    "made_anew",
    "spend_one",
    "sweep",
    "throw_away",
]
