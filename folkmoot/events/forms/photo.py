"""Sending a photo of an event."""

from __future__ import annotations

import secrets

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.events.models import Event, Photo, Session
from folkmoot.kit.uploads import PictureField


class PhotoForm(forms.Form):
    """One photo, what it shows, and the consent of those in it."""

    picture = PictureField(
        label=_("The photo"),
        help_text=_("As your phone makes it. Where it was taken and by which phone is taken out before we keep it."),
    )
    words = forms.CharField(
        label=_("What does it show?"),
        max_length=300,
        help_text=_("For those who cannot see it. No names of people who did not agree."),
    )
    consent = forms.ChoiceField(
        label=_("May those in it be shown?"), choices=Photo.Consent, widget=forms.RadioSelect,
        help_text=_("Ask them first. For a child, ask a parent."),
    )  # fmt: skip
    session = forms.ModelChoiceField(
        label=_("At which session?"), queryset=Session.objects.none(), required=False, empty_label=_("The whole room")
    )
    credit = forms.CharField(
        label=_("Who took it?"), max_length=120, required=False, help_text=_("As they want to be named.")
    )
    attendees_only = forms.BooleanField(label=_("Only for those who came"), required=False)
    once = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)

    def __init__(self, *args, event: Event, session: Session | None = None, **options) -> None:
        options.setdefault("initial", {"once": secrets.token_urlsafe(9), "session": session})
        super().__init__(*args, **options)
        self.event = event
        placed = event.sessions.exclude(state__in=[Session.State.MERGED, Session.State.DROPPED])
        self.fields["session"].queryset = placed.select_related("slot").order_by("slot__starts_at", "title")
        if not placed.exists():
            del self.fields["session"]

    def add(self, **whose) -> Photo:
        """`whose`: by, or code."""
        said = dict(self.cleaned_data)
        picture, words, consent = (said.pop(name) for name in ("picture", "words", "consent"))
        return Photo.add(self.event, picture, words, consent, **said, **whose)
