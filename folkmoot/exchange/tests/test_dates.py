"""Days as vague as people write them: what each can mean, and what is no day at all."""

from __future__ import annotations

import pytest

from folkmoot.directory.models import Activity
from folkmoot.exchange.reading.dates import NotADay, day, two_ends

from .bringing import taken


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("Q1 2027", "2027-01-01 2027-03-31"),
        ("2027 Q4", "2027-10-01 2027-12-31"),
        ("Q1 2027/28", "2027-04-01 2027-06-30"),
        ("Q3 2027/28", "2027-10-01 2027-12-31"),
        ("H1 2027/28", "2027-04-01 2027-09-30"),
        ("first quarter of 2027", "2027-01-01 2027-03-31"),
        ("H2 2027", "2027-07-01 2027-12-31"),
        ("early 2027", "2027-01-01 2027-04-30"),
        ("mid-2027", "2027-05-01 2027-08-31"),
        ("End of 2027", "2027-09-01 2027-12-31"),
        ("winter 2027", "2027-12-01 2028-02-29"),
        ("winter 2026/27", "2026-12-01 2027-02-28"),
        ("c. 2009", "2008-01-03 2010-12-30"),
        ("since March 2009", "2009-03-01 2009-03-31"),
        ("June to August 2027", "2027-06-01 2027-08-31"),
        ("Jun-Aug 2027", "2027-06-01 2027-08-31"),
        ("3–5 May 2027", "2027-05-03 2027-05-05"),
        ("30 April to 2 May 2027", "2027-04-30 2027-05-02"),
        ("August to June 2027", "2026-08-01 2027-06-30"),
        ("Nov 2026 - Feb 2027", "2026-11-01 2027-02-28"),
        ("1/4/2027 - 31/3/2028", "2027-04-01 2028-03-31"),
        ("2027-04-01 to 2028-03-31", "2027-04-01 2028-03-31"),
        ("2009-2012", "2009-01-01 2012-12-31"),
        ("1999/00", "1999-04-01 2000-03-31"),
        ("2024-05-03T00:00:00.000Z", "2024-05-03 2024-05-03"),
        ("3/5/2024 10.30 at the hall", "2024-05-03 2024-05-03"),
    ],
)
def test_a_day_means_from_its_first_to_its_last(said, means):
    found = day(said)
    assert f"{found.first} {found.last}" == means and found.said == said


@pytest.mark.parametrize(
    "said",
    ["Q5 2027", "2012-2009", "2012/09", "31 to 2 May 2027", "since inception", "March", "from 2027 to"],
)
def test_what_is_no_day_is_said_to_be_none(said):
    with pytest.raises(NotADay, match="not a date that we can read"):
        day(said)


def test_what_may_mean_another_time_is_named_in_the_dry_run():
    assert day("Q1 2027").doubt == "read as a quarter of the calendar year"
    assert not day("Q1 2027/28").doubt and not day("2009/10").doubt


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("Apr-Jun 2027", ("Apr 2027", "Jun 2027")),
        ("30 April to 2 May 2027", ("30 April 2027", "2 May 2027")),
        ("2027-04-01 to 2028-03-31", ("2027-04-01", "2028-03-31")),
        ("November 2026 – February 2027", ("November 2026", "February 2027")),
        ("3rd to 5th May 2027", ("3rd May 2027", "5th May 2027")),
        ("2009-2012", None),
        ("2009/10", None),
        ("since 2009", None),
        ("12-10-2027", None),
        ("May 2027", None),
        ("first come to May 2027", None),
    ],
)
def test_a_range_is_taken_apart_at_its_middle(said, ends):
    assert two_ends(said) == ends


@pytest.mark.django_db
def test_one_column_of_ranges_says_when_it_starts_and_when_it_ends(village, settings, tmp_path):
    settings.FILES = tmp_path
    lines = [("Weir Choir", "Sing", "1/4/2027 - 31/3/2028"), ("Lye Club", "Dig", "May 2027")]
    headings = ("Group", "Activity", "Dates")
    taken(village.amina, [dict(zip(headings, line)) for line in lines], headings=headings)

    found = {deed.title: deed for deed in Activity.objects.filter(title__in=("Sing", "Dig"))}
    assert [str(found["Sing"].starts_from), str(found["Sing"].ends_to)] == ["2027-04-01", "2028-03-31"]
    assert (found["Sing"].starts_said, found["Sing"].ends_said) == ("1/4/2027", "31/3/2028")
    assert (found["Dig"].starts_said, found["Dig"].ends_said) == ("May 2027", "")
