"""Fields that read what people write: money, places, organisations by name, topics."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from folkmoot.directory import identifiers, whereabouts
from folkmoot.directory.models import Organisation
from folkmoot.places.models import Place

MOST_PENCE = 10**15


class Pounds(forms.CharField):
    """Money as people write it ("£3,000", "12.50"), as whole pence; nothing gives None."""

    def __init__(self, **options) -> None:
        super().__init__(**{"required": False, "max_length": 30} | options)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value) -> int | None:
        words = re.sub(r"[£,\s]", "", super().clean(value))
        if not words:
            return None
        try:
            pence = Decimal(words) * 100
        except InvalidOperation:
            pence = Decimal("NaN")
        if not pence.is_finite() or pence != pence.to_integral_value():
            raise ValidationError(_("Write an amount in pounds, like 3000 or 12.50."))
        if not 0 <= pence <= MOST_PENCE:
            raise ValidationError(_("That is not an amount we can keep."))
        return int(pence)

    def prepare_value(self, value):
        if not isinstance(value, int):
            return value
        return f"{value // 100}.{value % 100:02d}" if value % 100 else str(value // 100)


class PlaceSaid(forms.CharField):
    """One place by its name or postcode; the cleaned value is a Place, or None when left empty."""

    def __init__(self, **options) -> None:
        super().__init__(**{"required": False, "max_length": 200} | options)
        self.widget.attrs["data-suggest"] = "/places/names/"

    def clean(self, value) -> Place | None:
        words = super().clean(value)
        return one_place(words) if words else None

    def prepare_value(self, value):
        return whereabouts.full_name(value) if isinstance(value, Place) else value


def one_place(words: str) -> Place:
    """The one place these words name, or an error that says which there are."""
    found = whereabouts.places_called(words)
    if len(found) == 1:
        return found[0]
    if found:
        names = "; ".join(whereabouts.full_name(place) for place in found[:5])
        raise ValidationError(
            _("There are several of that name: %(names)s. Write the one you mean.") % {"names": names}
        )
    close = [whereabouts.full_name(place) for place in whereabouts.nearly(words)]
    hint = _("Did you mean %(names)s?") % {"names": "; ".join(close)} if close else ""
    raise ValidationError(
        _("We do not know a place called “%(words)s”.") % {"words": words[:80]} + f" {hint}", "unknown"
    )


class Identifiers(forms.CharField):
    """One identifier a line, as [[scheme, number]]."""

    def __init__(self, **options) -> None:
        super().__init__(**{"required": False, "widget": forms.Textarea(attrs={"rows": 2})} | options)

    def clean(self, value) -> list[list[str]]:
        found, wrong = set(), []
        for line in filter(str.strip, super().clean(value).splitlines()):
            try:
                found.add(identifiers.read(line))
            except identifiers.NotAnIdentifier as error:
                wrong.append(str(error))
        if wrong:
            raise ValidationError(wrong)
        return sorted(map(list, found))

    def prepare_value(self, value):
        return "\n".join(" ".join(row) for row in value) if isinstance(value, list) else value


def body_called(name: str) -> Organisation | None:
    """The live organisation of that name, as its survivor; None when there is none; an error when there are several.

    "Riverside Choir (Mill Lane)" tells two of one name apart by their place.
    """
    name = " ".join(name.split())
    found = _bodies(name)
    if not found and (parts := re.fullmatch(r"(.+) \(([^()]+)\)", name)):
        found = {pk: body for pk, body in _bodies(parts[1]).items() if str(body.place).lower() == parts[2].lower()}
    if len(found) > 1:
        where = "; ".join(f"{body.name} ({body.place})" for body in found.values())
        raise ValidationError(
            _("There are several of that name: %(names)s. Write the one you mean.") % {"names": where}
        )
    return next(iter(found.values()), None)


def _bodies(name: str) -> dict[int, Organisation]:
    named = Organisation.objects.shown().filter(story=False, name__iexact=name).select_related("same_as", "place")
    return {body.pk: body for body in (each.survivor() for each in named[:20])}
