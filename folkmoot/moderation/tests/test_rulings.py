"""Rulings: reasoned, told, logged; appealed to somebody else than whoever ruled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction
from django.utils import timezone

from folkmoot.journal.models import Line, Notice, Veil
from folkmoot.kit import work
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Ruling, Standing, TwoPeople
from folkmoot.people.models import Role
from folkmoot.requests.models import Request

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing(village) -> Standing:
    return Standing.of(village.drop_in, author=village.bram)


@pytest.fixture
def removed(standing, village) -> Ruling:
    return standing.rule("removed", "It advertises a loan.", village.kofi, "spam")


def test_a_moderator_or_keeper_rules_and_it_answers_every_report(standing, village):
    standing.report("spam", "one")
    standing.report("spam", "two")
    ruling = standing.rule("removed", "It advertises a loan.", village.amina, "spam")
    assert (standing.state, ruling.reports.count()) == ("removed", 2)
    assert not Standing.objects.waiting().exists()


@pytest.mark.parametrize("who", ["bram", "carys", "dilys", "emeka"])
def test_it_refuses_who_is_no_moderator(standing, village, who):
    with pytest.raises(NotYours):
        standing.rule("removed", "I dislike it", getattr(village, who))
    assert not Ruling.objects.exists()


def test_it_refuses_a_ruling_on_ones_own(village):
    with pytest.raises(NotYours, match="your own"):
        Standing.of(village.lunches, author=village.kofi).rule("shown", "Mine is fine", village.kofi)


@pytest.mark.parametrize(("state", "because"), [("removed", "  "), ("gone", "x")])
def test_it_refuses_a_ruling_without_a_reason_or_of_no_kind(standing, village, state, because):
    with pytest.raises(Refusal):
        standing.rule(state, because, village.kofi)


def test_the_database_refuses_a_ruling_without_a_reason(standing):
    with pytest.raises(IntegrityError), transaction.atomic():
        standing.rulings.create(state="removed", because="")


def test_the_same_ruling_twice_is_one(standing, village, removed):
    assert standing.rule("removed", "It advertises a loan.", village.kofi, "spam") == removed


def test_removing_draws_the_veil_and_putting_back_lifts_it(standing, village, removed):
    veil = Veil.objects.filter(kind=standing.kind, key=standing.key)
    assert veil.exists()
    standing.rule("shown", "It was a credit union.", village.amina)
    assert not veil.exists()


def test_the_author_is_told_why_and_where_to_appeal(village, removed):
    work.drain(scheduled=False)
    (mail,) = outbox.outbox
    assert mail.to == ["bram@thornbeck.example"]
    assert (
        "It advertises a loan." in mail.body and f"http://localhost:8000/moderation/rulings/{removed.pk}/" in mail.body
    )
    assert "you can appeal" in mail.body
    assert Notice.objects.filter(person=village.bram, address=removed.get_absolute_url()).count() == 1


def test_whoever_reported_is_told_and_never_named_to_the_author(standing, village):
    standing.report("spam", "Emeka saw this", village.emeka)
    standing.report("spam", "a loan", reply_to="neighbour@example.org")
    standing.rule("removed", "It advertises a loan.", village.kofi)
    work.drain(scheduled=False)
    to_author = next(mail for mail in outbox.outbox if mail.to == ["bram@thornbeck.example"])
    to_reporter = next(mail for mail in outbox.outbox if mail.to == ["neighbour@example.org"])
    assert "Emeka" not in to_author.body and "neighbour" not in to_author.body
    assert "Bram" not in to_reporter.body and "It advertises a loan." in to_reporter.body
    assert Notice.objects.filter(person=village.emeka).exists()


def test_it_is_written_in_the_journal_for_keepers_only(removed):
    line = Line.objects.get(verb="removed")
    assert (line.audience, line.title) == ("keepers", "a ruling")


def test_an_appeal_goes_to_everyone_but_whoever_ruled_and_wrote(village, removed):
    asked = removed.appeal(village.bram, "It is a credit union")
    assert [r.person for r in asked.recipients.all()] == [village.amina]
    assert asked.due_on == timezone.localdate() + timedelta(days=14)
    assert removed.appeal(village.bram, "again") == asked


@pytest.mark.parametrize("who", ["carys", "dilys", "kofi"])
def test_only_the_author_appeals(village, removed, who):
    with pytest.raises(NotYours):
        removed.appeal(getattr(village, who), "Let it be")


def test_an_appeal_needs_words_and_something_to_appeal(village, standing, removed):
    with pytest.raises(Refusal):
        removed.appeal(village.bram, " ")
    standing.rule("shown", "On second thoughts.", village.kofi)
    with pytest.raises(Refusal, match="no longer"):
        removed.appeal(village.bram, "It is a credit union")


def test_an_appeal_comes_too_late_after_half_a_year(village, removed, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=184))
    with pytest.raises(Refusal, match="too long ago"):
        removed.appeal(village.bram, "It is a credit union")


def test_another_person_decides_and_the_thing_is_back(village, standing, removed):
    asked = removed.appeal(village.bram, "It is a credit union")
    decided = removed.decide(village.amina, "shown", "A credit union is no advertising.")
    standing.refresh_from_db()
    asked.refresh_from_db()
    assert (standing.state, decided.on_appeal_of, decided.by) == ("shown", removed, village.amina)
    assert asked.closed_at
    assert removed.decide(village.amina, "shown", "again") == decided
    assert Ruling.objects.count() == 2


def test_upholding_is_final(village, standing, removed):
    removed.appeal(village.bram, "It is a credit union")
    upheld = removed.decide(village.amina, "removed", "It asks 40 per cent.")
    assert standing.state == "removed"
    with pytest.raises(Refusal):
        removed.appeal(village.bram, "Once more")
    assert not upheld.may_be_appealed_by(village.bram)


def test_whoever_ruled_does_not_decide_the_appeal(village, removed):
    removed.appeal(village.bram, "It is a credit union")
    with pytest.raises(TwoPeople):
        removed.decide(village.kofi, "removed", "I was right")
    with pytest.raises(TwoPeople):
        removed.decide(village.dilys, "shown", "Let it be")


def test_with_no_second_person_the_appeal_waits(village, removed):
    Role.objects.filter(person=village.amina, kind=Role.Kind.KEEPER).delete()
    removed.appeal(village.bram, "It is a credit union")
    assert Request.objects.open().filter(kind="appeal").count() == 1
    with pytest.raises(TwoPeople):
        removed.decide(village.kofi, "removed", "Nobody else is here")


def test_it_refuses_to_decide_where_nobody_appealed(village, removed):
    with pytest.raises(Refusal, match="Nobody has appealed"):
        removed.decide(village.amina, "shown", "Kind of me")


def test_a_hold_by_rule_can_be_appealed_to_any_moderator(village, standing):
    standing.report("private")
    ruling = standing.rulings.get()
    asked = ruling.appeal(village.bram, "It is the office")
    assert {r.person for r in asked.recipients.all()} == {village.amina, village.kofi}
