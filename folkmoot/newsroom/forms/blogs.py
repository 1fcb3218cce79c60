"""Adding a blog or a feed, a list of them, or one post by its address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.forms.fields import PlaceSaid
from folkmoot.kit.public_hosts import Target, UnsafeAddress
from folkmoot.newsroom.models import LICENCES, Desk, RoundUp

MOST_BYTES = 1_000_000


class WebAddress(forms.CharField):
    """An address on the web that we would go to; whatever else is refused in words, before anything is fetched."""

    def __init__(self, **more) -> None:
        super().__init__(max_length=500, **more)
        self.widget.attrs["inputmode"] = "url"

    def clean(self, value) -> str:
        address = super().clean(value)
        address = address.replace("feed://", "https://", 1) if address.startswith("feed://") else address
        address = address if "://" in address or not address else f"https://{address}"
        try:
            Target.of(address)
        except UnsafeAddress as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        return address


class OutletForm(forms.Form):
    name = forms.CharField(label=_("What is it called?"), max_length=200)
    address = WebAddress(label=_("Where is it?"), help_text=_("Its page, or its feed (Atom, RSS or JSON Feed)."))
    owner = forms.CharField(
        label=_("Who keeps it?"), max_length=200, required=False, help_text=_("As people know them: they are credited.")
    )
    tag = forms.CharField(
        label=_("Only what carries this tag"), max_length=40, required=False, help_text=_("For a feed of many things.")
    )
    licence = forms.ChoiceField(
        label=_("What may be kept of it?"),
        choices=LICENCES,
        required=False,
        help_text=_("Without a licence that allows it only the first lines are kept, with the address."),
    )
    place = PlaceSaid(label=_("For which place?"), required=True)
    is_known = forms.BooleanField(label=_("What it posts shows without anybody looking first"), required=False)

    def __init__(self, *args, desk: Desk | None = None, keeps: bool = False, **more) -> None:
        super().__init__(*args, **more)
        if desk:
            del self.fields["place"]
        if not (desk or keeps):
            del self.fields["is_known"]


class ListForm(forms.Form):
    place = PlaceSaid(label=_("For which place?"), required=True)
    file = forms.FileField(label=_("The file (OPML)"))

    def clean_file(self) -> bytes:
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(_("That is larger than any list of feeds: at most one megabyte."))
        return sent.read()


class PasteForm(forms.Form):
    address = WebAddress(label=_("Address of the post"))
    title = forms.CharField(label=_("Its title"), max_length=300, required=False)


class RoundUpForm(forms.ModelForm):
    class Meta:
        model = RoundUp
        fields = ("title", "words")
        labels = {"title": _("Title"), "words": _("How it begins")}
        help_texts = {"words": _("Your own words. A line in *stars* leans, an empty line begins a new paragraph.")}
        widgets = {"words": forms.Textarea(attrs={"rows": 6})}
