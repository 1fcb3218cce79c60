"""What every entry of the directory has: a standing, a freshness, a world, a history, and who may change it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory import findable
from folkmoot.journal.models import Audience, Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for, is_keeper
from folkmoot.places.models import Place

from . import plain
from .keeping import kept
from .revisions import Confirmation, Revision

FEW = 1000


class CannotMerge(Refusal):
    """Two entries that cannot become one."""


class EntrySet(models.QuerySet):
    """The words every list of entries can be narrowed by."""

    keeps_count = False

    def shown(self) -> EntrySet:
        """Without what moderators hold or have removed."""
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN))

    def live(self) -> EntrySet:
        """The community's own entries: not the 2009 story, not those absorbed by another."""
        return self.filter(story=False, same_as=None)

    def of_story(self) -> EntrySet:
        return self.filter(story=True)

    def with_kept_count(self) -> EntrySet:
        """The same, with a long count kept until the next line of the journal: a list asks for it on every page."""
        chained = self._chain()
        chained.keeps_count = True
        return chained

    def _clone(self) -> EntrySet:
        clone = super()._clone()
        clone.keeps_count = self.keeps_count
        return clone

    def count(self) -> int:
        if not self.keeps_count:
            return super().count()
        return kept(f"count {self.query}", super().count, lambda n: n > FEW)

    def visible_to(self, person: Person | None, day: date) -> EntrySet:
        """What this person (None: not signed in) may see on that day; all of it, unless the noun says otherwise."""
        return self


class Entry(models.Model):
    """An entry of the directory. `same_as` points at the survivor of a merge; undoing the merge clears it.

    `FACTS` are the fields that have a history; `Entry.facts()` gives them as plain values.
    """

    FACTS: tuple[str, ...] = ()

    # Its index is partial, "IS NOT NULL" in just these words: SQLite does not use one that says it in another way.
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="absorbed", db_index=False)
    story = models.BooleanField(default=False, help_text="part of the 2009 story: read only")
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    confirmed_on = models.DateField(null=True, blank=True, help_text="last day on which someone said it is right")
    asked_on = models.DateField(null=True, blank=True, help_text="last day on which its owner was asked")
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=80, null=True, blank=True, unique=True, help_text="same word, same entry")

    objects = EntrySet.as_manager()

    class Meta:
        abstract = True

    # What it says

    def facts(self) -> dict:
        """Field → plain value (text, number, ISO date, id, list of ids): what a revision holds."""
        return {name: plain.value(self, name) for name in (*self.FACTS, "same_as")}

    def stood_on(self, day: date) -> dict | None:
        """The facts as they stood at the end of that day; None when it had not been entered."""
        if timezone.localdate(self.entered_at) > day:
            return None
        facts = self.facts()
        for revision in Revision.objects.of(self).after(day):
            facts |= {name: before for name, (before, _) in revision.changes.items() if name in facts}
        return facts

    def whereabouts(self) -> Place | None:
        """The place its journal lines stand in."""
        return getattr(self, "place", None)

    @property
    def audience(self) -> str:
        """Who may read of it in the journal."""
        return Audience.PUBLIC

    # Who may change it

    def described(self) -> list:
        """The organisations it says something of: they may reply beside it."""
        return [body] if (body := getattr(self, "organisation", None)) else []

    def speakers(self, day: date) -> models.QuerySet:
        """The people who may answer for it on that day."""
        return Person.objects.none()

    def belongs_to(self, person: Person | None, day: date) -> bool:
        """Whether the person speaks for its owner, or entered it while its owner has nobody to speak."""
        if person is None or not person.is_authenticated:
            return False
        speakers = self.speakers(day)
        if speakers.filter(pk__in=acts_for(person, day)).exists():
            return True
        return self.entered_by_id == person.pk and not speakers.exists()

    def may_be_edited_by(self, person: Person | None, day: date) -> bool:
        """Its owners and the keepers may. Nobody may change history, or an entry absorbed by another."""
        if self.story or self.same_as_id:
            return False
        return self.belongs_to(person, day) or (
            person is not None and self.audience == Audience.PUBLIC and is_keeper(person, day)
        )

    def check_editor(self, person: Person | None) -> None:
        if not self.may_be_edited_by(person, timezone.localdate()):
            words = _("Only those who run “%(what)s”, or a keeper, can change it. You can suggest an edit instead.")
            raise NotYours(words % {"what": self})

    # Changing it

    @classmethod
    def enter(cls, by: Person | None, facts: dict, *, once: str = "", **told: str) -> Entry:
        """A new entry with these plain facts. The same `once` by the same person gives the same entry. `told`: why,
        source, interest."""
        once = f"{by.pk if by else 0}:{once}" if once else None
        already = cls.objects.filter(once=once).first() if once else None
        if already:
            return already
        try:
            with transaction.atomic():
                return cls()._begin(by, facts, once, told)
        except IntegrityError:
            if once is None:
                raise
            return cls.objects.get(once=once)

    def _begin(self, by, facts, once, told: dict) -> Entry:
        self.once, self.entered_by = once, by
        self.confirmed_on = timezone.localdate() if by else None
        plain.take(self, facts)
        self.check_beginner(by)
        changes = {"": [None, None]} | {name: [None, value] for name, value in self.facts().items() if value}
        self._note(changes, by, told)
        self._tell(by, "entered")
        return self

    def check_beginner(self, by: Person | None) -> None:
        """Refuses, in words, what this person may not enter."""

    def revise(self, by: Person, changes: dict, why: str = "", source: str = "", interest: str = "") -> Revision | None:
        """Change some facts (plain values), if `by` may; None when nothing is different. `interest`: what `by` has at
        stake, as they say it."""
        with transaction.atomic():
            self.locked().check_editor(by)
            return self.set_down(changes, by, why, source=source, interest=interest)

    @transaction.atomic
    def set_down(self, changes: dict, by: Person | None, why="", undoes=None, **told: str) -> Revision | None:
        """Change some facts without asking who may: for intakes and approvals, which have asked already. `told`:
        source, interest."""
        entry = self.locked()
        old, audience = entry.facts(), entry.audience
        plain.take(entry, changes)
        new = entry.facts()
        changed = {name: [old[name], new[name]] for name in new if new[name] != old[name]}
        if not changed:
            return None
        revision = entry._note(changed, by, told | {"why": why}, undoes)
        entry._tell(by, "undid a change to" if undoes else "changed", quietly=audience != Audience.PUBLIC)
        plain.copy(entry, self)
        return revision

    def _note(self, changes, by, told: dict, undoes=None) -> Revision:
        return Revision.objects.create(
            kind=self._meta.label_lower,
            key=str(self.pk),
            changes=changes,
            by=by,
            why=told.get("why", "")[:300],
            source=told.get("source", "")[:200],
            interest=told.get("interest", "").replace("\0", " ").strip()[:200],
            undoes=undoes,
        )

    def _tell(self, by: Person | None, verb: str, quietly: bool = False, **detail) -> None:
        audience = self.audience
        if quietly and audience == Audience.PUBLIC:
            verb = "made public"
        Line.record(by, verb, self, place=self.whereabouts(), audience=audience, detail=detail)
        findable.refresh(self)

    def follow_standing(self) -> None:
        """After a ruling: into the index or out of it. Called in the ruling's own transaction."""
        findable.refresh(self)

    def locked(self):
        """This entry as the database has it, locked until the transaction ends."""
        return type(self)._default_manager.select_for_update(of=("self",)).get(pk=self.pk)

    # Freshness

    def age_in_days(self, day: date) -> int | None:
        """Days since someone last confirmed it; None when nobody ever did."""
        return (day - self.confirmed_on).days if self.confirmed_on else None

    def is_stale(self, day: date) -> bool:
        """Whether nobody has said for longer than the site allows that this is still right."""
        age = self.age_in_days(day)
        return age is None or age > settings.STALE_AFTER_DAYS

    @transaction.atomic
    def confirm(self, by: Person | None, day: date, how: str = Confirmation.How.BUTTON, who_said: str = "") -> None:
        """Somebody said on that day that it is still right. Said twice on a day it is written once."""
        if self.story:
            raise Refusal("The 2009 story is history: there is nothing to confirm.")
        locked = self.locked()
        _, new = Confirmation.objects.get_or_create(
            kind=self._meta.label_lower, key=str(self.pk), on=day, how=how, by=by, defaults={"who_said": who_said}
        )
        newest = max(day, locked.confirmed_on or day)
        type(self)._default_manager.filter(pk=self.pk).update(confirmed_on=newest)
        self.confirmed_on = newest
        if new:
            Line.record(by, "confirmed", self, place=self.whereabouts(), audience=self.audience)

    # One and the same

    def survivor(self) -> Entry:
        """Itself, or the one that absorbed it, however often."""
        entry, seen = self, {self.pk}
        while entry.same_as_id and entry.same_as_id not in seen:
            seen.add(entry.same_as_id)
            entry = entry.same_as
        return entry

    def selves(self) -> list[int]:
        """Its own id and those of all it absorbed, at any depth."""
        found, edge = [self.pk], [self.pk]
        while edge:
            edge = list(type(self)._default_manager.filter(same_as__in=edge).values_list("pk", flat=True))
            found += edge
        return found

    @transaction.atomic
    def merge_into(self, survivor: Entry, by: Person, why: str = "") -> Entry:
        """From now on this is the survivor; nothing is moved and both histories stay. Safe twice."""
        entry, survivor = self.locked(), survivor.survivor().locked()
        if entry.same_as_id and entry.survivor().pk == survivor.pk:
            return survivor
        entry._check_merge(survivor, by)
        entry.set_down({"same_as": survivor.pk}, by, why or f"the same as {survivor}")
        Line.record(by, "merged", survivor, place=survivor.whereabouts(), audience=survivor.audience)
        findable.refresh(survivor)
        plain.copy(entry.locked(), self)
        return survivor

    def _check_merge(self, survivor: Entry, by: Person) -> None:
        if self.pk == survivor.pk or self.pk in _line_up(survivor):
            raise CannotMerge("These are one and the same already.")
        if self.story or survivor.story or self.same_as_id:
            raise CannotMerge("Only two entries of today's directory can become one, and each only once.")
        self.check_editor(by)
        survivor.check_editor(by)

    @transaction.atomic
    def unmerge(self, by: Person, why: str = "") -> None:
        """Stands by itself again, with everything it had. Safe twice."""
        entry = self.locked()
        if not entry.same_as_id:
            return
        entry.survivor().check_editor(by)
        entry.set_down({"same_as": None}, by, why or "not the same after all")
        plain.copy(entry.locked(), self)


def _line_up(entry: Entry) -> set[int]:
    line = set()
    while entry.same_as_id and entry.pk not in line:
        line.add(entry.pk)
        entry = entry.same_as
    return line
