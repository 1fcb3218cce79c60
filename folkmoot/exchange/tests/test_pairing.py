"""A row whose postcode was put right is one row that changed, and keeps its entry; two branches of one name stay two."""

from __future__ import annotations

import random

import pytest
from django.urls import reverse
from django.utils import timezone

from folkmoot.directory.models import Activity, Organisation, Party, Record, Revision
from folkmoot.exchange import guessing, jobs, pairing, taking
from folkmoot.exchange.models import Intake, Row
from folkmoot.exchange.sums import Body, contradicted
from folkmoot.kit.work import drain

from .bringing import checked, taken

pytestmark = pytest.mark.django_db
HEADINGS = ("Group", "Postcode", "What", "Address", "Telephone", "Funder", "Notes")
CHOIR, MOVED = ("Weir Choir", "TB1 1AA"), ("Weir Choir", "TB2 2DD")
# Most of a list stays as it is: a reading that changes more than a fifth asks for a second yes.
OTHERS = [(f"Club {n}", "TB1 2BB") for n in range(16)]
THREE = ("new", "changed", "gone")


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


def sheet(*rows) -> list[dict]:
    """Rows of (group, postcode, what, address, telephone, funder, notes), as many as are said, after some that stay."""
    return [dict(zip(HEADINGS, (*row, *[""] * 7))) for row in [*OTHERS, *rows]]


def take(village, *rows) -> Intake:
    return taken(village.amina, sheet(*rows), headings=HEADINGS)


def look(village, *rows) -> Intake:
    return checked(village.amina, sheet(*rows), headings=HEADINGS)


def counts(intake: Intake) -> tuple[int, ...]:
    return tuple(intake.counts[name] for name in THREE)


def undo(village, intake: Intake) -> None:
    jobs.go_on(Intake.objects.get(pk=intake.pk).undo(village.amina))
    drain(scheduled=False)


def choir() -> Organisation:
    return Organisation.objects.get(name="Weir Choir")


@pytest.mark.parametrize(
    ("before", "after"), [("TB1 1AA", "TB2 2DD"), ("", "TB2 2DD"), ("TB1 1AA", "")], ids=["other", "filled in", "out"]
)
def test_another_postcode_is_one_row_that_changed(client, village, before, after):
    take(village, ("Weir Choir", before))

    intake = look(village, ("WEIR choir.", after))

    assert counts(intake) == (0, 1, 0)
    row = intake.rows.get()
    assert (row.verdict, row.changes["postcode"]) == (Row.Verdict.CHANGED, [before, after])
    client.force_login(village.amina)
    page = client.get(intake.get_absolute_url()).text
    assert "1 changed" in page and "Taken for the row of this name that was in the list before." in page
    assert f"<del>{before}</del>" in page if before else f"<ins>{after}</ins>" in page


def test_it_keeps_its_entry_and_its_record_and_is_the_same_from_then_on(village):
    take(village, (*CHOIR, "Singing"))
    body, deed = choir(), Activity.objects.get(title="Singing")

    intake = take(village, (*MOVED, "Singing"))

    assert choir() == body and (choir().postcode, choir().place) == ("TB2 2DD", village.northfield)
    assert Revision.objects.of(body).get().changes["postcode"] == ["TB1 1AA", "TB2 2DD"]
    record = Record.objects.get(organisation=body)
    assert (record.source, record.activity, record.gone_at) == (intake.source, deed, None)
    assert look(village, (*MOVED, "Singing")).rows_to_take == 0
    assert counts(look(village, (*CHOIR, "Singing"))) == (0, 1, 0)  # and back again


def test_undoing_brings_back_the_postcode_and_what_the_row_was_known_by(village):
    take(village, CHOIR)
    body, known_by = choir(), Record.objects.get(organisation=choir()).row
    second = take(village, MOVED)

    undo(village, second)

    assert (choir(), choir().postcode, choir().place) == (body, "TB1 1AA", village.mill_lane)
    record = Record.objects.get(organisation=body)
    assert (record.row, record.fields["postcode"]) == (known_by, "TB1 1AA")
    assert look(village, CHOIR).rows_to_take == 0


def test_what_somebody_confirmed_or_changed_by_hand_stays(village):
    what = ("Singing", "", "", "", "class for older people")
    take(village, (*CHOIR, *what))
    deed = Activity.objects.get(title="Singing")
    people = [group.pk for group in deed.people.all()]
    said = {"types": [kind.pk for kind in deed.types.all()], "people": people, "places": [village.mill_lane.pk]}
    assert people and guessing.confirm(village.amina, timezone.localdate(), {deed.pk: said}) == 1
    choir().revise(village.amina, {"phone": "01632 960123"})

    take(village, (*MOVED, *what))

    deed.refresh_from_db()
    assert (deed.guessed, [group.pk for group in deed.people.all()]) == ([], people)
    assert (choir().phone, choir().postcode) == ("01632 960123", "TB2 2DD")


def test_it_is_the_same_in_whatever_order_the_rows_stand(village):
    branches = [("Scouts", "TB1 1AA"), ("Scouts", "TB1 2BB")]
    lines = [("Weir Hall", "TB1 1AA", what) for what in ("Lunch club", "Youth club")]
    take(village, CHOIR, *branches, *lines)
    now = [MOVED, branches[0], ("Scouts", "TB2 1CC"), *(("Weir Hall", "TB2 1CC", what) for *_, what in lines)]
    found = set()
    for seed in range(4):
        rows = sheet(*now)
        random.Random(seed).shuffle(rows)
        intake = checked(village.amina, rows, headings=HEADINGS)
        told = intake.rows.values_list("title", "verdict", "answer", "changes__title", "changes__postcode")
        found.add((counts(intake), tuple(sorted(map(str, told)))))
        intake.rows.all().delete()

    ((three, _rows),) = found
    assert three == (1, 3, 1)


def test_a_branch_that_opens_while_another_closes_is_not_taken_for_it(client, village):
    """Told apart by the branch that stays: the name alone says no more which is which."""
    take(village, ("Scouts", "TB1 1AA"), ("Scouts", "TB1 2BB"))
    closed = Organisation.objects.get(name="Scouts", postcode="TB1 2BB")

    intake = look(village, ("Scouts", "TB1 1AA"), ("Scouts", "TB2 1CC"))

    assert counts(intake) == (1, 0, 1)
    row = intake.rows.get(verdict=Row.Verdict.NEW)
    words = "May be the one of this name that is gone (TB1 2BB). Taken as new, since others of this name are still"
    assert words in row.reasons[-1][1]
    assert (row.answer, [each["body"] for each in row.alike]) == (Row.Answer.ASK, [closed.pk])
    client.force_login(village.amina)
    assert words in client.get(intake.get_absolute_url()).text
    assert (
        "may be the one of this name that is gone"
        in client.get(reverse("exchange:alike", args=[intake.key])).text.lower()
    )


def test_a_branch_that_is_not_asked_about_comes_in_as_new_and_the_other_stays_gone(village):
    take(village, ("Scouts", "TB1 1AA"), ("Scouts", "TB1 2BB"))

    take(village, ("Scouts", "TB1 1AA"), ("Scouts", "TB2 1CC"))

    assert set(Organisation.objects.filter(name="Scouts").values_list("postcode", flat=True)) == {
        "TB1 1AA",
        "TB1 2BB",
        "TB2 1CC",
    }
    assert Record.objects.exclude(gone_at=None).get().organisation.postcode == "TB1 2BB"


def test_one_that_says_another_address_and_telephone_is_another(village):
    take(village, (*CHOIR, "", "1 Mill Lane", "01632 960001"))

    intake = look(village, (*MOVED, "", "7 North Road", "01632 960002"))

    assert counts(intake) == (1, 0, 1)
    assert "since the two differ in address, telephone." in intake.rows.get(verdict="new").reasons[-1][1]


def test_who_moved_and_kept_the_telephone_is_the_same(village):
    take(village, (*CHOIR, "", "1 Mill Lane", "01632 960001"))

    assert counts(look(village, (*MOVED, "", "7 North Road", "+44 1632 960001"))) == (0, 1, 0)


def test_who_is_another_group_here_by_its_new_postcode_is_left_as_that(village):
    take(village, CHOIR)
    here = Organisation.objects.create(name="Weir Choir", postcode="TB2 2DD")

    intake = look(village, MOVED)

    assert counts(intake) == (1, 0, 1)
    assert intake.rows.get(verdict=Row.Verdict.NEW).body == here


@pytest.mark.parametrize("chunk", [1, 3, 2_000])
def test_all_lines_of_one_body_move_with_it_and_a_new_line_comes_along(village, monkeypatch, chunk):
    monkeypatch.setattr(taking, "CHUNK", chunk)
    lines = ["Lunch club", "Youth club", "Food bank"]
    take(village, *(("Weir Hall", "TB1 1AA", what) for what in lines))
    body = Organisation.objects.get(name="Weir Hall")
    first = set(Record.objects.filter(organisation=body).values_list("pk", flat=True))

    intake = take(village, *(("Weir Hall", "TB2 2DD", what) for what in ["Repair cafe", *lines[:2]]))

    assert counts(intake) == (1, 2, 1)
    body = Organisation.objects.get(name="Weir Hall")
    assert (body.postcode, body.place) == ("TB2 2DD", village.northfield)
    assert first < set(Record.objects.filter(organisation=body).values_list("pk", flat=True))
    assert Record.objects.exclude(gone_at=None).get().activity.title == "Food bank"
    assert set(Activity.objects.filter(parties__organisation=body).values_list("title", flat=True)) == {
        "Repair cafe",
        *lines,
    }
    undo(village, intake)
    assert Organisation.objects.get(name="Weir Hall").postcode == "TB1 1AA"
    assert set(Record.objects.filter(organisation=body).values_list("pk", flat=True)) == first


@pytest.mark.parametrize("chunk", [1, 2_000])
def test_a_funder_whose_postcode_was_put_right_funds_on(village, monkeypatch, chunk):
    monkeypatch.setattr(taking, "CHUNK", chunk)
    lunch = ("Lunch club", "TB1 1AA", "", "", "", "Beck Trust")
    take(village, ("Beck Trust", "TB1 1AA", "grants"), lunch)
    deed = Activity.objects.get(title="Lunch club")
    before = set(deed.parties.values_list("pk", "organisation", "role"))

    intake = take(village, lunch, ("Beck Trust", "TB2 2DD", "grants"))

    assert Organisation.objects.get(name="Beck Trust").postcode == "TB2 2DD"
    assert set(deed.parties.values_list("pk", "organisation", "role")) == before
    undo(village, intake)
    assert set(deed.parties.values_list("pk", "organisation", "role")) == before
    assert Party.objects.filter(role="funds", organisation__postcode="TB1 1AA").count() == 1


HALL = [("Weir Hall", "TB1 1AA", what) for what in ("Lunch club", "Youth club", "Food bank")]
MOVED_HALL = [("Weir Hall", "TB2 2DD", what) for what in ("Repair cafe", "Lunch club", "Youth club")]


def rows_as_told(intake: Intake) -> list[tuple]:
    told = intake.rows.order_by("number", "key").values_list(
        "number", "key", "verdict", "rank", "title", "changes", "plan", "record", "reasons"
    )
    return [
        (*row[:6], {name: value for name, value in row[6].items() if name != "asked_with"}, *row[7:]) for row in told
    ]


def say_two(client, intake: Intake) -> None:
    row = intake.rows.filter(verdict="changed").first()
    for _twice in range(2):
        client.post(reverse("exchange:unpair", args=[intake.key]), {"row": row.pk})
    intake.refresh_from_db()


@pytest.mark.parametrize(("before", "after"), [([CHOIR], [MOVED]), (HALL, MOVED_HALL)], ids=["one line", "several"])
def test_who_says_that_they_are_two_has_what_would_be_there_if_nobody_had_asked(
    client, village, monkeypatch, before, after
):
    take(village, *before)
    intake = look(village, *after)
    client.force_login(village.amina)
    assert "No, these are two" in client.get(intake.get_absolute_url()).text

    say_two(client, intake)

    monkeypatch.setattr(pairing, "goes_by_name", lambda intake: False)
    by_itself = look(village, *after)
    assert rows_as_told(intake) == rows_as_told(by_itself)
    assert counts(intake) == counts(by_itself)
    if len(before) == 1:
        assert (
            "1 is new, 16 are the same; 1 that was there before is gone." in client.get(intake.get_absolute_url()).text
        )
    assert "No, these are two" not in client.get(intake.get_absolute_url()).text


def test_two_of_one_name_are_two_once_they_are_taken_and_stay_two(client, village):
    take(village, CHOIR)
    one, intake = choir(), look(village, MOVED)
    client.force_login(village.amina)
    say_two(client, intake)
    jobs.go_on(Intake.objects.get(pk=intake.pk).take(village.amina))
    drain(scheduled=False)

    other = Organisation.objects.get(postcode="TB2 2DD")
    assert Organisation.objects.get(pk=one.pk).postcode == "TB1 1AA" and other != one
    assert Record.objects.exclude(gone_at=None).get().organisation == one
    assert look(village, MOVED).rows_to_take == 0
    client.post(reverse("exchange:unpair", args=[intake.key]), {"row": intake.rows.first().pk})  # too late
    assert Organisation.objects.filter(name="Weir Choir").count() == 2


def test_only_who_brought_it_and_keepers_say_that_they_are_two(client, village):
    take(village, CHOIR)
    intake = look(village, MOVED)
    client.force_login(village.carys)
    assert client.post(reverse("exchange:unpair", args=[intake.key]), {"row": intake.rows.get().pk}).status_code == 404
    assert counts(Intake.objects.get(pk=intake.pk)) == (0, 1, 0)


def test_a_list_with_numbers_of_its_own_is_known_by_them_alone(village):
    def numbered(*rows):
        return [row | {"No": str(n)} for n, row in enumerate(sheet(*rows), start=int(rows[0][2] or 1))]

    headings = (*HEADINGS, "No")
    taken(village.amina, numbered((*CHOIR, "1")), headings=headings)
    rows = numbered((*CHOIR, "1"))
    rows[-1] |= {"No": "99", "Postcode": "TB2 2DD"}
    assert counts(checked(village.amina, rows, headings=headings)) == (1, 0, 1)


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ({}, {}, []),
        ({"phone": "01632 960001"}, {}, []),
        ({"phone": "01632 960001"}, {"phone": "+44 1632 960001"}, []),
        ({"phone": "01632 960001"}, {"phone": "01632 960002"}, ["phone"]),
        ({"address": "The Hall"}, {"address": "The Hall, Mill Lane"}, []),
        ({"address": "1 Mill Lane"}, {"address": "2 Mill Lane"}, ["address"]),
        ({"address": "1 Mill Ln", "phone": "01632 960001"}, {"address": "1 Mill Lane", "phone": "01632 960002"}, []),
        (
            {"address": "Thornbeck", "phone": "01632 960001"},
            {"address": "Thornbeck", "phone": "01632 960002"},
            ["phone"],
        ),
        ({"website": "a.org", "email": "in@a.org"}, {"website": "b.org", "email": "in@a.org"}, []),
        (
            {"website": "https://a.org", "phone": "01632 960001"},
            {"website": "a.org", "phone": "01632 960002"},
            ["phone"],
        ),
        ({"ids": ("GB-CHC-1",), "phone": "01632 960001"}, {"ids": ("GB-CHC-2",), "phone": "01632 960001"}, ["number"]),
        ({"ids": ("GB-CHC-1",)}, {"ids": ("GB-COH-2",)}, []),
    ],
)
def test_what_speaks_of_two(one, other, differ):
    assert contradicted(Body("Scouts", **one), Body("Scouts", **other)) == differ
    assert contradicted(Body("Scouts", **other), Body("Scouts", **one)) == differ
