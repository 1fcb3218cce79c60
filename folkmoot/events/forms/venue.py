"""What is known of a building, and of its rooms."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _l

from folkmoot.events.forms.checking import HowMany
from folkmoot.events.models import Venue
from folkmoot.events.models.venue import Access

FACTS = ("step_free", "accessible_toilet", "hearing_loop", "quiet_room", "parking", "wifi")


class VenueForm(forms.ModelForm):
    """What somebody wants to know of a building before they choose to come."""

    class Meta:
        model = Venue
        fields = ("name", "address", "postcode", "seats", *FACTS, "getting_there")
        labels = {
            "name": _l("What is it called?"),
            "seats": _l("How many may be in it at once?"),
            "step_free": _l("Can you get in without steps?"),
            "accessible_toilet": _l("Is there an accessible toilet?"),
            "hearing_loop": _l("Is there a hearing loop?"),
            "quiet_room": _l("Is there a quiet room?"),
            "parking": _l("Can you park there?"),
            "wifi": _l("Is there wifi?"),
            "getting_there": _l("How do people get there?"),
        }
        help_texts = {"seats": _l("The most it may hold, in all its rooms. Nothing: not known.")}
        widgets = {"getting_there": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        for name in FACTS:
            self.fields[name] = forms.ChoiceField(label=self.fields[name].label, choices=Access, required=False)
        self.fields["seats"] = HowMany(
            label=self.fields["seats"].label,
            help_text=self.fields["seats"].help_text,
            required=False,
            min_value=1,
            max_value=100_000,
        )


class VenueRoomForm(forms.Form):
    """A room of a building."""

    name = forms.CharField(label=_l("Its name"), max_length=80)
    seats = HowMany(label=_l("How many can sit there?"), min_value=1, max_value=10_000)
    step_free = forms.ChoiceField(label=_l("Can you get in without steps?"), choices=Access, required=False)
