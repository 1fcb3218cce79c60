"""Taking in: from a sheet to entries, and back."""

from __future__ import annotations

import pytest

from folkmoot.directory.models import Activity, Organisation, Record, Revision, Source
from folkmoot.exchange.models import Intake, IntakeRefused
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours
from folkmoot.kit.work import drain

from .bringing import brought, checked, taken
from .sheets import HEADINGS, csv_of, ordinary

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


def test_a_list_waits_to_hear_what_its_columns_hold(village):
    intake = brought(village.amina, ordinary())
    assert intake.state == Intake.State.COLUMNS
    assert intake.rows_read == 80
    assert intake.rows.count() == 0


def test_the_dry_run_changes_nothing(village):
    before = Organisation.objects.count()
    intake = checked(village.amina, ordinary())
    assert intake.state == Intake.State.CHECK
    assert {name: intake.counts[name] for name in ("new", "refused", "gone", "same")} == {
        "new": 79,
        "refused": 1,
        "gone": 0,
        "same": 0,
    }
    assert Organisation.objects.count() == before
    refused = intake.rows.get(verdict="refused")
    assert refused.number == 80
    assert "has no name" in refused.reasons[0][1]


def test_taking_makes_organisations_and_what_they_do(village):
    intake = taken(village.amina, ordinary())
    assert intake.state == Intake.State.TAKEN
    assert Record.objects.filter(source=intake.source).count() == 79
    body = Organisation.objects.get(name="Mill Lane Lunch Club")
    assert (body.postcode, body.place) == ("TB1 1AA", village.mill_lane)
    (deed,) = Activity.objects.filter(parties__organisation=body)
    assert {kind.pk for kind in deed.types.all()} == {"events"}
    assert "older-people" in {people.pk for people in deed.people.all()}
    assert [served.place for served in deed.served.all()] == [village.mill_lane]
    assert {"types", "people", "places"} <= set(deed.guessed)


def test_one_line_stands_in_the_journal_for_the_whole_list(village):
    before = Line.objects.count()
    intake = taken(village.amina, ordinary())
    lines = Line.objects.about("directory.source", intake.source.pk)
    assert [line.verb for line in lines] == ["took in"]
    assert lines[0].detail["new"] == 79
    assert Line.objects.count() - before == 1


def test_taking_twice_takes_once(village):
    from folkmoot.exchange import jobs

    intake = checked(village.amina, ordinary())
    for _ in range(2):
        jobs.go_on(intake.take(village.amina))
    drain(scheduled=False)
    assert intake.take(village.amina).state == Intake.State.TAKEN
    assert Record.objects.filter(source=intake.source).count() == 79
    assert Organisation.objects.filter(name="Mill Lane Lunch Club").count() == 1


def test_a_strangers_yes_is_refused(village):
    intake = checked(village.amina, ordinary())
    with pytest.raises(NotYours):
        intake.take(village.bram)


def test_somebody_without_a_role_takes_a_hundred_rows_a_day(village):
    intake = checked(village.bram, ordinary(80))
    assert intake.take(village.bram).state == Intake.State.TAKING
    second = checked(village.bram, [row | {"Group name": f"Other {at}"} for at, row in enumerate(ordinary(60))], "More")
    with pytest.raises(NotYours, match="keeper or convenor"):
        second.take(village.bram)
    assert second.take(village.amina).state == Intake.State.TAKING


def test_the_same_list_again_brings_nothing(village):
    taken(village.amina, ordinary())
    again = checked(village.amina, ordinary())
    assert (again.counts["same"], again.rows_to_take) == (79, 0)


def test_a_list_that_was_read_before_is_not_asked_about_its_columns_again(village):
    first = taken(village.amina, ordinary())
    assert brought(village.amina, ordinary()).state == Intake.State.CHECK
    assert Source.objects.filter(pk=first.source.pk).count() == 1


def test_another_reading_shows_what_is_different(village):
    rows = [row | {"No": str(at)} for at, row in enumerate(ordinary(40))]
    taken(village.amina, rows, headings=(*HEADINGS, "No"))
    rows = [dict(row) for row in rows]
    rows[0]["Postcode"], rows[1]["Group name"] = "TB2 2DD", "A new name"
    second = checked(village.amina, rows[:38], headings=(*HEADINGS, "No"))
    assert {n: second.counts[n] for n in ("new", "changed", "same", "gone")} == {
        "new": 0,
        "changed": 2,
        "same": 36,
        "gone": 1,
    }
    row = second.rows.get(verdict="changed", number=2)
    assert row.changes == {"postcode": ["tb2 1cc", "TB2 2DD"]}


def test_a_change_reaches_the_entry_and_undoing_brings_it_back(village):
    rows = [row | {"No": str(at)} for at, row in enumerate(ordinary(40))]
    headings = (*HEADINGS, "No")
    taken(village.amina, rows, headings=headings)
    body = Organisation.objects.get(name="Mill Lane Lunch Club")
    changed = [dict(row) for row in rows]
    changed[1]["Postcode"] = "TB2 2DD"
    second = taken(village.amina, changed, headings=headings)
    body.refresh_from_db()
    assert (body.postcode, body.place) == ("TB2 2DD", village.northfield)
    assert Revision.objects.of(body).get().changes["postcode"] == ["TB1 1AA", "TB2 2DD"]
    second.undo(village.amina)
    undone(second)
    body.refresh_from_db()
    assert (body.postcode, body.place) == ("TB1 1AA", village.mill_lane)
    assert Record.objects.get(organisation=body).fields["postcode"] == "tb11aa"


def test_a_change_by_hand_stays_and_both_are_shown(village):
    rows = [row | {"No": str(at)} for at, row in enumerate(ordinary(40))]
    headings = (*HEADINGS, "No")
    taken(village.amina, rows, headings=headings)
    body = Organisation.objects.get(name="Mill Lane Lunch Club")
    body.revise(village.amina, {"postcode": "TB1 2BB"})
    changed = [dict(row) for row in rows]
    changed[1]["Postcode"] = "TB2 2DD"
    taken(village.amina, changed, headings=headings)
    body.refresh_from_db()
    assert body.postcode == "TB1 2BB"
    assert Record.objects.get(organisation=body).fields["postcode"] == "TB2 2DD"


def undone(intake):
    from folkmoot.exchange import jobs

    intake.refresh_from_db()
    jobs.go_on(intake)
    drain(scheduled=False)
    intake.refresh_from_db()
    return intake


def test_undoing_brings_back_what_was(village):
    before = {model: model.objects.count() for model in (Organisation, Activity, Record)}
    intake = taken(village.amina, ordinary())
    intake.undo(village.amina)
    assert undone(intake).state == Intake.State.UNDONE
    assert {model: model.objects.count() for model in before} == before
    assert intake.undo(village.amina).state == Intake.State.UNDONE


def test_undoing_leaves_what_others_have_built_on(village):
    intake = taken(village.amina, ordinary())
    body = Organisation.objects.get(name="Mill Lane Lunch Club")
    body.revise(village.kofi, {"about": "We cook."})
    intake.undo(village.amina)
    assert undone(intake).told["stay"] == 1
    assert Organisation.objects.filter(pk=body.pk).exists()
    assert not Organisation.objects.filter(name="Riverside Lunch Club").exists()


def test_only_the_latest_reading_can_be_undone(village):
    first = taken(village.amina, ordinary())
    taken(village.amina, [*ordinary(), ordinary()[0] | {"Group name": "One more"}])
    with pytest.raises(IntakeRefused, match="later reading"):
        first.undo(village.amina)


def test_a_stranger_cannot_undo(village):
    intake = taken(village.amina, ordinary())
    with pytest.raises(NotYours):
        intake.undo(village.bram)


def test_a_run_that_would_lose_a_fifth_needs_a_second_yes(village):
    taken(village.amina, ordinary())
    short = checked(village.amina, ordinary()[:60])
    assert short.counts["gone"] == 19
    with pytest.raises(IntakeRefused, match="24 %"):
        short.take(village.amina)
    assert short.take(village.amina, sure=True).state == Intake.State.TAKING


def test_what_is_gone_keeps_its_entry_and_says_so(village):
    taken(village.amina, ordinary())
    taken(village.amina, ordinary()[:70])
    gone = Record.objects.exclude(gone_at=None)
    assert gone.count() == 9
    assert all(record.organisation.pk for record in gone)


def test_a_dry_run_from_before_another_taking_is_refused(village):
    early = checked(village.amina, ordinary(), "List")
    taken(village.amina, ordinary()[:50], "List")
    early.refresh_from_db()
    early.source.refresh_from_db()
    with pytest.raises(IntakeRefused, match="Compare again"):
        early.take(village.amina, sure=True)


def test_the_same_register_number_is_the_same_body(village):
    village.council.identifiers.create(scheme="GB-CHC", value="1000389")
    rows = [{"Name": "Thornbeck Cncl", "Charity number": "1000389", "Phone": "01632 960123"}]
    taken(village.amina, rows, headings=("Name", "Charity number", "Phone"))
    assert not Organisation.objects.filter(name="Thornbeck Cncl").exists()
    village.council.refresh_from_db()
    assert village.council.phone == "01632 960123"
    assert Record.objects.get(organisation=village.council, source__name="List").fields["name"] == "Thornbeck Cncl"


def test_a_refuge_keeps_its_address_to_itself(village):
    rows = [{"Name": "Safe Haven women's refuge", "Address": "3 Secret Lane", "Postcode": "TB1 1AA"}]
    taken(village.amina, rows, headings=("Name", "Address", "Postcode"))
    body = Organisation.objects.get(name__startswith="Safe Haven")
    assert body.hides_address
    assert body.shown_address == ""


def test_csv_of_writes_what_it_is_given():
    assert csv_of([{"A": "1"}], ("A",)) == b"A\r\n1\r\n"
