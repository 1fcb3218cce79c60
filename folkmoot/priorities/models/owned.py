"""What a person or a body puts up here and looks after: who runs it, and who sees it."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import Membership, Organisation
from folkmoot.kit import search
from folkmoot.kit.refusals import NotYours
from folkmoot.kit.search.keeping import Entry
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for, is_keeper, is_moderator
from folkmoot.places.models import Place


class OwnedSet(models.QuerySet):
    def shown(self) -> Self:
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN))

    def live(self) -> Self:
        return self.filter(story=False)

    def at(self, place: Place) -> Self:
        """About this place or one inside it."""
        return self.filter(place__path__startswith=place.path)


class Owned(models.Model):
    """Whoever put it up looks after it, and those who speak for its body. Everybody sees it unless moderators hold it
    back; the 2009 story is read only. `once`: the same word is the same thing."""

    NOT_YOURS: str | Promise = gettext_lazy("Whoever put it up, or speaks for the body that did, can do that.")

    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    story = models.BooleanField(default=False)
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    class Meta:
        abstract = True

    @classmethod
    def known(cls, once: str | None) -> Self | None:
        """What was put up with that word already."""
        return cls._default_manager.filter(once=once).first() if once else None

    def may_be_run_by(self, person: Person | None, day: date) -> bool:
        """Whoever put it up, those who speak for its body, who stands in for them, and the keepers."""
        if person is None or not person.is_authenticated or self.story:
            return False
        speaks = self.organisation_id in Membership.objects.spoken_by(person, day) if self.organisation_id else False
        return self.by_id in acts_for(person, day) or speaks or is_keeper(person, day)

    def check_runner(self, person: Person) -> None:
        if not self.may_be_run_by(person, timezone.localdate()):
            raise NotYours(self.NOT_YOURS)

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        if self.standing is None or self.standing.state == Standing.State.SHOWN:
            return True
        return person is not None and is_moderator(person, day)

    def is_public(self) -> bool:
        return not self.story and (self.standing is None or self.standing.state == Standing.State.SHOWN)

    def document(self) -> Entry | None:
        """What the index says of it; None: it is in no index."""
        return None

    def follow_standing(self) -> None:
        """In the index, or out of it, as it may be seen now."""
        fresh = type(self)._base_manager.select_related("standing", "place").get(pk=self.pk)
        document = fresh.document() if fresh.is_public() else None
        if document:
            search.put(*document)
        else:
            search.drop(self._meta.label_lower, self.pk)
