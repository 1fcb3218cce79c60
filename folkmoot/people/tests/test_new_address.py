"""Another address for an account: a code shows that it is theirs, the old one is told, and nobody learns who is here."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django_tasks_db.models import DBTaskResult

from folkmoot.kit.work import drain
from folkmoot.people.models import Person
from tests.access_asking import sign_in

PAGE = "/me/address/"
NEW = "bram@newhome.example"


def code() -> str:
    return re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", mail.outbox[-1].body)[0]


@pytest.fixture
def bram(client, village):
    sign_in(client, village.bram)
    return village.bram


def test_a_code_sent_to_the_new_address_moves_the_account_there(client, bram):
    old = bram.email
    client.post(PAGE, {"email": NEW.upper()})
    assert [letter.to for letter in mail.outbox] == [[NEW]] and Person.objects.get(pk=bram.pk).email == old
    assert client.post(PAGE, {"code": code()}).url == "/me/"
    assert Person.objects.get(pk=bram.pk).email == NEW
    assert list(EmailAddress.objects.filter(user=bram).values_list("email", "verified", "primary")) == [
        (NEW, True, True)
    ]


def test_the_old_address_is_told_and_not_the_new_one(client, bram):
    old = bram.email
    client.post(PAGE, {"email": NEW})
    client.post(PAGE, {"code": code()})
    mail.outbox.clear()
    drain(scheduled=False)
    assert [letter.to for letter in mail.outbox] == [[old]]
    assert NEW not in mail.outbox[0].body, "whoever reads the old mailbox need not learn the new one"
    assert not DBTaskResult.objects.filter(status="FAILED").exists()


def test_one_signs_in_with_the_new_address_and_no_longer_with_the_old(client, bram):
    old = bram.email
    client.post(PAGE, {"email": NEW})
    client.post(PAGE, {"code": code()})
    client.logout()
    client.post("/account/login/", {"email": NEW})
    client.post("/account/code/", {"code": code()})
    assert client.session["_auth_user_id"] == str(bram.pk)
    client.logout()
    client.post("/account/login/", {"email": old})
    client.post("/account/code/", {"code": code()})
    assert client.session["_auth_user_id"] != str(bram.pk), "the old address is free for somebody else"


def test_a_wrong_code_moves_nothing(client, bram):
    client.post(PAGE, {"email": NEW})
    answer = client.post(PAGE, {"code": "AAAA-AAAA"})
    assert "That is not the code we sent" in answer.content.decode()
    assert Person.objects.get(pk=bram.pk).email == bram.email


def test_the_same_is_said_and_sent_whether_or_not_somebody_has_that_address(client, village, bram):
    seen = []
    for email in (village.carys.email, "nobody@elsewhere.example"):
        answer = client.post(PAGE, {"email": email})
        page = client.get(PAGE).content.decode()
        letter = mail.outbox[-1]
        words = f"{answer.status_code} {answer.url} {page} {letter.subject} {letter.body}".replace(code(), "-")
        seen.append(re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", words.replace(email, "-")))
    assert seen[0] == seen[1]


def test_an_address_with_an_account_is_not_taken_over_even_by_whoever_reads_it(client, village, bram):
    client.post(PAGE, {"email": village.carys.email})
    answer = client.post(PAGE, {"code": code()})
    assert "already has an account" in answer.content.decode()
    assert Person.objects.get(pk=bram.pk).email == bram.email
    assert Person.objects.get(pk=village.carys.pk).email == village.carys.email


def test_few_codes_are_sent(client, bram, settings):
    settings.LIMITS = True
    cache.clear()
    answers = [client.post(PAGE, {"email": NEW}).status_code for _ in range(7)]
    cache.clear()
    assert answers[0] == 302 and answers[-1] == 429 and len(mail.outbox) == answers.count(302) == 5


def test_a_stranger_cannot_open_it_and_a_code_for_signing_in_does_not_fit(client, bram):
    client.logout()
    assert client.get(PAGE).status_code == 302
    client.post("/account/login/", {"email": NEW})
    sent = code()
    sign_in(client, bram)
    client.post(PAGE, {"email": NEW})
    client.post(PAGE, {"code": sent})
    assert Person.objects.get(pk=bram.pk).email == bram.email


def test_two_who_ask_for_one_address_at_once_are_not_both_given_it(village):
    browsers = []
    for person in (village.bram, village.carys):
        browser = Client()
        sign_in(browser, person)
        browser.post(PAGE, {"email": NEW})
        browsers.append((browser, code()))
    said = [browser.post(PAGE, {"code": sent}) for browser, sent in browsers]
    assert [answer.status_code for answer in said] == [302, 200]
    assert "already has an account" in said[1].content.decode()
    assert Person.objects.filter(email=NEW).count() == 1
