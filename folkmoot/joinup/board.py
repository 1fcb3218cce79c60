"""What the Work together page shows one visitor: lists narrowed by place, kind and programme; a count of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from folkmoot.directory.models import Activity, Programme, TypeOfHelp
from folkmoot.joinup.models import Finding, Look
from folkmoot.people.models import Person
from folkmoot.places.models import Place

SHOWN = 50


@dataclass(frozen=True)
class Narrowed:
    """The filters of the address: a place, a programme, a type of help; None where not asked for."""

    place: Place | None = None
    programme: Programme | None = None
    type_of_help: TypeOfHelp | None = None

    @classmethod
    def of(cls, query) -> Narrowed:
        """From ?place=slug&programme=pk&type=code; what is not known narrows nothing."""
        number = query.get("programme", "")
        return cls(
            Place.objects.live().filter(slug=query.get("place", "")).first(),
            Programme.objects.live().filter(pk=number).first() if number.isdecimal() and len(number) < 18 else None,
            TypeOfHelp.objects.filter(pk=query.get("type", "")).first(),
        )

    def findings(self):
        found = Finding.objects.live().standing()
        if self.place:
            found = found.at(self.place)
        if self.programme:
            found = found.filter(Q(a__programme=self.programme) | Q(b__programme=self.programme))
        if self.type_of_help:
            found = found.filter(Q(a__types=self.type_of_help) | Q(b__types=self.type_of_help)).distinct()
        return found

    def gaps(self, look: Look | None) -> list[dict]:
        """The look's gaps in this place and of this type of help; a programme narrows none."""
        inside = set(Place.objects.within(self.place).values_list("pk", flat=True)) if self.place else None
        code = self.type_of_help.pk if self.type_of_help else ""
        return [
            gap
            for gap in (look.gaps if look else [])
            if (inside is None or gap["place"] in inside) and (not code or gap["kind"] in ("", code))
        ]


@dataclass(frozen=True)
class Board:
    """The three lists for one visitor. `closed` counts what they may not see the names of."""

    yours: list[Finding]
    duplications: list[Finding]
    synergies: list[Finding]
    gaps: list[dict]
    supply: list[dict]
    closed: int
    look: Look | None

    @property
    def shown(self) -> int:
        """How many pairs this visitor sees with their names."""
        return len(self.duplications) + len(self.synergies)


def board(person: Person | None, day: date, narrowed: Narrowed) -> Board:
    look = Look.objects.filter(story=False).first()
    everything = narrowed.findings()
    heard = everything.heard_by(person, day)
    ready = heard.select_related("a", "b", "offer", "ask", "place").order_by("-score", "pk")
    public = everything.filter(for_owner_alone=False)
    return Board(
        yours=_to_answer(ready, person, day),
        duplications=list(ready.filter(kind=Finding.Kind.DUPLICATION)[:SHOWN]),
        synergies=list(ready.filter(kind=Finding.Kind.SYNERGY)[:SHOWN]),
        gaps=narrowed.gaps(look)[:SHOWN],
        supply=look.supply[:10] if look else [],
        closed=public.exclude(pk__in=heard.values("pk")).count(),
        look=look,
    )


def _to_answer(ready, person: Person | None, day: date) -> list[Finding]:
    """Up to five that this person may answer and has not."""
    if person is None:
        return []
    waiting = ready.exclude(request__answers__by=person, request__answers__undone_at=None)
    return [each for each in waiting[:20] if each.party_of(person, day)][:5]


def known_entries() -> int:
    """How many activities there are to compare: under two, nothing can be found yet."""
    return Activity.objects.live().shown().count()
