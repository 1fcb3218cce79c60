"""The cast: Amina, Bram, Carys, Dilys and Emeka, and Kofi who keeps the site with Amina."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

from folkmoot.people.models import Person, Role

CAST = (
    ("amina", "Amina Yusuf", "community", "clerk of Thornbeck Voluntary Action and convenor"),
    ("bram", "Bram de Wit", "", "a neighbour on Mill Lane"),
    ("carys", "Carys Hughes", "community", "lives elsewhere, in Farmoor"),
    ("dilys", "Dilys Price", "council", "councillor for Mill Lane"),
    ("emeka", "Emeka Obi", "community", "community organiser"),
    ("kofi", "Kofi Mensah", "community", "keeps this site with Amina"),
)
JOINED = datetime(2025, 1, 1, 12, tzinfo=UTC)
ROLES = (
    ("amina", Role.Kind.KEEPER),
    ("amina", Role.Kind.CONVENOR),
    ("kofi", Role.Kind.KEEPER),
    ("kofi", Role.Kind.MODERATOR),
    ("dilys", Role.Kind.COUNCILLOR),
    ("emeka", Role.Kind.ORGANISER),
)


def plant(village: SimpleNamespace) -> None:
    """Adds village.amina, .bram, .carys, .dilys, .emeka and .kofi, with their roles."""
    for short, name, sector, about in CAST:
        place = village.farmoor if short == "carys" else village.thornbeck
        person, new = Person.objects.get_or_create(
            email=f"{short}@thornbeck.example",
            defaults={"name": name, "sector": sector, "about": about, "place": place},
        )
        if new:  # Nobody of the cast is new here, so that what a first day allows does not hold them up.
            Person.objects.filter(pk=person.pk).update(joined_at=JOINED)
            person.joined_at = JOINED
        setattr(village, short, person)
    for short, kind in ROLES:
        Role.objects.get_or_create(person=getattr(village, short), kind=kind, defaults={"since": date(2025, 1, 1)})
