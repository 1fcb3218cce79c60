"""When one person's news is mailed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.journal.models import Pace
from folkmoot.people.models import Person

MORNING = 7
HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
DAYS = (
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
)


class Timing(models.Model):
    """At what hour a person's daily and weekly news is mailed, on which day the weekly one, between which hours
    nothing is mailed at once, and until when nothing is mailed at all. By the clock of the site. Whoever has none gets
    theirs at seven, and on Mondays."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    hour = models.PositiveSmallIntegerField(default=MORNING, choices=HOURS, validators=[MaxValueValidator(23)])
    weekday = models.PositiveSmallIntegerField(default=0, choices=DAYS, validators=[MaxValueValidator(6)])
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True, choices=HOURS)
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True, choices=HOURS)
    paused_until = models.DateField(null=True, blank=True, help_text="the last day without mail")
    rests_when_away = models.BooleanField(default=True, help_text="no mail while somebody stands in for them")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hour__lte=23, weekday__lte=6), name="timing_on_the_clock"),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_from__lte=23, quiet_until__lte=23),
                name="timing_quiet_has_two_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.hour:02}:00"

    @classmethod
    def of(cls, person: Person) -> Timing:
        """The person's own, or what holds for whoever chose nothing (not saved)."""
        return cls.objects.filter(person=person).first() or cls(person=person)

    def news_until(self, pace: str, now: datetime) -> datetime | None:
        """The moment up to which news of that pace is due to be mailed at `now`; None when none is to be mailed now.

        Daily news is due as of the last time the clock stood at the hour; weekly as of that hour on the last such day.
        """
        here = timezone.localtime(now)
        if self.is_paused(here.date()):
            return None
        if pace == Pace.AT_ONCE:
            return None if self.is_quiet(here.hour) else now
        return last_time(here, self.hour, self.weekday if pace == Pace.WEEKLY else None)

    def is_quiet(self, hour: int) -> bool:
        """Whether nothing is mailed at once in that hour. From 22 until 7 goes over midnight."""
        if self.quiet_from is None or self.quiet_from == self.quiet_until:
            return False
        if self.quiet_from < self.quiet_until:
            return self.quiet_from <= hour < self.quiet_until
        return hour >= self.quiet_from or hour < self.quiet_until

    def is_paused(self, day: date) -> bool:
        return self.paused_until is not None and day <= self.paused_until


def last_time(here: datetime, hour: int, weekday: int | None = None) -> datetime:
    """The last moment, not after `here`, when the clock stood at that hour (and it was that day of the week)."""
    then = here.replace(hour=hour, minute=0, second=0, microsecond=0)
    then -= timedelta(days=1) if then > here else timedelta(0)
    return then if weekday is None else then - timedelta(days=(then.weekday() - weekday) % 7)
