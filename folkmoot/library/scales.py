"""The scales on which the evidence of a case is judged: each named, its levels in our words, with its source."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Scale(NamedTuple):
    code: str
    name: str | Promise
    source: str
    address: str
    levels: tuple[str | Promise, ...]


SCALES = (
    Scale(
        "plain",
        _("How we know"),
        "Folkmoot's own, for work nobody has evaluated",
        "",
        (
            _("One person says so."),
            _("Several people who were there say so."),
            _("Somebody counted before and after."),
            _("It was compared with people or places that went without."),
        ),
    ),
    Scale(
        "nesta",
        _("Standards of Evidence"),
        "Puttick and Ludlow, Standards of Evidence, Nesta, 2013; the levels in our words",
        "https://www.nesta.org.uk/report/nesta-standards-of-evidence/",
        (
            _("It can be said, and makes sense, what is done and why it should help."),
            _("Something was measured that changed for the better among those who took part."),
            _("It was compared with others who did not take part, so the change can be put down to it."),
            _("Somebody independent found the same, more than once or in more than one place."),
            _("It is written down so well that others do it elsewhere and it keeps working."),
        ),
    ),
)
BY_CODE = {scale.code: scale for scale in SCALES}
CHOICES = [(scale.code, scale.name) for scale in SCALES]


def has(scale: str, level: int) -> bool:
    """Whether that scale has that level; levels begin with 1."""
    return scale in BY_CODE and 1 <= level <= len(BY_CODE[scale].levels)


def meaning(scale: str, level: int) -> str:
    """What the level means, in a sentence; "" for none that is known."""
    return str(BY_CODE[scale].levels[level - 1]) if has(scale, level) else ""


def said(scale: str, level: int) -> str:
    """The level with its scale: "Standards of Evidence, level 2 of 5"."""
    if not has(scale, level):
        return ""
    words = _("%(scale)s, level %(level)d of %(most)d")
    return str(words) % {"scale": BY_CODE[scale].name, "level": level, "most": len(BY_CODE[scale].levels)}


def level_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """For a form: each scale with its levels, as "plain:1"."""
    return [
        (str(scale.name), [(f"{scale.code}:{n}", f"{n}. {words}") for n, words in enumerate(scale.levels, 1)])
        for scale in SCALES
    ]
