"""A grant's dates are those of whoever gives it: taken in, shown, following the list, undone."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from folkmoot.directory.models import Activity, Organisation, Party, Revision
from folkmoot.exchange.facts import days_given
from folkmoot.exchange.models import Intake

from .bringing import checked, taken
from .sheets import csv_of
from .test_additions import undo
from .test_grants import GRANT

pytestmark = pytest.mark.django_db
YEAR = {"starts_said": "2024-06-01", "starts_from": "2024-06-01", "starts_to": "2024-06-01"}
YEAR |= {"ends_said": "2025-05-31", "ends_from": "2025-05-31", "ends_to": "2025-05-31"}
SAID = "Thornbeck Fund (funds, £2,500.50, 1 June 2024 – 31 May 2025"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def club(village) -> Activity:
    """What Age Well does already, for ever so long."""
    body = Organisation.objects.create(name="Age Well")
    body.set_down({"identifiers": [["GB-CHC", "1234567"]]}, None)
    deed = Activity.objects.create(title="Lunch club", starts_said="since 1990")
    Party.objects.create(activity=deed, organisation=body)
    deed.count_facts()
    return deed


def grants(**said) -> bytes:
    # Most stay as they are: a reading that changes more than a fifth of a list asks for a second yes.
    others = [GRANT | {"id": f"360G-thornbeck-{n}", "title": f"Grant {n}"} for n in range(2, 12)]
    return json.dumps({"grants": [GRANT | said, *others]}).encode()


def funding(deed: Activity) -> Party:
    return deed.parties.get(role="funds")


def test_a_grant_gives_its_dates_to_whoever_funds_and_not_to_what_is_funded(client, village, club):
    intake = checked(village.amina, grants(), "Grants")
    client.force_login(village.amina)
    assert SAID in client.get(reverse("exchange:intake", args=[intake.key])).text

    intake = taken(village.amina, grants(), "Grants of 2024")

    assert funding(club).when == YEAR and club.parties.get(role="delivers").when == {}
    assert Activity.objects.get(pk=club.pk).starts_said == "since 1990"
    assert SAID in client.get(club.get_absolute_url()).text
    assert SAID in client.get(f"/who/{club.pk}/history/").text
    undo(intake, village.amina)
    assert not club.parties.filter(role="funds").exists()


def test_of_a_grant_that_names_only_the_day_it_was_awarded_that_day_is_told(village, club):
    taken(village.amina, grants(plannedDates=[]), "Grants")
    assert funding(club).when_said == "3 May 2024"


def test_what_a_new_grant_makes_knows_when_it_is_funded(village):
    taken(village.amina, grants(), "Grants")
    assert funding(Activity.objects.get(title="Lunch club")).when == YEAR


def test_the_dates_follow_a_later_copy_and_come_back_when_it_is_undone(village, club):
    taken(village.amina, grants(), "Grants")
    second = taken(village.amina, grants(plannedDates=[{"startDate": "2024-06-01", "endDate": "2026-05"}]), "Grants")

    assert funding(club).when == YEAR | {"ends_said": "2026-05-01", "ends_from": "2026-05-01", "ends_to": "2026-05-01"}
    before, after = Revision.objects.of(club).first().changes["parties"]
    assert [row[3]["ends_said"] for row in (before[-1], after[-1])] == ["2025-05-31", "2026-05-01"]
    undo(second, village.amina)
    assert funding(club).when == YEAR


def test_dates_that_people_told_stay_and_where_they_told_none_they_are_filled_in(village, club):
    fund = Organisation.objects.create(name="Thornbeck Fund")
    fund.set_down({"identifiers": [["GB-CHC", "1000389"]]}, None)
    said = {"fundingOrganization": [{"id": "GB-CHC-1000389", "name": "Thornbeck Fund"}]}
    club.take_parties([*club.rows_of_parties(), [fund.pk, "funds", 250050]])
    intake = taken(village.amina, grants(**said), "Grants")
    assert (funding(club).when, funding(club).source) == (YEAR, None)
    undo(intake, village.amina)
    assert (funding(club).when, funding(club).money_pence) == ({}, 250050)

    club.take_parties([*club.rows_of_parties()[:1], [fund.pk, "funds", 250050, {"starts_said": "May 2020"}]])
    taken(village.amina, grants(**said), "Grants again")
    assert funding(club).when == {"starts_said": "May 2020"}


def test_columns_of_a_sheet_whose_rows_are_grants_say_so_too(village):
    headings = ("Group", "Postcode", "What", "Funder", "Grant amount", "Start date", "End date")
    row = ("Weir Hall", "TB1 1AA", "Tuesday lunch club", "Barnwood Trust", "£2,000", "May 2024", "31/05/2025")
    unpaid = ("Choir", "TB1 2BB", "singing", "Barnwood Trust", "", "2024", "")
    taken(village.amina, csv_of([dict(zip(headings, each)) for each in (row, unpaid)], headings))

    told = funding(Activity.objects.get(title="Tuesday lunch club"))
    assert (told.starts_said, str(told.starts_from), str(told.starts_to)) == ("May 2024", "2024-05-01", "2024-05-31")
    assert str(told.ends_from) == "2025-05-31"
    assert funding(Activity.objects.get(title="singing")).when == {}


def test_what_means_no_day_is_no_date_of_a_grant():
    assert days_given({"starts_said": "Tuesdays, 12 to 2", "ends_said": "ongoing"}) == {}


def test_parts_that_an_earlier_release_kept_for_undoing_come_back(village, club):
    """Rows taken before parts had dates keep what they paid and filled each in one line."""
    taken(village.amina, grants(), "Grants")
    second = taken(village.amina, grants(amountAwarded=3000), "Grants")
    row = second.rows.get(before__has_key="parts")
    part, fund = funding(club), funding(club).organisation_id
    Party.objects.filter(pk=part.pk).update(**Party.columns_of({}))
    row.before["parts"] = {"ended": [], "begun": [], "paid": [[fund, "funds", 250050, 300000]], "filled": []}
    row.save()
    undo(Intake.objects.get(pk=second.pk), village.amina)
    assert funding(club).money_pence == 250050
