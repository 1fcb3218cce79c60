"""What the Work together page shows one visitor: lists narrowed by place, kind and programme; a count of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet

from folkmoot.directory.models import Activity
from folkmoot.joinup.models import Finding, Look
from folkmoot.joinup.models.heard import SIDES, Voice
from folkmoot.joinup.narrowing import Narrowed
from folkmoot.joinup.programmes import ProgrammePair, rolled_up
from folkmoot.people.models import Person
from folkmoot.requests.models import Answer

SHOWN, YOURS, LOOKED_THROUGH, MOST_SUPPLY = 50, 5, 20, 10
__all__ = ["Board", "Narrowed", "board", "known_entries"]


@dataclass
class Board:
    """The lists for one visitor, each fetched when first asked for, so that a page pays for what it shows."""

    person: Person | None
    day: date
    narrowed: Narrowed

    @cached_property
    def look(self) -> Look | None:
        return Look.objects.filter(story=False).first()

    @cached_property
    def voice(self) -> Voice | None:
        return Voice(self.person, self.day) if self.person is not None else None

    @cached_property
    def heard(self) -> QuerySet:
        return self.narrowed.findings().heard_by(self.person, self.day)

    @cached_property
    def ready(self) -> QuerySet:
        """The same with what a card shows, best first."""
        programmes = ("a__programme__same_as", "b__programme__same_as")
        sides = (*programmes, "offer", "ask", "programme_a", "programme_b", "place")
        return self.heard.select_related(*sides).order_by("-score", "pk")

    @cached_property
    def yours(self) -> list[Finding]:
        """Up to five that this visitor may answer, and nobody of theirs has."""
        return _to_answer(self.ready, self.voice) if self.voice else []

    @cached_property
    def answered(self) -> list[tuple[Finding, Answer]]:
        """The last five that this visitor answered, each with that answer."""
        return _answered(self.heard, self.voice) if self.voice else []

    @cached_property
    def duplications(self) -> list[Finding]:
        return list(self.ready.filter(kind=Finding.Kind.DUPLICATION)[:SHOWN])

    @cached_property
    def synergies(self) -> list[Finding]:
        return list(self.ready.filter(kind=Finding.Kind.SYNERGY)[:SHOWN])

    @cached_property
    def programmes(self) -> list[ProgrammePair]:
        """Which programmes meet in these."""
        return rolled_up(sorted([*self.duplications, *self.synergies], key=lambda each: (-each.score, each.pk)))

    @cached_property
    def gaps(self) -> list[dict]:
        return self.narrowed.gaps(self.look)[:SHOWN]

    @cached_property
    def supply(self) -> list[dict]:
        return self.narrowed.supply(self.look)[:MOST_SUPPLY]

    @cached_property
    def closed(self) -> int:
        """How many there are of which this visitor may not see the names."""
        public = self.narrowed.findings().filter(for_owner_alone=False).shown()
        return public.exclude(pk__in=self.heard.values("pk")).count()

    @property
    def more_alike(self) -> list[Finding]:
        """The duplications that are not this visitor's to answer: those stand above them."""
        return [each for each in self.duplications if each not in self.yours]

    @property
    def more_help(self) -> list[Finding]:
        return [each for each in self.synergies if each not in self.yours]

    @property
    def shown(self) -> int:
        """How many pairs this visitor sees with their names."""
        return len(self.duplications) + len(self.synergies)


def board(person: Person | None, day: date, narrowed: Narrowed) -> Board:
    return Board(person, day, narrowed)


def _to_answer(ready: QuerySet, voice: Voice) -> list[Finding]:
    """Up to five that this person may answer and for whose party nobody has."""
    ours = Answer.objects.filter(request=OuterRef("request"), undone_at=None, party__in=voice.parties)
    sides = ("offer", "ask", "programme_a", "programme_b")
    bodies = [f"{side}__organisation__same_as" for side in sides]
    waiting = (
        ready.filter(~Exists(ours))
        .select_related(*bodies)
        .prefetch_related("a__parties__organisation__same_as", "b__parties__organisation__same_as")
    )
    return [each for each in waiting[:LOOKED_THROUGH] if each.party_for(voice)][:YOURS]


def _answered(heard: QuerySet, voice: Voice) -> list[tuple[Finding, Answer]]:
    """The last five that this person answered, and may take back."""
    given = Answer.objects.filter(by__in=voice.selves, undone_at=None, request__kind="finding", request__closed_at=None)
    last = {answer.request_id: answer for answer in given.order_by("at")}
    rows = heard.filter(request__in=list(last)).select_related(*SIDES)
    found = [(each, last[each.request_id]) for each in rows]
    return sorted(found, key=lambda pair: pair[1].at, reverse=True)[:YOURS]


def known_entries() -> int:
    """How many activities there are to compare: under two, nothing can be found yet."""
    return Activity.objects.live().shown().count()
