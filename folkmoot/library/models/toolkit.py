"""A toolkit or a howto: pages, cases and words of its own in an order, and how far a reader has come."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import Membership, Organisation
from folkmoot.kit.refusals import Refusal
from folkmoot.library import findable
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for, is_keeper

from .case import Case
from .page import Page
from .shelf import Shelved

MOST_PARTS = 60


class Toolkit(Shelved):
    """Parts in an order, for one purpose. Belongs to whoever made it, or to an organisation."""

    class Kind(models.TextChoices):
        TOOLKIT = "toolkit", gettext_lazy("Toolkit")
        HOWTO = "howto", gettext_lazy("Howto")

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.TOOLKIT)
    about = models.TextField(blank=True, max_length=4000, help_text="for whom, and what they can do afterwards")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["title", "pk"]

    def get_absolute_url(self) -> str:
        return reverse("library:toolkit", args=[self.pk])

    def body(self) -> Organisation | None:
        return self.organisation

    def follow_standing(self) -> None:
        findable.refresh_toolkit(self)

    def may_be_edited_by(self, person: Person | None, day: date) -> bool:
        if person is None or not person.is_authenticated or self.story:
            return False
        if self.organisation_id and self.organisation_id in Membership.objects.spoken_by(person, day):
            return True
        return self.entered_by_id in acts_for(person, day) or is_keeper(person, day)

    @classmethod
    @transaction.atomic
    def make(cls, by: Person, *, once: str = "", **facts) -> Toolkit:
        """A new one with no parts. `once`: the same word by the same person is the same one."""
        once = f"{by.pk}:{once}"[:80] if once else None
        known = cls.objects.filter(once=once).first() if once else None
        if known:
            return known
        made = cls.objects.create(entered_by=by, once=once, confirmed_on=timezone.localdate(), **facts)
        made.tell(by, "began")
        return made

    @transaction.atomic
    def describe(self, by: Person, **facts) -> None:
        self.locked().check_editor(by)
        for name, value in facts.items():
            setattr(self, name, value)
        self.changed_at = timezone.now()
        self.save(update_fields=[*facts, "changed_at"])
        self.tell(by, "changed")

    def parts_shown(self) -> models.QuerySet:
        """Its parts in order, without those whose page or case is not shown."""
        page = Q(page=None) | Q(page__in=Page.objects.shown())
        case = Q(case=None) | Q(case__in=Case.objects.shown())
        return self.parts.filter(page, case).select_related("page__folder", "case")

    @transaction.atomic
    def add(
        self, by: Person, heading: str, words: str = "", page: Page | None = None, case: Case | None = None
    ) -> Part:
        """One more part at the end: words of its own, a page or a case."""
        kit = self.locked()
        kit.check_editor(by)
        if kit.parts.count() >= MOST_PARTS:
            raise Refusal(_("A toolkit has at most %(n)d parts. Make a second one.") % {"n": MOST_PARTS})
        heading = " ".join(heading.split()) or str(page or case or "")
        if not heading:
            raise Refusal(_("Give the part a heading, or choose a page or a case."))
        last = kit.parts.aggregate(last=Max("order"))["last"] or 0
        part = kit.parts.create(order=last + 1, heading=heading[:200], words=words, page=page, case=case)
        self._moved_on(by, "added a part to")
        return part

    @transaction.atomic
    def swap(self, by: Person, part: int, up: bool) -> bool:
        """Move one part up or down by one; False at the end of the list."""
        kit = self.locked()
        kit.check_editor(by)
        rows = list(kit.parts.order_by("order", "pk"))
        place = next((n for n, one in enumerate(rows) if one.pk == part), None)
        other = None if place is None else place - 1 if up else place + 1
        if other is None or not 0 <= other < len(rows):
            return False
        rows[place], rows[other] = rows[other], rows[place]
        for order, one in enumerate(rows, 1):
            Part.objects.filter(pk=one.pk).update(order=-order)
        kit.parts.update(order=-F("order"))
        self._moved_on(by, "put in another order")
        return True

    @transaction.atomic
    def take_out(self, by: Person, part: int) -> bool:
        kit = self.locked()
        kit.check_editor(by)
        gone = kit.parts.filter(pk=part).delete()[0]
        if gone:
            self._moved_on(by, "took a part out of")
        return bool(gone)

    def _moved_on(self, by: Person, verb: str) -> None:
        Toolkit.objects.filter(pk=self.pk).update(changed_at=timezone.now())
        self.tell(by, verb)


class Part(models.Model):
    """One part of a toolkit: words of its own, a page, or a case."""

    toolkit = models.ForeignKey(Toolkit, models.CASCADE, related_name="parts")
    order = models.SmallIntegerField()
    heading = models.CharField(max_length=200)
    words = models.TextField(blank=True, max_length=10_000)
    page = models.ForeignKey(Page, models.CASCADE, null=True, blank=True, related_name="parts")
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="parts")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["toolkit", "order"], name="part_in_order"),
            models.CheckConstraint(condition=Q(page=None) | Q(case=None), name="part_of_one_thing"),
        ]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return f"{self.toolkit.get_absolute_url()}#part-{self.pk}"

    @transaction.atomic
    def tick(self, by: Person, done: bool = True) -> None:
        """`by` has worked through this part, or not after all. Safe twice."""
        if done:
            Tick.objects.get_or_create(person=by, part=self)
        else:
            Tick.objects.filter(person=by, part=self).delete()


class Tick(models.Model):
    """A reader's own mark: I have worked through this part."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    part = models.ForeignKey(Part, models.CASCADE, related_name="ticks")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "part"], name="tick_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.part}"
