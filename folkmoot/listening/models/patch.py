"""Patches, and who listens in them for whom."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Organisation
from folkmoot.journal.models import Audience, Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.listening.permissions import is_listener, is_steward, listens_somewhere, sees_to_patches
from folkmoot.people.models import Person
from folkmoot.places.models import Place
from folkmoot.points.models import Theming


class PatchSet(models.QuerySet):
    def listened_in_by(self, person: Person, day: date) -> PatchSet:
        """Where this person listens today; nowhere without the role."""
        rows = Organiser.objects.current(day).filter(person=person)
        return self.filter(pk__in=rows.values("patch")) if listens_somewhere(person, day) else self.none()


class Patch(models.Model):
    """An area in which people listen, with its streets where they matter, and the body that keeps what was heard there
    when whoever heard it leaves."""

    name = models.CharField(max_length=120)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    streets = models.TextField(blank=True, max_length=8000, help_text="one a line; nothing for the whole area")
    stays_with = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    ends_on = models.DateField(null=True, blank=True, help_text="when the listening here is over, where that is known")
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = PatchSet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "patches"
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="patch_once_in_a_place")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("listening:patch", args=[self.pk])

    @classmethod
    def make(cls, name: str, place: Place, stays_with: Organisation, by: Person, **more) -> Patch:
        """`more`: streets, ends_on. The same name in the same place is the one there is."""
        if not sees_to_patches(by, timezone.localdate(), place):
            raise NotYours(_("Convenors and stewards of this place make patches."))
        facts = {"stays_with": stays_with, "made_by": by} | more
        patch, new = cls.objects.get_or_create(name=" ".join(name.split())[:120], place=place, defaults=facts)
        if new:
            Line.record(by, "made a patch to listen in:", patch, place=place, audience=Audience.PARTIES)
        return patch

    def street_list(self) -> list[str]:
        return [" ".join(line.split()) for line in self.streets.splitlines() if line.strip()]

    def is_seen_by(self, person: Person | None, day: date) -> bool:
        """Who listens in it, and who sees to patches there."""
        return sees_to_patches(person, day, self.place) or Organiser.of(person, self, day) is not None


class OrganiserSet(models.QuerySet):
    def current(self, day: date) -> OrganiserSet:
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Organiser(models.Model):
    """Somebody listens in a patch, between two days, hosted by a body, with what they said of being independent."""

    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    patch = models.ForeignKey(Patch, models.CASCADE, related_name="organisers")
    host = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    independence = models.TextField(max_length=2000, help_text="whose interests they do not serve when they listen")
    stated_on = models.DateField(default=timezone.localdate)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True, help_text="last day")
    named_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    handed_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="took_over")

    objects = OrganiserSet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "patch"], condition=Q(until=None), name="organiser_once"),
            models.CheckConstraint(condition=~Q(independence=""), name="organiser_says_independence"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="organiser_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.patch}"

    def get_absolute_url(self) -> str:
        return self.patch.get_absolute_url()

    def is_here(self, day: date) -> bool:
        """Whether they have not left: neither the patch nor the site."""
        return self.person is not None and self.person.is_active and (self.until is None or self.until >= day)

    @classmethod
    def of(cls, person: Person | None, patch: Patch, day: date) -> Organiser | None:
        """Who this person is in the patch today; None without the role."""
        if not is_listener(person, day, patch.place):
            return None
        return cls.objects.current(day).filter(person=person, patch=patch).select_related("patch", "host").first()

    @classmethod
    def name(cls, person: Person, patch: Patch, independence: str, by: Person, host: Organisation | None = None):
        """`person` listens in the patch from today. Named twice is once. They need the role of organiser, or are a
        councillor; the statement is theirs, in their words."""
        day = timezone.localdate()
        if not sees_to_patches(by, day, patch.place):
            raise NotYours(_("Convenors and stewards of this place say who listens in it."))
        if not is_listener(person, day, patch.place):
            raise Refusal(_("%(name)s has not the role of organiser or councillor here.") % {"name": person})
        if not independence.strip():
            raise Refusal(_("Write down what they say of being independent of their host."))
        facts = {"independence": independence.strip()[:2000], "host": host, "named_by": by}
        organiser, new = cls.objects.get_or_create(person=person, patch=patch, until=None, defaults=facts)
        if new:
            Line.record(by, "named who listens:", patch, place=patch.place, audience=Audience.PARTIES)
        return organiser

    @transaction.atomic
    def end(self, by: Person, to: Organiser | None = None) -> int:
        """They leave: what they heard and began goes to `to`, or stays with the body named for the patch until somebody
        takes it; open promises to go back are put to whoever takes over. How many listenings changed hands. Safe twice.
        """
        day = timezone.localdate()
        if by.pk != self.person_id and not is_steward(by, day, self.patch.place):
            raise NotYours(_("They themselves, or a steward, can say that they leave."))
        if to is not None and (to.patch_id != self.patch_id or to.pk == self.pk):
            raise Refusal(_("Whoever takes over listens in the same patch."))
        mine = Organiser.objects.select_for_update(of=("self",)).get(pk=self.pk)
        mine.until, mine.handed_to = mine.until or day, to or mine.handed_to
        mine.save(update_fields=["until", "handed_to"])
        moved = self.keeps.count()
        if to is not None:
            self._hand_on(to, by)
        Line.record(by, "handed over a patch:", self.patch, place=self.patch.place, audience=Audience.PARTIES)
        self.refresh_from_db()
        return moved

    def _hand_on(self, to: Organiser, by: Person) -> None:
        """Conversations, projects, promises, questions that are open and places in teams; whoever left has none."""
        introductions = [one for keeps in self.keeps.all() for heard in keeps.heard.all() for one in heard.pairings()]
        self.keeps.update(kept_by=to)
        self.projects.update(kept_by=to)
        for owed in self.owed.filter(promise__outcome=None):
            owed.hand_over(to, by)
        for pairing in introductions:
            pairing.ask_anew()
        for source in (self, self.patch):
            for theming in Theming.objects.about(source):
                theming.hand_over(self.person, to.person)
