"""Somebody at a door that is not open as they came: a way on, and no word that was written is lost without saying so."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

SAY = "/promises/{pk}/explain/"


@pytest.fixture
def address(village):
    return SAY.format(pk=village.openness.pk)


def sent_to(answer) -> tuple[str, dict[str, list[str]]]:
    parts = urlsplit(answer["Location"])
    return parts.path, parse_qs(parts.query)


def test_signed_out_while_writing_they_come_back_to_the_form_and_hear_what_was_lost(client, village, address):
    page = village.openness.get_absolute_url() + "?as=it"
    answer = client.post(address, {"words": "We are late"}, headers={"Referer": f"http://testserver{page}"})

    path, asked = sent_to(answer)
    assert path == "/account/login/" and asked == {"unsaved": ["1"], "next": [page]}
    assert "what you sent was not kept" in client.get(answer["Location"]).content.decode()
    assert "what you sent was not kept" not in client.get(path).content.decode()


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/", "//elsewhere.example/x", "javascript:alert(1)"])
def test_who_comes_from_elsewhere_starts_at_the_front_page(client, village, address, referer):
    answer = client.post(address, {"words": "x"}, headers={"Referer": referer} if referer else {})
    assert sent_to(answer)[1]["next"] == ["/"]


def test_a_page_for_people_who_are_signed_in_brings_them_back_to_itself(client, village):
    path, asked = sent_to(client.get("/me/?x=1"))
    assert path == "/account/login/" and asked == {"next": ["/me/?x=1"]}


def test_an_address_that_only_takes_a_form_says_so_to_whoever_opens_it(client, village, address):
    answer = client.get(address, headers={"Accept": "text/html,*/*;q=0.8"})
    assert answer.status_code == 405 and answer["Allow"] == "POST"
    assert "It only takes what a form sends. Nothing was changed." in answer.content.decode()

    bare = client.get(address, headers={"Accept": "application/json"})
    assert bare.status_code == 405 and bare["Allow"] == "POST" and not bare.content
