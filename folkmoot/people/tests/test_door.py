"""One door: a code to an address, the same whether or not it has an account."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from folkmoot.people.models import Person, PrintedCode

DOOR, CODE = "/account/login/", "/account/code/"


def code_in(letter) -> str:
    return re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", letter.body)[0]


def test_it_signs_in_somebody_known(client, village):
    client.post(DOOR, {"email": "Bram@thornbeck.example", "next": "/places/"})
    answer = client.post(CODE, {"code": code_in(mail.outbox[0]).lower().replace("-", " ")})
    assert answer.url == "/places/" and client.session["_auth_user_id"] == str(village.bram.pk)


def test_it_makes_an_account_for_somebody_new_and_asks_their_name(client, village):
    client.post(DOOR, {"email": "Fay@Elsewhere.example"})
    assert not Person.objects.filter(email__iexact="fay@elsewhere.example").exists()
    answer = client.post(CODE, {"code": code_in(mail.outbox[0])}, follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("people:name"))
    client.post(answer.redirect_chain[-1][0], {"name": "Fay"})
    assert Person.objects.get(email="fay@elsewhere.example").name == "Fay"


def test_it_says_and_sends_the_same_to_known_and_unknown(client, village):
    seen = []
    for email in ("bram@thornbeck.example", "nobody@thornbeck.example"):
        mail.outbox.clear()
        first, second = client.post(DOOR, {"email": email}), client.get(CODE)
        letter = mail.outbox[0]
        hide = [email, code_in(letter)]
        parts = [
            first.status_code,
            first.url,
            sorted(first.headers),
            second.content.decode(),
            letter.subject,
            letter.body,
        ]
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", repr(parts))
        for secret in hide:
            text = text.replace(secret, "-")
        seen.append(text)
    assert seen[0] == seen[1]


def test_it_looks_nobody_up_before_the_code_is_typed(client, village):
    for email in ("bram@thornbeck.example", "nobody@thornbeck.example"):
        with CaptureQueriesContext(connection) as queries:
            client.post(DOOR, {"email": email})
        assert not [q["sql"] for q in queries if "people_person" in q["sql"] or "account_email" in q["sql"]]


def test_it_refuses_a_wrong_code_and_closes_after_five_tries(client, village):
    client.post(DOOR, {"email": "bram@thornbeck.example"})
    right = code_in(mail.outbox[0])
    for _ in range(4):
        assert "not the code" in client.post(CODE, {"code": "BBBB-BBBB"}).content.decode()
    assert "last try" in client.post(CODE, {"code": "BBBB-BBBB"}).content.decode()
    assert client.post(CODE, {"code": right}).url == DOOR
    assert "_auth_user_id" not in client.session


def test_it_refuses_a_code_after_ten_minutes(client, village, monkeypatch):
    client.post(DOOR, {"email": "bram@thornbeck.example"})
    later = time.time() + 601
    monkeypatch.setattr("folkmoot.people.door.time.time", lambda: later)
    assert client.post(CODE, {"code": code_in(mail.outbox[0])}).url == DOOR
    assert "_auth_user_id" not in client.session


def test_it_refuses_the_same_code_twice_and_in_another_browser(client, village):
    from django.test import Client

    client.post(DOOR, {"email": "bram@thornbeck.example"})
    code = code_in(mail.outbox[0])
    assert Client().post(CODE, {"code": code}).url == DOOR
    client.post(CODE, {"code": code})
    client.logout()
    assert client.post(CODE, {"code": code}).url == DOOR


def test_it_keeps_no_code_in_the_session(client, village):
    client.post(DOOR, {"email": "bram@thornbeck.example"})
    assert code_in(mail.outbox[0]) not in repr(dict(client.session))


def test_it_refuses_a_closed_account(client, village):
    Person.objects.filter(pk=village.bram.pk).update(is_active=False)
    client.post(DOOR, {"email": "bram@thornbeck.example"})
    assert client.post(CODE, {"code": code_in(mail.outbox[0])}).url == "/account/inactive/"
    assert "_auth_user_id" not in client.session


def test_it_gives_the_session_a_new_key_at_sign_in(client, village):
    client.post(DOOR, {"email": "bram@thornbeck.example"})
    before = client.session.session_key
    client.post(CODE, {"code": code_in(mail.outbox[0])})
    assert client.session.session_key != before


def test_a_printed_code_signs_in_once(client, village, capsys):
    call_command("code", "bram@thornbeck.example")
    code = re.search(r"(?:[A-Z2-9]{4}-){2}[A-Z2-9]{4}", capsys.readouterr().out)[0]
    client.post(DOOR, {"email": "bram@thornbeck.example"})
    assert client.post(CODE, {"code": code}).url == "/"
    client.logout()
    client.post(DOOR, {"email": "bram@thornbeck.example"})
    assert client.post(CODE, {"code": code}).status_code == 200


def test_a_printed_code_is_for_one_address_and_runs_out(village):
    from datetime import timedelta

    from django.utils import timezone

    PrintedCode.make(village.bram, "BBBB-CCCC-DDDD")
    assert not PrintedCode.use("carys@thornbeck.example", "BBBB-CCCC-DDDD")
    PrintedCode.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert not PrintedCode.use("bram@thornbeck.example", "BBBB-CCCC-DDDD")


def test_at_the_machine_lost_passkeys_are_taken_off_too(village):
    Authenticator.objects.create(user=village.kofi, type="webauthn", data={})
    call_command("code", village.kofi.email)
    assert Authenticator.objects.filter(user=village.kofi).exists()
    call_command("code", village.kofi.email, "--lost-keys")
    assert not Authenticator.objects.filter(user=village.kofi).exists()


def test_the_code_command_refuses_what_is_no_address(db):
    with pytest.raises(CommandError, match="not an email address"):
        call_command("code", "bram")


def test_a_click_signs_in_in_development(client, village):
    assert client.post(reverse("people:be", args=[village.amina.key])).url == "/"
    assert client.session["_auth_user_id"] == str(village.amina.pk)


def test_a_click_is_impossible_on_a_real_site(client, village, settings):
    settings.DEVELOPMENT = False
    assert client.post(reverse("people:be", args=[village.amina.key])).status_code == 404
    assert village.amina.name not in client.get(DOOR).content.decode()
    assert "_auth_user_id" not in client.session


def test_there_is_no_address_for_passwords(client, village):
    for path in ("password/reset/", "password/change/", "password/set/", "signup/", "login/code/"):
        assert client.get(f"/account/{path}").status_code == 404
    assert not village.bram.has_usable_password()
    assert not client.login(username="bram@thornbeck.example", password="")
