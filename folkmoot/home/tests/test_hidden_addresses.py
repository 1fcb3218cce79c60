"""A body that hides its address shows it nowhere: on no page of its own, in no file, in no search, on no map. Every
other page there is looks for it too, in the matrix of tests/test_access.py."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from folkmoot.directory.models import Organisation
from folkmoot.kit import search
from folkmoot.places.models import Place
from folkmoot.requests.models import Request
from tests.access_asking import clients
from tests.access_pages import hide, told

VISITORS = ("anonymous", "bram", "carys", "dilys")
FILES = ("csv", "xlsx", "json", "atom")


@pytest.fixture
def refuge(village) -> Organisation:
    return hide(village)


def body_of(answer) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")


def browser(village, who: str) -> Client:
    return clients(village)[who]


@pytest.mark.parametrize("who", VISITORS)
def test_its_own_pages_tell_that_it_is_private_and_not_what(village, refuge, who):
    client = browser(village, who)
    own = refuge.get_absolute_url()
    sing = village.sing.get_absolute_url()
    for address in (own, f"{own}history/", f"{own}?on=2030-01-01", f"{own}?on=2026-05-01", sing, f"{sing}history/"):
        page = body_of(client.get(address))
        assert told(page) == [] and "Refuge" in page, address
    assert "kept private" in body_of(client.get(own))


@pytest.mark.parametrize("who", VISITORS)
def test_the_form_of_a_suggested_edit_tells_neither_address_nor_street(village, refuge, who):
    street = Place.objects.create(name="Quagga Row", slug="quagga-row", kind="street", parent=village.castle_hill)
    refuge.revise(village.kofi, {"place": street.pk})
    client, form = browser(village, who), f"{refuge.get_absolute_url()}suggest/"
    assert told(body_of(client.get(form))) == []
    sent = {"once": f"k-{who}", "name": "Castle Hill Refuge and Home", "hides_address": "on", "about": refuge.about}
    asked = client.post(form, sent | {"suggester": "Ada", "suggester_email": "ada@example.org"})
    assert asked.status_code == 302
    changes = Request.objects.get(once=f"k-{who}").payload["changes"]
    assert "name" in changes and not {"address", "postcode", "place"} & set(changes)


@pytest.mark.parametrize(
    "address", ["/organisations/", "/who/", "/who/map/", "/who/matrix/?columns=organisation", "/search/?q=Quagga"]
)
def test_no_list_and_no_file_tells_it(client, village, refuge, address):
    joint = "&" if "?" in address else "?"
    for ending in ("", *(f"{joint}as={kind}" for kind in FILES)):
        answer = client.get(address + ending)
        if not ending.endswith("xlsx"):
            assert told(body_of(answer)) == [], address + ending


def test_a_spreadsheet_file_tells_it_neither(client, village, refuge):
    answer = client.get("/organisations/?as=xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    text = " ".join(str(value) for sheet in book for row in sheet.values for value in row)
    assert "Castle Hill Refuge" in text and told(text) == []


def test_the_map_that_moves_has_no_pin_of_it(client, village, refuge):
    found = client.get("/who/map/data/").json()["features"]
    names = {feature["properties"]["label"] for feature in found}
    assert "St Mary's Hall" in names and "Castle Hill Refuge" not in names
    assert told(body_of(client.get("/who/map/data/"))) == []


def test_searching_for_it_finds_nothing(village, refuge):
    assert search.find("Quagga") == [] and search.find("QG9 9QG") == []
    assert [hit.name for hit in search.find("safe house kettle")] == ["Castle Hill Refuge"]


def test_it_still_counts_in_its_area(client, village, refuge):
    assert refuge in Organisation.objects.at(village.castle_hill)
    assert refuge in Organisation.objects.at(village.thornbeck)


def test_a_former_address_of_one_that_hides_now_is_not_in_its_history(client, village):
    village.hall.revise(village.kofi, {"address": "9 Quagga Row"})
    assert "Quagga Row" in body_of(client.get(f"{village.hall.get_absolute_url()}history/"))
    village.hall.revise(village.kofi, {"hides_address": True})
    assert told(body_of(client.get(f"{village.hall.get_absolute_url()}history/"))) == []


def test_an_address_from_when_it_was_hidden_stays_hidden_when_the_next_is_shown(client, village, refuge):
    refuge.revise(village.kofi, {"address": "1 High Street", "hides_address": False})
    page = body_of(client.get(f"{refuge.get_absolute_url()}history/"))
    assert "Quagga Row" not in page
    assert "Quagga Row" not in body_of(client.get(f"{refuge.get_absolute_url()}?on=2026-05-01"))
