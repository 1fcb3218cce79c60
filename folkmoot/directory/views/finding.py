"""The entry that an address names, for those who may know of it."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from folkmoot.directory.forms import BY_NOUN
from folkmoot.people.access import person_of

NOUN_OF = {form.model: noun for noun, form in BY_NOUN.items()}


def entry_at(request: HttpRequest, noun: str, pk: int) -> models.Model:
    """The entry, or 404 where it is not there, removed, or private to others: nobody learns which."""
    seen = BY_NOUN[noun].model.objects.shown().visible_to(person_of(request), timezone.localdate())
    return get_object_or_404(seen.select_related("entered_by", "standing"), pk=pk)


def noun_of(entry: models.Model) -> str:
    """The word that stands for its kind in addresses."""
    return NOUN_OF[type(entry)]
