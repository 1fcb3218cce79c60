"""Following by mail, and when one's news comes."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.feeds import areas
from folkmoot.feeds.models import Follower, PrivateAddress, Timing
from folkmoot.journal.models import Pace
from folkmoot.places.models import Postcode


class FollowForm(forms.Form):
    """For somebody with no account."""

    email = forms.EmailField(label=_("Your email address"), max_length=254,
                             help_text=_("Used for this alone, and forgotten when you stop."))  # fmt: skip
    pace = forms.ChoiceField(label=_("How often"), choices=[(pace, pace.label) for pace in Follower.PACES],
                             initial=Pace.WEEKLY)  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"


class TimingForm(forms.ModelForm):
    """When mail comes, and when it does not."""

    class Meta:
        model = Timing
        fields = ("hour", "weekday", "quiet_from", "quiet_until", "paused_until", "rests_when_away")
        widgets = {"paused_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        labels = {
            "hour": _("Hour of my daily and weekly mail"),
            "weekday": _("Day of my weekly mail"),
            "quiet_from": _("Quiet from"),
            "quiet_until": _("Quiet until"),
            "paused_until": _("No mail until after"),
            "rests_when_away": _("No mail while somebody stands in for me"),
        }
        help_texts = {
            "quiet_from": _("Between these hours nothing is mailed at once; it comes when they are over."),
            "quiet_until": "",
            "paused_until": _("What happens meanwhile comes in one mail afterwards. Empty: no pause."),
            "rests_when_away": _("What is put to you then goes to whoever stands in."),
        }

    def clean(self) -> dict:
        said = super().clean()
        if (said.get("quiet_from") is None) != (said.get("quiet_until") is None):
            self.add_error("quiet_until", _("A quiet time needs both its hours, or neither."))
        return said

    def clean_paused_until(self):
        day = self.cleaned_data["paused_until"]
        if day and (day - timezone.localdate()).days > 366:
            words = _("Choose a day within a year; to stop for good, choose “Only here on the site”.")
            raise forms.ValidationError(words)
        return day if day and day >= timezone.localdate() else None


class AddressForm(forms.Form):
    """Which list, and in what form."""

    about = forms.CharField(max_length=300, widget=forms.HiddenInput)
    form = forms.ChoiceField(label=_("For what"), choices=PrivateAddress.Form.choices)


class NearForm(forms.Form):
    """Round which postcode, and how far."""

    postcode = forms.CharField(label=_("Postcode"), max_length=10)
    km = forms.TypedChoiceField(
        label=_("How far"), coerce=int, choices=[(km, _("%(km)s km") % {"km": km}) for km in areas.DISTANCES], initial=2
    )

    def clean_postcode(self) -> str:
        found = Postcode.locate(self.cleaned_data["postcode"])
        if found is None:
            raise forms.ValidationError(
                _("We do not know where that postcode is. Give a whole one, such as DY1 1AE, or find a place.")
            )
        return found.code
