"""Narrowing the lists of groups, and of discussions and stories."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.forms.fields import PlaceSaid


class FilterForm(forms.Form):
    words = forms.CharField(label=_("Words"), required=False, max_length=120)
    place = PlaceSaid(label=_("Place"))


def narrowed(groups: QuerySet, wish: dict) -> QuerySet:
    """Those of that place with these words in name or purpose; what is not said narrows nothing."""
    if wish.get("place"):
        groups = groups.at(wish["place"])
    if wish.get("words"):
        groups = groups.filter(Q(name__icontains=wish["words"]) | Q(about__icontains=wish["words"]))
    return groups


def narrowed_talks(talks: QuerySet, wish: dict) -> QuerySet:
    """The same of discussions, by their titles."""
    if wish.get("place"):
        talks = talks.at(wish["place"])
    if wish.get("words"):
        talks = talks.filter(title__icontains=wish["words"])
    return talks
