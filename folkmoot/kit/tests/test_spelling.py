"""Other spellings come out of public titles, the nearest first, and few of them."""

from __future__ import annotations

import pytest
from rapidfuzz.distance import OSA

from folkmoot.kit import search
from folkmoot.kit.search import spelling

pytestmark = pytest.mark.django_db


@pytest.fixture
def titles():
    names = ["Riverside Choir", "Choir practice", "Chair mending", "Repair café", "Zürich choirs’ day", "Charity shop"]
    search.put_many(search.Entry("test.thing", n, name, "A chxir is spoken of here.") for n, name in enumerate(names))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chior", ["choir"]),
        ("chiar", ["chair"]),
        ("CHIOR", ["choir"]),
        ("repiar", ["repair"]),
        ("repiar cafe", ["repair cafe"]),
        ("chior practise", ["choir practice"]),
        ("practize", ["practice"]),
        ("choir", []),
        ("choi", []),
        ("the", []),
        ("qhior", []),
        ("", []),
        ("1234x", []),
        ("хор", []),
    ],
)
def test_a_slip_of_the_pen_is_understood(titles, typed, meant):
    found = search.respelt(typed)
    assert found[:1] == meant


def test_two_slips_in_two_words_are_both_mended(titles):
    assert "choir practice" in search.respelt("chior practize")


def test_few_are_offered_the_nearest_first_then_the_commonest(titles):
    search.put_many(search.Entry("test.other", n, f"Walk{letter}s") for n, letter in enumerate("bcdefgh"))
    found = spelling.near("walkas")
    assert len(found) == spelling.MOST
    far = [OSA.distance("walkas", each) for each in found]
    assert far == sorted(far) and max(far) <= 2


def test_only_titles_are_read_and_at_most_so_many(titles, monkeypatch, django_assert_num_queries):
    assert spelling.near("chior") == ["choir"] and "chxir" not in spelling.near("chxor")
    monkeypatch.setattr(spelling, "TITLES", 2)
    with django_assert_num_queries(1):
        assert spelling.near("chior") == []  # the newest two are of a charity and of choirs
