"""Who is known to be local, and who says so."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import Membership, Organisation
from folkmoot.journal.models import Audience, Line, Notice
from folkmoot.kit.refusals import NotYours
from folkmoot.people.models import Person, Role
from folkmoot.people.permissions import acts_for, holds, is_keeper
from folkmoot.places.models import Place
from folkmoot.requests.models import Request

LASTS = timedelta(days=3 * 365)


class VouchSet(models.QuerySet):
    def standing(self, day: date) -> VouchSet:
        """Said yes to, not taken back, and not run out on the day."""
        return self.filter(vouched_on__lte=day, until__gte=day, ended_at=None)

    def stands(self, person: Person | None, place: Place | None) -> bool:
        """Whether this person is known to be local to the place, or to one inside it, today. Where a question has no
        place, any vouch will do."""
        if person is None or not person.is_authenticated:
            return False
        found = self.standing(timezone.localdate()).filter(person=person)
        return (found.filter(place__path__startswith=place.path) if place else found).exists()


class Vouch(models.Model):
    """Somebody is known to be local: who says so, and how they know. It lapses by itself after three years.

    Asked of a body that knows the person, or given at once by a convenor or organiser who has met them.
    """

    class How(models.TextChoices):
        MEMBER = "member", gettext_lazy("a body here knows them, and their postcode is here")
        MET = "met", gettext_lazy("a convenor or organiser has met them here")
        ROLL = "roll", gettext_lazy("on a roll kept by a body here")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    how = models.CharField(max_length=8, choices=How)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    vouched_on = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = VouchSet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name_plural = "vouches"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "place", "organisation"],
                condition=Q(ended_at=None, organisation__isnull=False),
                name="vouch_once",
            )
        ]

    def __str__(self) -> str:
        return _("%(who)s is known to be local to %(place)s") % {"who": self.person, "place": self.place}

    def get_absolute_url(self) -> str:
        return reverse("priorities:vouch", args=[self.pk])

    @classmethod
    @transaction.atomic
    def ask(cls, person: Person, place: Place, organisation: Organisation) -> Vouch:
        """Somebody whose postcode lies in the place asks a body that knows them to say so. Asking twice is once."""
        known = {"person": person, "place": place, "organisation": organisation, "ended_at": None}
        vouch, new = cls.objects.get_or_create(**known, defaults={"how": cls.How.MEMBER})
        if new:
            words = _("%(who)s says that they live in %(place)s and are known to you. Is it so?")
            asked = words % {"who": person, "place": place}
            Request.put("vouch", asked, vouch, to=[organisation.party], asked_by=person, once=f"vouch {vouch.pk}")
        return vouch

    def may_be_answered_by(self, person: Person, day: date) -> bool:
        """Those who speak for the body asked; never the person it is about."""
        if self.person_id in acts_for(person, day):
            return False
        return self.organisation_id in Membership.objects.spoken_by(person, day)

    @transaction.atomic
    def answer(self, by: Person, yes: bool) -> None:
        """The body says whether it knows them here."""
        locked = Vouch.objects.select_for_update().get(pk=self.pk)
        if not locked.may_be_answered_by(by, timezone.localdate()):
            raise NotYours(_("Those who speak for the body that was asked can say so."))
        today = timezone.localdate()
        if yes and locked.vouched_on is None:
            Vouch.objects.filter(pk=self.pk).update(vouched_on=today, until=today + LASTS, by=by)
            locked._heard(_("You are known to be local to %(place)s now.") % {"place": locked.place}, by)
        elif not yes:
            locked.end(by)
        for request in Request.objects.open().filter(kind="vouch", once=f"vouch {self.pk}"):
            request.answer(by, "yes" if yes else "no", party=locked.organisation.party)
            request.close()

    @classmethod
    @transaction.atomic
    def give(cls, person: Person, place: Place, by: Person, how: str = How.MET) -> Vouch:
        """A convenor, organiser or keeper has met somebody here, or has them on a roll; never of themselves."""
        today = timezone.localdate()
        cls.check_giver(by, place)
        if person.pk in acts_for(by, today):
            raise NotYours(_("Convenors, organisers and keepers can say this, of others."))
        known = cls.objects.standing(today).filter(person=person, place=place).first()
        if known:
            return known
        made = cls.objects.create(person=person, place=place, how=how, by=by, vouched_on=today, until=today + LASTS)
        made._heard(_("You are known to be local to %(place)s now.") % {"place": place}, by)
        return made

    @staticmethod
    def may_be_given_by(by: Person, place: Place | None) -> bool:
        """Whether they may say of others that they are known to be local to the place."""
        roles = (Role.Kind.CONVENOR, Role.Kind.ORGANISER, Role.Kind.KEEPER)
        return any(holds(by, kind, timezone.localdate(), place) for kind in roles)

    @classmethod
    def check_giver(cls, by: Person, place: Place | None) -> None:
        if not cls.may_be_given_by(by, place):
            raise NotYours(_("Convenors, organisers and keepers can say this, of others."))

    def _heard(self, words: str, by: Person) -> None:
        Line.record(by, "vouched", self, place=self.place, audience=Audience.KEEPERS)
        Notice.tell(self.person, words, self.get_absolute_url())

    @transaction.atomic
    def end(self, by: Person) -> bool:
        """It no longer holds, or was refused. True the first time."""
        ended = Vouch.objects.filter(pk=self.pk, ended_at=None).update(ended_at=timezone.now())
        self.refresh_from_db()
        return bool(ended)

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        if person is None:
            return False
        mine = self.person_id in acts_for(person, day) or self.by_id in acts_for(person, day)
        return mine or self.may_be_answered_by(person, day) or is_keeper(person, day)
