"""The parties hear first: asked under "Waiting for you", the best first, a few at a time; a private plan's owner alone."""

from __future__ import annotations

import pytest
from django.utils import timezone

from folkmoot.home import waiting
from folkmoot.home.waiting import waiting_for
from folkmoot.joinup import looking
from folkmoot.joinup.hearing import AT_ONCE, ask_parties
from folkmoot.joinup.looking import look_again
from folkmoot.joinup.models import Finding
from folkmoot.journal.models import Notice
from folkmoot.requests.models import Recipient

TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def looked(village):
    look_again(TODAY)


def asked_of(person) -> list[str]:
    return [one.words for one in waiting_for(person, TODAY).filter(kind="finding")]


def test_those_it_is_about_are_asked_and_nobody_else(village):
    assert ask_parties(TODAY) > 0
    assert asked_of(village.amina) and asked_of(village.emeka)
    assert asked_of(village.carys) == asked_of(village.bram) == []
    waiting.tell_asked(TODAY)
    told = Notice.objects.filter(person=village.amina).values_list("words", flat=True)
    assert set(asked_of(village.amina)) <= set(told)
    assert "you planning the same thing?" in " ".join(told) or "could you help each other?" in " ".join(told)


def test_nobody_has_more_than_a_few_at_once_and_the_rest_come_as_those_are_answered(village):
    ask_parties(TODAY)
    ask_parties(TODAY)
    first = asked_of(village.amina)
    assert 0 < len(first) <= AT_ONCE
    for finding in Finding.objects.filter(request__in=waiting_for(village.amina, TODAY)):
        finding.answer(village.amina, "similar", day=TODAY)
    assert asked_of(village.amina) == []
    ask_parties(TODAY)
    assert asked_of(village.amina) and not set(asked_of(village.amina)) & set(first)


def test_it_is_safe_twice(village):
    ask_parties(TODAY)
    before = Recipient.objects.filter(request__kind="finding").count()
    assert ask_parties(TODAY) == 0
    assert Recipient.objects.filter(request__kind="finding").count() == before


def test_a_private_plan_is_told_to_its_owner_alone_also_after_the_owner_answered(village):
    village.course.private_for_now, village.course.entered_by = True, village.emeka
    village.course.save()
    look_again(TODAY)
    ours = [village.drop_in, village.course]
    finding = Finding.objects.standing().get(kind="duplication", a__in=ours, b__in=ours)
    assert finding.for_owner_alone

    ask_parties(TODAY)
    finding.answer(village.emeka, "talk", day=TODAY)
    waiting.tell_asked(TODAY)

    assert not Notice.objects.filter(words__contains=village.course.title).exclude(person=village.emeka).exists()
    for person in (village.amina, village.kofi, village.dilys):
        assert not [words for words in asked_of(person) if village.course.title in words]


def test_once_the_plan_is_public_the_other_side_hears_too(village):
    village.course.private_for_now, village.course.entered_by = True, village.emeka
    village.course.save()
    look_again(TODAY)
    ours = [village.drop_in, village.course]
    finding = Finding.objects.standing().get(kind="duplication", a__in=ours, b__in=ours)
    finding.answer(village.emeka, "talk", day=TODAY)
    village.course.private_for_now = False
    village.course.save()
    look_again(TODAY)
    ask_parties(TODAY)
    assert [words for words in asked_of(village.amina) if village.course.title in words]


def test_what_no_longer_holds_waits_for_nobody_until_it_holds_again(village, monkeypatch):
    ask_parties(TODAY)
    before = asked_of(village.amina)
    with monkeypatch.context() as stricter:
        stricter.setattr(looking, "WORTH_A_LOOK", dict.fromkeys(looking.WORTH_A_LOOK, 2))
        look_again(TODAY)
        assert before and asked_of(village.amina) == []
    look_again(TODAY)
    assert asked_of(village.amina) == before
