"""Help sessions: who helps with what, who comes for help, and what was done."""

from __future__ import annotations

from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import Organisation
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person

from .event import Event
from .series import Series

KEPT_FOR = timedelta(minutes=15)


class NotFree(Refusal):
    """A helper who is with somebody else already, or who is not here."""


class Helper(models.Model):
    """Somebody who helps at a series of help sessions, and with what; with or without an account.

    One person may come for help first and help later: that is the result such sessions are for.
    """

    series = models.ForeignKey(Series, models.CASCADE, related_name="helpers")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    knows = models.JSONField(default=list, blank=True, help_text='what they can help with: ["blogs", "forms"]')
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "person"], condition=Q(person__isnull=False), name="helper_once_by_account"
            ),
            models.UniqueConstraint("series", Lower("name"), condition=Q(person=None), name="helper_once_by_name"),
            models.CheckConstraint(condition=~Q(name=""), name="helper_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def begin(cls, series: Series, name: str, *, person: Person | None = None, knows: list[str] = (), since=None):
        """From now on they help at this series; again: what they know is brought up to date."""
        name = " ".join(name.split())[:120] or str(person or "")
        if not name:
            raise Refusal(_("Say who helps: a first name is enough."))
        knows = topics(knows)
        known = (
            series.helpers.filter(person=person) if person else series.helpers.filter(person=None, name__iexact=name)
        )
        found = known.first()
        if found is None:
            return cls.objects.create(
                series=series, person=person, name=name, knows=knows, since=since or timezone.localdate()
            )
        found.knows, found.until = knows or found.knows, None
        found.save(update_fields=["knows", "until"])
        return found

    @classmethod
    def stop(cls, series: Series, person: Person) -> bool:
        """They help no longer. True the first time."""
        return bool(series.helpers.filter(person=person, until=None).update(until=timezone.localdate()))

    @transaction.atomic
    def arrive(self, event: Event) -> Shift:
        """Here today. Twice is once."""
        shift, _new = Shift.objects.get_or_create(event=event, helper=self)
        if shift.left_at:
            Shift.objects.filter(pk=shift.pk).update(left_at=None)
        return shift

    def leave(self, event: Event) -> None:
        """Gone home. What was kept for them is let go. Safe twice."""
        Shift.objects.filter(event=event, helper=self, left_at=None).update(left_at=timezone.now())
        Visit.objects.filter(event=event, kept_for=self).update(kept_for=None)

    def can(self, topic: str) -> bool:
        """Whether what they know is, or is part of, what is asked; either way round."""
        topic = topic.strip().lower()
        return bool(topic) and any(word in topic or topic in word for word in (each.lower() for each in self.knows))


def topics(words) -> list[str]:
    """Short words without doubles, in their order: from a list, or from "blogs, forms"."""
    words = words.split(",") if isinstance(words, str) else words
    return list(dict.fromkeys(word for each in words if (word := " ".join(each.split())[:60])))[:12]


class Shift(models.Model):
    """A helper was at one help session, from when they came until they left."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="shifts")
    helper = models.ForeignKey(Helper, models.CASCADE, related_name="shifts")
    came_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["came_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "helper"], name="shift_once")]

    def __str__(self) -> str:
        return f"{self.helper}, {self.event}"


class VisitSet(models.QuerySet):
    def here(self) -> VisitSet:
        """Those in the room, waiting or being helped."""
        return self.filter(state__in=[Visit.State.WAITING, Visit.State.HELPED])

    def helped(self) -> VisitSet:
        """Those with whom something was done."""
        return self.filter(state=Visit.State.DONE).exclude(signposted=True)

    def told(self) -> VisitSet:
        """What was done with those who agreed that it is told, the latest first."""
        return self.helped().filter(may_be_told=True).order_by("-ended_at", "-pk")


class Visit(models.Model):
    """Somebody came to a help session for help, or said that they would: who, for which group, what for, what was done.

    `kept_for` is the helper that was suggested before they came: a soft match, let go when they do not come.
    """

    class State(models.TextChoices):
        COMING = "coming", gettext_lazy("Said they would come")
        WAITING = "waiting", gettext_lazy("Waiting")
        HELPED = "helped", gettext_lazy("Being helped")
        DONE = "done", gettext_lazy("Done")
        ABSENT = "absent", gettext_lazy("Did not come")
        LEFT = "left", gettext_lazy("Left before their turn")

    event = models.ForeignKey(Event, models.CASCADE, related_name="visits")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    group = models.CharField(max_length=200, blank=True, help_text="the group they came for, as they call it")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    topic = models.CharField(max_length=60, blank=True)
    wanted = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    kept_for = models.ForeignKey(Helper, models.SET_NULL, null=True, blank=True, related_name="kept")
    helper = models.ForeignKey(Helper, models.SET_NULL, null=True, blank=True, related_name="visits")
    said_at = models.DateTimeField(default=timezone.now)
    came_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    done = models.CharField(max_length=500, blank=True, help_text="what was done")
    link = models.URLField(max_length=500, blank=True, help_text="what came of it, where it can be seen")
    next_step = models.CharField(max_length=300, blank=True)
    signposted = models.BooleanField(default=False, help_text="not for this session: they were told where to go")
    may_be_told = models.BooleanField(default=False, help_text="they agreed that their story is told")
    once = models.CharField(max_length=100, null=True, blank=True, unique=True)

    objects = VisitSet.as_manager()

    class Meta:
        ordering = ["came_at", "said_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "helper"], condition=Q(state="helped"), name="visit_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(state="helped") | Q(helper__isnull=False), name="visit_helped_by"),
            models.CheckConstraint(condition=~Q(name=""), name="visit_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def whose(self) -> str:
        """The group counted once, however many came for it; a person by themselves counts as one."""
        return " ".join((self.group or self.name).lower().split())

    @classmethod
    @transaction.atomic
    def expect(cls, event: Event, name: str, *, once: str, **more) -> Visit:
        """They say that they will come, and, if they like, what for: a helper who knows that is kept for them softly.
        `more`: person, group, topic, wanted. The same `once` is the same visit."""
        return cls._begin(event, name, once, cls.State.COMING, more)

    @classmethod
    @transaction.atomic
    def walk_in(cls, event: Event, name: str, *, once: str, **more) -> Visit:
        """Here now; a first name is enough."""
        visit = cls._begin(event, name, once, cls.State.WAITING, more)
        visit.arrive()
        return visit

    @classmethod
    def _begin(cls, event: Event, name: str, once: str, state: str, more: dict) -> Visit:
        name = " ".join(name.split())[:120]
        if not name:
            raise Refusal(_("A first name is enough, but we need one to call."))
        if event.cancelled_at:
            raise Refusal(_("This session does not take place: %(why)s") % {"why": event.cancelled_because})
        Event.objects.select_for_update().get(pk=event.pk)
        once = f"{event.pk}:{once}"[:100]
        visit, _new = cls.objects.get_or_create(
            once=once, defaults={"event": event, "name": name, "state": state} | more
        )
        if visit.kept_for_id is None and visit.state == cls.State.COMING:
            visit.keep_somebody()
        return visit

    def keep_somebody(self) -> Helper | None:
        """Keep the helper who knows their topic and has the fewest kept for them; None where nobody knows it."""
        helpers = self.event.series.helpers.filter(until=None) if self.event.series_id else Helper.objects.none()
        able = [one for one in helpers if one.can(self.topic or self.wanted)]
        kept = {one.pk: self.event.visits.filter(kept_for=one).count() for one in able}
        self.kept_for = min(able, key=lambda one: (kept[one.pk], one.pk), default=None)
        self.save(update_fields=["kept_for"])
        return self.kept_for

    def arrive(self) -> bool:
        """They are here. True the first time."""
        now = timezone.now()
        early = Visit.objects.filter(pk=self.pk, came_at=None)
        done = early.update(state=Visit.State.WAITING, came_at=now)
        self.refresh_from_db()
        return bool(done)

    @transaction.atomic
    def begin(self, helper: Helper) -> Visit:
        """This helper helps them now. Refuses a helper who is not here or is with somebody."""
        Event.objects.select_for_update().get(pk=self.event_id)
        visit = Visit.objects.select_for_update().get(pk=self.pk)
        if visit.state == Visit.State.HELPED and visit.helper_id == helper.pk:
            return visit
        if not Shift.objects.filter(event=self.event_id, helper=helper, left_at=None).exists():
            raise NotFree(_("%(name)s is not here today. Tick them in first.") % {"name": helper})
        if Visit.objects.filter(event=self.event_id, helper=helper, state=Visit.State.HELPED).exists():
            raise NotFree(_("%(name)s is with somebody. Choose another, or wait.") % {"name": helper})
        if visit.state not in (Visit.State.WAITING, Visit.State.COMING):
            raise Refusal(_("%(name)s is not waiting any more.") % {"name": visit})
        now = timezone.now()
        fields = {"state": Visit.State.HELPED, "helper": helper, "kept_for": None, "began_at": now}
        Visit.objects.filter(pk=visit.pk).update(**fields, came_at=visit.came_at or now)
        self.refresh_from_db()
        return self

    @transaction.atomic
    def finish(self, done: str, *, link: str = "", next_step: str = "", signposted: bool = False, told: bool = False):
        """What was done, or where they were sent for what is not for this session. Again: changed."""
        if not done.strip():
            raise Refusal(_("Write in a few words what was done, or where they were sent."))
        fields = {"done": done.strip()[:500], "link": link, "next_step": next_step.strip()[:300], "kept_for": None}
        fields |= {"signposted": signposted, "may_be_told": told, "state": Visit.State.DONE}
        fields["ended_at"] = self.ended_at or timezone.now()
        Visit.objects.filter(pk=self.pk).update(**fields)
        self.refresh_from_db()

    def leave(self) -> bool:
        """They went before their turn, or did not come. True the first time."""
        state = Visit.State.LEFT if self.came_at else Visit.State.ABSENT
        waiting = Visit.objects.filter(pk=self.pk, state__in=[Visit.State.WAITING, Visit.State.COMING])
        done = waiting.update(state=state, kept_for=None, ended_at=timezone.now())
        self.refresh_from_db()
        return bool(done)


def is_late(event: Event) -> bool:
    """Whether a quarter of an hour has gone since the session began."""
    return event.starts_at is not None and timezone.now() >= event.starts_at + KEPT_FOR


def let_go(event: Event) -> int:
    """Helpers kept for people who have not come a quarter of an hour after the session began are free again; gives how
    many. They may still come: then they wait like everybody."""
    if not is_late(event):
        return 0
    return event.visits.filter(state=Visit.State.COMING, kept_for__isnull=False).update(kept_for=None)


def start_helping(visit: Visit, by: Person, knows: str = "") -> Helper:
    """Somebody who came for help helps from now on: said by whoever holds the session."""
    if not visit.event.may_be_run_by(by, timezone.localdate()):
        raise NotYours(_("Whoever holds the session can say that."))
    if visit.event.series is None:
        raise Refusal(_("Put this session into a series first, under Edit: helpers belong to one."))
    helper = Helper.begin(visit.event.series, visit.name, person=visit.person, knows=topics(knows))
    Line.record(by, "welcomed a new helper at", visit.event, place=visit.event.place)
    return helper
