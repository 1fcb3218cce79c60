"""Promises of the folds: what people vary without meaning it goes, everything else stays."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reckon import likeness


def test_its_examples_are_true():
    assert doctest.testmod(likeness).failed == 0


FOLDS = [
    likeness.fold, likeness.fold_name, likeness.fold_address, likeness.domain, likeness.email, likeness.digits,
    likeness.postcode, likeness.day,
]  # fmt: skip


@pytest.mark.parametrize("fold", FOLDS)
@given(text=st.text())
def test_any_text_folds_and_folding_twice_changes_nothing(fold, text):
    once = fold(text)
    assert isinstance(once, str)
    if fold not in (likeness.fold_name, likeness.digits, likeness.day):
        assert fold(once) == once


@given(st.text(), st.text())
def test_likeness_is_between_0_and_1_and_the_same_both_ways(a, b):
    for like in (likeness.name_likeness, likeness.address_likeness):
        assert 0 <= like(a, b) <= 1
        assert like(a, b) == pytest.approx(like(b, a), abs=1e-9)


@pytest.mark.parametrize(
    "a, b",
    [
        ("Hôpital Général", "hopital general"),
        ("Łódź Community Center", "LODZ COMMUNITY CENTRE"),
        ("St. Mary's Church", "st marys church"),
        ("Bürgerverein Süd e.V.", "Burgerverein Sud e V"),
        ("Mill Lane CIC", "Mill Lane C.I.C."),
    ],
)
def test_spelling_habits_make_no_difference_to_a_name(a, b):
    assert likeness.fold_name(a) == likeness.fold_name(b) or likeness.name_likeness(a, b) > 0.85


def test_unlike_numbers_tell_addresses_apart():
    assert likeness.address_likeness("9 High Street", "91 High Street") < 0.5
    assert likeness.address_likeness("Flat 2, 9 High Street", "9 High St") > 0.6


@pytest.mark.parametrize("text", ["", "  ", "n/a", "N/A", "-", "Unknown", "tbc"])
def test_words_for_not_known_are_nothing(text):
    assert likeness.fold(text) == "" and likeness.postcode(text) == ""


@pytest.mark.parametrize(
    "phone, bare",
    [
        ("+44 121 496 0001", "01214960001"),
        ("0044 121 496 0001", "01214960001"),
        ("(312) 386-5286 x12", "3123865286"),
        ("1-312-386-5286", "3123865286"),
        ("3865286", "3865286"),
        ("call 12", ""),
        ("٠١٢١٤٩٦٠٠٠١", "٠١٢١٤٩٦٠٠٠١"),
    ],
)
def test_phones_are_read_as_dialled(phone, bare):
    assert likeness.digits(phone) == bare
