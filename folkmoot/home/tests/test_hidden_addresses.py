"""A body that hides its address shows it nowhere: on no page of its own, in no file, in no search, on no map. Every
other page there is looks for it too, in the matrix of tests/test_access.py."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from folkmoot.directory.models import Membership, Organisation
from folkmoot.directory.models.suggesting import claim
from folkmoot.kit import search
from folkmoot.places.models import Place
from folkmoot.requests.models import Request
from tests.access_asking import addresses, ask, clients, routes
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


# The first parts of the addresses under which an organisation, an activity, or what speaks of one stands.
NEAR = (
    "organisations",
    "who",
    "programmes",
    "offers",
    "asks",
    "memberships",
    "claims",
    "suggested",
    "reached",
    "still-right",
    "together",
)
ROUTES = [route for route in routes() if route.kwargs and route.pattern.split("/")[0] in NEAR]
# Copies of it that moderators or its owner keep from strangers altogether: the matrix of tests/test_access.py asks.
NOT_SHOWN = ("held", "removed", "private")
DAYS = ("2026-05-01", "2026-12-01", "2030-01-01")
# What is asked about it elsewhere, by its address or its number.
ABOUT = (
    "/report/?about={own}",
    "/feeds/follow/?about={own}",
    "/feeds/news/?about={own}",
    "/feeds/news/?about={own}&as=atom",
    "/feeds/embed/?about={own}",
    "/feeds/embed/list/?about={own}",
    "/feeds/addresses/?about={own}",
    "/bring-in/?about={own}",
    "/trail/?about={own}",
    "/who/?organisation={pk}",
    "/who/?organisation={pk}&as=json",
    "/offers/?organisation={pk}",
    "/together/introductions/suggest/?one={pk}",
    "/organisations/names/?q=castle",
    "/organisations/likely/?words=Castle+Hill+Refuge",
    "/search/?q=refuge",
)


@pytest.fixture
def theirs(village, refuge):
    """The village in which every organisation and activity that is asked for is the refuge, and what it does; it has a
    street, and Amina speaks for it."""
    street = Place.objects.create(name="Quagga Row", slug="quagga-row", kind="street", parent=village.castle_hill)
    refuge.revise(village.kofi, {"place": street.pk})
    Membership.objects.create(organisation=refuge, person=village.amina, speaks_for=True, accepted_at=timezone.now())
    village.voluntary_action, village.drop_in, village.lunches = refuge, village.sing, village.sing
    claim(refuge, village.bram, "a neighbour", "ask the desk", "refuge")
    return village


def asked_for(village) -> Iterator[tuple[str, str]]:
    """(how, address) of all there is to ask about the refuge."""
    refuge = village.voluntary_action
    yield "GET", "/claims/refuge/"
    for about in ABOUT:
        yield "GET", about.format(own=refuge.get_absolute_url(), pk=refuge.pk)
    for thing in (refuge, village.sing):
        for day in DAYS:
            yield "GET", f"{thing.get_absolute_url()}?on={day}"
    for route in ROUTES:
        for state, address in addresses(route, village).items():
            for method in methods_of(route, state):
                yield method, address


def methods_of(route, state: str) -> tuple[str, ...]:
    """Forms are sent to the refuge and to what it does; they are the same for all else that it has."""
    if state in NOT_SHOWN:
        return ()
    sends = state != "absorbed" and route.pattern.startswith(("organisations/", "who/"))
    return tuple(method for method in route.methods if sends or method == "GET")


def answers(village, asked: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, int, str]]:
    """(how and whom, address, status, page): for nobody in particular, and where they are told to sign in, and on every
    tenth page besides, for one who did and has nothing to do with it."""
    browsers = clients(village)
    for n, (method, address) in enumerate(asked):
        for who in ("anonymous", VISITORS[1 + n % 3]):
            answer, _written = ask(browsers[who], method, address)
            yield f"{method} as {who}", address, answer.status_code, answer.whole.decode(errors="replace")
            if answer.status_code != 302 and n % 10:
                break


def test_whatever_is_asked_of_it_tells_neither_address_nor_postcode_nor_street(theirs):
    found = list(answers(theirs, asked_for(theirs)))

    assert [(how, address, told(page)) for how, address, _status, page in found if told(page)] == []
    opened = {address for how, address, status, page in found if status == 200 and "Refuge" in page}
    own, sing = theirs.voluntary_action.get_absolute_url(), theirs.sing.get_absolute_url()
    here = {f"{own}{page}" for page in ("", "history/", "suggest/", "this-is-us/", "?on=2026-12-01")}
    assert opened >= here | {sing, f"{sing}history/", f"/feeds/follow/?about={own}", "/search/?q=refuge"}
    assert "kept private" in next(page for _how, address, _status, page in found if address == own)


@pytest.mark.once
def test_an_address_that_is_told_would_be_noticed(theirs):
    Organisation.objects.filter(pk=theirs.voluntary_action.pk).update(hides_address=False)
    own = theirs.voluntary_action.get_absolute_url()
    where = {own, f"{own}?on=2026-12-01", f"{own}suggest/"}

    asked = [(how, address) for how, address in asked_for(theirs) if address in where]
    assert {address for _how, address, _status, page in answers(theirs, asked) if told(page)} == where


@pytest.mark.parametrize("who", VISITORS)
def test_its_own_pages_tell_whoever_has_nothing_to_do_with_it_nothing_of_where(village, refuge, who):
    client = browser(village, who)
    for thing in (refuge, village.sing):
        page = body_of(client.get(thing.get_absolute_url()))
        assert told(page) == [] and "Refuge" in page


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
