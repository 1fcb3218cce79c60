"""A form that must be right before anything is done."""

from __future__ import annotations

from django import forms

from folkmoot.kit.refusals import Refusal


class NotUnderstood(Refusal):
    """What was sent is not what the form asks for."""

    status = 422


def checked(form: forms.BaseForm) -> dict:
    """What it holds; NotUnderstood with its first error otherwise."""
    if form.is_valid():
        return form.cleaned_data
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    raise NotUnderstood(f"{label}: {errors[0]}" if label else errors[0])
