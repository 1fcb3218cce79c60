"""How often, and who is asking: an address cannot be made up, and a library is not one person."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from folkmoot.kit import limits
from folkmoot.kit.limits import TooMany, address_of, household, spend, spend_once_each


@pytest.fixture(autouse=True)
def counting(settings):
    settings.LIMITS = True
    cache.clear()
    yield
    cache.clear()


def request(remote="203.0.113.9", forwarded=None):
    headers = {"REMOTE_ADDR": remote} | ({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})
    return RequestFactory().get("/", **headers)


def test_the_connection_is_believed_and_the_header_is_not():
    assert address_of(request(forwarded="1.2.3.4")) == "203.0.113.9"


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("1.2.3.4", "1.2.3.4"),
        ("6.6.6.6, 1.2.3.4", "1.2.3.4"),
        ("6.6.6.6, 1.2.3.4, 10.0.0.3", "1.2.3.4"),
        ("1.2.3.4, nonsense", "10.0.0.2"),
        ("2001:db8::1", "2001:db8::1"),
        ("10.0.0.3", "10.0.0.3"),
        (None, "10.0.0.2"),
    ],
)
def test_a_trusted_proxy_says_who_came_and_only_the_last_word_counts(settings, forwarded, expected):
    settings.TRUSTED_PROXIES = ["10.0.0.0/24"]
    assert address_of(request("10.0.0.2", forwarded)) == expected


def test_a_socket_is_trusted_when_it_is_named(settings):
    settings.TRUSTED_PROXIES = ["unix"]
    assert address_of(request("", "1.2.3.4")) == "1.2.3.4"
    settings.TRUSTED_PROXIES = []
    assert address_of(request("", "1.2.3.4")) == "127.0.0.1"


def test_an_ipv6_connection_is_counted_by_its_network():
    assert household("2001:db8:1:2:3:4:5:6") == household("2001:db8:1:2::9") == "2001:db8:1:2::"
    assert household("2001:db8:1:3::") != household("2001:db8:1:2::")
    assert household("::ffff:203.0.113.9") == household("203.0.113.9") == "203.0.113.9"


def test_what_is_past_the_amount_is_refused_for_the_rest_of_the_time(monkeypatch):
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_020.0)
    for _ in range(3):
        spend("x", "me", 3, 60)
    with pytest.raises(TooMany) as refused:
        spend("x", "me", 3, 60)
    assert 1 <= int(refused.value.headers["Retry-After"]) <= 60
    spend("x", "you", 3, 60)
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_090.0)
    spend("x", "me", 3, 60)


def test_the_same_thing_again_costs_nothing_more():
    for _ in range(9):
        spend_once_each("x", "me", "one", 2, 60)
    spend_once_each("x", "me", "two", 2, 60)
    with pytest.raises(TooMany):
        spend_once_each("x", "me", "three", 2, 60)


def test_a_visitor_is_held_up_in_words_and_told_when_to_come_back(db, monkeypatch):
    monkeypatch.setattr(limits, "VISITOR", (("burst", 5, 10),))
    browser = Client()
    answers = [browser.get("/robots.txt") for _ in range(12)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused and "Please wait a moment" in refused[0].content.decode()
    assert int(refused[0].headers["Retry-After"]) <= 10
    assert "default-src 'none'" in refused[0].headers["Content-Security-Policy"]


def test_a_library_is_not_held_up_as_one_visitor(db, monkeypatch, settings):
    settings.SHARED_ADDRESSES = ["127.0.0.0/8"]
    monkeypatch.setattr(limits, "VISITOR", (("burst", 5, 10),))
    assert {Client().get("/robots.txt").status_code for _ in range(12)} == {200}


def test_somebody_signed_in_is_counted_by_themselves(village, monkeypatch):
    monkeypatch.setattr(limits, "VISITOR", (("burst", 5, 10),))
    browser = Client()
    browser.force_login(village.bram)
    assert {browser.get("/robots.txt").status_code for _ in range(12)} == {200}


def test_a_made_up_session_does_not_make_a_member(db, monkeypatch):
    monkeypatch.setattr(limits, "VISITOR", (("burst", 5, 10),))
    browser = Client()
    browser.cookies["folkmoot"] = "made-up"
    assert 429 in {browser.get("/robots.txt").status_code for _ in range(12)}


def test_few_codes_to_one_address_whoever_it_belongs_to(village):
    from django.core import mail

    seen = []
    for email in ("bram@thornbeck.example", "nobody@thornbeck.example"):
        mail.outbox.clear()
        seen.append([Client().post("/account/login/", {"email": email}).status_code for _ in range(7)])
        assert len(mail.outbox) == 5
    assert seen[0] == seen[1] == [302] * 5 + [429] * 2


def test_codes_to_few_addresses_from_one_connection(village):
    answers = [Client().post("/account/login/", {"email": f"a{n}@b.example"}).status_code for n in range(7)]
    assert answers == [302] * 5 + [429] * 2
    known = Client().post("/account/login/", {"email": "bram@thornbeck.example"})
    assert known.status_code == 429, "known and unknown alike, or the limit would tell them apart"


def test_codes_are_not_guessed_for_long(village):
    tried = 0
    for number in range(12):
        browser = Client(REMOTE_ADDR=f"203.0.113.{number}")
        session = browser.session
        session["knock"] = {
            "email": "bram@thornbeck.example", "purpose": "sign-in", "next": "/", "at": limits.time.time(), "tries": 0,
            "digest": "x",
        }  # fmt: skip
        session.save()
        tried += sum(browser.post("/account/code/", {"code": "BBBB-BBBB"}).status_code == 200 for _ in range(4))
    assert tried <= 25
