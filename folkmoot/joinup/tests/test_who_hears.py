"""Who may hear of a finding: deputies and merged bodies do; nobody does of what is held, or private to another."""

from __future__ import annotations

import pytest
from django.utils import timezone

from folkmoot.directory.models import Activity, Membership, Offer, Organisation
from folkmoot.joinup.board import Narrowed, board
from folkmoot.joinup.hearing import ask_parties
from folkmoot.joinup.looking import look_again
from folkmoot.joinup.models import Finding
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Deputy

TODAY = timezone.localdate()


@pytest.fixture
def finding(village):
    look_again(TODAY)
    ours = [village.drop_in, village.course]
    return Finding.objects.standing().get(kind="duplication", a__in=ours, b__in=ours)


def hears(finding, person) -> bool:
    return finding.is_visible_to(person, TODAY)


def published(finding, village):
    finding.answer(village.emeka, "talk", day=TODAY)
    finding.publish(village.emeka, day=TODAY)
    return finding


def make_private(activity) -> None:
    Activity.objects.filter(pk=activity.pk).update(private_for_now=True)


def test_a_deputy_hears_answers_and_publishes_for_the_absent(client, village, finding):
    assert not hears(finding, village.bram)
    Deputy.objects.create(person=village.emeka, deputy=village.bram, from_on=TODAY, until_on=TODAY)

    assert hears(finding, village.bram)
    assert finding in board(village.bram, TODAY, Narrowed()).yours
    finding.answer(village.bram, "similar", day=TODAY)
    finding.publish(village.bram, day=TODAY)
    assert finding.publications.get().who() == village.online.name


def test_who_speaks_for_a_body_speaks_for_what_it_absorbed(village, finding):
    other = Organisation.objects.create(name="Online in Thornbeck", entered_by=village.kofi)
    Organisation.objects.filter(pk=village.online.pk).update(same_as=other)
    finding = Finding.objects.get(pk=finding.pk)

    assert hears(finding, village.emeka)
    assert finding.party_of(village.emeka, TODAY) == other.party
    assert other.party in finding.hearers() and village.online.party not in finding.hearers()


def test_what_one_body_does_under_two_names_is_not_reported_as_two(village, finding):
    Organisation.objects.filter(pk=village.online.pk).update(same_as=village.voluntary_action)
    for activity in (village.drop_in, village.course):
        activity.parties.all().delete()
    village.drop_in.parties.create(organisation=village.online, role="delivers")
    village.course.parties.create(organisation=village.voluntary_action, role="delivers")

    look_again(TODAY)

    assert Finding.objects.get(pk=finding.pk).gone_at


@pytest.mark.parametrize("state", ["held", "removed"])
def test_a_published_finding_closes_while_one_side_is_held_or_removed(client, village, finding, state):
    published(finding, village)
    other = Finding.objects.live().exclude(pk=finding.pk).filter(kind="duplication").first()
    assert hears(finding, None)

    Standing.of(village.course).rule(state, "Somebody reported it.", village.kofi)

    for person in (None, village.emeka, village.kofi, village.carys):
        assert not hears(finding, person)
    pages = [finding.get_absolute_url(), "/together/"] + ([other.get_absolute_url()] if other else [])
    for address in pages:
        assert village.course.title not in client.get(address).content.decode()


def test_a_plan_made_private_after_publication_is_closed_at_once(client, village, finding):
    published(finding, village)

    make_private(village.course)

    assert not hears(finding, None) and not hears(finding, village.amina) and not hears(finding, village.kofi)
    assert hears(finding, village.emeka)
    assert village.course.title not in client.get(finding.get_absolute_url()).content.decode()


def test_who_entered_a_private_plan_hears_of_it_until_its_body_has_a_speaker(village, finding):
    make_private(village.course)
    Activity.objects.filter(pk=village.course.pk).update(entered_by=village.bram)
    assert not hears(finding, village.bram)

    Membership.objects.filter(organisation=village.online).delete()
    assert hears(finding, village.bram) and not hears(finding, village.kofi)
    assert Finding.objects.get(pk=finding.pk).party_of(village.bram, TODAY) == village.online.party


def test_keepers_do_not_hear_of_offers_that_have_somebody_to_speak_for_them(village, finding):
    offer = Offer.objects.create(thing="space", words="A hall", organisation=village.online)
    found = Finding.objects.create(kind="synergy", a=village.drop_in, ask=None, offer=None, once="x", score=0.5)
    Finding.objects.filter(pk=found.pk).update(a=None, offer=offer, b=village.drop_in)

    assert not hears(found, village.kofi) and hears(found, village.emeka) and hears(found, village.amina)
    Offer.objects.filter(pk=offer.pk).update(organisation=village.choir)
    assert hears(found, village.kofi)


def test_who_may_not_hear_of_it_cannot_answer_either(village, finding):
    make_private(village.course)

    with pytest.raises(NotYours):
        Finding.objects.get(pk=finding.pk).answer(village.amina, "talk", day=TODAY)


def test_who_entered_an_entry_does_not_answer_for_a_body_that_has_a_speaker(village, finding):
    Activity.objects.filter(pk=village.course.pk).update(entered_by=village.carys)

    assert Finding.objects.get(pk=finding.pk).party_of(village.carys, TODAY) == ""


def test_a_plan_its_owner_makes_private_is_there_for_nobody_else(client, village, finding):
    published(finding, village)
    village.course.revise(village.emeka, {"private_for_now": True})

    for person in (None, village.carys, village.amina, village.kofi):
        client.logout()
        if person:
            client.force_login(person)
        answer = client.get(finding.get_absolute_url())
        assert answer.status_code == 404 and village.course.title not in answer.content.decode()
        assert village.course.title not in client.get("/together/?as=csv").getvalue().decode()
    client.force_login(village.emeka)
    assert client.get(finding.get_absolute_url()).status_code == 200
    with pytest.raises(Refusal, match="private plan"):
        Finding.objects.get(pk=finding.pk).publish(village.emeka, day=TODAY)


def test_whoever_is_asked_is_asked_no_longer_once_the_plan_is_private(village, finding):
    ask_parties(TODAY)
    finding.refresh_from_db()
    if finding.request is None:
        finding.asked()
    assert finding.request.recipients.filter(party=village.voluntary_action.party).exists()

    make_private(village.course)
    ask_parties(TODAY)
    assert not finding.request.recipients.exclude(party=village.online.party).exists()
