"""An entry's facts as plain values that JSON can hold, and back: so that every change has a before and an after.

Text and numbers stay, a date is its ISO form, a link to one thing is its id, a link to many a sorted list of ids.
An entry with rows of its own (parties, places served) says with `rows_of_<fact>` and `take_<fact>` how they read.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.utils import timezone


def value(entry: models.Model, name: str):
    """One fact as a plain value."""
    if hasattr(entry, f"rows_of_{name}"):
        return getattr(entry, f"rows_of_{name}")() if entry.pk else []
    field = entry._meta.get_field(name)
    if field.many_to_many:
        return sorted(thing.pk for thing in getattr(entry, name).all()) if entry.pk else []
    found = getattr(entry, field.attname)
    if isinstance(found, date | datetime):
        return found.isoformat()
    return f"{found.normalize():f}" if isinstance(found, Decimal) else found


def take(entry: models.Model, changes: dict) -> None:
    """Set these facts and save; a name that is no fact of this entry is an error in the calling code."""
    unknown = set(changes) - {*entry.FACTS, "same_as"}
    if unknown:
        raise ValueError(f"{entry._meta.label} has no fact called {', '.join(sorted(unknown))}.")
    later = {}
    for name, new in changes.items():
        if hasattr(entry, f"take_{name}") or entry._meta.get_field(name).many_to_many:
            later[name] = new
        else:
            field = entry._meta.get_field(name)
            setattr(entry, field.attname, new if field.is_relation else field.to_python(new))
    entry.changed_at = timezone.now()
    entry.save()
    _take_links(entry, later)


def _take_links(entry: models.Model, later: dict) -> None:
    for name, new in later.items():
        if hasattr(entry, f"take_{name}"):
            getattr(entry, f"take_{name}")(new)
        else:
            getattr(entry, name).set(new)
    if later:
        getattr(entry, "_prefetched_objects_cache", {}).clear()
    if hasattr(entry, "count_facts"):
        entry.count_facts()


def copy(from_one: models.Model, to: models.Model) -> None:
    """Give the caller's object what was just saved, and forget what it had fetched."""
    for field in from_one._meta.concrete_fields:
        setattr(to, field.attname, getattr(from_one, field.attname))
    getattr(to, "_prefetched_objects_cache", {}).clear()
