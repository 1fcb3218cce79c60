"""What a page asks again is asked once; what a form changed is asked anew, and nothing is kept from page to page."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from folkmoot.kit.remembering import Remember, asked_once


def asked_by(method: str, key: str = "x") -> list[int]:
    """What two askings within one request found: 1 for the first time it was looked up, 2 for the second."""
    looked, found = [], []

    def page(request) -> HttpResponse:
        for _again in range(2):
            found.append(asked_once(key, lambda: looked.append(1) or len(looked)))
        return HttpResponse()

    Remember(page)(getattr(RequestFactory(), method)("/"))
    return found


def test_a_page_that_is_read_asks_once():
    assert asked_by("get") == [1, 1] and asked_by("head") == [1, 1]


def test_a_form_that_is_sent_asks_every_time():
    assert asked_by("post") == [1, 2]


def test_nothing_is_kept_from_one_page_to_the_next_nor_outside_one():
    for _page in range(2):
        assert asked_by("get") == [1, 1]
    looked: list[int] = []
    for _again in range(2):
        asked_once("x", lambda: looked.append(1))
    assert len(looked) == 2


def test_nothing_is_kept_of_a_page_that_broke():
    def page(request) -> HttpResponse:
        asked_once("x", lambda: "stale")
        raise ValueError

    with pytest.raises(ValueError):
        Remember(page)(RequestFactory().get("/"))
    assert asked_once("x", lambda: "new") == "new"


def test_an_answer_of_nothing_is_kept_too():
    looked: list[int] = []

    def page(request) -> HttpResponse:
        for _again in range(2):
            assert asked_once("x", lambda: looked.append(1)) is None
        return HttpResponse()

    Remember(page)(RequestFactory().get("/"))
    assert len(looked) == 1
