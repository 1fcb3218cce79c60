"""What works: what was done, for whom, at what cost, what came of it and what failed."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.conversations import curtain, newcomers
from folkmoot.conversations.models import Discussion
from folkmoot.directory.models import Activity, Organisation, PeopleServed, Programme, Topic, TypeOfHelp
from folkmoot.directory.models.entry import Entry, EntrySet
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.library import findable
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_moderator
from folkmoot.places.models import Place


class CaseSet(EntrySet):
    def at(self, place: Place) -> CaseSet:
        return self.filter(place__path__startswith=place.path)

    def with_all(self) -> CaseSet:
        """With what a row shows, in a constant number of queries."""
        rows = self.select_related("place", "organisation", "standing")
        return rows.prefetch_related("types", "people", "judgements__standing")

    def of_programme(self, programme: Programme) -> CaseSet:
        """Of that programme, or of something done under it."""
        selves = programme.selves()
        return self.filter(Q(programme__in=selves) | Q(activities__programme__in=selves)).distinct()


class Case(Entry):
    """Something that was tried: where, for whom, what was done, what it cost, what came of it, and what failed."""

    class Came(models.TextChoices):
        WORKED = "worked", gettext_lazy("It worked")
        PARTLY = "partly", gettext_lazy("It worked in part")
        FAILED = "failed", gettext_lazy("It did not work")
        EARLY = "early", gettext_lazy("Too early to say")

    FACTS = (
        "title", "summary", "place", "place_words", "people", "types", "topics", "context", "done", "when_said",
        "when_from", "when_to", "came", "worked", "failed", "cost_low_pence", "cost_high_pence", "cost_words",
        "who_pays", "organisation", "programme", "activities", "contact_words", "interim", "source", "source_address",
        "adapted_from", "adapted_how",
    )  # fmt: skip

    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    place_words = models.CharField(max_length=200, blank=True, help_text="what kind of place, in their words")
    people = models.ManyToManyField(PeopleServed, blank=True, related_name="+")
    types = models.ManyToManyField(TypeOfHelp, blank=True, related_name="+")
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    context = models.TextField(blank=True, max_length=10_000, help_text="what it was like before, and why")
    done = models.TextField(blank=True, max_length=20_000, help_text="what was done, step by step")
    when_said = models.CharField(max_length=80, blank=True)
    when_from = models.DateField(null=True, blank=True)
    when_to = models.DateField(null=True, blank=True)
    came = models.CharField(max_length=8, choices=Came, default=Came.EARLY)
    worked = models.TextField(blank=True, max_length=10_000)
    failed = models.TextField(blank=True, max_length=10_000, help_text="what failed, or was wasted")
    cost_low_pence = models.BigIntegerField(null=True, blank=True)
    cost_high_pence = models.BigIntegerField(null=True, blank=True)
    cost_words = models.CharField(max_length=300, blank=True, help_text="what that bought, and what was given free")
    who_pays = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    programme = models.ForeignKey(Programme, models.SET_NULL, null=True, blank=True, related_name="+")
    activities = models.ManyToManyField(Activity, blank=True, related_name="+")
    contact_words = models.CharField(max_length=200, blank=True, help_text="a desk or a role, not a person's address")
    interim = models.BooleanField(default=False, help_text="published before the work, or its evaluation, is over")
    source = models.CharField(max_length=300, blank=True)
    source_address = models.URLField(blank=True, max_length=500)
    adapted_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="adapted")
    adapted_how = models.CharField(max_length=400, blank=True)
    talk = models.OneToOneField(Discussion, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = CaseSet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cost_low_pence=None) | Q(cost_low_pence__gte=0), name="case_cost_from"),
            models.CheckConstraint(
                condition=Q(cost_high_pence=None)
                | Q(cost_low_pence__isnull=False, cost_high_pence__gte=F("cost_low_pence")),
                name="case_cost_range",
            ),
            models.CheckConstraint(condition=~Q(adapted_from=F("id")), name="case_adapted_from_another"),
            models.CheckConstraint(condition=~Q(came="failed", failed=""), name="case_says_what_failed"),
        ]
        indexes = [
            models.Index(fields=["story", "title"], name="case_in_order"),
            models.Index(fields=["same_as"], condition=Q(same_as__isnull=False), name="case_absorbed"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:case", args=[self.pk])

    # Who may see and change it

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        if person is not None and is_moderator(person, day):
            return True
        return self.standing is None or self.standing.state == self.standing.State.SHOWN

    def why_silent(self, person: Person | None) -> str:
        """Why this person cannot say anything below it, in words; nothing when they can."""
        if self.story:
            return _("This belongs to the 2009 story. It is there to be read.")
        if person is None or not person.is_authenticated:
            return _("Sign in to say something.")
        return ""

    def speakers(self, day: date) -> models.QuerySet:
        return self.organisation.speakers(day) if self.organisation else Person.objects.none()

    def check_editor(self, person: Person | None) -> None:
        if not self.may_be_edited_by(person, timezone.localdate()):
            words = _("Whoever wrote this, those who speak for %(body)s and the keepers can change it.")
            raise NotYours(words % {"body": self.organisation or _("the organisation it is about")})

    # Changing it

    @classmethod
    def enter(cls, by: Person | None, facts: dict, *, once: str = "", **more) -> Case:
        if not (once and cls.objects.filter(once=f"{by.pk if by else 0}:{once}").exists()):
            told = [str(facts.get(name, "")) for name in ("title", "summary", "context", "done", "worked", "failed")]
            newcomers.check_deed(by, "case", 2, *told)
        return super().enter(by, facts, once=once, **more)

    def set_down(self, changes: dict, by: Person | None, why="", undoes=None, **told: str):
        self._check_line_of(changes.get("adapted_from"))
        return super().set_down(changes, by, why, undoes, **told)

    def _check_line_of(self, parent: int | None) -> None:
        """Nothing is adapted from what was adapted from it."""
        seen = set()
        while parent and parent not in seen:
            if parent == self.pk:
                raise Refusal(_("That was adapted from this one, so this cannot be adapted from it."))
            seen.add(parent)
            parent = Case.objects.filter(pk=parent).values_list("adapted_from", flat=True).first()

    def _tell(self, by: Person | None, verb: str, quietly: bool = False, **detail) -> None:
        verb = {"entered": "wrote up", "changed": "changed"}.get(verb, verb)
        Line.record(by, verb, self, place=self.place, detail=detail)
        findable.refresh_case(self)

    def follow_standing(self) -> None:
        findable.refresh_case(self)
        if self.talk:
            self.talk.owner = self
            curtain.follow_owner(self.talk, self.is_visible_to(None, timezone.localdate()))

    # What it says

    def strength(self):
        """The newest judgement of its evidence, or None where nobody judged it."""
        shown = [one for one in self.judgements.all() if one.is_shown()]
        return max(shown, key=lambda one: (one.on, one.pk), default=None)

    def line_up(self) -> list[Case]:
        """What it was adapted from, the nearest first, as far as that is shown."""
        found, case = [], self
        while case.adapted_from_id and len(found) < 20:
            case = Case.objects.shown().filter(pk=case.adapted_from_id).first()
            if case is None or case in found:
                break
            found.append(case)
        return found
