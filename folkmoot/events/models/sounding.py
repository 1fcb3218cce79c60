"""Asking whether people would welcome something, before anything is booked."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import Membership, Organisation
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for, is_keeper, is_moderator
from folkmoot.places.models import Place
from folkmoot.rounds.models import Round, Say

from .event import Event, Host


class SoundingSet(models.QuerySet):
    def shown(self) -> SoundingSet:
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN))

    def live(self) -> SoundingSet:
        return self.filter(story=False)


class Sounding(models.Model):
    """A question before anything is booked: would people welcome this? Who asks, where, and on which days perhaps.

    The answers are says in `interest` (2 yes, 1 maybe, 0 no, to its one option); the days are a round of their own.
    """

    question = models.CharField(max_length=300)
    words = models.TextField(blank=True, max_length=8000)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    zone = models.CharField(max_length=60, blank=True, help_text="on whose clock its days are; none: the site's")
    interest = models.OneToOneField(Round, models.PROTECT, related_name="+")
    dates = models.OneToOneField(Round, models.SET_NULL, null=True, blank=True, related_name="+")
    event = models.OneToOneField(
        Event, models.SET_NULL, null=True, blank=True, related_name="sounding", help_text="what became of it"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    story = models.BooleanField(default=False)
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    objects = SoundingSet.as_manager()

    class Meta:
        ordering = ["-asked_at", "pk"]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("events:sounding", args=[self.pk])

    @classmethod
    @transaction.atomic
    def ask(cls, question: str, by: Person, days: list[tuple[str, datetime]] = (), **more) -> Sounding:
        """Ask everybody, with or without an account. `days`: (words, when) each, for a date poll.

        `more`: words, place, organisation, zone, closes_at, and `once`: asking again with the same word is asking once.
        """
        closes_at, once = more.pop("closes_at", None), more.get("once")
        standing = cls.objects.filter(once=once).first() if once else None
        if standing:
            return standing
        # The rounds need the page's address, and the page its rounds: the address is put right once it is known.
        about = {"title": question, "address": "/", "by": by, "place": more.get("place"), "closes_at": closes_at}
        interest = Round.objects.create(kind="sounding", words=question, scale=Round.Scale.YES_MAYBE_NO, **about)
        interest.offer([(question, None)])
        dates = None
        if days:
            words = _("Which days could you come?")
            dates = Round.objects.create(kind="dates", words=words, scale=Round.Scale.YES_MAYBE_NO, **about)
            dates.offer(days)
        made = cls.objects.create(question=question, by=by, interest=interest, dates=dates, **more)
        known = [each.pk for each in (interest, dates) if each]
        Round.objects.filter(pk__in=known).update(address=made.get_absolute_url())
        Line.record(by, "asked", made, place=made.place)
        return made

    @transaction.atomic
    def hear(self, voter: str, answer: int, days: dict[int, int], **more) -> Say:
        """Keep one answer: 2 yes, 1 maybe, 0 no; `days` by option of the date poll. Again replaces what was said.

        `more`: person, sector, place, words; and `willing`, {what: words} with `name`, `email` and `organisation` for
        those who asked. RoundClosed once it is closed.
        """
        willing, name = more.pop("willing", {}), more.pop("name", "")
        contact = {"email": more.pop("email", ""), "organisation": more.pop("organisation", None), "name": name}
        about = {key: more.get(key) for key in ("person", "sector", "place") if key in more}
        [option] = self.interest.options.all()
        say = Say.put(self.interest, voter, {option.pk: answer}, **more)
        if self.dates_id:
            Say.put(self.dates, voter, days, **about)
        self.willing.filter(who=voter).exclude(what__in=willing).delete()
        for what, words in willing.items():
            facts = contact | {"words": words[:300], "person": more.get("person")}
            Willing.objects.update_or_create(sounding=self, who=voter, what=what, defaults=facts)
        return say

    @transaction.atomic
    def put_right(
        self, by: Person, words: str, closes_at: datetime | None, days: list[tuple[str, datetime]] = ()
    ) -> None:
        """Say more of it, end it earlier or later, or add days. The question stays: people have answered it. One that
        was closed takes answers again until the new end. Refuses strangers, and one that became an event."""
        if not self.may_be_run_by(by, timezone.localdate()):
            raise NotYours(_("Only those who asked can change it."))
        if Sounding.objects.select_for_update().get(pk=self.pk).event_id:
            raise Refusal(_("It became an event. Say it on its page."))
        if days and self.dates is None:
            about = {"title": self.question, "address": self.get_absolute_url(), "by": by, "place": self.place}
            question = _("Which days could you come?")
            self.dates = Round.objects.create(kind="dates", words=question, scale=Round.Scale.YES_MAYBE_NO, **about)
        self.words = words
        self.save(update_fields=["words", "dates"])
        for each in filter(None, (self.interest, self.dates)):
            each.reopen(closes_at)
        if days:
            self.dates.offer(days)
        Line.record(by, "changed", self, place=self.place)

    @staticmethod
    def voter_of(person: Person | None = None, email: str = "") -> str:
        """Who answers, as the round counts them: see `Say.voter_of`."""
        return Say.voter_of(person, email)

    @transaction.atomic
    def become(self, by: Person, day: datetime | None = None) -> Event:
        """An event, not yet published, with the question as its title and whoever asked as its convenor. Once."""
        locked = Sounding.objects.select_for_update().get(pk=self.pk)
        if locked.event_id:
            return locked.event
        if not self.may_be_run_by(by, timezone.localdate()):
            raise NotYours(_("Only those who asked can make an event of it."))
        facts = {"zone": self.zone} if self.zone else {}
        facts |= {"words": self.words, "place": self.place, "starts_at": day, "entered_by": by}
        event = Event.objects.create(title=self.title_of_event(), **facts)
        whose = {"organisation": self.organisation} if self.organisation_id else {"person": self.by or by}
        Host.objects.create(event=event, role=Host.Role.CONVENOR, **whose)
        Sounding.objects.filter(pk=self.pk).update(event=event)
        for each in filter(None, (self.interest, self.dates)):
            each.close(by, _("It became an event."))
        self.refresh_from_db()
        return event

    def clock(self) -> str:
        """The zone on whose clock its days and its end are said."""
        return self.zone or settings.TIME_ZONE

    def title_of_event(self) -> str:
        return self.question.strip().rstrip("?")[:200]

    def may_be_run_by(self, person: Person | None, day: date) -> bool:
        """Whoever asked, those who speak for the body that asks, who stands in for them, and the keepers."""
        if person is None or not person.is_authenticated or self.story:
            return False
        speaks = self.organisation_id in Membership.objects.spoken_by(person, day) if self.organisation_id else False
        return self.by_id in acts_for(person, day) or speaks or is_keeper(person, day)

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        if self.standing is None or self.standing.state == Standing.State.SHOWN:
            return True
        return person is not None and is_moderator(person, day)


class Willing(models.Model):
    """Somebody would host it, pay towards it, or bring something. Who they are is for those who asked."""

    class What(models.TextChoices):
        HOST = "host", gettext_lazy("Could host it")
        PAY = "pay", gettext_lazy("Could pay towards it")
        BRING = "bring", gettext_lazy("Could bring something")

    sounding = models.ForeignKey(Sounding, models.CASCADE, related_name="willing")
    who = models.CharField(max_length=80)
    what = models.CharField(max_length=8, choices=What)
    words = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["said_at", "pk"]
        verbose_name_plural = "willing"
        constraints = [models.UniqueConstraint(fields=["sounding", "who", "what"], name="willing_once_each")]

    def __str__(self) -> str:
        return str(self.organisation or self.person or self.name or _("Somebody"))
