"""Who wants to hear of what, and how often."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.people.models import Person
from folkmoot.places.models import Place, Succession

from .line import Veil


class Pace(models.TextChoices):
    AT_ONCE = "at-once", gettext_lazy("Mail me at once")
    DAILY = "daily", gettext_lazy("Mail me once a day")
    WEEKLY = "weekly", gettext_lazy("Mail me once a week")
    SITE = "site", gettext_lazy("Only here on the site")
    MUTED = "muted", gettext_lazy("Never: mute it")


class WatchSet(models.QuerySet):
    def with_veil(self) -> WatchSet:
        """Each knows whether what it watches is held back (`veiled`), so that its title is not shown."""
        veil = Veil.objects.filter(kind=models.OuterRef("kind"), key=models.OuterRef("key"))
        return self.annotate(veiled=models.Exists(veil))


class Watch(models.Model):
    """Somebody wants to hear when something happens to a thing, in a place, or in a list.

    A watch at the pace "muted" is the opposite: of that thing they hear nothing, whatever else they watch.
    """

    Pace = Pace

    person = models.ForeignKey(Person, models.CASCADE, related_name="watches")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    address = models.CharField(max_length=300)
    place_path = models.CharField(
        max_length=200, blank=True, db_index=True, help_text="set when a place is watched, with all in it"
    )
    note = models.CharField(max_length=300, blank=True, help_text="what changed under the watch: a boundary review")
    followed = models.BigIntegerField(default=0, help_text="the last succession of this place that was followed")
    pace = models.CharField(max_length=8, choices=Pace, default=Pace.SITE)
    since = models.DateTimeField(default=timezone.now)

    objects = WatchSet.as_manager()

    class Meta:
        verbose_name_plural = "watches"
        ordering = ["title", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "kind", "key"], name="watch_once")]
        indexes = [models.Index(fields=["kind", "key"])]

    def __str__(self) -> str:
        return f"{self.person} watches {self.title}"

    def get_absolute_url(self) -> str:
        return self.address

    @classmethod
    def start(cls, person: Person, thing, place: Place | None = None, pace: str = Pace.SITE, note: str = "") -> Watch:
        """Watch a thing; a place with all that is in it. Starting twice keeps one watch and its pace.

        `place`: watch all that happens there as well, where the thing itself is no place.
        """
        where = place or (thing if isinstance(thing, Place) else None)
        about = {"title": str(thing), "address": thing.get_absolute_url(), "place_path": where.path if where else ""}
        return cls.start_of(person, (thing._meta.label_lower, str(thing.pk)), pace=pace, note=note, **about)

    @classmethod
    def start_of(cls, person: Person, what: tuple[str, str], title: str, address: str, **more) -> Watch:
        """As `start`, for what is no row of ours: a list with its filters, a search. `what`: its kind and key;
        `more`: place_path, pace, note."""
        about = {"title": title[:300], "address": address[:300], **more}
        return cls.objects.get_or_create(person=person, kind=what[0], key=what[1], defaults=about)[0]

    @classmethod
    def of(cls, person: Person, thing) -> Watch | None:
        """This person's watch of the thing, muted or not. What is watched by another word than its kind, as a topic is,
        is known by its address."""
        here = models.Q(kind=thing._meta.label_lower, key=str(thing.pk)) | models.Q(address=thing.get_absolute_url())
        return cls.objects.filter(here, person=person).first()

    @classmethod
    def stop(cls, person: Person, kind: str, key: object) -> None:
        """Hear no more of it, not even of what waits to be mailed. Safe twice."""
        for watch in cls.objects.filter(person=person, kind=kind, key=str(key)):
            watch.change_pace(Pace.SITE)
            watch.delete()

    @classmethod
    def stop_mail(cls, person: Person, pace: str) -> None:
        """No more mail at this pace; the watches stay, and their news is on the site. Safe twice."""
        for watch in cls.objects.filter(person=person, pace=pace):
            watch.change_pace(Pace.SITE)

    def change_pace(self, pace: str) -> None:
        """Hear of it more or less often, and of what waits to be mailed too. ValueError: there is no such pace."""
        self.pace = Pace(pace)
        self.save(update_fields=["pace"])
        self.notices.filter(mailed_at=None).update(pace=self.pace)

    def follow(self) -> int:
        """After a boundary review: watch what followed this place as well, and say so. Returns how many began."""
        after = Succession.objects.filter(before=self.key, pk__gt=self.followed).select_related("before", "after")
        new = list(after.order_by("pk"))
        for step in new:
            Watch.start(self.person, step.after, pace=self.pace, note=_words_for(step))
        if new:
            self.followed = new[-1].pk
            self.save(update_fields=["followed"])
        return len(new)


def _words_for(step: Succession) -> str:
    words = _("You watched %(before)s. It was followed by %(after)s%(when)s, so you hear of it now.")
    when = _(" on %(day)s") % {"day": f"{step.on:%-d %B %Y}"} if step.on else ""
    return (words % {"before": step.before, "after": step.after, "when": when})[:300]
