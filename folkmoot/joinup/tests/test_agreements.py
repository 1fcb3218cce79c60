"""Agreements: each body opts in for itself, and nothing is public until two have."""

from __future__ import annotations

import pytest
from django.utils import timezone

from folkmoot.directory.models import Membership
from folkmoot.joinup.looking import look_again
from folkmoot.joinup.models import Agreement, Finding
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Deputy
from folkmoot.requests.models import Answer, Request


def today():
    return timezone.localdate()


@pytest.fixture
def survey(village):
    bodies = [village.voluntary_action, village.online]
    return Agreement.propose("One survey of small groups", "", bodies, village.amina, day=today())


def test_the_proposer_is_in_and_the_other_is_asked(village, survey):
    joined = {each.organisation: bool(each.joined_at) for each in survey.joinings.all()}
    assert joined == {village.voluntary_action: True, village.online: False}


def test_it_is_public_once_two_have_opted_in(client, village, survey):
    assert client.get(survey.get_absolute_url()).status_code == 404
    client.force_login(village.carys)
    assert client.get(survey.get_absolute_url()).status_code == 404

    survey.join(village.emeka, village.online, day=today())
    survey.join(village.emeka, village.online, day=today())
    client.logout()

    assert client.get(survey.get_absolute_url()).status_code == 200
    assert survey.what in client.get("/together/agreements/").content.decode()


def test_one_who_leaves_leaves_the_rest_standing_or_closes_it(client, village, survey):
    survey.join(village.emeka, village.online, day=today())
    survey.leave(village.emeka, village.online, day=today())

    assert client.get(survey.get_absolute_url()).status_code == 404


def test_nobody_opts_in_for_others(village, survey):
    with pytest.raises(NotYours):
        survey.join(village.amina, village.online, day=today())


def test_it_refuses_one_body_and_a_stranger(village):
    with pytest.raises(Refusal, match="at least two"):
        Agreement.propose("x", "", [village.online], village.emeka, day=today())
    with pytest.raises(NotYours):
        Agreement.propose("x", "", [village.online, village.council], village.carys, day=today())


def test_the_form_says_which_name_is_not_known(client, village):
    client.force_login(village.amina)
    answer = client.post(
        "/together/agreements/propose/", {"what": "A survey", "bodies": "Thornbeck Online\nNobody Ltd"}
    )

    assert answer.status_code == 422 and "Nobody here is called “Nobody Ltd”" in answer.content.decode()


def test_the_network_shows_shared_work_and_who_holds_it_together(client, village, survey):
    survey.join(village.emeka, village.online, day=today())
    words = client.get("/together/network/").content.decode()

    assert village.online.name in words and village.voluntary_action.name in words


def test_a_deputy_opts_in_for_the_absent(village, survey):
    Deputy.objects.create(person=village.emeka, deputy=village.bram, from_on=today(), until_on=today())
    assert survey.is_visible_to(village.bram, today())
    survey.join(village.bram, village.online, day=today())
    assert survey.is_public()


def waits(person) -> bool:
    parties = Membership.objects.parties_of(person, today())
    return Request.objects.waiting_for(person, parties, today()).filter(kind="agreement").exists()


def test_what_was_asked_waits_no_longer_once_answered_and_again_when_taken_back(client, village, survey):
    assert waits(village.emeka)
    survey.join(village.emeka, village.online, day=today())
    assert not waits(village.emeka) and survey.is_public()

    client.force_login(village.emeka)
    client.post(f"/waiting/{Answer.objects.get(request__kind='agreement', undone_at=None).pk}/undo/")
    assert waits(village.emeka) and not survey.is_public()


def test_with_one_left_the_journal_shows_no_line_of_it(village, survey):
    survey.join(village.emeka, village.online, day=today())
    lines = Line.objects.public().filter(kind="joinup.agreement", key=str(survey.pk))
    assert lines.exists()
    survey.leave(village.emeka, village.online, day=today())
    assert not lines.exists()
    survey.join(village.emeka, village.online, day=today())
    assert lines.exists()


def test_it_can_be_ended_by_those_who_share_it_once(client, village, survey):
    survey.join(village.emeka, village.online, day=today())
    with pytest.raises(NotYours):
        survey.end(village.carys, day=today())
    client.force_login(village.emeka)
    for _twice in range(2):
        assert client.post(f"{survey.get_absolute_url()}end/").status_code == 302

    survey.refresh_from_db()
    assert survey.ended_at and survey not in Agreement.objects.standing()
    client.logout()
    assert "This ended on" in client.get(survey.get_absolute_url()).content.decode()
    with pytest.raises(Refusal, match="ended"):
        survey.join(village.emeka, village.online, day=today())


def test_a_finding_leads_to_shared_work_and_stays_with_it(client, village):
    look_again(today())
    ours = [village.drop_in, village.course]
    finding = Finding.objects.standing().get(kind="duplication", a__in=ours, b__in=ours)
    client.force_login(village.emeka)
    address = f"/together/agreements/propose/?finding={finding.pk}"
    assert address in client.get(finding.get_absolute_url()).content.decode()
    page = client.get(address).content.decode()
    assert village.online.name in page and village.voluntary_action.name in page

    said = {"what": "One poster", "place": "Mill Lane", "finding": finding.pk}
    bodies = f"{village.online.name}\n{village.voluntary_action.name}"
    assert client.post("/together/agreements/propose/", said | {"bodies": bodies}).status_code == 302
    made = Agreement.objects.get(what="One poster")
    assert (made.finding, made.place) == (finding, village.mill_lane)
    assert "One poster" in client.get(finding.get_absolute_url()).content.decode()

    client.force_login(village.carys)
    assert village.online.name not in client.get(address).content.decode()


def test_a_place_that_is_not_known_is_said(client, village):
    client.force_login(village.emeka)
    said = {"what": "x", "bodies": village.online.name, "another": village.council.name, "place": "Xqzzyk"}
    answer = client.post("/together/agreements/propose/", said)
    assert answer.status_code == 422 and "We do not know a place called" in answer.content.decode()
    assert client.post("/together/agreements/propose/", said | {"place": ""}).status_code == 302
    assert Agreement.objects.get(what="x").joinings.count() == 2
