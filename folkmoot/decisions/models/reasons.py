"""What a proposition rests on, and the ways its demand could be met."""

from __future__ import annotations

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

from .proposition import Proposition

MOST = 40


class Ground(models.Model):
    """What a proposition rests on: what people said, a figure, a standard, a case like it.

    `kind` and `key` name a thing of this site as plain values, so that the trail can be walked; a page elsewhere has
    its address alone.
    """

    class Sort(models.TextChoices):
        SAID = "said", gettext_lazy("What people said")
        EVIDENCE = "evidence", gettext_lazy("A figure or a finding")
        STANDARD = "standard", gettext_lazy("A fair standard")
        PRECEDENT = "precedent", gettext_lazy("Done before, elsewhere")

    proposition = models.ForeignKey(Proposition, models.CASCADE, related_name="grounds")
    sort = models.CharField(max_length=10, choices=Sort, default=Sort.SAID)
    title = models.CharField(max_length=300)
    address = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sort", "pk"]
        constraints = [models.UniqueConstraint(fields=["proposition", "sort", "title"], name="ground_once")]
        indexes = [models.Index(fields=["kind", "key"])]

    def __str__(self) -> str:
        return self.title

    def plain(self) -> dict:
        """Its values, to lay them under another proposition."""
        return {name: getattr(self, name) for name in ("sort", "title", "address", "kind", "key", "by")}

    @classmethod
    @transaction.atomic
    def lay(cls, proposition: Proposition, by: Person, sort: str, title: str, thing=None, address: str = "") -> Ground:
        """Rest the proposition on something: a `thing` of this site, or a page elsewhere. Twice is once."""
        found = proposition._locked_for(by)
        title = " ".join(title.split()) or (str(thing) if thing else "")
        if not title:
            raise Refusal(_("Say in a few words what it is."))
        if sort not in cls.Sort.values:
            raise Refusal(_("Choose what sort of reason this is."))
        if found.grounds.count() >= MOST:
            raise Refusal(_("That is more than anybody reads. Take one out before you add another."))
        where = {"address": address, "by": by}
        if thing is not None:
            where |= {"kind": thing._meta.label_lower, "key": str(thing.pk), "address": thing.get_absolute_url()}
        return cls.objects.get_or_create(proposition=found, sort=sort, title=title[:300], defaults=where)[0]


class Way(models.Model):
    """One way in which what is wanted could be met, with what each side would gain by it."""

    proposition = models.ForeignKey(Proposition, models.CASCADE, related_name="ways")
    words = models.CharField(max_length=400)
    gain_asker = models.CharField(max_length=400, blank=True)
    gain_decider = models.CharField(max_length=400, blank=True)
    chosen = models.BooleanField(default=False)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposition", "words"], name="way_once"),
            models.UniqueConstraint(fields=["proposition"], condition=models.Q(chosen=True), name="way_chosen_once"),
        ]

    def __str__(self) -> str:
        return self.words

    @classmethod
    @transaction.atomic
    def add(cls, proposition: Proposition, by: Person, words: str, gain_asker: str = "", gain_decider: str = "") -> Way:
        """Another way; the same words again are the way there is."""
        found = proposition._locked_for(by)
        words = " ".join(words.split())
        if not words:
            raise Refusal(_("Say in one sentence how it could be done."))
        if found.ways.count() >= MOST:
            raise Refusal(_("That is more than anybody reads. Take one out before you add another."))
        gains = {"gain_asker": gain_asker.strip()[:400], "gain_decider": gain_decider.strip()[:400], "by": by}
        return cls.objects.get_or_create(proposition=found, words=words[:400], defaults=gains)[0]

    @transaction.atomic
    def choose(self, by: Person) -> None:
        """This is the way that is asked for. Safe twice; another one chosen before is so no longer."""
        found = self.proposition._locked_for(by)
        found.ways.filter(chosen=True).exclude(pk=self.pk).update(chosen=False)
        found.ways.filter(pk=self.pk).update(chosen=True)
        self.refresh_from_db()
