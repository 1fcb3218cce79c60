"""Laying a picture or a file beside a page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.conversations.uploading import is_picture

TAKEN = "image/jpeg,image/png,image/webp,image/gif,.pdf,.csv,.xlsx,.ods,.ics"


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Picture or file"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": TAKEN}),
        help_text=_(
            "JPEG, PNG, WebP, PDF, CSV, Excel, LibreOffice sheets and calendars; 10 MB a picture. Where and when a "
            "picture was taken is left out. Everybody who reads the page can have it."
        ),
    )
    alt = forms.CharField(
        label=_("What does the picture show?"),
        max_length=300,
        required=False,
        help_text=_("In a few words. Whoever cannot see it reads them. Files need none."),
    )

    def clean(self) -> dict:
        said = super().clean()
        if said.get("file") and is_picture(said["file"].name) and not said.get("alt", "").strip():
            self.add_error("alt", _("Say in a few words what the picture shows, then choose it once more."))
        return said
