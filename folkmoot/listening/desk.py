"""What an organiser sees first: promises and whether they were kept, people to come back to, and then the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.listening.models import ContactState, Heard, Listening, Outing, Owed, Pairing, Patch, Project, Safeguard
from folkmoot.listening.models.listening import still_kept
from folkmoot.listening.telling import to_deliver
from folkmoot.people.models import Person
from folkmoot.points.models import Point, Theming

SHOWN = 30


@dataclass
class Desk:
    """One person's own listening on a day; nobody else's figures stand beside it."""

    person: Person
    day: date

    @cached_property
    def patches(self) -> list[Patch]:
        return list(Patch.objects.listened_in_by(self.person, self.day).select_related("place", "stays_with"))

    @cached_property
    def owed(self) -> list[Owed]:
        rows = Owed.objects.filter(still_kept("organiser"), organiser__person=self.person, heard__withdrawn_at=None)
        rows = rows.select_related("promise__outcome", "heard__listening__patch", "heard__slip")
        return list(rows.order_by("promise__due_on", "pk"))

    def open_owed(self) -> list[Owed]:
        return [one for one in self.owed if one.promise.state(self.day) in ("open", "late", "asked")]

    def counts(self) -> dict[str, int]:
        """How many promises to come back were kept, are late, open, dropped."""
        found = dict.fromkeys(("kept", "late", "open", "dropped"), 0)
        for one in self.owed:
            state = one.promise.state(self.day)
            found["open" if state == "asked" else state] = found.get(state, 0) + 1
        return found

    def _kept(self):
        return Listening.objects.kept_by(self.person)

    @cached_property
    def listenings(self) -> list[Listening]:
        rows = self._kept().standing().select_related("patch")
        return list(rows.prefetch_related("heard")[:SHOWN])

    def how_many(self) -> int:
        return self._kept().standing().count()

    def follow_through(self) -> tuple[int, int]:
        """(how many said what they would do themselves, how many of those are doing something or leading)."""
        voices = Point.objects.standing().filter(kind=Point.Kind.WOULD_DO, source_kind="listening.listening")
        keys = {int(v.split()[1]) for v in voices.values_list("voice", flat=True) if v.startswith("heard ")}
        said = Heard.objects.filter(pk__in=keys, listening__in=self._kept(), withdrawn_at=None)
        doing = [ContactState.State.ACTIVE, ContactState.State.LEADING]
        return said.count(), said.filter(states__state__in=doing).distinct().count()

    def out(self) -> Outing | None:
        return Outing.objects.filter(organiser__person=self.person, back_at=None).select_related("tell").first()

    def pairings(self) -> list[Pairing]:
        mine = Q(a__listening__in=self._kept()) | Q(b__listening__in=self._kept())
        return list(Pairing.objects.filter(mine, ended_at=None).distinct()[:SHOWN])

    def projects(self) -> list[Project]:
        return list(Project.objects.kept_by(self.person).filter(ended_at=None).select_related("activity"))

    def deliver(self) -> int:
        return to_deliver(self.person).count()

    def themings(self) -> list[Theming]:
        return list(Theming.objects.of_team(self.person, self.day))

    def worries(self) -> list[Safeguard]:
        """Those they put down themselves and that are not closed: to add to, not to read."""
        return list(Safeguard.objects.filter(raised_by=self.person, closed_at=None).only("raised_at")[:SHOWN])

    def sentence(self) -> str:
        """Promises first: kept, late, open."""
        counts = self.counts()
        settled = counts["kept"] + counts["late"] + counts["dropped"]
        if not self.owed:
            return _("You have promised nobody to come back yet.")
        parts = [
            ngettext(
                "%(kept)d of %(n)d promise that was due is kept.",
                "%(kept)d of %(n)d promises that were due are kept.",
                settled,
            )
            % {"kept": counts["kept"], "n": settled}
        ]
        if counts["late"]:
            parts.append(
                ngettext("One is past its day.", "%(n)d are past their day.", counts["late"]) % {"n": counts["late"]}
            )
        return " ".join(parts)
