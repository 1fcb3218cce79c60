"""Words that somebody heard wants their councillor to read, with their name: read there, copied nowhere."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Term
from folkmoot.kit.refusals import NotYours
from folkmoot.people.models import Person, Role
from folkmoot.places.models import Place
from folkmoot.points.models import Point, Reading
from folkmoot.requests.models import Request

from .heard import Allowed, Heard

KIND = "passed-on"


class PassedOn(models.Model):
    """One person's words were put to a councillor, who reads them here while the yes to it stands."""

    heard = models.ForeignKey(Heard, models.CASCADE, related_name="passed")
    to = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="when the yes was taken back")
    request = models.OneToOneField(Request, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "passed on"
        constraints = [
            models.UniqueConstraint(fields=["heard", "to"], condition=Q(ended_at=None), name="passed_on_once")
        ]

    def __str__(self) -> str:
        return _("Words for you from %(patch)s") % {"patch": self.heard.listening.patch}

    def get_absolute_url(self) -> str:
        return reverse("listening:passed", args=[self.pk])

    @classmethod
    @transaction.atomic
    def pass_on(cls, heard: Heard) -> list[PassedOn]:
        """To each councillor for where they were heard, but for whoever listened to them. None where they have not
        allowed it, or nobody is known; twice is once."""
        if not heard.allows(Allowed.Purpose.COUNCILLOR):
            return []
        people = councillors_for(heard.listening.patch.place, timezone.localdate())
        made = []
        for person in people:
            if person.pk == heard.listening.kept_by.person_id:
                continue
            found, new = cls.objects.get_or_create(heard=heard, to=person, ended_at=None)
            made.append(found)
            if new:
                found._ask()
        return made

    def _ask(self) -> None:
        words = _("Somebody who was heard wants you to read what they said, with their name.")
        self.request = Request.put(KIND, words, self, to=[self.to], once=f"{KIND} {self.pk}")
        self.save(update_fields=["request"])

    @classmethod
    def catch_up(cls) -> int:
        """Those for whom no councillor was known when they allowed it; how many were put to one now."""
        rows = Allowed.objects.filter(purpose=Allowed.Purpose.COUNCILLOR, taken_back_at=None, heard__withdrawn_at=None)
        waiting = rows.exclude(heard__passed__ended_at=None, heard__passed__isnull=False)
        return sum(bool(cls.pass_on(one.heard)) for one in waiting.select_related("heard__listening__patch__place"))

    def is_read_by(self, person: Person | None) -> bool:
        """The councillor it was put to, while they are one and the yes stands; nobody stands in for them."""
        if person is None or person.pk != self.to_id or self.ended_at:
            return False
        holds = Role.objects.held_on(timezone.localdate()).filter(person=person, kind=Role.Kind.COUNCILLOR)
        return person.is_active and holds.exists() and self.heard.allows(Allowed.Purpose.COUNCILLOR)

    @transaction.atomic
    def read(self, by: Person | None) -> list[Point]:
        """What they said, as it stands now; that it was read is written down, and told to whoever said it."""
        if not self.is_read_by(by):
            raise NotYours(_("This is for the councillor it was passed on to, while whoever said it allows that."))
        Reading.log(by, self, _("passed on to their councillor"))
        if PassedOn.objects.filter(pk=self.pk, read_at=None).update(read_at=timezone.now()) and self.request:
            self.request.answer(by, "read")
            self.request.close()
        self.refresh_from_db()
        return list(self.heard.points())

    def end(self) -> None:
        """The yes was taken back: nobody reads it from now on."""
        PassedOn.objects.filter(pk=self.pk, ended_at=None).update(ended_at=timezone.now())
        if self.request:
            self.request.close()


def councillors_for(place: Place, day: date) -> list[Person]:
    """Who holds a post of councillor that stands for this place, or else for the nearest around it; by name."""
    holding = Role.objects.held_on(day).filter(kind=Role.Kind.COUNCILLOR, person__is_active=True).values("person")
    now = Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day)
    terms = Term.objects.filter(*now, person__in=holding, post__place__in=place.line())
    paths = {term.post.place.path for term in terms.select_related("post__place")}
    nearest = max(paths, key=len, default="")
    keys = terms.filter(post__place__path=nearest).values("person")
    return list(Person.objects.filter(pk__in=keys).order_by("name", "pk"))
