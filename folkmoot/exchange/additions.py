"""What a row still brings to an activity that is here already: who funds it, whom it is for, what nobody has told.

Only what adds. What a list says otherwise than the entry stays in its record, and the two are shown side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils import timezone

from folkmoot.directory.models import Activity, Party, Revision
from folkmoot.exchange.facts import is_grant, plain
from folkmoot.exchange.following import GUESS, Links, following_guesses
from folkmoot.exchange.history import facts_of, revision_of
from folkmoot.exchange.models import Intake
from folkmoot.exchange.owning import Owning
from folkmoot.exchange.parts import Moved, Parts
from folkmoot.kit.pouring import amend, pour_things
from folkmoot.kit.uprooting import among
from folkmoot.places.models import Place

WHEN = {"starts_said": ("starts_from", "starts_to"), "ends_said": ("ends_from", "ends_to")}
# Of a grant these are the grant's own, not those of what it pays for.
OF_A_GRANT = ("about", "stage", "website", "money_pence", *WHEN)


@dataclass
class Addition:
    """What one row adds to one activity: columns and links as name → [before, after], and parts."""

    columns: dict[str, list] = field(default_factory=dict)
    links: dict[str, list] = field(default_factory=dict)
    parts: Moved = field(default_factory=lambda: Moved([]))

    def __bool__(self) -> bool:
        return bool(self.columns or self.links or self.parts)

    def more(self) -> dict[str, list]:
        """Fact → what is put beside what stands there, for those who run it to say yes to."""
        added = [*self.parts.begun, *(after for _before, after in self.parts.filled)]
        links = {n: [key for key in after if key not in before] for n, (before, after) in self.links.items()}
        return ({"parties": added} if added else {}) | {n: links[n] for n in links if n not in self.instead()}

    def instead(self) -> dict[str, list]:
        """Fact → [before, after] of what fills a blank, or stands in place of a guess."""
        guesses = {n: pair for n, pair in self.links.items() if not set(pair[0]) <= set(pair[1])}
        return facts_of(self.columns) | guesses

    def said(self) -> dict[str, list]:
        """As the activity's history has it."""
        parties = {"parties": [self.parts.before, self.parts.after]} if self.parts else {}
        return facts_of(self.columns) | self.links | parties


class Additions:
    """Asked of many rows at once, each a `Begun` whose `deed` was here before it."""

    def __init__(self, intake: Intake, rows: Sequence, owners: dict[str, int]) -> None:
        """`owners`: key of a body in this list → the organisation's id."""
        self.intake = intake
        # What moderators hold or have removed is left as it is.
        self.deeds = Activity.objects.shown().in_bulk({one.deed for one in rows})
        self.links, self.parts = Links(self.deeds.values()), Parts(intake, self.deeds.values(), ())
        self.parts.owners = owners
        self._touched: dict[int, Activity] = {}
        self._columns_set = {"guessed", "changed_at", "completeness"}
        pks = {pk for one in rows for pk in one.plan.get("served", ())}
        pks |= {pk for served in self.links.now["served"].values() for pk in served}
        hidden = Party.objects.filter(activity__in=among(self.deeds), organisation__hides_address=True)
        self._hidden = set(hidden.values_list("activity", flat=True))
        self._paths = dict(Place.objects.filter(pk__in=pks).values_list("pk", "path"))

    def of(self, one) -> Addition:
        """What this row adds to its activity as that stands now."""
        deed = self.deeds[one.deed]
        found = Addition(self._columns(deed, one), parts=self.parts.added(deed, one.plan))
        for name in self.links.now:
            before, after = self._linked(deed, name, one.plan)
            if before != after:
                found.links[name] = [before, after]
        return found

    def add(self, one, found: Addition) -> Revision:
        """From now on the activity has it, for the rows that come after; `write` tells the database. Gives the change
        for its history."""
        deed = self.deeds[one.deed]
        one.before |= {"deed": found.columns} if found.columns else {}
        one.before |= {"links": found.links, "guessed": list(deed.guessed)} if found.links else {}
        one.before |= {"parts": found.parts.plain()} if found.parts else {}
        for name, (_before, after) in found.columns.items():
            setattr(deed, name, deed._meta.get_field(name).to_python(after))
        deed.guessed, deed.changed_at = following_guesses(deed, one.plan, found.links), timezone.now()
        self.links.move(deed, found.links)
        self.parts.move(deed, found.parts)
        self._touched[deed.pk] = deed
        self._columns_set |= found.columns.keys()
        return revision_of(self.intake, deed, found.said())

    def write(self) -> list[Activity]:
        """Write all that was added, in as many queries for one row as for a thousand; gives the activities."""
        touched = list(self._touched.values())
        for deed in touched:
            self.links.count_facts(deed, self.parts.now[deed.pk])
        amend(touched, sorted(self._columns_set))
        self.links.write()
        self.parts.write()
        return touched

    def _columns(self, deed: Activity, one) -> dict[str, list]:
        """Facts of which nobody has told anything, and that this row tells."""
        known = {name: plain(value) for name, value in one.said_of_deed.items()}
        skipped = OF_A_GRANT if is_grant(one.plan) else ()
        blank = [name for name, value in known.items() if _is_blank(deed, name) and value not in ("", None)]
        found = {}
        for name in blank:
            if name not in skipped and name not in ("title", *sum(WHEN.values(), ())):
                both = (name, *WHEN.get(name, ()))
                found |= {each: [plain(getattr(deed, each)), known[each]] for each in both}
        return found

    def _linked(self, deed: Activity, name: str, plan: dict) -> tuple[list, list]:
        """(what it is linked with, what it is linked with once this row is taken). A guess only fills a blank, and
        gives way to what a list tells."""
        now, guess = self.links.of(deed, name), GUESS.get(name, name)
        told = list(dict.fromkeys(plan.get(name, ())))
        is_guess, is_guessed = guess in plan.get("guessed", ()), guess in deed.guessed
        tells_where = name == "served" and deed.pk in self._hidden  # where somebody is who hides it
        if not told or (now and is_guess) or tells_where:
            return now, now
        if is_guessed:
            return now, sorted(told)
        fresh = [key for key in told if key not in now and not (name == "served" and self._is_near(key, now))]
        return now, sorted({*now, *fresh})

    def _is_near(self, place: int, now: list[int]) -> bool:
        """Whether it lies in a place that is served, or holds one: that says the same, wider or closer."""
        path = self._paths.get(place, "")
        others = [self._paths[pk] for pk in now if pk in self._paths]
        return any(path.startswith(other) or other.startswith(path) for other in others)


def _is_blank(deed: Model, name: str) -> bool:
    return getattr(deed, name) in ("", None)


def bring(intake: Intake, rows: Iterable, owners: dict[str, int]) -> list[Activity]:
    """Add what these rows still bring to the activities that are here, or put it to those who run them. Gives those
    that changed. Each row keeps in `before` what undoing needs; one that names a body not taken yet waits. Safe twice.
    """
    rows = [one for one in rows if not _waits(one, owners)]
    if not rows:
        return []
    all_of, revisions = Additions(intake, rows, owners), []
    owning = Owning(intake, (), all_of.deeds.values())
    for one in (one for one in rows if one.deed in all_of.deeds):
        deed, found = all_of.deeds[one.deed], all_of.of(one)
        # What this very reading made is its own, whoever speaks for the body that does it.
        if found and (one.says_again or owning.may_fill(deed)):
            revisions.append(all_of.add(one, found))
        elif found:
            owning.suggest(one.pk, deed, found.instead(), found.more())
    pour_things([revision for revision in revisions if revision.changes])
    return all_of.write()


def _waits(one, owners: dict[str, int]) -> bool:
    if all(key in owners for _role, key, _pence in one.plan.get("links", ())):
        return False
    one.before["waits"] = True
    return True
