"""What pages and toolkits have in common: a standing, a freshness, a place, and who may see them."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Confirmation, Organisation, Topic
from folkmoot.journal.models import Audience, Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_moderator
from folkmoot.places.models import Place


class ShelvedSet(models.QuerySet):
    def shown(self) -> ShelvedSet:
        """Without what was put away, and what moderators hold or have removed."""
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN), gone_at=None)

    def live(self) -> ShelvedSet:
        """The community's own: not the 2009 story."""
        return self.filter(story=False)

    def at(self, place: Place) -> ShelvedSet:
        return self.filter(place__path__startswith=place.path)

    def stale(self, day: date) -> ShelvedSet:
        """The live ones nobody has said are right for longer than the site allows, the longest first."""
        before = day - timedelta(days=settings.STALE_AFTER_DAYS)
        old = Q(confirmed_on__lt=before) | Q(confirmed_on=None, changed_at__date__lt=before)
        return self.live().shown().filter(old).order_by(F("confirmed_on").asc(nulls_first=True), "pk")


class Shelved(models.Model):
    """Something kept in the library under a title. Put away rather than deleted."""

    title = models.CharField(max_length=200)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    carer = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    confirmed_on = models.DateField(null=True, blank=True, help_text="last day on which someone said it is right")
    asked_on = models.DateField(null=True, blank=True, help_text="last day on which somebody was asked whether it is")
    gone_at = models.DateTimeField(null=True, blank=True, help_text="when it was put away")
    story = models.BooleanField(default=False, help_text="part of the 2009 story: read only")
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=80, null=True, blank=True, unique=True, help_text="same word, same thing")

    objects = ShelvedSet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def whereabouts(self) -> Place | None:
        return self.place

    @property
    def audience(self) -> str:
        return Audience.PUBLIC

    def body(self) -> Organisation | None:
        """Whose it is: asked whether it is still right, and free to reply beside it."""
        raise NotImplementedError

    def described(self) -> list[Organisation]:
        body = self.body()
        return [body] if body else []

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        """Everyone, while it is shown; what was put away to those who may bring it back; the rest to moderators."""
        if person is not None and is_moderator(person, day):
            return True
        if self.standing and self.standing.state != Standing.State.SHOWN:
            return False
        return self.gone_at is None or self.may_be_edited_by(person, day)

    def may_be_edited_by(self, person: Person | None, day: date) -> bool:
        raise NotImplementedError

    def check_editor(self, person: Person | None) -> None:
        if not self.may_be_edited_by(person, timezone.localdate()):
            raise NotYours(_("Those who write in this folder, or a keeper, can change “%(what)s”.") % {"what": self})

    def locked(self):
        """As the database has it, locked until the transaction ends."""
        return type(self)._default_manager.select_for_update(of=("self",)).get(pk=self.pk)

    def tell(self, by: Person | None, verb: str, **more) -> None:
        """A line in the journal, and the index as it now is."""
        Line.record(by, verb, self, place=self.place, **more)
        self.follow_standing()

    def follow_standing(self) -> None:
        """Into the index of what can be found, or out of it."""
        raise NotImplementedError

    # Freshness

    def right_on(self) -> date:
        """The last day on which somebody changed it or said that it is right."""
        changed = timezone.localdate(self.changed_at)
        return max(self.confirmed_on, changed) if self.confirmed_on else changed

    def is_stale(self, day: date) -> bool:
        return not self.story and (day - (self.confirmed_on or self.right_on())).days > settings.STALE_AFTER_DAYS

    @transaction.atomic
    def confirm(self, by: Person | None, day: date) -> None:
        """Somebody said on that day that it is still right. Said twice on a day it is written once."""
        if self.story:
            raise Refusal(_("The 2009 story is history: there is nothing to confirm."))
        locked = self.locked()
        made = Confirmation.objects.get_or_create(
            kind=self._meta.label_lower, key=str(self.pk), on=day, how=Confirmation.How.BUTTON, by=by
        )[1]
        self.confirmed_on = max(day, locked.confirmed_on or day)
        type(self)._default_manager.filter(pk=self.pk).update(confirmed_on=self.confirmed_on)
        if made:
            Line.record(by, "confirmed", self, place=self.place)

    # Putting away

    @transaction.atomic
    def put_away(self, by: Person, why: str) -> bool:
        """Off the shelves; its address says so, and those who write there can bring it back. True the first time."""
        locked = self.locked()
        locked.check_editor(by)
        if not why.strip():
            raise Refusal(_("Say why. Whoever looks for it later will want to know."))
        if locked.gone_at:
            return False
        self._away(timezone.now())
        self.tell(by, "put away", detail={"why": why.strip()[:300]})
        return True

    @transaction.atomic
    def bring_back(self, by: Person) -> bool:
        locked = self.locked()
        locked.check_editor(by)
        if locked.gone_at is None:
            return False
        self._away(None)
        self.tell(by, "brought back")
        return True

    def _away(self, at) -> None:
        type(self)._default_manager.filter(pk=self.pk).update(gone_at=at)
        self.gone_at = at
