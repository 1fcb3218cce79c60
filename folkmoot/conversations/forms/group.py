"""Beginning a group, changing it, its house agreement, and coming in."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.conversations import founding
from folkmoot.conversations.models import Group
from folkmoot.conversations.models.group import TAKEN
from folkmoot.directory.forms.careful import Careful
from folkmoot.directory.forms.fields import PlaceSaid
from folkmoot.directory.models import Membership, Organisation, Programme, Topic
from folkmoot.journal.models import Pace
from folkmoot.kit import colour
from folkmoot.kit.way_back import is_here
from folkmoot.people.models import Person

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
AGREEMENT = _(
    "Speak for yourself and say how sure you are.\n\n"
    "Disagree with what is said, never with who says it.\n\n"
    "What is private stays private. Photographs only of people who said yes."
)


class GroupForm(Careful):
    """What a group is. The same form begins one and changes one."""

    LOOKED_AT = ("name", "about", "for_title", "agreement")

    name = forms.CharField(label=_("Its name"), max_length=120)
    about = forms.CharField(
        label=_("What is it for?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In a sentence or two: who comes together here, and what about."),
    )
    way_in = forms.ChoiceField(label=_("Who can join?"), choices=Group.WayIn.choices, widget=forms.RadioSelect)
    readers = forms.ChoiceField(
        label=_("Who reads what is said in it?"), choices=Group.Readers.choices, widget=forms.RadioSelect
    )
    place = PlaceSaid(label=_("Is it for a place?"), help_text=_("A name or a postcode."))
    programme = forms.ModelChoiceField(
        label=_("Or for a programme?"), queryset=Programme.objects.none(), required=False
    )
    topic = forms.CharField(label=_("Or a topic?"), required=False, max_length=120, help_text=_("As in the directory."))
    for_title = forms.CharField(label=_("Or an event, or another page here?"), required=False, max_length=200)
    for_address = forms.CharField(
        label=_("Its address on this site"), required=False, max_length=300, help_text=_("As /events/12/.")
    )
    organisation = forms.ModelChoiceField(
        label=_("Which body runs it?"), queryset=Organisation.objects.none(), required=False
    )
    parent = forms.ModelChoiceField(
        label=_("Is it part of another group?"),
        queryset=Group.objects.none(),
        required=False,
        help_text=_("Those who look after that group are asked first."),
    )
    colour = forms.CharField(
        label=_("A colour of its own"), required=False, max_length=7, help_text=_("As #8f4410. Made readable for you.")
    )
    licence = forms.ChoiceField(
        label=_("On what terms may others use what is written here?"), choices=Group.Licence.choices, required=False
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, by: Person, group: Group | None = None, **options) -> None:
        self.by, self.group = by, group
        options["initial"] = (options.get("initial") or {}) | self._begins()
        options["had"] = (group.name, group.about, group.for_title) if group else ()
        super().__init__(*args, **options)
        mine = Membership.objects.spoken_by(by, timezone.localdate())
        kept = [getattr(group, f"{name}_id", None) for name in ("programme", "organisation", "parent")]
        programmes = Programme.objects.shown().filter(story=False, same_as=None)
        self.fields["programme"].queryset = programmes.filter(organisation__in=mine) | programmes.filter(pk=kept[0])
        bodies = Organisation.objects.filter(story=False, same_as=None)
        self.fields["organisation"].queryset = bodies.filter(pk__in=[*mine, kept[1]])
        above = Group.objects.shown().live().of(by) | Group.objects.filter(pk=kept[2])
        self.fields["parent"].queryset = above.exclude(pk=group.pk) if group else above

    def _begins(self) -> dict:
        if self.group is None:
            begun = {"way_in": "open", "readers": "everyone", "licence": Group.Licence.BY}
            return begun | {"once": secrets.token_urlsafe(12)}
        known = {name: getattr(self.group, name) for name in founding.FACTS}
        return known | {"topic": str(self.group.topic or "")}

    def clean_topic(self) -> Topic | None:
        said = self.cleaned_data["topic"].strip()
        found = Topic.objects.filter(name__iexact=said).first() if said else None
        if said and found is None:
            raise ValidationError(_("The directory knows no topic of that name. See its list of topics, or leave it."))
        return found

    def clean_colour(self) -> str:
        said = self.cleaned_data["colour"].strip()
        if not said:
            return ""
        parsed = colour.parse(said)
        if parsed is None:
            raise ValidationError(_("Write a colour as six letters and figures after a #, such as #8f4410."))
        return colour.spelt(parsed)

    def clean_for_address(self) -> str:
        said = self.cleaned_data["for_address"].strip()
        said = urlsplit(said.removeprefix(settings.SITE_URL)).path if said else ""
        if said and not is_here(said):
            raise ValidationError(_("Write the part of the address after the name of this site, as /events/12/."))
        return said if not said or said.endswith("/") else f"{said}/"

    def clean_name(self) -> str:
        said = " ".join(self.cleaned_data["name"].split())
        if said.lower() in TAKEN:
            raise ValidationError(_("That word is taken by a page. Add another to it."))
        return said

    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in founding.FACTS}


class NewGroupForm(GroupForm):
    agreement = forms.CharField(
        label=_("Its house agreement"),
        max_length=10_000,
        required=False,
        initial=AGREEMENT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Everybody says yes to it at the door. Change what does not fit; leave it empty to have none."),
    )
    review_on = forms.DateField(label=_("When will you look at it again?"), required=False, widget=DAY)

    def make(self) -> Group:
        said = self.cleaned_data
        more = {"agreement": said["agreement"], "review_on": said["review_on"], "once": said["once"]}
        return founding.begin(self.by, self.facts(), **more)


class ChangeGroupForm(GroupForm):
    because = forms.CharField(
        label=_("Why?"), max_length=1000, help_text=_("It stands in the group’s log, for those who read the group.")
    )

    def keep(self) -> list[str]:
        return founding.change(self.group, self.by, self.facts(), self.cleaned_data["because"])


class AgreementForm(Careful):
    words = forms.CharField(
        label=_("The house agreement"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 10})
    )
    review_on = forms.DateField(label=_("When will you look at it again?"), required=False, widget=DAY)
    because = forms.CharField(label=_("What changes, and why?"), max_length=1000)


class DoorForm(forms.Form):
    """At the door of a group: yes to the agreement, how often to hear of it, and what goes along if it moves."""

    accepts = forms.BooleanField(label=_("I have read the house agreement and say yes to it"), required=False)
    words = forms.CharField(
        label=_("A few words to those who look after it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    pace = forms.ChoiceField(
        label=_("How often do you want to hear of it?"), choices=Pace.choices, initial=Pace.DAILY, required=False
    )
    goes_along = forms.BooleanField(
        label=_("If the group moves elsewhere, my name and mail address may go along"), required=False
    )

    def __init__(self, *args, group: Group, asks: bool = False, **options) -> None:
        super().__init__(*args, **options)
        if not group.agreement():
            del self.fields["accepts"]
        if not asks:
            del self.fields["words"]

    def wishes(self) -> dict:
        return {"pace": self.cleaned_data["pace"], "goes_along": self.cleaned_data["goes_along"]}


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("Their mail address"))
    words = forms.CharField(label=_("A word from you"), required=False, max_length=600)
