"""Columns of a sheet that say who funds and who hosts: guessed, linked with their source, and no twin is made."""

from __future__ import annotations

import pytest

from folkmoot.directory.models import Activity, Organisation, Party, Record
from folkmoot.exchange import jobs, taking
from folkmoot.exchange.models import Intake, Row
from folkmoot.exchange.reading import parties
from folkmoot.exchange.reading.columns import LEFT_OUT, SHOWN, guess
from folkmoot.exchange.reading.rows import Row as Read
from folkmoot.kit.work import drain

from .bringing import checked, taken
from .sheets import csv_of

HEADINGS = ("Group", "Postcode", "What they do", "Funder", "Hosted by", "Charity number")
LUNCH = (
    "Lunch Club",
    "TB1 1AA",
    "weekly hot lunch for older people",
    "National Lottery; Beck Trust",
    "Mill Church",
    "",
)
CHOIR = ("Choir", "TB1 2BB", "singing for anybody", "beck trust", "n/a", "")


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


def rows(*said) -> bytes:
    return csv_of([dict(zip(HEADINGS, row)) for row in said], HEADINGS)


def parts(title: str) -> set[tuple[str, str]]:
    found = Party.objects.filter(activity__title=title)
    return set(found.values_list("organisation__name", "role"))


def of_columns(**cells) -> dict:
    said = [Read(at, "", dict(zip(cells, row))) for at, row in enumerate(zip(*cells.values()), 2)]
    return {one.heading: (one.meaning, one.use) for one in guess(list(cells), said)}


@pytest.mark.parametrize("heading", ["Funder", "Funded by", "Funding body", "Funding", "source of funding", "Sponsors"])
def test_a_column_of_funders_is_guessed_from_its_heading(heading):
    found = of_columns(Name=["A", "B"], **{heading: ["National Lottery", "Beck Trust"]})
    assert found[heading] == ("funder", SHOWN)


@pytest.mark.parametrize("heading", ["Host", "Hosted by", "Host organisation", "Accountable body"])
def test_a_column_of_hosts_is_guessed_from_its_heading(heading):
    assert of_columns(Name=["A", "B"], **{heading: ["Mill Church", "CVS"]})[heading] == ("host", SHOWN)


def test_amounts_under_funding_are_money_and_people_are_people():
    assert of_columns(Name=["A", "B"], Funding=["£2,000", "1500"])["Funding"][0] == "money"
    assert of_columns(Name=["A", "B"], Host=["Mary Jones", "Mrs Khan"])["Host"] == ("person", LEFT_OUT)


@pytest.mark.parametrize(
    "cell", ["", "n/a", "None", "-", "self funded", "£2,000", "Rang them. They will say in May.", "?"]
)
def test_what_names_nobody_makes_nobody(cell):
    assert parties.names_in(cell) == []


@pytest.mark.django_db
def test_each_row_has_its_funder_and_host_with_the_list_that_said_so(client, village):
    intake = taken(village.amina, rows(LUNCH, CHOIR))

    lunch = {
        ("Lunch Club", "delivers"),
        ("National Lottery", "funds"),
        ("Beck Trust", "funds"),
        ("Mill Church", "hosts"),
    }
    assert parts("Lunch Club") == lunch
    assert parts("Choir") == {("Choir", "delivers"), ("Beck Trust", "funds")}
    assert {part.source for part in Party.objects.filter(activity__title="Lunch Club")} == {intake.source}
    assert Organisation.objects.get(name="Beck Trust").is_funder
    assert not Organisation.objects.get(name="Mill Church").is_funder
    page = client.get(Activity.objects.get(title="Lunch Club").get_absolute_url()).text
    assert "Beck Trust" in page and f"says “{intake.source}”" in page


@pytest.mark.django_db
def test_who_stands_in_a_row_of_the_sheet_is_that_row_wherever_it_stands(village):
    trust = ("Beck Trust", "TB2 1CC", "grants for small groups", "", "", "")
    taken(village.amina, rows(LUNCH, trust, CHOIR))

    made = Organisation.objects.get(name__iexact="beck trust")
    assert made.postcode == "TB2 1CC" and made.is_funder
    assert ("Beck Trust", "funds") in parts("Lunch Club") & parts("Choir")


@pytest.mark.django_db
def test_who_is_here_by_that_name_is_not_made_again(village):
    here = Organisation.objects.create(name="Beck Trust", postcode="TB9 9ZZ")
    intake = checked(village.amina, rows(LUNCH, CHOIR))
    row = intake.rows.get(title="Beck Trust")
    assert (row.answer, row.body) == (Row.Answer.EXACT, here)
    assert "The same name" in str(row.alike)

    jobs.go_on(intake.take(village.amina))
    drain(scheduled=False)
    assert Organisation.objects.filter(name__iexact="beck trust").count() == 1
    here.refresh_from_db()
    assert here.is_funder and here.postcode == "TB9 9ZZ"


@pytest.mark.django_db
def test_a_name_that_two_here_have_is_asked_about(village):
    for code in ("TB9 9ZZ", "TB8 8ZZ"):
        Organisation.objects.create(name="Beck Trust", postcode=code)
    intake = checked(village.amina, rows(CHOIR))
    assert intake.rows.get(title="beck trust").answer == Row.Answer.ASK


@pytest.mark.django_db
def test_a_name_of_several_rows_in_different_places_is_none_of_them(village):
    halls = [("Mill Church", code, "a hall to hire", "", "", "") for code in ("TB2 1CC", "TB2 2DD")]
    taken(village.amina, rows(LUNCH, *halls))
    host = Party.objects.get(activity__title="Lunch Club", role="hosts").organisation
    assert host.postcode == "" and Organisation.objects.filter(name="Mill Church").count() == 3


@pytest.mark.django_db
def test_a_person_among_the_hosts_is_left_out_and_said_so(village):
    private = ("Knitting", "TB1 1AA", "knitting for all", "", "Mrs Jean Smith; Mill Church", "")
    intake = checked(village.amina, rows(LUNCH, CHOIR, private))
    row = intake.rows.get(title="Knitting")
    assert "Jean" not in str([row.changes, row.plan, row.reasons])
    assert any("name of a person" in words for _column, words, _refuses in row.reasons)
    jobs.go_on(intake.take(village.amina))
    drain(scheduled=False)
    assert parts("Knitting") == {("Knitting", "delivers"), ("Mill Church", "hosts")}
    assert not Organisation.objects.filter(name__contains="Jean").exists()
    assert "Jean" not in str(list(Record.objects.values_list("fields", "matching")))


@pytest.mark.django_db
def test_the_parts_follow_the_sheet_and_go_with_it(village):
    others = [(f"Club {n}", "TB1 1AA", "table tennis for young people", "", "", "") for n in range(20)]
    taken(village.amina, rows(LUNCH, CHOIR, *others))
    second = taken(village.amina, rows(LUNCH, (*CHOIR[:3], "New Fund", "Mill Church", ""), *others))

    assert parts("Choir") == {("Choir", "delivers"), ("New Fund", "funds"), ("Mill Church", "hosts")}
    for intake in (second, Intake.objects.exclude(pk=second.pk).get(source=second.source)):
        jobs.go_on(Intake.objects.get(pk=intake.pk).undo(village.amina))
        drain(scheduled=False)
        if intake == second:
            assert parts("Choir") == {("Choir", "delivers"), ("Beck Trust", "funds")}
    assert not Organisation.objects.filter(name__in=["Beck Trust", "New Fund", "Mill Church", "Choir"]).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("chunk", [1, 2, 2_000])
def test_a_row_far_below_may_be_named(village, monkeypatch, chunk):
    """Rows are taken in chunks: whom a row names may come in a later one, and name others in turn."""
    monkeypatch.setattr(taking, "CHUNK", chunk)
    first = ("Lunch Club", "TB1 1AA", "weekly hot lunch", "Choir", "Sheds", "")
    second = ("Choir", "TB1 2BB", "singing for anybody", "Sheds", "Lunch Club", "")
    third = ("Sheds", "TB2 1CC", "woodwork for men", "Lunch Club", "Sheds", "")
    taken(village.amina, rows(first, second, third))

    assert parts("Lunch Club") == {("Lunch Club", "delivers"), ("Choir", "funds"), ("Sheds", "hosts")}
    assert parts("Choir") == {("Choir", "delivers"), ("Sheds", "funds"), ("Lunch Club", "hosts")}
    assert parts("Sheds") == {("Sheds", "delivers"), ("Lunch Club", "funds")}
    for title in ("Lunch Club", "Choir", "Sheds"):
        deed = Activity.objects.get(title=title)
        assert deed.completeness == sum(deed.known().values())
