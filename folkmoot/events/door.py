"""The door of an event, as whoever keeps it sees it: those who replied, those who came, and a form for walk-ins."""

from __future__ import annotations

import secrets
from functools import cached_property

from django.shortcuts import get_object_or_404
from django.urls import reverse

from folkmoot.events.forms.day import WalkInForm
from folkmoot.events.models import CheckIn, Event, Rsvp, TableCode
from folkmoot.events.models.check_in import Came
from folkmoot.people.models import Person

# The session of a browser that opened the door's card remembers its code: whoever shows their square to that phone is
# let in with one press.
KEPT = "door"


class Door:
    """Kept by somebody who holds the event, or by whoever has the card with the door's code and no account."""

    def __init__(self, event: Event, by: Person | None = None, code: TableCode | None = None, query: str = "") -> None:
        self.event, self.by, self.code, self.query = event, by, code, query.strip()[:80]

    @classmethod
    def of_card(cls, words: str, query: str = "") -> Door:
        """The door that a card opens; 404 for no such card, in words for one that has run out."""
        codes = TableCode.objects.select_related("event__venue")
        code = get_object_or_404(codes, code=words.upper(), purpose=TableCode.Purpose.CHECK_IN)
        code.check_open()
        return cls(code.event, code=code, query=query)

    def address(self, rsvp: Rsvp | None = None) -> str:
        """Where a press is sent: for a reply, or for a walk-in."""
        if self.code:
            where = ("let_in_by_code", [self.code.code, rsvp.pk]) if rsvp else ("walk_in_by_code", [self.code.code])
        else:
            where = ("let_in", [self.event.pk, rsvp.pk]) if rsvp else ("walk_in", [self.event.pk])
        return reverse(f"events:{where[0]}", args=where[1])

    def page(self) -> str:
        """The door's own address."""
        if self.code:
            return reverse("events:door_by_code", args=[self.code.code])
        return reverse("events:door", args=[self.event.pk])

    @cached_property
    def replies(self) -> list[tuple[Rsvp, str]]:
        """Those who said yes or maybe and have not come yet, by name: (reply, where their press goes)."""
        found = self.event.rsvps.exclude(answer=Rsvp.Answer.NO).filter(check_in=None)
        rows = sorted(found.select_related("person", "organisation"), key=lambda one: one.called().casefold())
        words = self.query.casefold()
        return [(one, self.address(one)) for one in rows if words in _said(one).casefold()]

    @cached_property
    def came(self) -> list[CheckIn]:
        """Those who are here, the latest first."""
        return list(self.event.check_ins.select_related("person", "organisation", "rsvp").order_by("-came_at", "-pk"))

    @cached_property
    def counts(self) -> Came:
        return Came(self.event)

    def form(self) -> WalkInForm:
        return WalkInForm(initial={"once": secrets.token_urlsafe(12), "party": 1})

    def walk_in(self, form: WalkInForm) -> CheckIn:
        """Let in whom the form names."""
        said = form.cleaned_data
        more = {name: said[name] for name in ("organisation_said", "sector", "place", "came_at")}
        return CheckIn.walk_in(
            self.event, said["name"], by=self.by, once=said["once"], party=said["party"] or 1, **more
        )


def _said(rsvp: Rsvp) -> str:
    return f"{rsvp.called()} {rsvp.organisation or rsvp.organisation_said}"
