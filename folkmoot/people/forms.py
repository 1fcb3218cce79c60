"""What people type at the door and about themselves."""

from __future__ import annotations

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.people.models import Person


class Address(forms.Form):
    """Where to send a code."""

    email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class Code(forms.Form):
    """The code that was sent, or printed."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Eight letters and figures, like KWBH-7D3T. A printed code works here too."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class Passkey(AddWebAuthnForm):
    """A passkey that opens the door by itself, unless the device is too old for that."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("A name for it")
        self.fields["name"].help_text = _("So that you know it again: My phone, Office computer.")
        alone = self.fields["passwordless"]
        alone.initial, alone.label = True, _("Sign in with it alone, without a code")
        alone.help_text = _("Take the tick away for an older security key; it is then asked for after the code.")


class Name(forms.ModelForm):
    """What others see."""

    class Meta:
        model = Person
        fields = ("name",)
        labels = {"name": _("What shall we call you?")}
        help_texts = {"name": _("The only thing others see unless you choose to show more.")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].widget.attrs["autocomplete"] = "name"
