"""The lists, their filters and their downloads."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.directory.models import Activity, Organisation, Party


def rows(client, address: str) -> list[dict]:
    return json.loads(b"".join(client.get(f"{address}&as=json").streaming_content))["rows"]


def titles(client, query: str) -> set[str]:
    return {row["title"] for row in rows(client, f"/who/?{query}")}


LISTS = ("/who/", "/organisations/", "/programmes/", "/offers/", "/asks/", "/needs/", "/who/matrix/", "/who/timeline/")


@pytest.mark.parametrize("address", (*LISTS, "/who/money/", "/who/map/", "/who/?look=cards"))
def test_every_list_opens_without_an_account(client, village, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", (*LISTS, "/who/money/", "/who/map/"))
@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_every_list_can_be_taken_away(client, village, address, kind):
    answer = client.get(address, {"as": kind})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200 and len(body) > 100
    if kind == "csv":
        assert len(list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))) > 2


@pytest.mark.parametrize(
    ("query", "holds", "lacks"),
    [
        ("type=train", "Phones and forms", "Tuesday lunches"),
        ("people=older-people", "Tuesday lunches", "Phones and forms"),
        ("place=mill-lane", "Tuesday lunches", "Friday code club"),
        ("place=Mill Lane", "Tuesday lunches", "Friday code club"),
        ("place=thornbeck&exact=1", "Street grants", "Tuesday lunches"),
        ("stage=planned", "Spring fair", "Tuesday lunches"),
        ("stage=now", "Spring fair", "What kept groups going"),
        ("words=hot lunch", "Tuesday lunches", "Spring fair"),
        ("type=train&people=young-people", "Friday code club", "Phones and forms"),
    ],
)
def test_filters_narrow(client, village, query, holds, lacks):
    found = titles(client, query)
    assert holds in found and lacks not in found


def test_an_organisation_filter_counts_what_it_absorbed(client, village):
    Party.objects.filter(activity=village.phones).update(organisation=village.twin)
    assert "Phones and forms" in titles(client, f"organisation={village.voluntary_action.pk}")


def test_a_filter_that_makes_no_sense_says_so_and_hides_nothing(client, village):
    page = client.get("/who/?place=Atlantis&type=nonsense").content.decode()
    assert "We do not know that place." in page and "Tuesday lunches" in page


def test_filters_stay_in_the_addresses_of_the_other_pages(client, village):
    page = client.get("/who/?type=train&place=mill-lane").content.decode()
    assert "/who/matrix/?type=train&amp;place=mill-lane" in page


def test_a_private_plan_is_in_its_owners_list_alone(client, village):
    assert "Repair café in the library" not in titles(client, "stage=idea")
    client.force_login(village.carys)
    assert "Repair café in the library" not in titles(client, "stage=idea")
    client.force_login(village.emeka)
    assert "Repair café in the library" in titles(client, "stage=idea")


def test_a_formula_in_a_title_does_not_come_alive(client, village):
    Activity.enter(village.amina, {"title": '=HYPERLINK("http://evil.example")'})
    body = b"".join(client.get("/who/?as=csv").streaming_content).decode("utf-8-sig")
    assert "'=HYPERLINK" in body


@pytest.mark.parametrize(
    "address", ["/who/", "/organisations/", "/who/matrix/", "/who/timeline/", "/who/money/", "/who/map/"]
)
def test_the_number_of_queries_is_constant(client, village, address):
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    before = asked()
    for number in range(5):
        body = Organisation.enter(village.amina, {"name": f"Club {number}", "place": village.mill_lane.pk})
        facts = {"title": f"Walk {number}", "types": ["events"], "people": ["everyone"], "money_pence": 100}
        links = {"served": [village.mill_lane.pk], "parties": [[body.pk, "delivers", None], [body.pk, "funds", 50]]}
        Activity.enter(village.amina, facts | links)
    assert asked() <= before


def test_the_map_opens_with_how_much_it_shows(client, village):
    page = client.get("/who/map/")
    areas = {row["label"] for row in page.context["things"] if row["address"].startswith("/who/?place=")}
    assert len(areas) > 1 and f"Something is done in {len(areas)} areas" in page.content.decode()


@pytest.mark.parametrize(
    ("address", "holds", "lacks"),
    [
        ("/organisations/?words=choir", "Riverside Choir", "Beacon Housing"),
        ("/organisations/?place=northfield", "Beacon Housing", "Riverside Choir"),
        ("/programmes/?words=neighbours", "Neighbours First", "Digital Thornbeck"),
        ("/programmes/?organisation=Thornbeck Voluntary Action", "Neighbours First", "Digital Thornbeck"),
    ],
)
def test_the_other_lists_are_narrowed_by_a_form_on_the_page(client, village, address, holds, lacks):
    page = client.get(address).text
    assert "Narrow the list" in page and holds in page and lacks not in page


def test_a_list_narrowed_to_nothing_offers_a_way_back(client, village):
    for noun in ("organisations", "programmes", "offers", "asks", "needs"):
        page = client.get(f"/{noun}/?words=Zyxomma").text
        assert "Show everything" in page and "Be the first" not in page


def table(client, address: str) -> list[dict]:
    body = b"".join(client.get(f"{address}?as=csv").streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body)))


def test_a_file_holds_all_that_is_known(client, village):
    Activity.objects.filter(pk=village.lunches.pk).update(offered=30, filled=24, money_pence=120_000, contact="desk")
    row = next(row for row in table(client, "/who/") if row["What"] == "Tuesday lunches")
    assert (row["Places offered"], row["Places filled"], row["Cost in pounds"]) == ("30", "24", "1200.00")
    assert row["How to reach it"] == "desk" and row["Number"] == str(village.lunches.pk)
    assert row["Delivers"] == row["Organisation"] != ""
    assert row["Source"] == "Town guide 2026 (example); Church notices (example)"


def test_a_hidden_address_stands_in_no_file(client, village):
    row = next(row for row in table(client, "/organisations/") if row["Name"] == "Castle Hill Refuge")
    assert (row["Address"], row["Postcode"]) == ("", "")
    assert "Old Forge" not in str(table(client, "/organisations/"))


@pytest.mark.parametrize("address", LISTS[:6])
def test_a_filter_we_do_not_have_tells_nothing(client, village, address):
    """Nobody learns of a field that is not shown by asking a list about it."""
    asked = "entered_by__email__startswith=amina&private_for_now=1&order_by=-email&same_as=&standing__state=held"
    assert rows(client, f"{address}?{asked}") == rows(client, f"{address}?")
