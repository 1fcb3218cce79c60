"""Suggested edits and "this is us"."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail

from folkmoot.directory.models import Activity, Membership, Revision
from folkmoot.directory.models.suggesting import (
    NeedsReason,
    SameAsNow,
    accept,
    claim,
    decline,
    suggest,
    take_back,
)
from folkmoot.kit.refusals import NotYours
from folkmoot.requests.models import Request

DAY = date(2026, 11, 20)


@pytest.fixture
def asked(village) -> Request:
    return suggest(village.course, {"contact": "ring the hall"}, by=village.bram, once="s1", why="I asked")


def test_it_goes_to_those_who_run_it(village, asked):
    assert [r.party for r in asked.recipients.all()] == [village.online.party]
    assert Activity.objects.get(pk=village.course.pk).contact == ""


def test_it_goes_to_the_keepers_where_nobody_speaks(village):
    asked = suggest(village.sing, {"contact": "the conductor"}, by=village.bram, once="s2")
    assert [r.party for r in asked.recipients.all()] == ["role:keeper"]


def test_somebody_with_no_account_is_looked_at_by_a_keeper_first(village):
    asked = suggest(village.course, {"contact": "x"}, by=None, once="s3", name="Jo", email="jo@place.example")
    assert [r.party for r in asked.recipients.all()] == ["role:keeper"]


def test_accepting_changes_it_and_says_who_suggested(village, asked):
    revision = accept(asked, village.emeka)
    assert Activity.objects.get(pk=village.course.pk).contact == "ring the hall"
    assert revision.source == "suggested by Bram de Wit, accepted by Emeka Obi"
    assert accept(asked, village.emeka) is None, "twice is once"
    assert Revision.objects.of(village.course).filter(changes__has_key="contact").count() == 1


def test_an_accepted_suggestion_can_be_undone(village, asked):
    accept(asked, village.emeka).undo(village.emeka)
    assert Activity.objects.get(pk=village.course.pk).contact == ""


def test_a_no_needs_a_reason(village, asked):
    with pytest.raises(NeedsReason):
        decline(asked, village.emeka, "  ")
    decline(asked, village.emeka, "The hall has no telephone.")
    decline(asked, village.emeka, "again")
    answer = asked.answers.get()
    assert (answer.choice, answer.because) == ("declined", "The hall has no telephone.")
    assert Activity.objects.get(pk=village.course.pk).contact == ""


@pytest.mark.parametrize("who", ["bram", "carys", "dilys"])
def test_strangers_cannot_answer(village, asked, who):
    with pytest.raises(NotYours):
        accept(asked, getattr(village, who))


def test_suggesting_nothing_is_refused(village):
    with pytest.raises(SameAsNow):
        suggest(village.course, {}, by=village.bram, once="s4")


def test_through_the_pages_without_an_account(client, village):
    form = client.get(f"/who/{village.sing.pk}/suggest/").context["form"]
    data = {name: value for name, value in form.initial.items() if name in form.fields and value not in (None, False)}
    data |= {
        "once": "abc",
        "contact": "the conductor",
        "suggester": "Jo",
        "suggester_email": "jo@place.example",
        "why": "I sing",
    }
    rows = {"party-TOTAL_FORMS": "1", "party-INITIAL_FORMS": "0", "party-0-name": "Riverside Choir"}
    for _ in range(2):
        assert client.post(f"/who/{village.sing.pk}/suggest/", data | rows).status_code == 302
    asked = Request.objects.get(kind="suggestion", about_key=str(village.sing.pk))
    assert asked.payload["changes"] == {"contact": "the conductor"}
    client.force_login(village.carys)
    assert client.get(asked.address).status_code == 404
    client.force_login(village.kofi)
    assert "the conductor" in client.get(asked.address).content.decode()
    client.post(asked.address, {"do": "accept"})
    assert Activity.objects.get(pk=village.sing.pk).contact == "the conductor"


def test_the_name_of_whoever_suggests_never_becomes_that_of_the_organisation(client, village):
    address = f"{village.council.get_absolute_url()}suggest/"
    form = client.get(address).context["form"]
    data = {name: value for name, value in form.initial.items() if name in form.fields and value not in (None, False)}
    data |= {"once": "abe", "about": "The district.", "suggester": "Jo", "suggester_email": "jo@place.example"}
    assert client.post(address, data).status_code == 302
    asked = Request.objects.get(kind="suggestion", about_key=str(village.council.pk))
    assert (asked.payload["changes"], asked.payload["name"]) == ({"about": "The district."}, "Jo")


def test_a_suggestion_makes_no_new_group(client, village):
    form = {"once": "abd", "title": village.sing.title, "suggester": "Jo", "suggester_email": "jo@place.example"}
    rows = {"party-TOTAL_FORMS": "1", "party-INITIAL_FORMS": "0", "party-0-name": "Nobody Knows Us"}
    answer = client.post(f"/who/{village.sing.pk}/suggest/", form | rows)
    assert answer.status_code == 422 and "We do not know this group yet" in answer.content.decode()


def test_a_private_plan_takes_no_suggestions_from_others(client, village):
    assert client.get(f"/who/{village.private_plan.pk}/suggest/").status_code == 404


def test_this_is_us_needs_somebody_else_to_say_so(village):
    asked = claim(village.choir, village.kofi, "tenor", "I sing there", "c1")
    with pytest.raises(NotYours):
        accept(asked, village.kofi)
    assert not village.choir.may_be_edited_by(village.carys, DAY)


def test_an_accepted_claim_lets_them_speak_until_it_is_taken_back(village):
    asked = claim(village.choir, village.carys, "chair", "on our page", "c2")
    assert claim(village.choir, village.carys, "chair", "again", "c3") == asked
    assert not village.choir.may_be_edited_by(village.carys, DAY)
    accept(asked, village.amina)
    accept(asked, village.amina)
    membership = Membership.objects.get(person=village.carys)
    assert membership.speaks_for and village.choir.may_be_edited_by(village.carys, membership.since)
    for _ in range(2):
        take_back(asked, village.amina, DAY)
    assert not village.choir.speakers(membership.since).exists()


def test_those_who_speak_already_are_asked_too(village):
    asked = claim(village.online, village.carys, "helper", "ask Emeka", "c4")
    assert {r.party for r in asked.recipients.all()} == {village.online.party, "role:keeper"}
    accept(asked, village.emeka)
    assert village.carys in village.online.speakers(Membership.objects.get(person=village.carys).since)


def test_no_mail_is_sent_by_suggesting(village, asked):
    assert mail.outbox == []


def test_of_a_list_only_what_comes_and_goes_is_asked_and_the_rest_stays(village):
    """What somebody else added or took away while the question waited stays so."""
    course = village.course
    course.set_down({"people": ["older-people", "new-groups"]}, None)
    asked = suggest(course, {"people": ["older-people", "young-people"]}, by=village.bram, once="s9")
    assert asked.payload["adds"] == {"people": ["young-people"]} and asked.payload["ends"] == {"people": ["new-groups"]}
    course.set_down({"people": ["new-groups", "councillors"]}, None)

    accept(asked, village.emeka)

    assert Activity.objects.get(pk=course.pk).facts()["people"] == ["councillors", "young-people"]


def test_one_that_waits_since_before_and_holds_whole_lists_is_still_answered(village, asked):
    asked.payload = {"changes": {"people": ["new-groups"], "contact": "ring"}}
    asked.save()
    accept(asked, village.emeka)
    facts = Activity.objects.get(pk=village.course.pk).facts()
    assert (facts["people"], facts["contact"]) == (["new-groups"], "ring")


def test_a_list_that_is_as_it_was_is_nothing_to_ask(village):
    with pytest.raises(SameAsNow):
        suggest(village.course, {"people": village.course.facts()["people"]}, by=village.bram, once="s10")
