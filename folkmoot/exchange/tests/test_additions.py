"""A row whose activity is here already still says who funds it, for whom and where: added with its source, undone
with the list, put to those who run it; what contradicts stays beside what is here."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from folkmoot.directory.models import Activity, Membership, Organisation, Party, PeopleServed, Record, Revision, Tally
from folkmoot.directory.models.suggesting import SUGGESTION, accept
from folkmoot.directory.models.tallies import Counted, marks_of
from folkmoot.exchange import jobs, taking
from folkmoot.exchange.models import Intake
from folkmoot.kit import search
from folkmoot.kit.work import drain
from folkmoot.moderation.models import Standing
from folkmoot.requests.models import Request

from .bringing import checked, taken
from .sheets import csv_of
from .test_grants import GRANT

pytestmark = pytest.mark.django_db
HEADINGS = ("Group", "Postcode", "What", "Funder", "Grant amount", "People served", "Area")
CLUB = ("Weir Hall", "TB1 1AA", "Tuesday lunch club")
GIFT = (*CLUB, "Barnwood Trust", "£2,000")


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def club(village) -> Activity:
    """Somebody's lunch club, of which nobody said who funds it."""
    body = Organisation.objects.create(name="Weir Hall", postcode="TB1 1AA", place=village.mill_lane)
    deed = Activity.objects.create(title="Tuesday Lunch Club", money_pence=900000)
    deed.take_served([village.mill_lane.pk])
    Party.objects.create(activity=deed, organisation=body)
    deed.count_facts()
    Tally.refresh([deed])
    return deed


def rows(*said) -> bytes:
    return csv_of([dict(zip(HEADINGS, (*row, *[""] * 9))) for row in said], HEADINGS)


def undo(intake: Intake, by) -> None:
    jobs.go_on(Intake.objects.get(pk=intake.pk).undo(by))
    drain(scheduled=False)


def parts(deed: Activity) -> set:
    return {(one.organisation.name, one.role, one.money_pence, one.source) for one in deed.parties.all()}


def as_it_stands(deed: Activity) -> tuple:
    deed = Activity.objects.get(pk=deed.pk)
    return deed.facts(), deed.guessed, deed.completeness, parts(deed)


def test_its_funder_is_added_with_money_and_source_and_goes_with_the_list(client, village, club):
    before = as_it_stands(club)
    intake = taken(village.amina, rows(GIFT))

    assert parts(club) == {
        ("Weir Hall", "delivers", None, None),
        ("Barnwood Trust", "funds", 200000, intake.source),
    }
    now = Activity.objects.get(pk=club.pk)
    assert now.money_pence == 900000  # what it costs in all is not what one funder gave
    assert now.completeness == sum(now.known().values())
    assert Counted.objects.get(activity=club).marks == marks_of([club.pk])[club.pk]
    assert [hit.key for hit in search.find("barnwood lunch") if hit.kind.endswith("activity")] == [str(club.pk)]
    assert Record.objects.get(source=intake.source, activity=club).fields["money"] == "£2,000"
    assert f"Barnwood Trust (funds, £2,000, says “{intake.source}”)" in client.get(club.get_absolute_url()).text
    assert Revision.objects.of(club).filter(source=str(intake.source), changes__has_key="parties").count() == 1
    undo(intake, village.amina)
    assert as_it_stands(club) == before
    assert not Organisation.objects.filter(name="Barnwood Trust").exists()


def test_taken_twice_it_changes_nothing_and_follows_a_later_copy(village, club):
    others = [(f"Club {n}", "TB1 1AA", "table tennis") for n in range(12)]
    first = taken(village.amina, rows(GIFT, *others))
    stood = as_it_stands(club)
    again = checked(village.amina, rows(GIFT, *others))
    assert again.rows_to_take == 0 and as_it_stands(club) == stood
    taken(village.amina, rows(GIFT), "Another list of the same")
    assert {one[:3] for one in parts(club)} == {one[:3] for one in stood[3]}

    taken(village.amina, rows((*CLUB, "Barnwood Trust", "£3,000"), *others))
    assert ("Barnwood Trust", "funds", 300000, first.source) in parts(club)


def test_the_dry_run_shows_it_as_a_change(client, village, club):
    intake = checked(village.amina, rows((*GIFT, "carers")))
    client.force_login(village.amina)
    page = client.get(reverse("exchange:intake", args=[intake.key])).text
    assert "Tuesday Lunch Club" in page and "<ins>Barnwood Trust (funds, £2,000)</ins>" in page
    assert "<ins>carers</ins>" in page
    assert parts(club) == {("Weir Hall", "delivers", None, None)}


def test_whoever_runs_it_is_asked_first_and_nothing_is_lost_of_two_answers(client, village, club):
    body = Organisation.objects.get(name="Weir Hall")
    Membership.objects.create(organisation=body, person=village.emeka, speaks_for=True, accepted_at="2026-11-19 09:00Z")
    stood = as_it_stands(club)
    intake = checked(village.bram, rows(GIFT))
    client.force_login(village.bram)
    assert "is asked first" in client.get(reverse("exchange:intake", args=[intake.key])).text
    intake = taken(village.bram, rows(GIFT), "Second")
    other = taken(village.bram, rows((*CLUB, "Beck Trust", "£50")), "Third")
    assert as_it_stands(club) == stood
    asked = list(Request.objects.open().filter(kind=SUGGESTION, about_key=str(club.pk)).order_by("pk"))
    assert len(asked) == 2
    for one in asked:
        accept(one, village.emeka)
    assert {one[:3] for one in parts(club)} >= {("Barnwood Trust", "funds", 200000), ("Beck Trust", "funds", 5000)}
    assert other.source != intake.source


def test_what_was_suggested_goes_when_the_list_is_undone(village, club):
    body = Organisation.objects.get(name="Weir Hall")
    Membership.objects.create(organisation=body, person=village.emeka, speaks_for=True, accepted_at="2026-11-19 09:00Z")
    intake = taken(village.bram, rows(GIFT))
    assert Request.objects.open().filter(kind=SUGGESTION, about_key=str(club.pk)).exists()
    undo(intake, village.bram)
    assert not Request.objects.open().filter(kind=SUGGESTION, about_key=str(club.pk)).exists()


def test_only_what_adds_is_added(village, club):
    young, older = (PeopleServed.objects.get(name__iexact=name) for name in ("young people", "older people"))
    club.people.add(older)
    Activity.objects.filter(pk=club.pk).update(people_words="whoever is hungry")
    funder = Organisation.objects.create(name="Barnwood Trust")
    Party.objects.create(activity=club, organisation=funder, role="funds", money_pence=10)
    club.count_facts()
    before = as_it_stands(club)

    intake = taken(village.amina, rows((*GIFT, "young people", "Mill Lane"), (*CLUB, "Beck Trust")))

    now = Activity.objects.get(pk=club.pk)
    assert {group.pk for group in now.people.all()} == {young.pk, older.pk}
    assert now.people_words == "whoever is hungry"  # beside it the list's own word stands in its record
    assert ("Barnwood Trust", "funds", 10, None) in parts(club)
    assert ("Beck Trust", "funds", None, intake.source) in parts(club)
    assert now.rows_of_served() == [village.mill_lane.pk]
    undo(intake, village.amina)
    assert as_it_stands(club) == before


def test_a_guess_fills_a_blank_is_marked_and_gives_way_to_what_is_told(village, club):
    said = dict.fromkeys(HEADINGS, "") | {"Group": CLUB[0], "Postcode": CLUB[1], "What": CLUB[2]}
    guess = csv_of([said | {"What": CLUB[2], "Notes": "for carers and their families"}], (*HEADINGS, "Notes"))
    intake = taken(village.amina, guess, "Guesses")
    now = Activity.objects.get(pk=club.pk)
    assert "people" in now.guessed and "places" not in now.guessed and now.people.count() >= 1

    taken(village.amina, rows((*CLUB, "", "", "older people")), "Told")
    now = Activity.objects.get(pk=club.pk)
    assert "people" not in now.guessed and [str(group).lower() for group in now.people.all()] == ["older people"]
    assert intake.pk


def test_what_was_taken_away_since_is_left_by_undoing(village, club):
    intake = taken(village.amina, rows(GIFT, (*CLUB[:2], "", "Beck Trust")))
    trust = Organisation.objects.get(name="Barnwood Trust")
    club.parties.filter(organisation=trust).update(money_pence=5, source=None)
    undo(intake, village.amina)
    assert ("Barnwood Trust", "funds", 5, None) in parts(club)


@pytest.mark.parametrize("chunk", [1, 2_000])
def test_a_funder_that_stands_far_below_comes_late(village, club, monkeypatch, chunk):
    monkeypatch.setattr(taking, "CHUNK", chunk)
    intake = taken(village.amina, rows(GIFT, ("Barnwood Trust", "TB2 1CC", "grants for small groups")))
    assert ("Barnwood Trust", "funds", 200000, intake.source) in parts(club)
    undo(intake, village.amina)
    assert parts(club) == {("Weir Hall", "delivers", None, None)}


def test_two_rows_of_a_new_activity_are_one_with_two_funders(village):
    taken(village.amina, rows(CLUB, (*CLUB, "Beck Trust"), (*CLUB, "Barnwood Trust")))
    deed = Activity.objects.get(title="Tuesday lunch club")
    assert {one[0] for one in parts(deed)} == {"Weir Hall", "Beck Trust", "Barnwood Trust"}
    assert deed.completeness == sum(deed.known().values())


def grants(*more: dict) -> bytes:
    return json.dumps({"grants": [GRANT | one for one in more]}).encode()


def test_a_grant_adds_its_funder_to_what_the_recipient_does_already(village):
    body = Organisation.objects.create(name="Age Well")
    body.set_down({"identifiers": [["GB-CHC", "1234567"]]}, None)
    deed = Activity.objects.create(title="Lunch Club")
    Party.objects.create(activity=deed, organisation=body)
    deed.count_facts()
    before = as_it_stands(deed)

    intake = taken(village.amina, grants({}), name="Grants")

    assert ("Thornbeck Fund", "funds", 250050, intake.source) in parts(deed)
    assert Activity.objects.filter(title__iexact="lunch club").count() == 1
    now = Activity.objects.get(pk=deed.pk)
    assert (now.starts_said, now.about, now.money_pence) == ("", "", None)  # the grant's own, not the club's
    assert Record.objects.get(activity=deed).fields["starts_said"]
    undo(intake, village.amina)
    assert as_it_stands(deed) == before


def test_two_grants_of_one_list_stay_two_and_so_do_those_of_other_years(village):
    taken(village.amina, grants({}, {"id": "360G-thornbeck-2"}), name="Grants")
    assert Activity.objects.filter(title="Lunch club").count() == 2
    later = {"id": "360G-other-1", "plannedDates": [{"startDate": "2025-06-01", "endDate": "2026-05-31"}]}
    taken(village.amina, grants(later), name="Grants of 2025")
    assert Activity.objects.filter(title="Lunch club").count() == 3


def test_where_a_hidden_body_is_and_what_moderators_hold_is_left_alone(client, village, club):
    Organisation.objects.filter(name="Weir Hall").update(hides_address=True)
    said = (*CLUB, "", "", "", "Castle Hill")
    intake = looked_at_as_the_same(village, club, rows(said))
    jobs.go_on(intake.take(village.amina))
    drain(scheduled=False)
    assert Record.objects.filter(source=intake.source, activity=club).exists()
    assert Activity.objects.get(pk=club.pk).rows_of_served() == [village.mill_lane.pk]

    club.standing = Standing.objects.create(kind="activity", state=Standing.State.HELD)
    club.save()
    held = looked_at_as_the_same(village, club, rows(GIFT), "Other")
    client.force_login(village.bram)
    assert "<ins>" not in client.get(reverse("exchange:intake", args=[held.key])).text
    jobs.go_on(held.take(village.amina))
    drain(scheduled=False)
    assert {one[1] for one in parts(club)} == {"delivers"}


def looked_at_as_the_same(village, club, raw: bytes, name: str = "List") -> Intake:
    """A person says that it is the very same: a body that hides where it is is never found by its postcode."""
    intake = checked(village.bram, raw, name)
    row = intake.rows.get(title=CLUB[0])
    intake.rows.filter(pk=row.pk).update(answer="same", body=Organisation.objects.get(name="Weir Hall"))
    return intake
