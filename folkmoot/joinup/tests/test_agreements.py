"""Agreements: each body opts in for itself, and nothing is public until two have."""

from __future__ import annotations

import pytest
from django.utils import timezone

from folkmoot.joinup.models import Agreement
from folkmoot.kit.refusals import NotYours, Refusal


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
