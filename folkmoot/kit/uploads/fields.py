"""The field that asks for a picture."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from folkmoot.kit.uploads.apart import NoPicture, Picture, made_anew


class PictureField(forms.FileField):
    """Cleans to a `Picture` drawn anew, or None where none was sent and none is needed. Its form is multipart."""

    # Named one by one: a telephone that keeps another kind turns its picture into one of these.
    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"})

    def clean(self, data: Any, initial: Any = None) -> Picture | None:
        sent = super().clean(data, initial)
        if not isinstance(sent, UploadedFile):
            return None
        try:
            return made_anew(sent)
        except NoPicture as wrong:
            raise ValidationError(wrong.words) from wrong
