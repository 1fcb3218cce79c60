"""One list of what can be watched and reported: from the address of its page to the thing itself."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.apps import apps
from django.urls import Resolver404, resolve
from django.utils import timezone

# Name of the page → its model and the field its address is made of.
THINGS = {
    "place": ("places.Place", "slug"),
    "person": ("people.Person", "key"),
    "organisation": ("directory.Organisation", "pk"),
    "programme": ("directory.Programme", "pk"),
    "activity": ("directory.Activity", "pk"),
    "offer": ("directory.Offer", "pk"),
    "ask": ("directory.Ask", "pk"),
    "need": ("directory.Need", "pk"),
    "source": ("directory.Source", "pk"),
    "promises:promise": ("promises.Promise", "pk"),
    "joinup:finding": ("joinup.Finding", "pk"),
    "joinup:agreement": ("joinup.Agreement", "pk"),
}
KINDS = {model.lower(): model for model, _field in THINGS.values()} | {
    "directory.reply": "directory.Reply",
    "promises.word": "promises.Word",
}
AUTHORS = ("entered_by", "holder", "by", "proposed_by", "keeper")


def at(address: str):
    """The thing whose page stands at this address of ours, or None. "/who/7/#reply-3" is the third reply there."""
    parts = urlsplit(address)
    by_part = _by_fragment(parts.fragment)
    if by_part is not None:
        return by_part
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    model, field = THINGS.get(match.view_name, (None, None))
    if model is None or not match.kwargs:
        return None
    return apps.get_model(model)._default_manager.filter(**{field: next(iter(match.kwargs.values()))}).first()


def of(kind: str, key: str):
    """The thing of that kind and key, or None when there is none any more."""
    model = KINDS.get(kind)
    return apps.get_model(model)._base_manager.filter(pk=key).first() if model and str(key).isdigit() else None


def author_of(thing):
    """Whoever wrote it, as far as that is known: told of a ruling, and may appeal."""
    if thing._meta.label == "people.Person":
        return thing
    return next((getattr(thing, name) for name in AUTHORS if getattr(thing, name, None)), None)


def is_visible(thing, person) -> bool:
    """Whether this person (None: not signed in) may see the thing on a page of its own."""
    standing = getattr(thing, "standing", None)
    if standing is not None and standing.state != standing.State.SHOWN:
        return False
    return thing.is_visible_to(person, timezone.localdate()) if hasattr(thing, "is_visible_to") else True


def _by_fragment(fragment: str):
    kind, _dash, key = fragment.partition("-")
    return of({"reply": "directory.reply", "word": "promises.word"}.get(kind, ""), key)
