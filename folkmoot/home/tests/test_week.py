"""The keepers' week, and a host that went quiet."""

from __future__ import annotations

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.utils import timezone

from folkmoot.directory import freshness
from folkmoot.directory.models import Organisation, Programme
from folkmoot.home import jobs
from folkmoot.home.keeping import week
from folkmoot.joinup.models import Finding
from folkmoot.kit.work import drain
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


def test_every_address_it_sends_a_keeper_to_is_there(client, village):
    """Each kind of thing in turn, whatever else presses."""
    client.force_login(village.kofi)
    day = date(2028, 1, 3)
    finders = (week._requests, week._backups, week._late, week._stale, week._findings, week._guessed)
    found = [thing for find in finders if (thing := find(day))]
    assert len(found) >= 4
    assert [thing.address for thing in found if client.get(thing.address).status_code not in (200, 302)] == []


def test_on_a_real_site_keepers_without_a_passkey_are_named(village, settings):
    settings.DEVELOPMENT = False
    day = timezone.localdate()
    thing = week._without_passkey(day)
    assert thing.address == "/account/keys/" and "Amina Yusuf, Grace Adeyemi and Kofi Mensah have no" in thing.words
    for email in ("amina@thornbeck.example", "grace@thornbeck.example"):
        Authenticator.objects.create(user=Person.objects.get(email=email), type="webauthn", data={})
    assert week._without_passkey(day).words.startswith("Kofi Mensah has no passkey")
    settings.DEVELOPMENT = True
    assert week._without_passkey(day) is None


def test_it_counts_what_the_list_to_ring_through_holds(client, village):
    """An entry of yesterday that nobody has confirmed yet is no work for anybody."""
    day = timezone.localdate()
    Organisation.enter(None, {"name": "Begun yesterday"})
    old = day - timedelta(days=900)
    for model in freshness.NOUNS:
        model.objects.update(confirmed_on=day)
    assert week._stale(day) is None
    Organisation.objects.filter(pk=village.choir.pk).update(confirmed_on=old)
    Programme.objects.filter(pk=village.neighbours.pk).update(confirmed_on=old)
    thing = week._stale(day)
    assert thing.words == "Ring about 2 of 2 entries: are they still right?"
    client.force_login(village.kofi)
    page = client.get(thing.address).text
    assert "Riverside Choir" in page and "Neighbours First" in page and "Begun yesterday" not in page


def test_a_finding_that_somebody_answered_is_not_counted_as_unanswered(village):
    day = date(2028, 1, 3)
    Finding.objects.exclude(pk=village.finding.pk).update(gone_at=timezone.now())
    assert week._findings(day).words == "Nobody has answered one finding yet."
    answer = village.finding.answer(village.amina, "talk", day=date(2026, 11, 20))
    assert week._findings(day) is None
    answer.undo(village.amina)
    assert week._findings(day).words == "Nobody has answered one finding yet."


def test_whoever_can_still_hear_is_told_of_a_quiet_host_once_a_week(village, settings, mailoutbox):
    settings.HOST_EMAIL, settings.QUIET_EMAIL = "amina@thornbeck.example", "trustees@thornbeck.example"
    Person.objects.update(last_login=timezone.now() - timedelta(days=61))
    for _ in range(2):
        jobs.tell_keepers.func()
    drain(scheduled=False)
    told = [one.to[0] for one in mailoutbox if "Nobody has kept the site" in one.subject]
    assert sorted(told) == ["amina@thornbeck.example", "kofi@thornbeck.example", "trustees@thornbeck.example"]
