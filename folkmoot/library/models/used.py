"""Where a case was used again, and what above the library uses an entry of it."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import Membership, Organisation
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for, is_keeper
from folkmoot.places.models import Place

from .case import Case
from .page import Page


class AdaptationSet(models.QuerySet):
    def shown(self) -> AdaptationSet:
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN))


class Adaptation(models.Model):
    """A case used somewhere else: what was changed, and what happened. Written up, it is a case of its own."""

    class State(models.TextChoices):
        PLANNED = "planned", gettext_lazy("Planned")
        USED = "used", gettext_lazy("In use")
        STOPPED = "stopped", gettext_lazy("Tried and stopped")

    of = models.ForeignKey(Case, models.CASCADE, related_name="adaptations")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    who_words = models.CharField(max_length=200, blank=True, help_text="who, where we do not know the body here")
    state = models.CharField(max_length=8, choices=State, default=State.USED)
    since_said = models.CharField(max_length=80, blank=True)
    changed = models.CharField(max_length=600, blank=True, help_text="what was done differently")
    happened = models.TextField(max_length=4000, blank=True)
    written_up = models.OneToOneField(Case, models.SET_NULL, null=True, blank=True, related_name="adaptation")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    objects = AdaptationSet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(organisation__isnull=False) | ~Q(who_words=""), name="adaptation_is_by"),
            models.CheckConstraint(condition=~Q(state="stopped", happened=""), name="adaptation_stopped_says_why"),
        ]

    def __str__(self) -> str:
        return _("%(who)s used “%(case)s”") % {"who": self.whose(), "case": self.of.title}

    def get_absolute_url(self) -> str:
        return f"{self.of.get_absolute_url()}#used-{self.pk}"

    def whose(self) -> str:
        return str(self.organisation or self.who_words)

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        return self.of.is_visible_to(person, day)

    def may_be_edited_by(self, person: Person | None, day: date) -> bool:
        if person is None or not person.is_authenticated:
            return False
        mine = self.organisation_id in Membership.objects.spoken_by(person, day)
        return mine or self.by_id in acts_for(person, day) or is_keeper(person, day)

    @classmethod
    @transaction.atomic
    def say(cls, case: Case, by: Person, *, once: str = "", **facts) -> Adaptation:
        """Somebody used this case elsewhere. `once`: the same word by the same person is the same one."""
        if case.story:
            raise NotYours(_("The 2009 story is history: nothing is added to it."))
        once = f"{by.pk}:{once}"[:80] if once else None
        known = cls.objects.filter(once=once).first() if once else None
        if known:
            return known
        made = cls.objects.create(of=case, by=by, once=once, **facts)
        Line.record(by, "used", case, place=made.place or case.place)
        return made

    @transaction.atomic
    def tell(self, by: Person, **facts) -> None:
        """What came of it since. Its body, whoever wrote it and the keepers may."""
        locked = Adaptation.objects.select_for_update().get(pk=self.pk)
        if not locked.may_be_edited_by(by, timezone.localdate()):
            raise NotYours(_("Whoever used it can say what came of it."))
        for name, value in facts.items():
            setattr(locked, name, value)
        locked.save(update_fields=[*facts])
        Line.record(by, "said what came of using", self.of, place=locked.place or self.of.place)

    @transaction.atomic
    def write_up(self, by: Person) -> Case:
        """A case of its own, begun with what is known, adapted from this one. Written up twice it is one."""
        locked = Adaptation.objects.select_for_update().get(pk=self.pk)
        if locked.written_up_id:
            return locked.written_up
        if not locked.may_be_edited_by(by, timezone.localdate()):
            raise NotYours(_("Whoever used it can write it up."))
        facts = {
            "title": _("%(case)s, as %(who)s did it") % {"case": locked.of.title[:100], "who": locked.whose()[:60]},
            "place": locked.place_id,
            "organisation": locked.organisation_id,
            "when_said": locked.since_said,
            "worked": locked.happened,
            "adapted_from": locked.of_id,
            "adapted_how": locked.changed[:400],
            "types": sorted(locked.of.types.values_list("pk", flat=True)),
            "people": sorted(locked.of.people.values_list("pk", flat=True)),
            "interim": True,
        }
        locked.written_up = Case.enter(by, facts, once=f"adaptation {self.pk}")
        locked.save(update_fields=["written_up"])
        return locked.written_up


class Use(models.Model):
    """Something above the library that uses an entry of it: an event, a decision. Whoever uses it writes this row by
    calling down, with the title and address it has, and writes it again when they change."""

    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="uses")
    page = models.ForeignKey(Page, models.CASCADE, null=True, blank=True, related_name="uses")
    title = models.CharField(max_length=300)
    address = models.CharField(max_length=300)
    kind = models.CharField(max_length=40, help_text="what it is: events.event")
    key = models.CharField(max_length=60)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "key"], condition=~Q(case=None), name="use_of_case_once"),
            models.UniqueConstraint(fields=["page", "kind", "key"], condition=~Q(page=None), name="use_of_page_once"),
            models.CheckConstraint(
                condition=Q(case=None, page__isnull=False) | Q(page=None, case__isnull=False), name="use_of_one_thing"
            ),
        ]
        indexes = [models.Index(fields=["kind", "key"], name="use_by")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.address

    @property
    def entry(self) -> Case | Page:
        return self.case or self.page

    @classmethod
    def note(cls, entry: Case | Page, by_thing: models.Model, by: Person | None = None) -> Use:
        """`by_thing` uses this entry. Said again, its title and address are brought up to date."""
        which = {"case": entry} if isinstance(entry, Case) else {"page": entry}
        known = {"title": str(by_thing)[:300], "address": by_thing.get_absolute_url()}
        user = {"kind": by_thing._meta.label_lower, "key": str(by_thing.pk)}
        return cls.objects.update_or_create(**which, **user, defaults=known, create_defaults=known | {"by": by})[0]

    @classmethod
    def of(cls, by_thing: models.Model) -> models.QuerySet:
        """What this thing uses, as far as it is shown."""
        rows = cls.objects.filter(kind=by_thing._meta.label_lower, key=str(by_thing.pk))
        shown = Q(case__in=Case.objects.shown()) | Q(page__in=Page.objects.shown())
        return rows.filter(shown).select_related("case", "page__folder")
