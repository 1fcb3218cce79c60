"""Days are told as vaguely as they are known."""

from datetime import date

import pytest

from folkmoot.kit.days import vague

CASES = [
    ((date(2027, 3, 1), date(2027, 3, 1)), "1 March 2027"),
    ((date(2027, 3, 1), date(2027, 3, 31)), "March 2027"),
    ((date(2027, 3, 1), date(2027, 5, 31)), "March to May 2027"),
    ((date(2026, 9, 1), date(2027, 2, 28)), "September 2026 to February 2027"),
    ((date(2009, 1, 1), date(2009, 12, 31)), "2009"),
    ((date(2009, 1, 1), date(2012, 12, 31)), "2009 to 2012"),
    ((date(2027, 3, 1), date(2027, 3, 12)), "1 to 12 March 2027"),
    ((date(2027, 3, 28), date(2027, 4, 2)), "28 March to 2 April 2027"),
    ((date(2026, 12, 28), date(2027, 1, 2)), "28 December 2026 to 2 January 2027"),
    ((date(2027, 3, 1), None), "from 1 March 2027"),
    ((None, date(2027, 3, 1)), "until 1 March 2027"),
    ((None, None), ""),
]


@pytest.mark.parametrize("days, words", CASES)
def test_days_in_words(days, words):
    assert vague(*days) == words
