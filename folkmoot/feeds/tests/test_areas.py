"""Following what happens round a postcode, or in a part of the map."""

from __future__ import annotations

import pytest
from django.utils import timezone

from folkmoot.directory.models import Organisation
from folkmoot.events.models import Event, Venue
from folkmoot.feeds import areas, following, streams
from folkmoot.feeds.models import Follower, News
from folkmoot.feeds.telling import tell_new
from folkmoot.journal.models import Line, Notice, Watch
from folkmoot.places.models import Place, Postcode, Succession

pytestmark = pytest.mark.django_db
HERE = (60.500, -2.000)


def _line(title: str, place: Place | None) -> Line:
    """Something that happened in a place."""
    body = Organisation.objects.create(name=title, place=place)
    return Line.record(None, "added", body, place=place)


@pytest.fixture
def land(village):
    """A postcode; a ward whose middle is 1 km from it, one 5 km away, a district and a county round both."""
    Postcode.objects.create(code="QX1 1AA", latitude=HERE[0], longitude=HERE[1])
    Postcode.objects.create(code="QX9 9ZZ", latitude=HERE[0] + 0.2, longitude=HERE[1])
    county = Place.objects.create(name="Shire", slug="shire", kind="county", latitude=60.501, longitude=-2.0)
    district = Place.objects.create(
        name="Wide", slug="wide", kind="district", parent=county, latitude=60.6, longitude=-2.0
    )
    near = Place.objects.create(
        name="Near", slug="near-ward", kind="ward", parent=district, latitude=60.509, longitude=-2.0
    )
    far = Place.objects.create(
        name="Far", slug="far-ward", kind="ward", parent=district, latitude=60.545, longitude=-2.0
    )
    lane = Place.objects.create(name="Lane", slug="lane", kind="street", parent=near)
    village.county, village.district, village.near, village.far, village.lane = county, district, near, far, lane
    return village


def _watch(person, address: str) -> Watch:
    return following.watch(person, following.what(address, person))


def test_it_tells_what_happens_within_the_distance_and_nothing_beyond_it(land):
    _watch(land.bram, "/feeds/near/?postcode=qx1+1aa&km=2")

    for place in (land.near, land.lane, land.far, land.district, land.county, None):
        _line(f"in {place}", place)
    tell_new()

    told = Notice.objects.filter(person=land.bram).values_list("line__title", flat=True)
    assert sorted(told) == ["in Lane", "in Near"]


def test_a_wider_circle_and_a_box_hold_what_lies_in_them(land):
    for place in (land.near, land.far, land.district):
        _line(f"in {place}", place)

    wide = streams.lines_of(following.what("/feeds/near/?postcode=QX1+1AA&km=10", None))
    box = streams.lines_of(following.what("/feeds/near/?box=-2.1,60.53,-1.9,60.56", None))

    assert sorted(line.title for line in wide) == ["in Far", "in Near"]
    assert [line.title for line in box] == ["in Far"]


def test_an_event_is_where_its_building_is_and_a_body_where_it_says(land):
    venue = Venue.objects.create(name="Hall", postcode="QX11AA")
    event = Event.objects.create(title="Tea", venue=venue, place=land.far, published_at=timezone.now())
    Line.record(None, "published", event, place=land.far)
    away = Event.objects.create(
        title="Away", venue=Venue.objects.create(name="Barn", postcode="QX9 9ZZ"), place=land.near
    )
    Line.record(None, "published", away, place=land.near)
    body = Organisation.objects.create(name="Club", latitude=60.501, longitude=-2.001, place=land.far)
    Line.record(None, "added", body, place=land.far)

    found = streams.lines_of(following.what("/feeds/near/?postcode=QX1+1AA&km=1", None))

    assert sorted(line.title for line in found) == ["Club", "Tea"]


def test_a_hidden_address_does_not_show_by_what_is_told_near_it(land):
    refuge = Organisation.objects.create(
        name="Refuge", latitude=HERE[0], longitude=HERE[1], postcode="QX1 1AA", hides_address=True, place=land.far
    )
    line = Line.record(None, "added", refuge, place=land.far)

    assert not areas.of_lines([line], ["QX1 1AA 1"])[line.pk]
    assert areas.of_lines([line], ["QX1 1AA 10"])[line.pk]  # its ward, which everybody knows


def test_it_goes_on_after_a_boundary_review(land):
    _watch(land.bram, "/feeds/near/?postcode=QX1+1AA&km=2")
    new = Place.objects.create(
        name="New", slug="new-ward", kind="ward", parent=land.district, latitude=60.508, longitude=-2.0
    )
    Succession.objects.create(before=land.near, after=new)

    _line("after", new)
    tell_new()

    assert Notice.objects.filter(person=land.bram, line__title="after").exists()


def test_by_mail_with_no_account_it_is_the_same(land):
    found = following.what("/feeds/near/?postcode=QX1+1AA&km=2", None)
    Follower.objects.create(email="jo@x.example", confirmed_at=timezone.now(), **found._asdict())

    _line("near", land.near)
    _line("far", land.far)
    tell_new()

    assert [one.line.title for one in News.objects.all()] == ["near"]


def test_who_watches_the_place_as_well_is_told_once(land):
    _watch(land.bram, "/feeds/near/?postcode=QX1+1AA&km=2")
    Watch.start(land.bram, land.near)

    line = _line("near", land.near)
    tell_new()

    assert Notice.objects.filter(person=land.bram, line=line).count() == 1


def test_what_only_its_parties_may_know_is_told_to_nobody_by_where_it_is(land):
    _watch(land.carys, "/feeds/near/?postcode=QX1+1AA&km=2")
    body = Organisation.objects.create(name="Secret", place=land.near)

    Line.record(None, "added", body, place=land.near, audience="parties")
    tell_new()

    assert not Notice.objects.filter(person=land.carys).exists()


@pytest.mark.parametrize(
    "address",
    [
        "/feeds/near/?postcode=ZZ1+1ZZ&km=2",
        "/feeds/near/?postcode=QX1+1AA&km=3",
        "/feeds/near/?postcode=QX1+1AA&km=2%00",
        "/feeds/near/?box=-2,52,-1.9",
        "/feeds/near/?box=-2,52,-2.5,53",
        "/feeds/near/?box=nan,nan,nan,nan",
        "/feeds/near/?box=-180,-90,180,90",
        "/feeds/near/?box=1e3,2,3,4",
    ],
)
def test_what_is_no_area_is_nothing_to_follow(land, client, address):
    assert following.what(address, land.bram) is None
    assert client.get(address).status_code in (200, 400, 404)


def test_two_boxes_that_hardly_differ_are_one():
    one, other = areas.boxed("-2.00012,52.5,-1.9,52.6"), areas.boxed("-2.0001,52.50001,-1.9,52.6")

    assert one == other


def test_the_distance_is_that_on_the_globe():
    # London to Paris, city centres, by the published coordinates: 344 km.
    assert abs(areas.apart((51.5074, -0.1278), (48.8566, 2.3522)) - 344) < 1


def test_the_questions_do_not_grow_with_lines_or_areas(land, django_assert_max_num_queries):
    for n in range(40):
        _line(f"n{n}", land.near)
    keys = [f"QX1 1AA {km}" for km in areas.DISTANCES] + [f"-2.1,52.4,-1.{n},52.6" for n in range(1, 9)]

    with django_assert_max_num_queries(7):
        areas.of_lines(list(Line.objects.all()), keys)


def test_the_page_shows_it_and_lets_one_follow(land, client):
    client.force_login(land.bram)
    _line("Tea club", land.near)

    page = client.get("/feeds/near/", {"postcode": "qx11aa", "km": "2"}).content.decode()
    assert "Within 2 km of QX1 1AA" in page and "Tea club" in page and "about=%2Ffeeds%2Fnear%2F" in page
    client.post("/watches/start/", {"about": "/feeds/near/?postcode=QX1+1AA&km=2"})
    assert "Within 2 km of QX1 1AA" in client.get("/watches/").content.decode()
    watching = client.get("/feeds/near/?postcode=QX1+1AA&km=2").text
    assert "You watch this" in watching and "Watch this" not in watching
    assert "Watch this" in client.get("/feeds/near/?postcode=QX1+1AA&km=10").text
    assert client.get("/feeds/news/", {"about": "/feeds/near/?postcode=QX1+1AA&km=2", "as": "atom"}).status_code == 200
    assert "do not know where that postcode is" in client.get("/feeds/near/?postcode=ZZ1+1QQ&km=2").content.decode()
