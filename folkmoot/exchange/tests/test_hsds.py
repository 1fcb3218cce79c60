"""Open Referral UK and HSDS: pages, single documents and tables give one account of who does what."""

import json

import pytest

from folkmoot.exchange.drafts import of_hsds
from folkmoot.exchange.reading import hsds
from folkmoot.exchange.reading.apart import bundled, folder
from folkmoot.exchange.reading.limits import Limits
from folkmoot.exchange.reading.opening import Ask, open_up
from folkmoot.exchange.reading.rows import Refused

SERVICE = {
    "id": "s1",
    "name": "Lunch club",
    "status": "active",
    "description": "Lunch for older people",
    "eligibility_description": "Over 60s",
    "organization": {
        "id": "o1",
        "name": "Age Well Thornbeck",
        "organization_identifiers": [{"identifier_scheme": "GB-CHC", "identifier": "1234567"}],
    },
    "program": {"id": "p1", "name": "Not Alone"},
    "contacts": [{"name": "Jean Smith", "title": "Organiser", "email": "jean@gmail.com"}],
    "phones": [{"number": "01384 000000"}],
    "service_areas": [{"name": "Thornbeck"}],
    "attributes": [{"taxonomy_term": {"name": "Older people", "code": "BE", "taxonomy": "ukcat"}}],
    "service_at_locations": [
        {
            "location": {
                "id": "l1",
                "name": "St Mary's Hall",
                "latitude": 52.5,
                "longitude": -2.1,
                "addresses": [{"address_1": "Church Street", "city": "Thornbeck", "postal_code": "DY1 1AA"}],
            },
            "schedules": [{"freq": "WEEKLY", "byday": "TU", "opens_at": "12:00"}],
        }
    ],
}


def opened(document, name="services.json", **asked):
    raw = document if isinstance(document, bytes) else json.dumps(document).encode()
    about, rows = open_up(raw, Ask(name, **asked), Limits())
    return about, {(row.kind, row.key): row for row in rows}


def page(number, last, *contents):
    return {"total_pages": last, "page_number": number, "last_page": number == last, "contents": list(contents)}


def test_a_service_gives_its_organisation_programme_place_and_times():
    about, rows = opened(SERVICE)
    assert about.kind == "hsds"
    assert set(rows) == {("organisation", "o1"), ("programme", "p1"), ("activity", "s1")}
    activity = rows["activity", "s1"].fields
    assert (activity["organisation"], activity["programme"], activity["stage"]) == ("o1", "p1", "running")
    assert activity["people_served"] == "Over 60s"
    assert activity["topics"] == [{"name": "Older people", "code": "BE", "scheme": "ukcat"}]
    (place,) = activity["places"]
    assert (place["address"], place["postcode"]) == ("Church Street, Thornbeck", "DY1 1AA")
    assert place["times"] == [{"freq": "WEEKLY", "byday": "TU", "opens_at": "12:00"}]
    assert rows["organisation", "o1"].fields["charity_number"] == "1234567"


def test_names_and_private_mail_of_people_are_read_past_unless_asked_for():
    assert "Jean" not in json.dumps(opened(SERVICE)[1]["activity", "s1"].fields)
    asked = opened(SERVICE, people=True)[1]["activity", "s1"].fields
    assert asked["contacts"] == [{"role": "Organiser", "name": "Jean Smith", "email": "jean@gmail.com"}]


def test_pages_are_one_list_and_an_organisation_comes_once():
    pages = [page(1, 2, SERVICE), page(2, 2, SERVICE | {"id": "s2", "name": "Choir"})]
    raw = bundled((f"{n}.json", json.dumps(one).encode()) for n, one in enumerate(pages))
    _, rows = opened(raw, "pages.zip")
    assert sorted(kind for kind, _ in rows) == ["activity", "activity", "organisation", "programme"]


def test_every_page_is_fetched_once_and_in_order():
    asked = []

    def fetch(url):
        asked.append(url)
        return json.dumps(page(len(asked), 3, SERVICE)).encode()

    assert len(list(hsds.pages(fetch, "https://example.org/services?per_page=50"))) == 3
    assert asked == [
        "https://example.org/services?per_page=50",
        "https://example.org/services?per_page=50&page=2",
        "https://example.org/services?per_page=50&page=3",
    ]


def test_the_first_open_referral_uk_is_read_too():
    older = {
        "id": "s1",
        "name": "Lunch club",
        "status": "active",
        "organization": {"id": "o1", "name": "Age Well", "url": "https://agewell.example.org"},
        "service_taxonomys": [{"taxonomy": {"id": "t1", "name": "Older people", "vocabulary": "esdServiceTypes"}}],
        "service_areas": [{"service_area": "Thornbeck"}],
        "eligibilitys": [{"eligibility": "Over 60s"}],
        "regular_schedules": [{"weekday": "TU", "opens_at": "12:00"}],
        "service_at_locations": [
            {"location": {"id": "l1", "physical_addresses": [{"address_1": "Hall", "postal_code": "DY1 1AA"}]}}
        ],
    }
    _, rows = opened({"totalElements": 1, "totalPages": 1, "number": 1, "last": True, "content": [older]})
    fields = rows["activity", "s1"].fields
    assert fields["topics"] == [{"name": "Older people", "code": "", "scheme": "esdServiceTypes"}]
    assert (fields["areas"], fields["people_served"]) == (["Thornbeck"], "Over 60s")
    assert fields["times"] == [{"freq": "WEEKLY", "byday": "TU", "opens_at": "12:00"}]
    assert fields["places"][0]["postcode"] == "DY1 1AA"
    assert rows["organisation", "o1"].fields["website"] == "https://agewell.example.org"


def test_a_register_that_never_ends_is_refused():
    with pytest.raises(Refused, match="most we fetch"):
        list(hsds.pages(lambda url: b'{"total_pages": 99999999, "contents": []}', "https://example.org/services"))


def test_the_standards_own_examples_give_the_same_from_json_and_tables(real_data):
    examples = real_data / "standards/hsds-examples"
    _, whole = opened((examples / "service_full.json").read_bytes())
    _, tables = opened(folder(examples / "csv"), "csv.zip")
    assert set(whole) == set(tables)
    key = next(key for key in whole if key[0] == "activity")
    for name in ("name", "organisation", "programme", "stage", "areas", "phones", "people_served"):
        assert whole[key].fields[name] == tables[key].fields[name], name
    assert whole[key].fields["places"][0]["address"] == tables[key].fields["places"][0]["address"]


def test_topics_of_tables_come_through_their_links():
    tables = {
        "services.csv": b"id,organization_id,name,status\ns1,o1,Lunch,active\n",
        "organizations.csv": b"id,name\no1,Age Well\n",
        "attributes.csv": b"id,link_id,taxonomy_term_id\na1,s1,t1\n",
        "taxonomy_terms.csv": b"id,code,name,taxonomy_id\nt1,BE,Older people,x1\n",
        "taxonomies.csv": b"id,name\nx1,ukcat\n",
    }
    _, rows = opened(bundled(tables.items()), "tables.zip")
    assert rows["activity", "s1"].fields["topics"] == [{"name": "Older people", "code": "BE", "scheme": "ukcat"}]


def test_every_example_document_and_older_package_is_read(real_data):
    for path in (real_data / "standards/hsds-examples").glob("*.json"):
        if path.stem in ("base", "tabular") or path.stem.startswith("taxonomy"):
            continue
        about, rows = opened(path.read_bytes(), path.name)
        assert about.kind == "hsds", path.name
        assert rows, path.name
    for name in ("simple", "all_resources"):
        _, rows = opened(folder(real_data / "standards/hsds-sample" / name), f"{name}.zip")
        kinds = [kind for kind, _ in rows]
        assert kinds.count("organisation") >= 10
        assert kinds.count("activity") >= 10


FLAT = {"id": "s1", "organization_id": "o1", "name": "Lunch club", "status": "active"}
TABLES = {
    "organization": [{"id": "o1", "name": "Age Well Thornbeck"}],
    "service": [FLAT],
    "location": [{"id": "l1", "name": "Hall"}],
    "address": [{"id": "a1", "location_id": "l1", "address_1": "Church Street", "postal_code": "DY1 1AA"}],
    "service_at_location": [{"id": "x1", "service_id": "s1", "location_id": "l1"}],
    "phone": [{"id": "p1", "service_id": "s1", "number": "01384 000000"}],
}


@pytest.mark.parametrize(
    "document",
    [
        {"services": [SERVICE]},
        {"data": [SERVICE], "meta": {"total": 1}},
        {"items": [SERVICE], "total_pages": 1},
        {"results": [SERVICE], "next": None},
        {"organizations": TABLES["organization"], "services": [FLAT]},
        TABLES,
    ],
)
def test_a_feed_is_known_however_it_is_wrapped(document):
    about, rows = opened(document)
    assert about.kind == "hsds"
    assert rows["organisation", "o1"].fields["name"] == "Age Well Thornbeck"
    assert rows["activity", "s1"].fields["organisation"] == "o1"


def test_tables_in_one_document_are_joined():
    _, rows = opened(TABLES)
    said = rows["activity", "s1"].fields
    assert (said["places"][0]["postcode"], said["phones"]) == ("DY1 1AA", ["01384 000000"])


def test_a_list_of_anything_else_is_still_a_sheet():
    about, rows = open_up(json.dumps({"data": [{"Group": "Choir", "Town": "Lye"}]}).encode(), Ask("x.json"), Limits())
    assert (about.kind, [row.fields["Group"] for row in rows]) == ("json", ["Choir"])


def test_without_ids_names_tell_records_apart_and_join_them():
    service = {name: said for name, said in SERVICE.items() if name != "id"}
    service["organization"] = {"name": "Age Well Thornbeck"}
    document = page(1, 1, service, service | {"name": "Transport"})
    _, rows = opened(document)
    assert not any(row.refused for row in rows.values())
    kinds = [kind for kind, _ in rows]
    assert (kinds.count("organisation"), kinds.count("activity")) == (1, 2)
    (body,) = (key for kind, key in rows if kind == "organisation")
    assert {row.fields["organisation"] for row in rows.values() if row.kind == "activity"} == {body}
    assert set(opened(document)[1]) == set(rows)


def test_ages_and_costs_of_the_first_open_referral_uk_are_read():
    costs = [{"option": "per session", "amount": 3.5}, {"option": "for carers", "amount": 0}]
    _, rows = opened(FLAT | {"eligibilitys": [{"minimum_age": 60}], "cost_options": costs})
    said = rows["activity", "s1"].fields
    assert (said["youngest"], said["cost"]) == ("60", "£3.50 per session; free for carers")


def test_the_first_monday_of_a_month_is_not_every_monday():
    monthly = [{"freq": "MONTHLY", "byday": "1MO", "opens_at": "12:00"}]
    _, rows = opened(FLAT | {"schedules": monthly})
    (deed,) = (draft for draft in of_hsds(rows.values()) if draft.kind == "deed")
    assert deed.fields["starts_said"] == "First Monday of the month 12:00"


def test_a_record_without_name_or_id_is_refused_alone():
    _, rows = open_up(
        json.dumps([SERVICE, {"id": "s3", "status": "active"}, "nonsense", 7]).encode(), Ask("f"), Limits()
    )
    refused = [problem for row in rows for problem in row.problems if problem.refused]
    assert [(problem.row, problem.column) for problem in refused] == [(2, "name"), (3, ""), (4, "")]
    assert "record 2" in refused[0].words


def test_a_page_that_is_damaged_does_not_cost_the_others():
    raw = bundled([("1.json", json.dumps(page(1, 2, SERVICE)).encode()), ("2.json", b'{"contents": [')])
    about, rows = opened(raw, "pages.zip")
    assert ("activity", "s1") in rows
    assert any(note.file == "2.json" for note in about.notes)
