"""What people would talk about, and who wants it."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for
from folkmoot.rounds.models import Option, Round, Say

from .event import Event
from .rsvp import Rsvp

LONGEST_TITLE, LONGEST = 200, 4000


class PitchSet(models.QuerySet):
    def shown(self) -> PitchSet:
        """Not held or removed by moderators."""
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN))

    def open(self) -> PitchSet:
        """Shown, and neither withdrawn nor merged into another."""
        return self.shown().filter(state=Pitch.State.OPEN)


class Pitch(models.Model):
    """Something somebody would talk about: pitched before or on the day, by themselves or by somebody for them.

    Interest in it is a choice of its `option` in the event's round of pitches.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        MERGED = "merged", _("Merged into another")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    event = models.ForeignKey(Event, models.CASCADE, related_name="pitches")
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True, max_length=4000)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    rsvp = models.ForeignKey(Rsvp, models.SET_NULL, null=True, blank=True, related_name="+")
    pitcher = models.CharField(max_length=120, blank=True, help_text="who, where they have no account or are shy")
    by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", help_text="who wrote it down for them"
    )
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="for an opening talk")
    hands = models.PositiveSmallIntegerField(null=True, blank=True, help_text="hands counted in the room")
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    option = models.OneToOneField(Option, models.SET_NULL, null=True, blank=True, related_name="+")
    pitched_at = models.DateTimeField(default=timezone.now)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    objects = PitchSet.as_manager()

    class Meta:
        ordering = ["pitched_at", "pk"]
        verbose_name_plural = "pitches"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('events:pitches', args=[self.event_id])}#pitch-{self.pk}"

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        """Whoever sees its event."""
        return self.event.is_visible_to(person, day)

    @classmethod
    @transaction.atomic
    def put(cls, event: Event, title: str, words: str = "", *, by: Person | None = None, **more) -> Pitch:
        """Pitch something, for oneself or, with `pitcher`, for somebody who would rather not.

        `more`: rsvp (whoever came by a link of their reply), pitcher, minutes, once (the same word gives the pitch
        there is). Refuses who has not replied, an event that is over, a title or words that are too long.
        """
        locked = Event.objects.select_for_update().get(pk=event.pk)
        if more.get("once") and (found := cls.objects.filter(once=more["once"]).first()):
            return found
        _check_words(title, words)
        _check_time(locked)
        fields = _pitched_by(locked, by, more)
        pitch = cls.objects.create(event=locked, title=title.strip(), words=words.strip(), **fields)
        pitch.option = option_for(locked, pitch)
        pitch.save(update_fields=["option"])
        Line.record(by, "pitched", pitch, place=locked.place)
        return pitch

    @transaction.atomic
    def want(self, voter: str, wants: bool, **more) -> bool:
        """One tap: this voter (see `Say.voter_of`) would come to it, or no longer would. Gives how it stands now; the
        same tap again changes nothing. `more`: person, sector, place, as in `Say.put`."""
        event = Event.objects.select_for_update().get(pk=self.event_id)
        held = Pitch.objects.open().filter(pk=self.pk).exists()
        if not held or event.interest is None:
            raise Refusal(said("This pitch is no longer open. Load the page again to see what became of it."))
        say = Say.objects.filter(round=event.interest, voter=voter).first()
        stands = say.choices.filter(option__dropped_at=None) if say else ()
        chosen = {choice.option_id: choice.value for choice in stands}
        for option in self.options() if not wants else [self.option_id]:
            chosen.pop(option, None)
        if wants:
            chosen[self.option_id] = 1
        Say.put(event.interest, voter, chosen, **more)
        return wants

    def options(self) -> list[int]:
        """The options of this pitch and of those merged into it: whoever wants any of them wants this one."""
        merged = self.merged.filter(state=Pitch.State.MERGED).values_list("option", flat=True)
        return [option for option in (self.option_id, *merged) if option]

    @transaction.atomic
    def count_hands(self, hands: int | None) -> None:
        """Keep how many hands went up in the room; none takes it back. The caller holds the event."""
        Event.objects.select_for_update().get(pk=self.event_id)
        Pitch.objects.filter(pk=self.pk).update(hands=hands)

    @transaction.atomic
    def withdraw(self, by: Person) -> bool:
        """Take it off the list: whoever pitched it, or who holds the event. True the first time."""
        event = Event.objects.select_for_update().get(pk=self.event_id)
        self.check_owner(by)
        if self.sessions.filter(state__in=("planned", "running", "ended")).exists():
            raise Refusal(said("This stands on the grid already. Drop it there, then withdraw it."))
        gone = Pitch.objects.filter(pk=self.pk, state=Pitch.State.OPEN).update(state=Pitch.State.WITHDRAWN)
        if gone:
            Option.objects.filter(pk=self.option_id).update(dropped_at=timezone.now())
            Line.record(by, "withdrew", self, place=event.place)
        return bool(gone)

    @transaction.atomic
    def pitch_again(self, by: Person) -> bool:
        """Take the withdrawing back. True the first time."""
        event = Event.objects.select_for_update().get(pk=self.event_id)
        self.check_owner(by)
        back = Pitch.objects.filter(pk=self.pk, state=Pitch.State.WITHDRAWN).update(state=Pitch.State.OPEN)
        if back:
            Option.objects.filter(pk=self.option_id).update(dropped_at=None)
            Line.record(by, "pitched again", self, place=event.place)
        return bool(back)

    def whose(self) -> str:
        """Who pitches it, as the page says it."""
        return self.pitcher or str(self.person or self.rsvp or said("Somebody"))

    def host_key(self) -> str:
        """Who leads it, so that nobody leads twice in one slot: a person, a reply, or else a name."""
        if self.person_id and not self.pitcher:
            return f"person:{self.person_id}"
        return f"rsvp:{self.rsvp_id}" if self.rsvp_id else f"name:{self.whose().casefold()}"

    def is_of(self, person: Person | None) -> bool:
        """Whether it is this person's own, or of somebody they stand in for."""
        if person is None or not person.is_authenticated:
            return False
        return self.person_id in acts_for(person, timezone.localdate()) and self.person_id is not None

    def check_owner(self, person: Person) -> None:
        if not self.is_of(person) and not self.event.may_be_run_by(person, timezone.localdate()):
            raise NotYours(said("Whoever pitched this, or who holds the event, can do that."))


def _check_words(title: str, words: str) -> None:
    if not title.strip():
        raise Refusal(said("Give your pitch a title: what would people talk about?"))
    for text, most, name in ((title, LONGEST_TITLE, said("title")), (words, LONGEST, said("pitch"))):
        if len(text.strip()) > most:
            sizes = {"name": name, "n": f"{len(text.strip()):,}", "most": f"{most:,}"}
            raise Refusal(
                said("Your %(name)s has %(n)s characters and %(most)s fit. Say the point; bring the rest.") % sizes
            )


def _check_time(event: Event) -> None:
    ends = event.ends_at or event.starts_at
    if event.cancelled_at or (ends and ends < timezone.now()):
        raise Refusal(said("This event is over or was cancelled, so nothing more can be pitched for it."))


def _pitched_by(event: Event, by: Person | None, more: dict) -> dict:
    """The columns that say whose it is; NotYours where this person may not pitch here."""
    fields = {name: more[name] for name in ("minutes", "once") if more.get(name)}
    runs = event.may_be_run_by(by, timezone.localdate())
    if pitcher := more.get("pitcher", "").strip()[:120]:
        if not runs:
            raise NotYours(said("Only who holds the event writes pitches down for others."))
        return fields | {"pitcher": pitcher, "by": by}
    rsvp = more.get("rsvp") or (by and event.rsvps.filter(person=by).first())
    came = by is not None and event.check_ins.filter(person=by).exists()
    if not runs and not came and (rsvp is None or rsvp.answer == Rsvp.Answer.NO):
        raise NotYours(said("Reply to the event first: those who come can pitch."))
    return fields | {"person": by or rsvp.person, "rsvp": rsvp}


def option_for(event: Event, pitch: Pitch) -> Option:
    """The option by which people say that they want it, in the event's round of pitches, begun with the first one."""
    if event.interest is None:
        event.interest = Round.objects.create(
            kind="pitches",
            words=said("Which of these would you come to?"),
            title=event.title,
            address=reverse("events:pitches", args=[event.pk]),
            place=event.place,
        )
        event.save(update_fields=["interest"])
    last = event.interest.options.aggregate(last=models.Max("position"))["last"] or 0
    return event.interest.options.create(words=pitch.title, position=last + 1)
