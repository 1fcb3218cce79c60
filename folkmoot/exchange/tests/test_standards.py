"""Open Referral UK and 360Giving, taken in through the same steps."""

from __future__ import annotations

import json

import pytest

from folkmoot.directory.models import Activity, Organisation, Party, Programme, Record
from folkmoot.exchange import jobs
from folkmoot.kit.work import drain

from .bringing import checked, taken
from .test_grants import GRANT
from .test_hsds import SERVICE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


def undo(intake, by):
    jobs.go_on(intake.undo(by))
    drain(scheduled=False)


def test_a_service_becomes_what_its_organisation_does(village):
    intake = taken(village.amina, json.dumps(SERVICE).encode())
    assert intake.kind == "hsds"
    deed = Activity.objects.get(title="Lunch club")
    (part,) = deed.parties.all()
    assert (part.organisation.name, part.role) == ("Age Well Thornbeck", Party.Role.DELIVERS)
    assert part.organisation.rows_of_identifiers() == [["GB-CHC", "1234567"]]
    assert (deed.stage, deed.people_words, deed.starts_said) == ("running", "Over 60s", "Tuesdays 12:00")
    assert [row.place for row in deed.served.all()] == [village.thornbeck]
    assert "places" not in deed.guessed
    assert deed.programme.name == "Not Alone"
    assert "Jean Smith" not in str(Record.objects.filter(source=intake.source).values_list("fields", "matching"))


def test_undoing_a_register_leaves_nothing_of_it(village):
    before = [model.objects.count() for model in (Organisation, Activity, Programme, Record)]
    intake = taken(village.amina, json.dumps(SERVICE).encode())
    assert Programme.objects.filter(name="Not Alone").exists()
    undo(intake, village.amina)
    assert [model.objects.count() for model in (Organisation, Activity, Programme, Record)] == before


def test_a_grant_is_what_the_recipient_does_with_the_funders_money(village):
    intake = taken(village.amina, json.dumps({"grants": [GRANT]}).encode())
    assert intake.kind == "360giving"
    deed = Activity.objects.get(title="Lunch club")
    parts = {part.role: (part.organisation.name, part.money_pence) for part in deed.parties.all()}
    assert parts == {"funds": ("Thornbeck Fund", 250050), "delivers": ("Age Well", None)}
    assert Organisation.objects.get(name="Thornbeck Fund").is_funder
    assert (deed.money_pence, str(deed.starts_from), str(deed.ends_to)) == (250050, "2024-06-01", "2025-05-31")
    assert deed.programme.organisation.name == "Thornbeck Fund"


def test_a_geocode_says_where(village):
    village.riverside.code = "E05001263"
    village.riverside.save()
    taken(village.amina, json.dumps({"grants": [GRANT]}).encode())
    deed = Activity.objects.get(title="Lunch club")
    assert [row.place for row in deed.served.all()] == [village.riverside]


def test_a_second_grant_knows_its_bodies_again(village):
    taken(village.amina, json.dumps({"grants": [GRANT]}).encode())
    more = [GRANT, GRANT | {"id": "360G-thornbeck-2", "title": "Second lunch club"}]
    second = taken(village.amina, json.dumps({"grants": more}).encode())
    assert {name: second.counts[name] for name in ("new", "same")} == {"new": 1, "same": 3}
    assert Organisation.objects.filter(name="Age Well").count() == 1
    assert Activity.objects.get(title="Second lunch club").parties.count() == 2


def test_a_grant_that_cannot_be_taken_is_refused_alone(village):
    bad = {name: value for name, value in GRANT.items() if name != "awardDate"} | {"id": "360G-thornbeck-3"}
    intake = checked(village.amina, json.dumps({"grants": [GRANT, bad]}).encode())
    assert (intake.counts["new"], intake.counts["refused"]) == (3, 1)


def test_a_grant_to_a_person_names_nobody(village):
    person = {name: value for name, value in GRANT.items() if name != "recipientOrganization"}
    person |= {"recipientIndividual": [{"id": "p1", "name": "Zyxomma Jones"}]}
    taken(village.amina, json.dumps({"grants": [person]}).encode())
    deed = Activity.objects.get(title="Lunch club")
    assert [part.role for part in deed.parties.all()] == ["funds"]
    assert "Zyxomma" not in str(list(Record.objects.values_list("fields", "matching")))
