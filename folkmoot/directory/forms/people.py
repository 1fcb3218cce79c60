"""Who belongs to a body, and who holds its posts."""

from __future__ import annotations

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import Membership, Organisation, Post
from folkmoot.people.models import Person

from .fields import PlaceSaid


def day_field(label, **options) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **options)


class HolderForm(forms.Form):
    """Who holds a post of a body, from when, and how one knows; a post that is not there yet is made."""

    post = forms.CharField(
        label=_("Which post"),
        max_length=120,
        help_text=_("“Chair”, “Leader of the council”, “Councillor for Mill Lane”"),
    )
    place = PlaceSaid(label=_("For which place"), help_text=_("For a councillor: the ward. Leave it empty otherwise."))
    decides = forms.CharField(
        label=_("What whoever holds it can decide"),
        required=False,
        max_length=300,
        help_text=_("So that people ask the right one."),
    )
    name = forms.CharField(label=_("Who holds it"), max_length=120)
    person = forms.ModelChoiceField(
        label=_("Their account here"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("None, or not known"),
        help_text=_("One of those who belong to it. They can then answer what is put to the post."),
    )
    since = day_field(_("Since when"))
    source = forms.CharField(
        label=_("How we know"), max_length=300, help_text=_("An election and its day, a minute, a web page.")
    )

    def __init__(self, *args, body: Organisation, **options) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = belonging(body)

    def hold(self, body: Organisation, by: Person) -> Post:
        said = self.cleaned_data
        post = Post.found(body, by, " ".join(said["post"].split()), said["place"], said["decides"])
        post.hold(by, " ".join(said["name"].split()), said["since"], said["source"], said["person"])
        return post


def belonging(body: Organisation) -> models.QuerySet:
    """Those who belong to it today."""
    held = Membership.objects.held_on(timezone.localdate()).filter(organisation__in=body.selves())
    return Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("name")


class DatesForm(forms.Form):
    """What somebody is in a body, and between which days."""

    as_what = forms.CharField(label=_("What you are there"), required=False, max_length=120)
    since = day_field(_("Since when"), required=False)
    until = day_field(_("Until when"), required=False, help_text=_("The last day. Leave it empty while it goes on."))
