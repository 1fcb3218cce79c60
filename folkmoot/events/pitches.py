"""The list of pitches as one visitor sees it."""

from __future__ import annotations

from functools import cached_property

from django.utils import timezone

from folkmoot.events.forms.day import PitchForm
from folkmoot.events.grid import Interest
from folkmoot.events.models import Event, Pitch, Rsvp
from folkmoot.events.models.merging import KIND
from folkmoot.events.sums.likeness import alike
from folkmoot.people.models import Person
from folkmoot.requests.models import Request
from folkmoot.rounds.models import Choice, Say


class PitchList:
    """What was pitched for an event, for a person, or for whoever came by the link of their reply."""

    def __init__(self, event: Event, person: Person | None, rsvp: Rsvp | None = None) -> None:
        self.event, self.person, self.rsvp = event, person or (rsvp and rsvp.person), rsvp
        self.runs = rsvp is None and event.may_be_run_by(person, timezone.localdate())

    @cached_property
    def may_pitch(self) -> bool:
        """Whether the form is worth showing: they hold the event, or have said that they come."""
        if self.runs or self.rsvp:
            return True
        mine = self.person and self.event.rsvps.filter(person=self.person).exclude(answer=Rsvp.Answer.NO)
        return bool(mine) and mine.exists()

    def form(self) -> PitchForm:
        return PitchForm(runs=self.runs)

    @cached_property
    def interest(self) -> Interest:
        return Interest(self.event)

    @cached_property
    def rows(self) -> list[tuple[Pitch, int, bool, bool]]:
        """(pitch, how many want it, whether this visitor does, whether it is theirs), the most wanted first."""
        shown = self.event.pitches.open().select_related("person", "rsvp__person").prefetch_related("merged")
        found = [
            (one, self.interest.counts.get(one.pk, 0), one.pk in self.mine, one.is_of(self.person)) for one in shown
        ]
        return sorted(found, key=lambda row: (-row[1], row[0].pk))

    @cached_property
    def gone(self) -> list[Pitch]:
        """Those withdrawn that this visitor could put back."""
        found = self.event.pitches.shown().filter(state=Pitch.State.WITHDRAWN).select_related("person")
        return [one for one in found if self.runs or one.is_of(self.person)]

    @cached_property
    def mine(self) -> set[int]:
        """The pitches this visitor wants, each as what it became."""
        voter = self.voter
        if voter is None or self.event.interest_id is None:
            return set()
        said = Choice.objects.filter(say__round=self.event.interest_id, say__voter=voter, value=1)
        roots = {one.option_id: self.interest.root(one) for one in self.interest.pitches.values()}
        return {roots[option] for option in said.values_list("option", flat=True) if option in roots}

    @property
    def voter(self) -> str | None:
        if self.person:
            return Say.voter_of(self.person)
        return Say.voter_of(email=self.rsvp.email) if self.rsvp and self.rsvp.email else None

    @cached_property
    def similar(self) -> list[tuple[Pitch, Pitch]]:
        """Pairs that seem to be about one thing, for those who hold the event; those asked about already left out."""
        if not self.runs:
            return []
        rows = [row[0] for row in self.rows]
        asked = {(one["joins"], one["keeps"]) for one in self._asked}
        pairs = [(rows[a], rows[b]) for a, b, _likeness in alike([(one.title, one.words) for one in rows])]
        # The one with fewer ticks joins the other.
        return [(b, a) for a, b in pairs if not {(a.pk, b.pk), (b.pk, a.pk)} & asked]

    @cached_property
    def waiting(self) -> list[Request]:
        """Mergings asked for and not settled, for those whom they concern."""
        mine = {row[0].pk for row in self.rows if row[3]}
        found = [one for one in self._requests if one.closed_at is None]
        return [one for one in found if self.runs or {one.payload["joins"], one.payload["keeps"]} & mine]

    @cached_property
    def _requests(self) -> list[Request]:
        keys = [str(pk) for pk in self.interest.pitches]
        return list(Request.objects.filter(kind=KIND, about_key__in=keys))

    @property
    def _asked(self) -> list[dict]:
        return [one.payload for one in self._requests]

    def tick(self, wanted: set[int]) -> None:
        """Keep exactly these ticks of this visitor's."""
        who = {"person": self.person, "sector": self.rsvp.sector, "place": self.rsvp.place}
        for pitch, _count, wants, _mine in self.rows:
            if wants != (pitch.pk in wanted):
                pitch.want(self.voter, not wants, **who)
