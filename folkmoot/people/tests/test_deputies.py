"""A deputy may do what the one who is away may do, between two days and no longer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from folkmoot.kit.refusals import NotYours
from folkmoot.people.away import stands_in
from folkmoot.people.models import Deputy, Person, Role
from folkmoot.people.models.roles import NoDeputy, NoRole
from folkmoot.people.permissions import acts_for, holds, is_keeper

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 6)
DAY = timedelta(days=1)


@pytest.fixture
def away(village):
    return Deputy.appoint(village.amina, village.bram, (FIRST, LAST), FIRST - 3 * DAY)


@pytest.mark.parametrize(
    ("day", "acts"),
    [(FIRST - DAY, False), (FIRST, True), (FIRST + DAY, True), (LAST, True), (LAST + DAY, False)],
)
def test_the_powers_come_and_go_by_themselves(village, away, day, acts):
    assert is_keeper(village.bram, day) is acts
    assert (village.amina.pk in acts_for(village.bram, day)) is acts
    assert (stands_in(village.amina, day) is not None) is acts
    assert is_keeper(village.amina, day)


def test_powers_are_not_passed_on(village, away):
    Deputy.appoint(village.bram, village.carys, (FIRST, LAST), FIRST)
    assert not is_keeper(village.carys, FIRST)


def test_a_closed_account_stands_in_for_nobody(village, away):
    village.bram.is_active = False
    village.bram.save()
    assert acts_for(village.bram, FIRST) == [] and stands_in(village.amina, FIRST) is None


def test_it_refuses_oneself_past_days_days_the_wrong_way_round_and_more_than_a_year(village):
    for deputy, days, today in (
        (village.amina, (FIRST, LAST), FIRST),
        (village.bram, (LAST, FIRST), FIRST),
        (village.bram, (FIRST, LAST), LAST + DAY),
        (village.bram, (FIRST, FIRST + 367 * DAY), FIRST),
    ):
        with pytest.raises(NoDeputy):
            Deputy.appoint(village.amina, deputy, days, today)


def test_it_refuses_the_same_days_twice(village, away):
    with pytest.raises(NoDeputy, match="already"):
        Deputy.appoint(village.amina, village.bram, (LAST, LAST + DAY), FIRST)


def test_the_database_refuses_oneself_and_an_end_before_the_beginning(village):
    for row in (
        Deputy(person=village.amina, deputy=village.amina, from_on=FIRST, until_on=LAST),
        Deputy(person=village.amina, deputy=village.bram, from_on=LAST, until_on=FIRST),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_ending_early_takes_effect_at_once_and_is_safe_twice(village, away):
    away.end(FIRST + DAY)
    away.end(FIRST + DAY)
    assert not is_keeper(village.bram, FIRST + DAY) and is_keeper(village.bram, FIRST)


def test_ending_before_it_began_takes_it_back(village, away):
    away.end(FIRST - DAY)
    assert not Deputy.objects.exists()


def test_a_role_in_a_place_counts_there_and_inside(village):
    Role.objects.create(person=village.bram, kind="organiser", place=village.mill_lane)
    assert holds(village.bram, "organiser", FIRST, village.mill_lane)
    assert not holds(village.bram, "organiser", FIRST, village.thornbeck)
    assert not holds(village.bram, "organiser", FIRST)


def test_a_keeper_gives_and_ends_a_role_and_both_are_safe_twice(village):
    role = Role.give(village.bram, "moderator", by=village.amina, today=FIRST)
    assert Role.give(village.bram, "moderator", by=village.amina, today=FIRST) == role
    assert holds(village.bram, "moderator", FIRST)
    role.end(village.amina, LAST)
    role.end(village.amina, LAST)
    assert not holds(village.bram, "moderator", LAST) and holds(village.bram, "moderator", LAST - DAY)


def test_a_deputy_of_a_keeper_makes_and_ends_no_keepers(village, away):
    with pytest.raises(NotYours):
        Role.give(village.bram, "keeper", by=village.bram, today=FIRST)
    kofis = Role.objects.get(person=village.kofi, kind="keeper")
    with pytest.raises(NotYours):
        kofis.end(village.bram, FIRST)


def test_the_last_keeper_stays_one(village):
    Role.objects.get(person=village.kofi, kind="keeper").end(village.amina, FIRST)
    with pytest.raises(NoRole, match="only keeper"):
        Role.objects.get(person=village.amina, kind="keeper").end(village.amina, FIRST)
    assert is_keeper(village.amina, FIRST)


def test_a_role_is_not_given_to_a_closed_account(village):
    Person.objects.filter(pk=village.bram.pk).update(is_active=False)
    village.bram.refresh_from_db()
    with pytest.raises(NoRole):
        Role.give(village.bram, "moderator", by=village.amina, today=FIRST)
