"""Short forms that stand on a larger page."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.kit.refusals import Refusal


def in_our_time(day: date | None) -> None:
    """Refuse a day that nobody can mean: before 1900, or more than fifty years away. Of such a day nothing can be
    reckoned, and what is meant is another year."""
    if day is not None and not 1900 <= day.year <= timezone.localdate().year + 50:
        raise forms.ValidationError(_("Look at the year: %(year)s cannot be meant.") % {"year": day.year})


class HowMany(forms.IntegerField):
    """A number of things or people; what is wrong with it is said in a sentence that says what would be right."""

    default_error_messages = {"invalid": _("Write a whole number, such as 3.")}

    def __init__(self, *, min_value: int, max_value: int | None = None, **more) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **more)
        for check in self.validators:
            if check.code == "min_value":
                check.message = _("%(show_value)s is too few: write %(limit_value)s or more.")
            if check.code == "max_value":
                check.message = _("%(show_value)s is too many: write %(limit_value)s or fewer.")


def checked(form: forms.Form) -> dict:
    """What a form says; Refusal, in words, for what is wrong with it."""
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        raise Refusal(f"{form.fields[name].label}: {errors[0]}")
    return form.cleaned_data
