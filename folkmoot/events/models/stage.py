"""Convening in stages: who is asked first, and what has to come out of a stage before the next one opens."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.directory.models import Membership, Organisation, Programme
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person, Role
from folkmoot.people.permissions import acts_for, holds, is_keeper, is_moderator
from folkmoot.places.models import Place

PROGRAMME_LEAD = "programme-lead"


class ConveningSet(models.QuerySet):
    def shown(self) -> ConveningSet:
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN))

    def live(self) -> ConveningSet:
        return self.filter(story=False)


class Convening(models.Model):
    """Several events in stages towards one purpose: who is asked first, who next."""

    title = models.CharField(max_length=200)
    purpose = models.TextField(max_length=4000)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="convenings")
    begun_at = models.DateTimeField(default=timezone.now)
    story = models.BooleanField(default=False)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    objects = ConveningSet.as_manager()

    class Meta:
        ordering = ["-begun_at", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:convening", args=[self.pk])

    def may_be_run_by(self, person: Person | None, day: date) -> bool:
        """Whoever began it, those who speak for the body that convenes, who stands in for them, and the keepers."""
        if person is None or not person.is_authenticated or self.story:
            return False
        speaks = bool(self.organisation_id) and self.organisation_id in Membership.objects.spoken_by(person, day)
        return speaks or self.by_id in acts_for(person, day) or is_keeper(person, day)

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        if self.standing is None or self.standing.state == Standing.State.SHOWN:
            return True
        return person is not None and is_moderator(person, day)

    @transaction.atomic
    def add_stage(self, by: Person, title: str, **more) -> Stage:
        """One more stage at the end; the first opens by itself. `more`: purpose, sectors, roles, organisations,
        places_held, inputs, outputs, host. The same title again gives the stage there is."""
        self.needs(by)
        Convening.objects.select_for_update().get(pk=self.pk)
        named, standing = more.pop("organisations", ()), self.stages.filter(title=title).first()
        if standing:
            return standing
        last = self.stages.aggregate(last=models.Max("position"))["last"] or 0
        made = self.stages.create(position=last + 1, title=title, **more)
        made.organisations.add(*named)
        if last == 0:
            made._open(by, _("It is the first."))
        return made

    def needs(self, by: Person) -> None:
        """NotYours for anybody who may not run this today."""
        if not self.may_be_run_by(by, timezone.localdate()):
            raise NotYours(_("Only those who convene this can do that, or whoever stands in for them today."))


class StageNotOpen(Refusal):
    """Nobody can come to this stage yet."""


class Stage(models.Model):
    """One stage of a convening: its purpose, who may come, what goes in, what must come out.

    It opens when what the stage before had to bring is published, on its day where it has one, or by hand with a
    reason.
    """

    convening = models.ForeignKey(Convening, models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True, max_length=4000)
    sectors = models.JSONField(default=list, blank=True, help_text="who may come, by sector; none named: anybody")
    roles = models.JSONField(default=list, blank=True, help_text='who may come, by role: "convenor", "programme-lead"')
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="+", help_text="named ones")
    places_held = models.PositiveSmallIntegerField(default=0, help_text="seats held for each body asked by name")
    inputs = models.TextField(blank=True, max_length=2000, help_text="what it needs from before")
    outputs = models.TextField(blank=True, max_length=2000, help_text="what must come out of it")
    host = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    hosted_by = models.ForeignKey(
        "events.CouldHost", models.SET_NULL, null=True, blank=True, related_name="+", help_text="a person who offered"
    )
    opens_on = models.DateField(null=True, blank=True, help_text="opens by itself on that day, if not before")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    opened_because = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["convening", "position"]
        constraints = [
            models.UniqueConstraint(fields=["convening", "position"], name="stage_position_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="stage_counts_from_one"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('events:convening', args=[self.convening_id])}#stage-{self.position}"

    @transaction.atomic
    def open(self, by: Person, because: str) -> None:
        """Open it by hand, with a reason that everybody reads. Safe twice: the first reason stands."""
        self.convening.needs(by)
        if not because.strip():
            raise Refusal(_("Say why it opens before the stage before it has published what it brings."))
        self._open(by, because)

    @transaction.atomic
    def come_due(self, day: date) -> bool:
        """Open it when its day has come, whatever the stage before has published. True the first time."""
        if self.opens_on is None or self.opens_on > day:
            return False
        words = _("It was to open on %(day)s.") % {"day": date_format(self.opens_on, "j F Y")}
        return self._open(None, words)

    def _open(self, by: Person | None, because: str) -> bool:
        """True the first time."""
        facts = {"opened_at": timezone.now(), "opened_by": by, "opened_because": because[:400]}
        opened = bool(Stage.objects.filter(pk=self.pk, opened_at=None).update(**facts))
        self.refresh_from_db()
        if opened and self.position > 1:
            self._write_down(by, "opened", {"because": because[:400]})
            for event in self.events.shown():
                Line.record(by, "opened replies to", event, place=event.place)
        return opened

    def _write_down(self, by: Person | None, verb: str, detail: dict) -> None:
        """A line about the convening, which is what people watch, that leads to this stage."""
        words = _("“%(stage)s” of “%(convening)s”") % {"stage": self, "convening": self.convening}
        more = {"title": words, "address": self.get_absolute_url(), "detail": detail}
        Line.record(by, verb, self.convening, place=self.convening.place, **more)

    @transaction.atomic
    def publish_output(
        self, by: Person, words: str, address: str = "", *, of: str = "", whole: bool = False
    ) -> StageOutput:
        """What came out of this stage, for everyone to read. The next stage opens with the last of what was planned, or
        with this one where it is all there is (`whole`). `of`: which planned output it is; of a single one it need not
        be said. Safe twice."""
        self.convening.needs(by)
        if self.opened_at is None:
            raise StageNotOpen(
                _("“%(stage)s” has not opened yet, so nothing can have come out of it.") % {"stage": self}
            )
        if not words.strip():
            raise Refusal(_("Say what came out of it."))
        planned = self.planned()
        of = planned[0] if len(planned) == 1 else of.strip()[:300]
        if of and of not in planned:
            raise Refusal(_("Choose one of the outputs that were planned, or none of them."))
        facts = {"address": address, "by": by, "of": of}
        output, new = self.published.get_or_create(words=words.strip()[:2000], defaults=facts)
        if new:
            self._write_down(by, "published what came of", {"words": output.words[:300]})
        following = self.next()
        if following and (whole or not self.still_to_come()):
            following._open(by, _("“%(stage)s” published what it brings.") % {"stage": self})
        return output

    @transaction.atomic
    def correct_output(self, by: Person, output: StageOutput, words: str, address: str) -> None:
        """Put right what was published: its words, or where it stands. What opened with it stays open."""
        self.convening.needs(by)
        words = words.strip()[:2000]
        if not words:
            raise Refusal(_("Say what came out of it."))
        if self.published.filter(words=words).exclude(pk=output.pk).exists():
            raise Refusal(_("The same words are published already."))
        if (
            self.published.filter(pk=output.pk)
            .exclude(words=words, address=address)
            .update(words=words, address=address)
        ):
            self._write_down(by, "put right what came of", {"words": words[:300]})

    def planned(self) -> list[str]:
        """What must come out of it, one thing a line; nothing where nobody planned anything."""
        return [line[:300] for line in map(str.strip, self.outputs.splitlines()) if line]

    def still_to_come(self) -> list[str]:
        """What was planned and has not been published."""
        done = set(self.published.values_list("of", flat=True))
        return [line for line in self.planned() if line not in done]

    @transaction.atomic
    def revise(self, by: Person, **facts) -> None:
        """Change what is said of it. `facts`: its fields, and `organisations`, those named. Who has replied stays."""
        self.convening.needs(by)
        named = facts.pop("organisations", None)
        if facts.get("host"):
            facts["hosted_by"] = None
        Stage.objects.filter(pk=self.pk).update(**facts)
        self.refresh_from_db()
        if named is not None:
            self.organisations.set(named)
        self._write_down(by, "changed", {"what": sorted(facts)})

    def lost_event(self, by: Person | None, event: str, because: str) -> None:
        """One of its events was called off: those who watch the convening hear of it."""
        self._write_down(by, "called off an event of", {"event": event[:200], "because": because[:400]})

    def has_no_event_left(self) -> bool:
        """It had events, and all of them were called off."""
        return self.events.exists() and not self.events.filter(cancelled_at=None).exists()

    def next(self) -> Stage | None:
        return Stage.objects.filter(convening=self.convening_id, position=self.position + 1).first()

    def before(self) -> Stage | None:
        return Stage.objects.filter(convening=self.convening_id, position=self.position - 1).first()

    def welcomes(self, person: Person | None, organisation: Organisation | None = None, sector: str = "") -> bool:
        """Whether they may reply to its events today: see `why_not`."""
        return not self.why_not(person, organisation, sector)

    def why_not(self, person: Person | None, organisation: Organisation | None = None, sector: str = "") -> str:
        """Why they may not come to this stage, and what to do; nothing when they may.

        `organisation` and `sector` are what they say of themselves when they reply; for somebody signed in their own
        sector and the bodies they speak for count too.
        """
        if self.opened_at is None and self.opens_on:
            words = _("“%(stage)s” opens on %(day)s, or before that with what the stage before publishes.")
            return words % {"stage": self, "day": date_format(self.opens_on, "j F Y")}
        if self.opened_at is None:
            before = self.before()
            return _("“%(stage)s” opens once “%(before)s” has published what it brings. Watch this to be told.") % {
                "stage": self,
                "before": before or self.convening,
            }
        if not self.is_limited() or self._fits(person, organisation, sector):
            return ""
        known = {"stage": self, "who": self.who(), "title": self.convening}
        return _("“%(stage)s” is for %(who)s. Ask those who convene “%(title)s”, or wait for a later stage.") % known

    def is_limited(self) -> bool:
        return bool(self.sectors or self.roles or self.organisations.exists())

    def _fits(self, person: Person | None, organisation: Organisation | None, sector: str) -> bool:
        day = timezone.localdate()
        mine = set(Membership.objects.spoken_by(person, day)) if person else set()
        bodies = mine | ({organisation.pk} if organisation else set())
        if self.organisations.filter(pk__in=bodies).exists():
            return True
        if {sector, person.sector if person else ""} & set(self.sectors) - {""}:
            return True
        if PROGRAMME_LEAD in self.roles and Programme.objects.shown().filter(organisation__in=mine).exists():
            return True
        return person is not None and any(holds(person, kind, day, self.convening.place) for kind in self.roles)

    def who(self) -> str:
        """Who may come, in words: "central government, and Thornbeck Council"."""
        sectors, roles = dict(Person.Sector.choices), dict(Role.Kind.choices) | {PROGRAMME_LEAD: _("Programme leads")}
        named = [sectors[code] for code in self.sectors if code in sectors]
        named += [roles[code] for code in self.roles if code in roles]
        named = [words[:1].lower() + words[1:] for words in named] + [str(body) for body in self.organisations.all()]
        return ", ".join(map(str, named)) if named else _("everybody")


class StageOutput(models.Model):
    """What came out of a stage, in words and perhaps an address where it stands: the next stage opens with it."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="published")
    words = models.TextField(max_length=2000)
    address = models.CharField(max_length=500, blank=True)
    of = models.CharField(max_length=300, blank=True, help_text="which of the outputs that were planned it is")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["published_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["stage", "words"], name="stage_output_once")]

    def __str__(self) -> str:
        return self.words[:80]
