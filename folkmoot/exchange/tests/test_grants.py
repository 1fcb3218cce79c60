"""360Giving, as JSON and as sheets."""

import csv
import io
import json

import pytest

from folkmoot.exchange.reading.limits import Limits
from folkmoot.exchange.reading.opening import Ask, open_up
from folkmoot.kit.writers import xlsx_book

GRANT = {
    "id": "360G-thornbeck-1",
    "title": "Lunch club",
    "description": "A weekly lunch",
    "currency": "GBP",
    "amountAwarded": 2500.5,
    "awardDate": "2024-05-03",
    "plannedDates": [{"startDate": "2024-06-01", "endDate": "2025-05-31", "duration": 12}],
    "fundingOrganization": [{"id": "GB-CHC-1", "name": "Thornbeck Fund"}],
    "recipientOrganization": [{"id": "GB-CHC-2", "name": "Age Well", "charityNumber": "1234567"}],
    "beneficiaryLocation": [{"name": "St James", "geoCode": "E05001263", "geoCodeType": "WD"}],
    "grantProgramme": [{"code": "SG", "title": "Small grants"}],
}
TITLES = {
    "Identifier": "360G-thornbeck-1",
    "Title": "Lunch club",
    "Description": "A weekly lunch",
    "Currency": "GBP",
    "Amount Awarded": "2500.50",
    "Award Date": "2024-05-03",
    "Planned Dates:Start Date": "2024-06-01",
    "Planned Dates:End Date": "2025-05-31",
    "Planned Dates:Duration (months)": "12",
    "Funding Org:Identifier": "GB-CHC-1",
    "Funding Org:Name": "Thornbeck Fund",
    "Recipient Org:Identifier": "GB-CHC-2",
    "Recipient Org:Name": "Age Well",
    "Recipient Org:Charity Number": "1234567",
    "Beneficiary Location:Name": "St James",
    "Beneficiary Location:Geographic Code": "E05001263",
    "Beneficiary Location:Geographic Code Type": "WD",
    "Grant Programme:Code": "SG",
    "Grant Programme:Title": "Small grants",
}
FIELDS = {
    "id": "360G-thornbeck-1",
    "title": "Lunch club",
    "description": "A weekly lunch",
    "currency": "GBP",
    "amountAwarded": "2500.50",
    "awardDate": "2024-05-03",
    "plannedDates/0/startDate": "2024-06-01",
    "plannedDates/0/endDate": "2025-05-31",
    "plannedDates/0/duration": "12",
    "fundingOrganization/0/id": "GB-CHC-1",
    "fundingOrganization/0/name": "Thornbeck Fund",
    "recipientOrganization/0/id": "GB-CHC-2",
    "recipientOrganization/0/name": "Age Well",
    "recipientOrganization/0/charityNumber": "1234567",
    "beneficiaryLocation/0/name": "St James",
    "beneficiaryLocation/0/geoCode": "E05001263",
    "beneficiaryLocation/0/geoCodeType": "WD",
    "grantProgramme/0/code": "SG",
    "grantProgramme/0/title": "Small grants",
}


def opened(raw, name="grants.json"):
    about, rows = open_up(raw, Ask(name), Limits())
    return about, list(rows)


def as_json(*grants):
    return json.dumps({"grants": grants}).encode()


def as_csv(*lines):
    page = io.StringIO()
    writer = csv.DictWriter(page, list(lines[0]))
    writer.writeheader()
    writer.writerows(lines)
    return page.getvalue().encode()


def test_a_grant_has_its_funder_recipient_money_days_and_place():
    about, (row,) = opened(as_json(GRANT))
    assert about.kind == "360giving"
    assert (row.kind, row.key, row.problems) == ("grant", "360G-thornbeck-1", [])
    assert row.fields["amount_pence"] == 250050
    assert (row.fields["awarded_on"], row.fields["starts_on"], row.fields["ends_on"]) == (
        "2024-05-03",
        "2024-06-01",
        "2025-05-31",
    )
    assert row.fields["funder"]["name"] == "Thornbeck Fund"
    assert row.fields["recipient"]["charity_number"] == "1234567"
    assert row.fields["places"][0]["code"] == "E05001263"
    assert row.fields["programme"] == "Small grants"


@pytest.mark.parametrize("line", [TITLES, FIELDS])
def test_sheets_with_titles_or_field_names_say_the_same_as_json(line):
    _, (expected,) = opened(as_json(GRANT))
    _, (from_csv,) = opened(as_csv(line), "grants.csv")
    _, (from_xlsx,) = opened(xlsx_book({"grants": (list(line), [list(line.values())])}), "grants.xlsx")
    assert from_csv.fields == from_xlsx.fields == expected.fields
    assert from_csv.number == 2


@pytest.mark.parametrize("field", ["id", "amountAwarded", "awardDate", "fundingOrganization", "recipientOrganization"])
def test_what_a_grant_cannot_do_without_is_asked_for_by_grant_and_field(field):
    bad = {name: value for name, value in GRANT.items() if name != field}
    _, rows = opened(as_json(GRANT | {"id": "360G-thornbeck-0"}, bad))
    assert not rows[0].refused
    (problem,) = [problem for problem in rows[1].problems if problem.refused]
    assert problem.words.startswith("grant 2: ")
    assert (problem.row, problem.column) == (2, field)


def test_in_a_sheet_the_problem_names_the_heading_the_person_sees():
    _, (row,) = opened(as_csv(TITLES | {"Award Date": "soon", "Amount Awarded": "lots"}), "grants.csv")
    assert {(p.row, p.column) for p in row.problems if p.refused} == {(2, "Award Date"), (2, "Amount Awarded")}


@pytest.mark.parametrize("money", ["lots", True, "1e400", "NaN", {"a": 1}, "9" * 40])
def test_money_that_is_none_is_refused(money):
    _, (row,) = opened(as_json(GRANT | {"amountAwarded": money}))
    assert row.refused


def test_money_is_whole_pence_without_rounding_errors():
    _, rows = opened(as_json(*(GRANT | {"id": str(n), "amountAwarded": n / 100} for n in range(1, 300))))
    assert [row.fields["amount_pence"] for row in rows] == list(range(1, 300))


def test_a_grant_to_a_person_carries_no_name():
    person = {name: value for name, value in GRANT.items() if name != "recipientOrganization"}
    _, (row,) = opened(as_json(person | {"recipientIndividual": {"id": "x", "name": "Jean Smith"}}))
    assert row.fields["to_a_person"] is True
    assert "Jean" not in json.dumps(row.fields)
    assert not row.refused


def test_the_same_identifier_twice_is_refused_the_second_time():
    _, rows = opened(as_json(GRANT, GRANT))
    assert [row.refused for row in rows] == [False, True]
    assert "grant 1" in rows[1].problems[0].words


def test_the_published_example_is_taken_with_notes(hostile):
    fixtures = hostile / "flatten-tool/flattentool/tests/fixtures"
    _, from_json = opened((fixtures / "fundingproviders-grants_fixed_2_grants.json").read_bytes())
    assert [row.fields["amount_pence"] for row in from_json] == [15250500, 17899000]
    assert not any(row.refused for row in from_json)
    for kind in ("xlsx", "ods"):
        for path in (fixtures / kind).glob("fundingproviders*"):
            about, rows = opened(path.read_bytes(), path.name)
            assert about.kind == "360giving", path.name
            assert [row.fields["funder"] for row in rows] == [row.fields["funder"] for row in from_json]
            assert [row.fields["awarded_on"] for row in rows] == ["2014-07-24", "2014-07-24"]
