"""What every entry of the directory has: a standing, a freshness, a world, and who may see it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person


class EntrySet(models.QuerySet):
    """The words every list of entries can be narrowed by."""

    def shown(self) -> EntrySet:
        """Without what moderators hold or have removed."""
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN))

    def live(self) -> EntrySet:
        """The community's own entries: not the 2009 story, not those absorbed by another."""
        return self.filter(story=False, same_as=None)

    def of_story(self) -> EntrySet:
        return self.filter(story=True)


class Entry(models.Model):
    """An entry of the directory. `same_as` points at the survivor of a merge; undoing the merge clears it."""

    same_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="absorbed")
    story = models.BooleanField(default=False, help_text="part of the 2009 story: read only")
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    confirmed_on = models.DateField(null=True, blank=True, help_text="last day on which someone said it is right")
    asked_on = models.DateField(null=True, blank=True, help_text="last day on which its owner was asked")
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = EntrySet.as_manager()

    class Meta:
        abstract = True

    def age_in_days(self, day) -> int | None:
        """Days since someone last confirmed it; None when nobody ever did."""
        return (day - self.confirmed_on).days if self.confirmed_on else None

    def is_stale(self, day) -> bool:
        """Whether nobody has said for longer than the site allows that this is still right."""
        age = self.age_in_days(day)
        return age is None or age > settings.STALE_AFTER_DAYS
