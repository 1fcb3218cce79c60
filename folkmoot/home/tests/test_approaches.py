"""Two plans that are alike, one or both private: nobody is named until both have said yes."""

from __future__ import annotations

import pytest
from django.utils import timezone

from folkmoot.directory.models import Activity
from folkmoot.home import waiting
from folkmoot.home.waiting import waiting_for
from folkmoot.joinup.hearing import ask_parties
from folkmoot.joinup.looking import look_again
from folkmoot.joinup.models import Approach, Finding, Introduction
from folkmoot.journal.models import Notice
from folkmoot.kit.refusals import NotYours, Refusal

TODAY = timezone.localdate()


def found(village, *private) -> Finding:
    Activity.objects.filter(pk__in=[each.pk for each in private]).update(private_for_now=True)
    look_again(TODAY)
    ours = [village.drop_in, village.course]
    return Finding.objects.standing().get(kind="duplication", a__in=ours, b__in=ours)


@pytest.fixture
def both(village):
    finding = found(village, village.drop_in, village.course)
    ask_parties(TODAY)
    return Approach.objects.get(finding=finding)


def page(client, person, address):
    client.force_login(person)
    return client.get(address)


def test_the_owners_of_two_private_plans_are_each_asked_without_a_name(client, village, both):
    waiting.tell_asked(TODAY)

    for person, own, other in (
        (village.emeka, village.course, village.drop_in),
        (village.amina, village.drop_in, village.course),
    ):
        assert both.request in waiting_for(person, TODAY)
        seen = page(client, person, both.get_absolute_url()).content.decode()
        assert own.title in seen and other.title not in seen
        for address in ("/waiting/", "/together/", "/me/news/"):
            assert other.title not in page(client, person, address).content.decode()
        assert not Notice.objects.filter(person=person, words__contains=other.title).exists()
        assert not both.finding.is_visible_to(person, TODAY)
    assert village.online.name not in page(client, village.amina, both.get_absolute_url()).content.decode()


def test_asking_again_asks_once(village, both):
    before = Approach.objects.count()
    ask_parties(TODAY)
    assert Approach.objects.count() == before


def test_strangers_and_keepers_know_nothing_of_it(client, village, both):
    for person in (village.carys, village.kofi, village.bram):
        assert page(client, person, both.get_absolute_url()).status_code == 404
    with pytest.raises(NotYours):
        both.say(village.kofi, True, day=TODAY)


def test_one_yes_names_nobody(client, village, both):
    both.say(village.emeka, True, day=TODAY)
    both.say(village.emeka, True, day=TODAY)

    assert not both.made_at and not Introduction.objects.filter(finding=both.finding).exists()
    assert village.course.title not in page(client, village.amina, both.get_absolute_url()).content.decode()


def test_with_two_each_sees_the_other_and_they_are_introduced(client, village, both):
    both.say(village.emeka, True, day=TODAY)
    both.say(village.amina, True, day=TODAY)

    assert Introduction.objects.get(finding=both.finding).made_at
    for person in (village.emeka, village.amina):
        seen = page(client, person, both.finding.get_absolute_url()).content.decode()
        assert village.course.title in seen and village.drop_in.title in seen
    for person in (village.kofi, village.carys):
        assert not both.finding.is_visible_to(person, TODAY)
        assert not Introduction.objects.of(person, TODAY).filter(finding=both.finding).exists()
    with pytest.raises(Refusal, match="settled already"):
        both.say(village.amina, False, day=TODAY)
    ask_parties(TODAY)
    assert not both.finding.is_visible_to(None, TODAY)


def test_a_no_ends_it_and_it_is_never_asked_again(village, both):
    both.say(village.amina, False, day=TODAY)
    ask_parties(TODAY)

    assert both.declined_at and both.request not in waiting_for(village.emeka, TODAY)
    assert Approach.objects.filter(finding=both.finding).count() == 1
    assert not both.finding.is_visible_to(village.emeka, TODAY)


def test_the_owner_of_one_private_plan_may_ask_the_public_one_without_a_name(client, village):
    finding = found(village, village.course)
    client.force_login(village.emeka)
    assert client.post(f"{finding.get_absolute_url()}approach/").status_code == 302
    made = Approach.objects.get(finding=finding)
    waiting.tell_asked(TODAY)

    assert made.request.asked_by is None
    assert made.request in waiting_for(village.amina, TODAY) and made.request not in waiting_for(village.emeka, TODAY)
    seen = page(client, village.amina, made.get_absolute_url()).content.decode()
    assert village.drop_in.title in seen and village.course.title not in seen and "Emeka" not in seen
    assert not Notice.objects.filter(person=village.amina, words__contains="Emeka").exists()

    made.say(village.amina, True, day=TODAY)
    assert village.course.title in page(client, village.amina, finding.get_absolute_url()).content.decode()


def test_the_other_side_cannot_begin_what_it_may_not_know_of(client, village):
    finding = found(village, village.course)
    assert page(client, village.amina, finding.get_absolute_url()).status_code == 404
    assert client.post(f"{finding.get_absolute_url()}approach/").status_code == 404
    assert not Approach.objects.filter(finding=finding).exists()


def test_it_refuses_where_nothing_is_private(village):
    with pytest.raises(Refusal, match="by name"):
        Approach.begin(found(village), village.emeka, day=TODAY)


def test_once_the_plans_are_public_the_question_is_closed(village, both):
    Activity.objects.update(private_for_now=False)
    look_again(TODAY)
    ask_parties(TODAY)

    both.request.refresh_from_db()
    assert both.request.closed_at
    assert both.request not in waiting_for(village.emeka, TODAY)
