"""A priority: what a place puts first, the evidence for it, and who is missing from that."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import PeopleServed, TypeOfHelp
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import Refusal
from folkmoot.kit.search.keeping import Entry
from folkmoot.people.models import Person

from .owned import Owned, OwnedSet
from .question import Question

FEWEST = 10


class PrioritySet(OwnedSet):
    def resting_on(self, thing) -> PrioritySet:
        """Those with a row of evidence that names the thing."""
        rows = Evidence.objects.filter(kind=thing._meta.label_lower, key=str(thing.pk))
        return self.filter(pk__in=rows.values("priority"))

    def wanting(self) -> PrioritySet:
        """What is still wanted, for whoever looks for gaps: neither met nor let go."""
        return self.filter(state=Priority.State.WANTED)


class Priority(Owned):
    """What people of a place put first, in one sentence; with what was said at first, and why it matters.

    Rows of evidence say who said so, by which method, how many separate people; they are never added up, since one
    person may stand in several.
    """

    NOT_YOURS = gettext_lazy("Whoever put it down, or speaks for the body that did, can change it.")

    class State(models.TextChoices):
        WANTED = "wanted", gettext_lazy("Wanted")
        MET = "met", gettext_lazy("Met")
        LEFT = "left", gettext_lazy("Let go")

    words = models.CharField(max_length=300)
    demand = models.CharField(max_length=400, blank=True, help_text="as it was said at first, in their words")
    because = models.TextField(blank=True, max_length=4000, help_text="why it matters to those who say so")
    enough = models.TextField(blank=True, max_length=2000, help_text="what would be good enough")
    people = models.ManyToManyField(PeopleServed, blank=True, related_name="+")
    types = models.ManyToManyField(TypeOfHelp, blank=True, related_name="+")
    affected = models.CharField(max_length=300, blank=True)
    unheard = models.CharField(max_length=400, blank=True, help_text="who is missing from the evidence, in words")
    state = models.CharField(max_length=8, choices=State, default=State.WANTED)
    state_because = models.CharField(max_length=400, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = PrioritySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name_plural = "priorities"

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return reverse("priorities:priority", args=[self.pk])

    @classmethod
    @transaction.atomic
    def set_down(cls, words: str, by: Person | None, **more) -> Priority:
        """Write a priority down. `more`: its fields, `people` and `types` as lists; `once`: twice is once."""
        known = cls.known(more.get("once"))
        if known:
            return known
        people, types = more.pop("people", ()), more.pop("types", ())
        made = cls.objects.create(words=words, by=by, **more)
        made.people.set(people)
        made.types.set(types)
        Line.record(by, "put down", made, place=made.place)
        made.follow_standing()
        return made

    @transaction.atomic
    def change(self, by: Person, **fields) -> None:
        """Put it in other words, or say more; `people` and `types` as lists."""
        self.check_runner(by)
        for name in ("people", "types"):
            if name in fields:
                getattr(self, name).set(fields.pop(name))
        Priority.objects.filter(pk=self.pk).update(**fields, changed_at=timezone.now())
        self.refresh_from_db()
        Line.record(by, "changed", self, place=self.place)
        self.follow_standing()

    @transaction.atomic
    def settle(self, by: Person, state: str, because: str = "") -> None:
        """It was met, or let go, or is wanted again; because of what."""
        self.check_runner(by)
        if state not in self.State.values:
            raise Refusal(_("Say whether it is wanted, met or let go."))
        if state == self.State.LEFT and not because.strip():
            raise Refusal(_("Say why it is let go. Those who said it will read that."))
        fields = {"state": state, "state_because": because.strip()[:400], "changed_at": timezone.now()}
        Priority.objects.filter(pk=self.pk).update(**fields)
        self.refresh_from_db()
        Line.record(by, self.get_state_display().lower(), self, place=self.place)

    def document(self) -> Entry:
        text = " ".join(filter(None, [self.demand, self.because, self.enough, self.affected]))
        path = self.place.path if self.place else ""
        return Entry("priorities.priority", self.pk, self.words, text, path, self.get_absolute_url())

    @transaction.atomic
    def cite(self, by: Person, method: str, title: str, thing=None, **more) -> Evidence:
        """Add a row of evidence: a `thing` of this site, or a page elsewhere. `more`: address, people (how many
        separate people), times (how often it was said), gathered (when, in words), heard (PeopleServed), note,
        question. The same method and address twice are one."""
        self.check_runner(by)
        heard, address = more.pop("heard", ()), more.pop("address", "")
        if thing is not None:
            more |= {"kind": thing._meta.label_lower, "key": str(thing.pk)}
            address = address or thing.get_absolute_url()
        if not title.strip():
            raise Refusal(_("Say where this was heard."))
        facts = {"title": title.strip()[:300], "by": by} | more
        row, _new = self.evidence.update_or_create(method=method, address=address, title=facts["title"], defaults=facts)
        row.heard.set(heard)
        Priority.objects.filter(pk=self.pk).update(changed_at=timezone.now())
        Line.record(by, "added evidence to", self, place=self.place)
        return row


class Evidence(models.Model):
    """Where a priority comes from: one listening, discussion, question, petition; how many separate people said it
    there, and how many times. Nothing of who they are.

    `kind` and `key` name a thing of this site as plain values, so that the trail can be walked; a page elsewhere has
    its address alone.
    """

    class Method(models.TextChoices):
        LISTENING = "listening", gettext_lazy("Listening")
        DISCUSSION = "discussion", gettext_lazy("Discussion")
        QUESTION = "question", gettext_lazy("Question to everybody")
        TRADE_OFF = "trade-off", gettext_lazy("Trade-off")
        EVENT = "event", gettext_lazy("Event")
        PETITION = "petition", gettext_lazy("Petition")
        LETTERS = "letters", gettext_lazy("Letters and calls")
        FIGURES = "figures", gettext_lazy("Figures of need")

    priority = models.ForeignKey(Priority, models.CASCADE, related_name="evidence")
    method = models.CharField(max_length=12, choices=Method)
    title = models.CharField(max_length=300)
    address = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=60, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True, help_text="separate people; unknown when empty")
    times = models.PositiveIntegerField(null=True, blank=True, help_text="how often it was said there")
    gathered = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=400, blank=True)
    heard = models.ManyToManyField(PeopleServed, blank=True, related_name="+")
    question = models.ForeignKey(Question, models.SET_NULL, null=True, blank=True, related_name="cited")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name_plural = "evidence"
        indexes = [models.Index(fields=["kind", "key"])]
        constraints = [
            models.UniqueConstraint(fields=["priority", "method", "address", "title"], name="evidence_once"),
            models.CheckConstraint(
                condition=Q(people=None) | Q(times=None) | Q(times__gte=models.F("people")),
                name="evidence_each_said_it_once_at_least",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()}: {self.title}"

    @property
    def shown_people(self) -> int | None:
        """How many separate people, from ten on."""
        return self.people if self.people is None or self.people >= FEWEST else 0
