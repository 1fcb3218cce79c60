"""The keepers' week, and a host that went quiet."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from folkmoot.home.keeping import week
from folkmoot.moderation.models import Report, Standing
from folkmoot.people.models import Person


def test_it_gives_at_most_three_things_in_twenty_minutes(village):
    standing = Standing.objects.create(kind="directory.activity", key="1", title="x", address="/who/1/")
    Report.objects.create(standing=standing, reason="wrong")

    things = week.three_things(date(2028, 1, 3))

    assert 0 < len(things) <= 3
    assert sum(thing.minutes for thing in things) <= 20
    assert things[0].address == "/moderation/"


def test_a_host_is_quiet_after_sixty_days_and_not_before(village):
    now = timezone.now()
    keepers = week.keepers(now.date())
    Person.objects.filter(pk__in=[each.pk for each in keepers]).update(last_login=now - timedelta(days=59))
    assert week.quiet_since(now.date()) is None

    Person.objects.filter(pk__in=[each.pk for each in keepers]).update(last_login=now - timedelta(days=61))
    assert week.quiet_since(now.date()) == (now - timedelta(days=61)).date()


def test_one_keeper_who_came_is_enough(village):
    now = timezone.now()
    Person.objects.update(last_login=now - timedelta(days=90))
    Person.objects.filter(pk=village.kofi.pk).update(last_login=now)

    assert week.quiet_since(now.date()) is None
