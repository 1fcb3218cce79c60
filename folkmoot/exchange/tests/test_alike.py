"""Rows that speak of somebody who is here already: found in the dry run, decided by a person, undone with the list."""

from __future__ import annotations

import pytest
from django.urls import reverse

from folkmoot.directory.models import Activity, Identifier, Organisation, Party, Record
from folkmoot.exchange import alike, jobs
from folkmoot.exchange.models import Intake, Row
from folkmoot.exchange.sums import Body, Here
from folkmoot.joinup.models import Match
from folkmoot.kit.work import drain

from .bringing import checked

pytestmark = pytest.mark.django_db
HEADINGS = ("Group", "Postcode", "Notes", "Charity number", "Phone")


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def choir(village):
    """Somebody who is here, whom rows may mean."""
    body = Organisation.objects.create(name="Weirside Choral Society", postcode="TB1 1AA", place=village.mill_lane)
    deed = Activity.objects.create(title="Weirside Choral Society")
    Party.objects.create(activity=deed, organisation=body)
    return body


def sheet(*rows) -> list[dict]:
    """Rows of (group, postcode, notes, charity number, phone), as many as are said."""
    return [dict(zip(HEADINGS, (*row, *[""] * (len(HEADINGS) - len(row))))) for row in rows]


def looked_at(by, *rows) -> Intake:
    return checked(by, sheet(*rows), "Singers", HEADINGS)


def take(intake: Intake, by) -> None:
    jobs.go_on(Intake.objects.get(pk=intake.pk).take(by))
    drain(scheduled=False)


def row_of(intake: Intake, title: str) -> Row:
    return intake.rows.get(title=title)


def say(client, intake, **said):
    rows = {str(row_of(intake, title.replace("_", " ")).pk): answer for title, answer in said.items()}
    posted = {"row": list(rows)} | {f"row-{pk}": answer for pk, answer in rows.items()}
    return client.post(reverse("exchange:decide", args=[intake.key]), posted)


def test_the_same_name_and_postcode_add_to_whom_is_here(village, choir):
    intake = looked_at(village.amina, ("WEIRSIDE choral society", "tb11aa", "we meet weekly", "", "01384 000001"))
    row = row_of(intake, "WEIRSIDE choral society")
    assert (row.answer, row.body) == (Row.Answer.EXACT, choir)
    bodies, deeds = Organisation.objects.count(), Activity.objects.count()
    take(intake, village.amina)
    assert (Organisation.objects.count(), Activity.objects.count()) == (bodies, deeds)
    record = Record.objects.get(source=intake.source)
    assert (record.organisation, record.activity.title) == (choir, "Weirside Choral Society")
    choir.refresh_from_db()
    assert choir.phone == "01384 000001"  # a blank was filled in


def test_the_same_register_number_adds_to_whom_is_here(village, choir):
    Identifier.objects.create(organisation=choir, scheme="GB-CHC", value="1000389")
    intake = looked_at(village.amina, ("Quite Another Name", "", "", "1000389"))
    assert row_of(intake, "Quite Another Name").body == choir


def test_two_of_that_name_and_postcode_are_asked_about(village, choir):
    twin = Organisation.objects.create(name="Weirside Choral Society", postcode="TB1 1AA")
    intake = looked_at(village.amina, ("Weirside Choral Society", "TB1 1AA"))
    row = row_of(intake, "Weirside Choral Society")
    assert row.answer == Row.Answer.ASK
    assert {each["body"] for each in row.alike} == {choir.pk, twin.pk}


def test_a_slip_is_asked_about_with_its_reasons(client, village, choir):
    intake = looked_at(village.amina, ("Weirside Chorale Society", "TB1 1AA"), ("Bellringers of Nowhere", "ZE9 9ZZ"))
    client.force_login(village.amina)
    page = client.get(reverse("exchange:intake", args=[intake.key]))
    assert "One group in your list looks like one that is here already" in page.text
    page = client.get(reverse("exchange:alike", args=[intake.key]))
    assert "The same as" in page.text
    assert "Names nearly the same" in page.text
    assert "same postcode TB1 1AA" in page.text
    assert row_of(intake, "Bellringers of Nowhere").answer == ""


def test_the_same_said_by_a_person_adds_and_undo_holds(client, village, choir):
    intake = looked_at(village.amina, ("Weirside Chorale Society", "TB1 1AA", "we meet weekly", "", "01384 000001"))
    client.force_login(village.amina)
    for _ in range(2):
        assert say(client, intake, Weirside_Chorale_Society=str(choir.pk)).status_code == 302
    bodies, deeds = Organisation.objects.count(), Activity.objects.count()
    take(intake, village.amina)
    assert Organisation.objects.count() == bodies
    assert Record.objects.get(source=intake.source).organisation == choir
    made = Activity.objects.get(title="Weirside Chorale Society")
    assert made.parties.get().organisation == choir
    jobs.go_on(Intake.objects.get(pk=intake.pk).undo(village.amina))
    drain(scheduled=False)
    choir.refresh_from_db()
    assert (Organisation.objects.count(), Activity.objects.count(), choir.phone) == (bodies, deeds, "")
    assert not Record.objects.filter(source=intake.source).exists()


def test_not_the_same_makes_a_new_one_and_is_not_asked_again(client, village, choir):
    intake = looked_at(village.amina, ("Weirside Choral Society", "TB1 1AA"))
    client.force_login(village.amina)
    say(client, intake, Weirside_Choral_Society="different")
    take(intake, village.amina)
    made = Record.objects.get(source=intake.source).organisation
    assert made != choir
    match = Match.objects.get(a=choir, b=made)
    assert (match.verdict, match.by) == ("different", village.amina)


def test_later_comes_in_as_new_and_the_look_for_twins_asks(client, village, choir):
    intake = looked_at(village.amina, ("Weirside Chorale Society", "TB1 1AA"))
    client.force_login(village.amina)
    say(client, intake, Weirside_Chorale_Society="later")
    take(intake, village.amina)
    made = Record.objects.get(source=intake.source).organisation
    assert made != choir
    assert not Match.objects.filter(a=choir, b=made, verdict="different").exists()


def test_a_mind_can_be_changed_while_the_list_waits(client, village, choir):
    intake = looked_at(village.amina, ("Weirside Choral Society", "TB1 1AA"))
    client.force_login(village.amina)
    say(client, intake, Weirside_Choral_Society="different")
    say(client, intake, Weirside_Choral_Society=str(choir.pk))
    row = row_of(intake, "Weirside Choral Society")
    assert (row.answer, row.body, row.answered_by) == (Row.Answer.SAME, choir, village.amina)


@pytest.mark.parametrize("said", ["999999", "x", "", "-1", "²"])
def test_what_was_not_proposed_is_passed_over(client, village, choir, said):
    intake = looked_at(village.amina, ("Weirside Chorale Society", "TB1 1AA"))
    client.force_login(village.amina)
    say(client, intake, Weirside_Chorale_Society=said)
    assert row_of(intake, "Weirside Chorale Society").answer == Row.Answer.ASK


def test_a_stranger_sees_and_says_nothing(client, village, choir):
    intake = looked_at(village.amina, ("Weirside Chorale Society", "TB1 1AA"))
    client.force_login(village.bram)
    assert client.get(reverse("exchange:alike", args=[intake.key])).status_code == 404
    assert say(client, intake, Weirside_Chorale_Society="different").status_code == 404


def test_it_is_too_late_once_the_list_is_taken(client, village, choir):
    intake = looked_at(village.amina, ("Weirside Chorale Society", "TB1 1AA"))
    take(intake, village.amina)
    client.force_login(village.amina)
    assert say(client, intake, Weirside_Chorale_Society="different").status_code == 409


def test_a_hidden_address_cannot_be_found_out(village, choir):
    Organisation.objects.filter(pk=choir.pk).update(hides_address=True)
    intake = looked_at(village.amina, ("Weirside Choral Society", "TB1 1AA"), ("Weirside Singers", "TB1 1AA"))
    row = row_of(intake, "Weirside Choral Society")
    assert row.answer == Row.Answer.ASK
    assert "TB1 1AA" not in str(row.alike)
    assert row_of(intake, "Weirside Singers").answer == ""


def test_who_was_absorbed_meanwhile_is_found_in_the_survivor(village, choir):
    intake = looked_at(village.amina, ("Weirside Choral Society", "TB1 1AA"))
    other = Organisation.objects.create(name="Thornbeck Singers")
    Organisation.objects.filter(pk=choir.pk).update(same_as=other)
    take(intake, village.amina)
    assert Record.objects.get(source=intake.source).organisation == other


def test_a_page_holds_forty(client, village, choir):
    rows = [(f"Weirside Choral Society {letter}", "TB1 1AA") for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 2]
    intake = looked_at(village.amina, *[(f"{name}{at}", code) for at, (name, code) in enumerate(rows)])
    client.force_login(village.amina)
    page = client.get(reverse("exchange:alike", args=[intake.key]))
    assert page.context["left"] == alike.waiting(intake).count()
    assert len(page.context["choices"]) == min(40, page.context["left"])


def test_rows_of_a_source_are_not_held_against_its_own(village, choir):
    intake = looked_at(village.amina, ("Weirside Choral Society", "TB1 1AA"))
    take(intake, village.amina)
    again = looked_at(village.amina, ("Weirside Choral Society", "TB1 1AA"))
    assert again.rows.count() == 0
    assert again.counts["same"] == 1


def test_nobody_here_means_nobody_alike():
    here = Here([])
    assert (here.surely(Body("A")), here.likely([Body("A")])) == (None, [()])


def test_one_of_many_is_found_by_more_than_its_name():
    here = Here(
        (n, Body(f"{word} Lane Club", "", f"TB{n} 1AA")) for n, word in enumerate(("Mill", "Hill", "Oak", "Ash"))
    )
    (found,) = here.likely([Body("Oak Lane Clubb", "", "TB2 1AA")])
    assert [each.key for each in found] == [2]
    assert any("names" in reason for reason in found[0].reasons)


def test_two_lists_looked_through_before_either_was_taken_make_one(village):
    """The second dry run knew nobody of that name: it is looked at again as it is taken."""
    said = ("Bellringers", "TB1 1AA", "we ring on Sundays", "", "01384 000001")
    first = checked(village.amina, sheet(said), "Ringers", HEADINGS)
    second = checked(village.amina, sheet((said[0].upper(), "tb11aa", "practice on Mondays")), "Towers", HEADINGS)
    assert row_of(second, "BELLRINGERS").answer == ""
    for intake in (first, second):
        take(intake, village.amina)
    body = Organisation.objects.get(name__iexact="bellringers")
    assert {record.source for record in body.records.all()} == {first.source, second.source}


def test_one_group_in_two_rows_of_a_sheet_is_one_body(village):
    rows = [("Bellringers", "TB1 1AA", words) for words in ("training for young people", "lunch for older people")]
    intake = checked(village.amina, sheet(*rows), "Ringers", HEADINGS, {"Notes": ["description", "shown"]})
    take(intake, village.amina)
    body = Organisation.objects.get(name="Bellringers")
    assert Party.objects.filter(organisation=body).count() == 2 and body.records.count() == 2
    jobs.go_on(Intake.objects.get(pk=intake.pk).undo(village.amina))
    drain(scheduled=False)
    assert not Organisation.objects.filter(name="Bellringers").exists()


def test_a_row_said_twice_is_one_activity(village):
    intake = looked_at(village.amina, *[("Bellringers", "TB1 1AA", "lunch for older people")] * 2)
    take(intake, village.amina)
    body = Organisation.objects.get(name="Bellringers")
    assert Party.objects.filter(organisation=body).count() == 1
    assert Activity.objects.get(title="Bellringers").records.count() == 2


def test_the_same_name_elsewhere_is_another(village):
    intake = looked_at(village.amina, ("Bellringers", "TB1 1AA"), ("Bellringers", "TB2 1CC"), ("Bellringers", ""))
    take(intake, village.amina)
    assert Organisation.objects.filter(name="Bellringers").count() == 3
