"""Several organisations share one line of work, each opting in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import Membership, Organisation
from folkmoot.journal.models import Line, Veil
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for
from folkmoot.places.models import Place
from folkmoot.requests.models import Answer, Request

from .finding import Finding


class AgreementSet(models.QuerySet):
    def standing(self) -> AgreementSet:
        """With at least two who opted in and have not left, and not ended: an agreement with oneself is none."""
        joined = models.Count("joinings", filter=models.Q(joinings__joined_at__isnull=False, joinings__left_at=None))
        return self.annotate(joined=joined).filter(joined__gte=2, ended_at=None)

    def at(self, place: Place) -> AgreementSet:
        return self.filter(place__in=Place.objects.within(place))


class Agreement(models.Model):
    """Several organisations share one line of work: a survey, an event, a toolkit; each opts in."""

    what = models.CharField(max_length=200)
    about = models.TextField(blank=True, max_length=4000)
    finding = models.ForeignKey(Finding, models.SET_NULL, null=True, blank=True, related_name="agreements")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AgreementSet.as_manager()

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("joinup:agreement", args=[self.pk])

    @classmethod
    @transaction.atomic
    def propose(
        cls, what: str, about: str, bodies: Iterable[Organisation], by: Person, *, day: date, **more
    ) -> Agreement:
        """Propose to share one line of work: the bodies `by` speaks for opt in at once, the others are asked.

        `more`: finding, place. Refuses fewer than two bodies, and bodies of the story.
        """
        bodies = sorted({body.survivor() for body in bodies}, key=lambda body: body.pk)
        mine = set(Membership.objects.spoken_by(by, day))
        if len(bodies) < 2 or any(body.story for body in bodies):
            raise Refusal(_("An agreement needs at least two bodies that are here today. Name another."))
        if not mine & {body.pk for body in bodies}:
            raise NotYours(_("Propose it for a body you speak for, together with the others."))
        finding = more.get("finding")
        if finding is not None and not finding.is_visible_to(by, day):
            raise NotYours(_("What this would come from is known only to those it is about."))
        made = cls.objects.create(what=what, about=about, proposed_by=by, **more)
        for body in bodies:
            made.joinings.create(organisation=body)
            if body.pk in mine:
                made.join(by, body, day=day)
            else:
                made._ask(body, by)
        Line.record(by, "proposed to share", made, place=made.place, audience="parties")
        return made

    def _ask(self, body: Organisation, by: Person) -> None:
        words = _("Would you share this work? %(what)s") % {"what": self.what}
        once = f"agreement:{self.pk}:{body.pk}"
        address = self.get_absolute_url()
        Request.put("agreement", words[:400], self, to=[body.party], asked_by=by, once=once, address=address)

    def _answer(self, by: Person, body: Organisation, choice: str) -> None:
        """What was asked of the body waits for it no longer."""
        asked = Request.objects.open().filter(kind="agreement", once=f"agreement:{self.pk}:{body.pk}").first()
        if asked:
            asked.answer(by, choice, party=body.party)

    @transaction.atomic
    def take_back(self, by: Person, answer: Answer) -> None:
        """Undo a body's yes or no: it is asked again, and is in no longer."""
        answer.undo(by)
        body = int(answer.party.rpartition(":")[2])
        self.joinings.filter(organisation=body).update(joined_at=None, joined_by=None, left_at=None)
        self._close_when_alone()

    def _close_when_alone(self) -> None:
        """With fewer than two in it nobody else knows of it any more, and the journal shows no line of it."""
        if not self.is_public():
            Veil.draw(self._meta.label_lower, self.pk)

    @transaction.atomic
    def end(self, by: Person, *, day: date) -> None:
        """The shared work is over; it is kept, and nobody is asked to join it any more. Safe twice. For whoever
        proposed it, and for those who speak for a body that opted in."""
        locked = type(self).objects.select_for_update().get(pk=self.pk)
        if not locked.may_be_ended_by(by, day):
            raise NotYours(_("Only those who share this work, or whoever proposed it, can say that it has ended."))
        if locked.ended_at is None:
            locked.ended_at = timezone.now()
            locked.save(update_fields=["ended_at"])
            for asked in Request.objects.open().filter(kind="agreement", about_key=str(self.pk)):
                asked.close()
            audience = "public" if locked.is_public() else "parties"
            Line.record(by, "ended", locked, place=locked.place, audience=audience)
        self.ended_at = locked.ended_at

    def may_be_ended_by(self, person: Person | None, day: date) -> bool:
        if person is None:
            return False
        bodies = Membership.objects.spoken_by(person, day)
        joined = self.joinings.filter(organisation__in=bodies, joined_at__isnull=False, left_at=None)
        return self.proposed_by_id in acts_for(person, day) or joined.exists()

    def _joining(self, by: Person, body: Organisation, day: date) -> Joining:
        if body.pk not in Membership.objects.spoken_by(by, day):
            raise NotYours(_("Only somebody who speaks for %(body)s can say this.") % {"body": body})
        return Joining.objects.select_for_update().get_or_create(agreement=self, organisation=body)[0]

    @transaction.atomic
    def join(self, by: Person, body: Organisation, *, day: date) -> None:
        """Opt in for a body one speaks for; safe twice, and after leaving."""
        if self.ended_at:
            raise Refusal(_("This shared work has ended."))
        joining = self._joining(by, body, day)
        if joining.joined_at and not joining.left_at:
            return
        joining.joined_by, joining.joined_at, joining.left_at = by, timezone.now(), None
        joining.save()
        self._answer(by, body, "in")
        if self.is_public():
            Veil.lift(self._meta.label_lower, self.pk)
        Line.record(by, "joined", self, place=self.place, audience="public" if self.is_public() else "parties")

    @transaction.atomic
    def leave(self, by: Person, body: Organisation, *, day: date) -> None:
        """Opt out, or say no; the others go on."""
        joining = self._joining(by, body, day)
        if joining.left_at:
            return
        joining.left_at = timezone.now()
        joining.save()
        self._answer(by, body, "out")
        self._close_when_alone()
        Line.record(by, "left", self, place=self.place, audience="parties")

    def is_public(self) -> bool:
        """Once two have opted in; until then only those asked know of it. What two shared to its end stays public."""
        return self.joinings.filter(joined_at__isnull=False, left_at=None).count() >= 2

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        if self.is_public():
            return True
        if person is None:
            return False
        mine = self.joinings.filter(organisation__in=Membership.objects.spoken_by(person, day))
        return self.proposed_by_id in acts_for(person, day) or mine.exists()

    def said_outside(self) -> str:
        """What it is called where everybody reads: it may be closed again when somebody leaves."""
        return str(_("shared work"))


class Joining(models.Model):
    """One organisation opted in to an agreement, or was asked and has not answered."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="joinings")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    joined_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "organisation"], name="joining_once")]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.agreement}"

    @property
    def is_in(self) -> bool:
        """Opted in, and has not left since."""
        return self.joined_at is not None and self.left_at is None
