"""What should come next: events proposed because something was missing, and who could host them."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Membership, Organisation
from folkmoot.journal.models import Line, Notice
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person

from .asked import AskedToHost
from .event import Event, Host
from .note import Note
from .stage import Stage
from .writeup import WriteUp


class FollowUp(models.Model):
    """An event that somebody proposed at another: on a gap nobody could fill, or an idea. Anybody may offer to host."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="follow_ups")
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True, max_length=2000)
    note = models.ForeignKey(Note, models.SET_NULL, null=True, blank=True, related_name="follow_ups")
    became = models.ForeignKey(Event, models.SET_NULL, null=True, blank=True, related_name="came_from")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "title"], name="follow_up_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('events:record', args=[self.event_id])}#next-{self.pk}"

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        """Those who may read the record it stands in."""
        return WriteUp.opens(self.event, person, day)

    @classmethod
    def propose(cls, event: Event, by: Person, title: str, words: str = "", note: Note | None = None) -> FollowUp:
        """A next event; the same title twice is one."""
        if not event.may_be_run_by(by, timezone.localdate()):
            raise NotYours(_("Only those who hold this event can propose what follows it."))
        title = " ".join(title.split())[:200]
        if not title:
            raise Refusal(_("Say what the next event would be about."))
        facts = {"words": words.strip()[:2000], "by": by, "note": note}
        return cls.objects.get_or_create(event=event, title=title, defaults=facts)[0]

    @transaction.atomic
    def become(self, by: Person, offer: CouldHost | None = None) -> Event:
        """An event, not yet published: whoever offered convenes it and is told (with no account by a mail, with a link
        to it), and `by` organises it with them; with no offer `by` holds it. Once: afterwards the event there is.
        Refuses an offer that was taken back."""
        locked = FollowUp.objects.select_for_update(of=("self",)).select_related("became").get(pk=self.pk)
        if locked.became_id:
            return locked.became
        if not self.event.may_be_run_by(by, timezone.localdate()):
            raise NotYours(_("Only those who hold this event can make the next one."))
        if offer and (offer.follow_up_id != self.pk or offer.taken_back_at):
            raise Refusal(_("They no longer offer to host it."))
        facts = {"title": self.title, "words": self.words, "place": self.event.place, "entered_by": by}
        made = Event.objects.create(**facts)
        host = Host.objects.create(event=made, role=Host.Role.CONVENOR, **(offer.whose() if offer else {"person": by}))
        if offer and offer.person_id != by.pk:
            Host.objects.create(event=made, role=Host.Role.ORGANISER, person=by)
            offer.tell(host, by)
        FollowUp.objects.filter(pk=self.pk).update(became=made)
        self.refresh_from_db()
        return made

    @transaction.atomic
    def could_host(self, by: Person, words: str = "", organisation: Organisation | None = None) -> CouldHost:
        """`by`, or a body they speak for, could host it. Whoever proposed it is told. Twice is once."""
        day = timezone.localdate()
        if organisation and organisation.pk not in Membership.objects.spoken_by(by, day):
            raise NotYours(_("You do not speak for %(body)s here.") % {"body": organisation})
        said = {"words": words.strip()[:300], "taken_back_at": None}
        offer, new = CouldHost.objects.update_or_create(
            follow_up=self, person=by, organisation=organisation, defaults=said
        )
        if new:
            if self.by and self.by != by:
                told = _("%(who)s could host “%(what)s”.") % {"who": organisation or by, "what": self}
                Notice.tell(self.by, told, self.get_absolute_url())
            Line.record(by, "offered to host", self, place=self.event.place)
        return offer


class CouldHost(models.Model):
    """Somebody, or a body they speak for, said that they could host a proposed event, or the event of a stage.

    Without an account it is an address proved by a mailed link, and a name; the address is for those who ask.
    """

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, null=True, blank=True, related_name="hosts")
    stage = models.ForeignKey(Stage, models.CASCADE, null=True, blank=True, related_name="could_host")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120, blank=True, help_text="whose offer it is, where they have no account")
    email = models.EmailField(blank=True, help_text="in small letters, for those with no account")
    words = models.CharField(max_length=300, blank=True)
    said_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "could host"
        ordering = ["said_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "person"], condition=Q(organisation=None), name="could_host_once_oneself"
            ),
            models.UniqueConstraint(
                fields=["follow_up", "person", "organisation"],
                condition=Q(organisation__isnull=False),
                name="could_host_once_for_a_body",
            ),
            models.UniqueConstraint(
                fields=["follow_up", "email"], condition=~Q(email=""), name="could_host_once_by_mail"
            ),
            models.UniqueConstraint(
                fields=["stage", "person"], condition=Q(stage__isnull=False), name="could_host_stage_once"
            ),
            models.UniqueConstraint(
                fields=["stage", "email"], condition=~Q(email=""), name="could_host_stage_once_by_mail"
            ),
            models.CheckConstraint(
                condition=Q(follow_up__isnull=False, stage=None) | Q(follow_up=None, stage__isnull=False),
                name="could_host_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, email="") | (Q(person=None) & ~Q(email="")), name="could_host_is_one"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.person or self.name or _("Somebody"))

    @classmethod
    @transaction.atomic
    def of_stage(cls, stage: Stage, by: Person, words: str = "") -> CouldHost:
        """Somebody with an account could host this stage; whoever convenes it is told. Twice is once, and changed."""
        said = {"words": words.strip()[:300], "taken_back_at": None}
        offer, new = cls.objects.update_or_create(stage=stage, person=by, defaults=said)
        if new and stage.convening.by and stage.convening.by != by:
            told = _("%(who)s could host “%(what)s”.") % {"who": by, "what": stage}
            Notice.tell(stage.convening.by, told, stage.get_absolute_url())
        return offer

    @classmethod
    @transaction.atomic
    def by_mail(cls, thing: FollowUp | Stage, email: str, name: str, words: str = "") -> CouldHost:
        """An offer from an address that a mailed link has proved; whoever asks is told. Twice is once, and changed."""
        name, email = " ".join(name.split())[:120], email.strip().lower()
        if not name:
            raise Refusal(_("Say who you are: a name, or that of your organisation."))
        about = {"follow_up": thing} if isinstance(thing, FollowUp) else {"stage": thing}
        said = {"name": name, "words": words.strip()[:300], "taken_back_at": None}
        offer, new = cls.objects.update_or_create(email=email, **about, defaults=said)
        asks = thing.by if isinstance(thing, FollowUp) else thing.convening.by
        if new and asks:
            told = _("%(who)s could host “%(what)s”.") % {"who": name, "what": thing}
            Notice.tell(asks, told, thing.get_absolute_url())
        return offer

    def whose(self) -> dict:
        """Who it is, as the fields of a host. Whoever joined since they offered with a link is that person."""
        if self.organisation or self.person:
            return {"organisation": self.organisation} if self.organisation else {"person": self.person}
        known = Person.objects.filter(email__iexact=self.email, is_active=True).first()
        return {"person": known} if known else {"name": self.name, "email": self.email}

    def tell(self, host: Host, by: Person) -> None:
        """Whoever offered hears that they hold it: by a notice, or by a mail with a link where they have no account."""
        person = self.person or host.person
        if person:
            words = _("You host it: “%(what)s”. Say when and where.") % {"what": host.event}
            Notice.tell(person, words, reverse("events:when", args=[host.event_id]))
        elif host.email:
            AskedToHost.said_yes(host, by)

    def take_back(self, by: Person) -> bool:
        """No longer. True the first time."""
        if self.person_id != by.pk:
            raise NotYours(_("Only whoever offered this can take it back."))
        return self.withdraw()

    def withdraw(self) -> bool:
        """No longer, says whoever holds the link they were mailed. True the first time. A stage that was to be theirs
        has no host again, and whoever convenes it hears of it."""
        if not CouldHost.objects.filter(pk=self.pk, taken_back_at=None).update(taken_back_at=timezone.now()):
            return False
        if self.stage and Stage.objects.filter(pk=self.stage_id, hosted_by=self).update(hosted_by=None):
            words = _("%(who)s no longer hosts “%(what)s”.") % {"who": self, "what": self.stage}
            if self.stage.convening.by:
                Notice.tell(self.stage.convening.by, words, self.stage.get_absolute_url())
        return True
