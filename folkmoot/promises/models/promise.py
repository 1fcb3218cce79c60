"""A promise: made, confirmed by its holder, kept or dropped, explained and asked after."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Membership, Organisation
from folkmoot.journal.models import Line, Notice, Pace
from folkmoot.kit import search
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for, is_keeper, is_moderator
from folkmoot.places.models import Place
from folkmoot.requests.models import Request

from .lists import PromiseSet
from .putting import close_request, put_to_holder

ASK_AGAIN_AFTER = timedelta(days=7)


class NotYetTheirs(Refusal):
    """Its holder has not said yes to having promised this."""


class AlreadySettled(Refusal):
    """It was kept or dropped already."""


class Promise(models.Model):
    """Who will do what by when. Late is not a state that is set: it is an open promise past its day."""

    what = models.CharField(max_length=300)
    holder = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="promises")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="promises")
    holder_words = models.CharField(max_length=200, blank=True, help_text="who, where they have no account")
    due_on = models.DateField(null=True, blank=True)
    due_words = models.CharField(max_length=120, blank=True, help_text='as it was said: "by the summer"')
    steps = models.PositiveSmallIntegerField(null=True, blank=True, help_text="how many times, where it is several")
    steps_done = models.PositiveSmallIntegerField(default=0)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    made_on = models.DateField(default=timezone.localdate)
    said_at = models.CharField(max_length=200, blank=True, help_text="where it was made: a meeting, a finding")
    said_at_address = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True, help_text="when its holder said: yes, I promised this")
    declined_at = models.DateTimeField(null=True, blank=True, help_text="when its holder said: no, I did not")
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="when the holder was last asked how it goes")
    once = models.CharField(max_length=80, null=True, blank=True, unique=True, help_text="same word, same promise")
    story = models.BooleanField(default=False)

    objects = PromiseSet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(holder__isnull=False) | Q(organisation__isnull=False) | ~Q(holder_words=""),
                name="promise_is_somebodys",
            ),
            models.CheckConstraint(condition=Q(due_on__isnull=False) | ~Q(due_words=""), name="promise_says_by_when"),
            models.CheckConstraint(
                condition=Q(steps=None, steps_done=0)
                | Q(steps__isnull=False, steps__gte=2, steps_done__lte=F("steps")),
                name="promise_steps_fit",
            ),
            models.CheckConstraint(condition=Q(accepted_at=None) | Q(declined_at=None), name="promise_yes_or_no"),
        ]
        indexes = [models.Index(fields=["story", "due_on"])]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("promises:promise", args=[self.pk])

    # What is so

    def state(self, day: date) -> str:
        """asked (its holder has not said yes), declined, open, late, kept or dropped, as it stands on that day."""
        if self.declined_at:
            return "declined"
        if not self.is_agreed():
            return "asked"
        outcome = getattr(self, "outcome", None)
        if outcome:
            return outcome.state
        return "late" if self.due_on and self.due_on < day else "open"

    def is_agreed(self) -> bool:
        return self.accepted_at is not None or (self.holder_id is None and self.organisation_id is None)

    def first_due_on(self) -> date | None:
        """The day it was promised for at first, before it was put off."""
        put_off = self.put_offs.first()
        return put_off.was_on if put_off else self.due_on

    def whose(self) -> str:
        """Who promised, in words."""
        return str(self.organisation or self.holder or self.holder_words)

    def is_held_by(self, person: Person | None, day: date) -> bool:
        """Whether this person answers for it on that day: its holder, who stands in, or who speaks for the body. For
        a holder with no account, the keepers and whoever wrote it down."""
        if person is None or not person.is_authenticated or self.story:
            return False
        if self.organisation_id:
            return self.organisation_id in Membership.objects.spoken_by(person, day)
        if self.holder_id:
            return self.holder_id in acts_for(person, day)
        return self.entered_by_id == person.pk or is_keeper(person, day)

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        """Everyone, once it is agreed and while moderators show it; before that its holder and whoever wrote it."""
        if person is not None and is_moderator(person, day):
            return True
        if self.standing and self.standing.state != Standing.State.SHOWN:
            return False
        if self.is_agreed() and not self.declined_at:
            return True
        return person is not None and (self.entered_by_id == person.pk or self.is_held_by(person, day))

    def people(self, day: date) -> list[Person]:
        """Whom to remind of it."""
        if self.organisation_id:
            return list(self.organisation.speakers(day))
        return [self.holder] if self.holder and self.holder.is_active else []

    # Making it

    @classmethod
    def make(cls, what: str, due_on: date | None, by: Person, **more) -> Promise:
        """Write a promise down; with nobody named it is `by`'s own.

        `more`: holder, organisation or holder_words; due_words where there is no day; place, steps, said_at,
        said_at_address, made_on, and `once`: the same word by the same person is the same promise. One's own, and one
        for a body `by` speaks for, stands at once. For somebody else with an account, or a body, it is put to them
        first: "did you promise this?". For a holder known by name only, `said_at` must say where it was said.
        """
        once = more.pop("once", "")
        more["once"] = f"{by.pk}:{once}" if once else None
        already = cls.objects.filter(once=more["once"]).first() if once else None
        if already:
            return already
        promise = cls(what=" ".join(what.split()), due_on=due_on, entered_by=by, **more)
        promise._check()
        try:
            with transaction.atomic():
                return promise._begin(by)
        except IntegrityError:
            if not once:
                raise
            return cls.objects.get(once=promise.once)

    def _check(self) -> None:
        if not (self.holder_id or self.organisation_id or self.holder_words):
            self.holder = self.entered_by
        if not self.what:
            raise Refusal(_("Say what is promised."))
        if not (self.due_on or self.due_words):
            raise Refusal(_("Say by when: a day, or words such as “by the summer”."))
        if self.due_on and self.due_on < self.made_on:
            raise Refusal(_("It cannot be due before it was promised."))
        if self.holder_words and not (self.holder_id or self.organisation_id or self.said_at):
            raise Refusal(_("Say where they promised it: a meeting, an article, a date. They cannot be asked here."))

    def _begin(self, by: Person) -> Promise:
        if (self.holder_id or self.organisation_id) and self.is_held_by(by, timezone.localdate()):
            self.accepted_at = timezone.now()
        self.save()
        if self.is_agreed():
            self.tell(by, "promised" if self.accepted_at else "wrote down a promise:")
        else:
            put_to_holder(self, by)
        return self

    # Saying yes or no to it

    @transaction.atomic
    def confirm(self, by: Person, yes: bool, because: str = "") -> bool:
        """The holder says: yes, I promised this; or no. True the first time; a second answer changes nothing."""
        promise = self._locked()
        day = timezone.localdate()
        speaks = promise.is_held_by(by, day) or (not promise.people(day) and is_keeper(by, day))
        if not speaks or promise.is_agreed() and promise.accepted_at is None:
            raise NotYours(_("Only whoever is said to have promised this can say so."))
        if promise.accepted_at or promise.declined_at:
            return False
        promise.accepted_at, promise.declined_at = (timezone.now(), None) if yes else (None, timezone.now())
        promise.save(update_fields=["accepted_at", "declined_at"])
        close_request(promise, by, yes, because)
        if yes:
            promise.tell(by, "promised")
        elif promise.entered_by:
            Notice.tell(
                promise.entered_by, _("They say they did not promise this: %s") % promise.what, self.get_absolute_url()
            )
        self.refresh_from_db()
        return True

    # What comes of it

    def keep(self, by: Person, words: str = "", evidence: str = "", on: date | None = None):
        """It was done. Says who may: its holder's side. Saying so twice is saying it once."""
        return self._settle("kept", by, words, evidence, on)

    def drop(self, by: Person, words: str):
        """It will not be done, and why."""
        if not words.strip():
            raise Refusal(_("Say why it will not be done. People who waited for it will read this."))
        return self._settle("dropped", by, words, "", None)

    @transaction.atomic
    def _settle(self, state: str, by: Person, words: str, evidence: str, on: date | None):
        promise = self.locked_for(by)
        outcome = getattr(promise, "outcome", None)
        if outcome and outcome.state == state:
            return outcome
        if outcome:
            raise AlreadySettled(_("It is settled already. Open it again first, then say how it ended."))
        told = {"words": words.strip(), "evidence": evidence, "by": by, "on": on or timezone.localdate()}
        outcome = promise._meta.get_field("outcome").related_model.objects.create(promise=promise, state=state, **told)
        promise.tell(by, "kept a promise:" if state == "kept" else "dropped a promise:")
        return outcome

    @transaction.atomic
    def fall_away(self, by: Person | None, words: str) -> bool:
        """What it came with was taken back, so nobody waits for it any more: let go, with why, and no reminder goes.
        One that is settled stays as it ended. Its holder hears it. True the first time."""
        promise = self._locked()
        if promise.declined_at or getattr(promise, "outcome", None):
            return False
        promise._meta.get_field("outcome").related_model.objects.create(
            promise=promise, state="dropped", words=words, by=by, on=timezone.localdate()
        )
        Request.objects.filter(kind="promise", once=f"promise {promise.pk}", closed_at=None).update(
            closed_at=timezone.now()
        )
        for person in promise.people(timezone.localdate()):
            if person != by:
                told = _("Nobody waits for this any more: %s") % promise.what
                Notice.tell(person, f"{told} {words}", promise.get_absolute_url())
        if promise.is_agreed():
            promise.tell(by, "let fall a promise:")
        return True

    @transaction.atomic
    def reopen(self, by: Person) -> bool:
        """Take the ending back. True the first time."""
        promise = self.locked_for(by)
        outcome = getattr(promise, "outcome", None)
        if outcome is None:
            return False
        outcome.delete()
        promise.tell(by, "took up a promise again:")
        return True

    @transaction.atomic
    def step(self, by: Person, number: int, words: str = "", evidence: str = ""):
        """The `number`th time was done, of those promised. The same number twice is one; none may be skipped."""
        promise = self.locked_for(by)
        if not promise.steps:
            raise Refusal(_("This was promised once, not several times."))
        if number == promise.steps_done:
            return None
        if number != promise.steps_done + 1 or number > promise.steps:
            raise Refusal(
                _("The next one is number %(n)d of %(all)d.") % {"n": promise.steps_done + 1, "all": promise.steps}
            )
        promise.steps_done = number
        promise.save(update_fields=["steps_done"])
        self.steps_done = number
        said = _("%(n)d of %(all)d done.") % {"n": number, "all": promise.steps}
        word = promise.words.create(by=by, words=f"{said} {words.strip()}".strip(), evidence=evidence)
        promise.tell(by, "did part of a promise:")
        return word

    @transaction.atomic
    def explain(self, by: Person, words: str, evidence: str = ""):
        """The holder's side says how it goes, or why it is late. The same words within a day are one."""
        return self.locked_for(by, settled=True)._say(by, words, evidence, "explained")

    @transaction.atomic
    def ask(self, by: Person, words: str = ""):
        """Anybody signed in asks how it goes; the holder is told. Once a week for each person: again before that gives
        the question there is."""
        promise = self._locked()
        if not promise.is_visible_to(by, timezone.localdate()) or promise.story or not promise.is_agreed():
            raise NotYours(_("This cannot be asked after."))
        if getattr(promise, "outcome", None):
            raise AlreadySettled(_("It is settled; what came of it stands on its page."))
        lately = promise.words.filter(by=by, asks=True, at__gt=timezone.now() - ASK_AGAIN_AFTER).first()
        if lately:
            return lately
        words = words.strip() or _("How is this going?")
        asked = promise.words.create(by=by, words=words[:4000], asks=True)
        Promise.objects.filter(pk=self.pk).update(asked_at=timezone.now())
        told = _("%(who)s asks how your promise goes: %(what)s") % {"who": by, "what": promise.what}
        for person in promise.people(timezone.localdate()):
            Notice.tell(person, told, self.get_absolute_url(), pace=Pace.AT_ONCE)
        Line.record(by, "asked after", promise, place=promise.place)
        return asked

    def follow_standing(self) -> None:
        """After a ruling: into the index or out of it."""
        self._put_in_search()

    def _say(self, by: Person, words: str, evidence: str, verb: str):
        if not words.strip():
            raise Refusal(_("Write a few words."))
        since = timezone.now() - timedelta(days=1)
        same = self.words.filter(by=by, words=words.strip(), at__gt=since).first()
        if same:
            return same
        said = self.words.create(by=by, words=words.strip()[:4000], evidence=evidence)
        Line.record(by, verb, self, place=self.place)
        return said

    def _locked(self) -> Promise:
        return Promise.objects.select_for_update(of=("self",)).get(pk=self.pk)

    def locked_for(self, by: Person, settled: bool = False) -> Promise:
        """Locked, and `by` may speak for its holder; else NotYours, or NotYetTheirs."""
        promise = self._locked()
        if not promise.is_held_by(by, timezone.localdate()):
            raise NotYours(
                _("Only %(who)s can say what came of this. You can ask how it is going.") % {"who": self.whose()}
            )
        if not promise.is_agreed() or promise.declined_at:
            raise NotYetTheirs(_("First say whether this was promised at all."))
        return promise

    def tell(self, by: Person, verb: str) -> None:
        Line.record(by, verb, self, place=self.place)
        self._put_in_search()

    def _put_in_search(self) -> None:
        if not self.story and Promise.objects.shown().filter(pk=self.pk).exists():
            words = f"{self.whose()} {self.said_at} {self.due_words}"
            path = self.place.path if self.place else ""
            search.put(self._meta.label_lower, self.pk, self.what, words, path, self.get_absolute_url())
        else:
            search.drop(self._meta.label_lower, self.pk)
