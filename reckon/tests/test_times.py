import doctest
from datetime import date, timedelta
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reckon import times
from reckon.tests import oracles_times as oracle
from reckon.times import Repeat, Span, deadlines, may_overlap, period, reading, repeats, span

DAYS = st.dates(oracle.FIRST, oracle.LAST)
TODAY = date(2012, 1, 5)


@st.composite
def spans(draw):
    first, last = sorted((draw(DAYS), draw(DAYS)))
    sure = draw(st.booleans())
    if not sure:
        first, last = draw(st.sampled_from([(first, last), (first, None), (None, last), (None, None)]))
    return Span(first, last, "said", sure)


@pytest.mark.parametrize("module", [times, deadlines, reading, import_module("reckon.times.repeats"), span])
def test_its_examples_are_true(module):
    assert doctest.testmod(module).failed == 0


SAID = [
    ("autumn 2009", "2009-09-01", "2009-11-30", False),
    ("March 2012", "2012-03-01", "2012-03-31", False),
    ("mid-March 2012", "2012-03-11", "2012-03-20", False),
    ("early 2012", "2012-01-01", "2012-04-30", False),
    ("late 2012", "2012-09-01", "2012-12-31", False),
    ("second half of 2012", "2012-07-01", "2012-12-31", False),
    ("7 March 2012", "2012-03-07", "2012-03-07", True),
    ("Wed 7th of March, 2012", "2012-03-07", "2012-03-07", True),
    ("March 7, 2012", "2012-03-07", "2012-03-07", True),
    ("7/3/2012", "2012-03-07", "2012-03-07", True),
    ("7.3.12", "2012-03-07", "2012-03-07", True),
    ("2012-03-07T10:00:00Z", "2012-03-07", "2012-03-07", True),
    ("21 September 2009, 10am-4pm", "2009-09-21", "2009-09-21", True),
    ("second Wednesday of March 2012", "2012-03-14", "2012-03-14", True),
    ("2009-12", "2009-12-01", "2009-12-31", False),
    ("2009-11", "2009-11-01", "2009-11-30", False),
    ("2009–12", "2009-01-01", "2012-12-31", False),
    ("2009-13", "2009-01-01", "2013-12-31", False),
    ("2009/10", "2009-04-01", "2010-03-31", False),
    ("Q2 2010", "2010-04-01", "2010-06-30", False),
    ("Q1 2010/11", "2010-04-01", "2010-06-30", False),
    ("H1 2010", "2010-01-01", "2010-06-30", False),
    ("H2 2010/11", "2010-10-01", "2011-03-31", False),
    ("1999/00", "1999-04-01", "2000-03-31", False),
    ("winter 2009/10", "2009-12-01", "2010-02-28", False),
    ("spring term 2010", "2010-01-01", "2010-04-30", False),
    ("the 1990s", "1990-01-01", "1999-12-31", False),
    ("from April 2011", "2011-04-01", None, False),
    ("April 2011 onwards", "2011-04-01", None, False),
    ("after March 2012", "2012-04-01", None, False),
    ("until June 2012", None, "2012-06-30", False),
    ("before the end of October 2009", None, "2009-10-31", False),
    ("before March 2012", None, "2012-02-29", False),
    ("7 to 9 March 2012", "2012-03-07", "2012-03-09", True),
    ("between 7 and 9 March 2012", "2012-03-07", "2012-03-09", False),
    ("7 March - 9 April 2012", "2012-03-07", "2012-04-09", True),
    ("November to February 2012", "2011-11-01", "2012-02-29", False),
    ("September 2010 - March 2011", "2010-09-01", "2011-03-31", False),
    ("March 2012 (tbc)", "2012-03-01", "2012-03-31", False),
    ("around March 2012", "2012-01-31", "2012-04-30", False),
]


@pytest.mark.parametrize(("said", "first", "last", "sure"), SAID)
def test_it_reads_what_people_say(said, first, last, sure):
    found = times.read(said)
    assert (found.earliest and str(found.earliest), found.latest and str(found.latest)) == (first, last)
    assert (found.sure, found.said) == (sure, said)


@pytest.mark.parametrize(
    "said",
    ["tba", "venue tba", "", "ongoing", "3/25/2012", "31 February 2012", "May 2012 to March 2012", "0000", "last April",
     "March", "second Wednesday of the month", "12", "Ward 7", "2 March 9999 9999", "7 March 2012 " * 99],
)  # fmt: skip
def test_it_keeps_the_words_of_what_it_cannot_read(said):
    assert times.read(said) == Span(None, None, said)


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("last April", "2011-04-01", "2011-04-30"),
        ("next April", "2012-04-01", "2012-04-30"),
        ("last January", "2011-01-01", "2011-01-31"),
        ("January", "2012-01-01", "2012-01-31"),
        ("December", "2012-12-01", "2012-12-31"),
        ("winter", "2011-12-01", "2012-02-29"),
        ("this autumn", "2012-09-01", "2012-11-30"),
        ("last month", "2011-12-01", "2011-12-31"),
        ("next year", "2013-01-01", "2013-12-31"),
        ("tomorrow", "2012-01-06", "2012-01-06"),
        ("from March", "2012-03-01", None),
    ],
)
def test_some_sayings_lean_on_the_day_they_were_said(said, first, last):
    found = times.read(said, on=TODAY)
    assert (str(found.earliest), found.latest and str(found.latest)) == (first, last)
    assert not times.read(said).known


def test_a_weekday_that_disagrees_with_its_date_is_not_sure():
    assert times.read("Wednesday 7 March 2012").sure
    assert not times.read("Tuesday 7 March 2012").sure


@settings(deadline=None)
@given(
    DAYS, st.sampled_from(["%d/%m/%Y", "%-d %B %Y", "%d %b %y", "%Y-%m-%d", "%A %-d %B %Y", "%B %-d, %Y", "%d.%m.%y"])
)
def test_it_reads_back_a_day_however_it_was_written(day, form):
    assert times.read(day.strftime(form)) == Span(day, day, day.strftime(form), True)


WORDS = st.sampled_from(
    [
        "from",
        "to",
        "until",
        "before",
        "after",
        "the",
        "end",
        "of",
        "early",
        "mid",
        "-",
        "/",
        "and",
        "q1",
        "2",
        "31",
        "29",
        "2012",
        "2011/12",
        "0",
        "feb",
        "march",
        "winter",
        "last",
        "next",
        "this",
        "week",
        "year",
        "tba",
        "?",
        "12th",
        "9999",
        "'99",
        "about",
        "1st",
        "friday",
    ]
)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=6).map(" ".join)), st.none() | st.dates())
def test_it_never_fails_and_never_ends_before_it_begins(said, on):
    found = times.read(said, on)
    assert found.said == said
    assert not (found.earliest and found.latest) or found.earliest <= found.latest


@settings(deadline=None)
@given(spans(), spans())
def test_overlap_equals_looking_at_every_day_in_either_order(a, b):
    assert may_overlap(a, b) == may_overlap(b, a) == oracle.overlap_by_days(a, b)


@settings(deadline=None)
@given(DAYS, st.integers(0, 40))
def test_a_month_later_is_the_same_day_or_the_last(day, months):
    assert times.months_after(day, months) == oracle.month_later_by_steps(day, months)
    assert times.days_after(day, months) == day + timedelta(days=months)


@settings(deadline=None)
@given(st.integers(0, 6), st.frozensets(st.sampled_from([1, 2, 3, 4, -1]), max_size=3), st.integers(1, 12))
def test_repeating_days_are_a_column_of_the_calendar(weekday, nths, month):
    first = date(2012, month, 1)
    last = times.months_after(first, 1) - timedelta(days=1)
    assert Repeat(weekday, nths).days(first, last) == oracle.nth_weekdays(2012, month, weekday, nths)


@pytest.mark.parametrize(
    ("said", "weekday", "nths"),
    [
        ("second Wednesday of the month", 2, {2}),
        ("the first and third Thursday of each month", 3, {1, 3}),
        ("last Friday of every month", 4, {-1}),
        ("every Tuesday", 1, set()),
        ("Mondays", 0, set()),
        ("weekly on Saturdays", 5, set()),
    ],
)
def test_it_reads_repeating_days(said, weekday, nths):
    assert repeats(said) == Repeat(weekday, frozenset(nths))


@pytest.mark.parametrize("said", ["Wednesday", "7 March 2012", "last April", "", "second Wednesday of March 2012"])
def test_one_day_is_not_a_repeating_day(said):
    assert repeats(said) is None


def test_clashes_are_the_days_on_which_both_fall():
    second, every = repeats("second Wednesday of the month"), repeats("every Wednesday")
    found = times.clashes(second, every, date(2012, 3, 1), date(2012, 5, 31), closed=[date(2012, 4, 11)])
    assert found == [date(2012, 3, 14), date(2012, 5, 9)]


def test_a_period_runs_from_a_vague_start_to_a_vague_end():
    whole = period(times.read("March 2012"), times.read("June 2012"))
    assert (whole.earliest, whole.latest, whole.sure) == (date(2012, 3, 1), date(2012, 6, 30), False)
    assert period(times.read("7 March 2012"), times.read("9 March 2012")).sure
    assert not period(times.read("9 March 2012"), times.read("7 March 2012")).known
    assert not period(None, None).known


def test_a_span_refuses_to_end_before_it_begins():
    with pytest.raises(ValueError, match="before it begins"):
        Span(date(2012, 2, 1), date(2012, 1, 1))
    with pytest.raises(ValueError, match="cannot be sure"):
        Span(date(2012, 2, 1), None, sure=True)
