"""A keeper helps somebody back in who lost their mailbox: a code on paper, known to the person and the keepers."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from folkmoot.journal.models import Audience, Line, Notice
from folkmoot.people.models import Person
from tests.access_asking import sign_in

PAGE = "/people/code/"


@pytest.fixture
def keeper(client, village):
    sign_in(client, village.kofi)
    return village.kofi


def code_on(page: str) -> str:
    return re.search(r"(?:[A-Z2-9]{4}-){2}[A-Z2-9]{4}", page)[0]


def come_in(email: str, code: str) -> Client:
    browser = Client()
    browser.post("/account/login/", {"email": email})
    browser.post("/account/code/", {"code": code})
    return browser


def test_it_lets_somebody_in_who_then_moves_to_a_new_address(client, village, keeper, mailoutbox):
    code = code_on(client.post(PAGE, {"email": "Bram@thornbeck.example"}).content.decode())
    browser = come_in(village.bram.email, code)
    assert browser.session["_auth_user_id"] == str(village.bram.pk)
    browser.post("/me/address/", {"email": "bram@newhome.example"})
    sent = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", mailoutbox[-1].body)[0]
    browser.post("/me/address/", {"code": sent})
    assert Person.objects.get(pk=village.bram.pk).email == "bram@newhome.example"


def test_the_person_and_the_keepers_hear_of_it_and_the_code_is_kept_nowhere(client, village, keeper):
    code = code_on(client.post(PAGE, {"email": village.bram.email}).content.decode())
    line = Line.objects.newest_first().first()
    assert (line.by, line.verb, line.audience) == (keeper, "printed a sign-in code for", Audience.KEEPERS)
    told = Notice.objects.filter(person=village.bram).first()
    assert "printed a sign-in code for you" in told.words and code not in told.words
    assert code not in client.get(PAGE).content.decode()


def test_a_second_code_ends_the_first(client, village, keeper):
    first, second = (code_on(client.post(PAGE, {"email": village.bram.email}).content.decode()) for _ in (1, 2))
    assert "_auth_user_id" not in come_in(village.bram.email, first).session
    assert "_auth_user_id" in come_in(village.bram.email, second).session


def test_passkeys_are_taken_off_only_when_asked_and_with_the_sessions_that_stand_open(client, village, keeper):
    bram = come_in(village.bram.email, code_on(client.post(PAGE, {"email": village.bram.email}).content.decode()))
    Authenticator.objects.create(user=village.bram, type="webauthn", data={"name": "phone", "credential": {}})
    client.post(PAGE, {"email": village.bram.email})
    assert Authenticator.objects.filter(user=village.bram).exists() and bram.get("/me/").status_code == 200
    client.post(PAGE, {"email": village.bram.email, "lost_keys": "on"})
    assert not Authenticator.objects.filter(user=village.bram).exists() and bram.get("/me/").status_code == 302
    assert "took off the passkeys" in Line.objects.newest_first().first().verb


@pytest.mark.parametrize("who", ["kofi", "amina"])
def test_a_keeper_cannot_become_another_this_way(client, village, keeper, who):
    from folkmoot.people.models import Role

    other = getattr(village, who)
    Role.objects.get_or_create(person=other, kind="keeper", place=None, until=None)
    answer = client.post(PAGE, {"email": other.email}).content.decode()
    assert "looks after the site too" in answer and not other.printed_codes.exists()


def test_somebody_without_an_account_gets_one(client, village, keeper):
    code = code_on(client.post(PAGE, {"email": "nell@nomail.example"}).content.decode())
    assert come_in("nell@nomail.example", code).session["_auth_user_id"]


def test_others_are_refused(client, village):
    sign_in(client, village.bram)
    assert client.post(PAGE, {"email": village.carys.email}).status_code == 403
    assert not village.carys.printed_codes.exists()
