"""Who may let a list change what was here already: those who run it, or a keeper; others' lists only suggest it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Activity, Membership, Organisation, Party
from folkmoot.directory.models.suggesting import SUGGESTION, suggest
from folkmoot.exchange.models import Intake, Row
from folkmoot.exchange.models.intake import looks_after_all
from folkmoot.kit.uprooting import among
from folkmoot.people.permissions import is_keeper
from folkmoot.requests.models import Request


class Owning:
    """Asked of many entries at once, for whoever said yes to this reading."""

    def __init__(self, intake: Intake, bodies: Iterable[Organisation] = (), deeds: Iterable[Activity] = ()) -> None:
        # Before anybody said yes it is as if whoever brought it did.
        self.intake, self.by, self.day = intake, intake.taken_by or intake.by, timezone.localdate()
        self.keeps = self.by is not None and is_keeper(self.by, self.day)
        self.trusted = self.by is not None and looks_after_all(self.by, self.day)
        self.runs = _owners_of([deed.pk for deed in deeds])
        self.after = Organisation.objects.survivors() if self.runs or bodies else {}
        self.spoken = {self._today(pk) for pk in _spoken(self.day)}
        self.mine = set(Membership.objects.spoken_by(self.by, self.day))

    def may_fill(self, entry: Model) -> bool:
        """Whether what nobody has told of this entry may be filled in: of one that somebody speaks for, by its own."""
        is_open = not self._is_spoken_for(entry) and self._is_public(entry)
        return entry.same_as_id is None and (is_open or self._may_edit(entry))

    def may_change(self, entry: Model) -> bool:
        """Whether what is said of this entry may be changed. Nobody's entry follows the list of whoever brought it."""
        if self._is_spoken_for(entry) or not self._is_public(entry):
            return self._may_edit(entry)
        mine = entry.entered_by_id is not None and entry.entered_by_id in (self.intake.by_id, self.intake.taken_by_id)
        return self.keeps or self.trusted or mine

    def suggest(self, row: int, entry: Model, changes: dict, adds: dict | None = None) -> None:
        """Put to those who speak for it, or else to the keepers, what the list says instead, or adds. Safe twice."""
        changes = {name: after for name, (_before, after) in changes.items() if name in entry.FACTS}
        if (changes or adds) and self.by is not None:
            said = {"why": _("so says the list ‘%(name)s’") % {"name": self.intake}} | ({"adds": adds} if adds else {})
            suggest(entry, changes, by=self.by, once=_once(self.intake, row, entry._meta.model_name), **said)

    def _today(self, body: int) -> int:
        return self.after.get(body, body)

    def _may_edit(self, entry: Model) -> bool:
        """The same as `Entry.may_be_edited_by` gives, which asks the database of each by itself."""
        if self.by is None or entry.story or entry.same_as_id:
            return False
        speaks = any(body in self.mine for body in self._owners(entry))
        entered = entry.entered_by_id == self.by.pk and not self._is_spoken_for(entry)
        return speaks or entered or (self.keeps and self._is_public(entry))

    def _is_spoken_for(self, entry: Model) -> bool:
        return any(self._today(body) in self.spoken for body in self._owners(entry))

    def _owners(self, entry: Model) -> Iterable[int]:
        return [entry.pk] if isinstance(entry, Organisation) else self.runs.get(entry.pk, ())

    def _is_public(self, entry: Model) -> bool:
        return not getattr(entry, "private_for_now", False)


def _spoken(day) -> list[int]:
    return list(Membership.objects.speaking(day).values_list("organisation", flat=True).distinct())


def _owners_of(deeds: list[int]) -> dict[int, list[int]]:
    """Activity → the organisations that run it."""
    rows = Party.objects.filter(activity__in=among(deeds), role__in=Party.OWNERS)
    found = defaultdict(list)
    for deed, body in rows.values_list("activity", "organisation"):
        found[deed].append(body)
    return found


def _once(intake: Intake, row: int, noun: str) -> str:
    return f"{intake.key}-{row}-{noun}"


def take_back_suggestions(intake: Intake, rows: Iterable[Row]) -> None:
    """What these rows suggested and nobody has answered is asked no more."""
    names = [_once(intake, row.pk, noun) for row in rows for noun in ("organisation", "activity")]
    for asked in Request.objects.open().filter(kind=SUGGESTION, once__in=names):
        asked.close()
