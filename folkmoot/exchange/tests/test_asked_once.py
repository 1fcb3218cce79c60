"""Who does several things stands in several lines of a list, and is asked about once: one answer holds for all."""

from __future__ import annotations

import pytest
from django.urls import reverse

from folkmoot.directory.models import Activity, Organisation, Party, Record
from folkmoot.exchange import alike, jobs, taking
from folkmoot.exchange.models import Intake, Row
from folkmoot.joinup.models import Match
from folkmoot.kit.work import drain

from .bringing import checked

pytestmark = pytest.mark.django_db
HEADINGS = ("Group", "Postcode", "Activity name", "Telephone")
NAME = "Weirside Chorale Society"
THINGS = ("Tuesday singing", "Junior choir", "Carols")


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def choir(village) -> Organisation:
    """Somebody who is here, whom the lines may mean."""
    return Organisation.objects.create(name="Weirside Choral Society", postcode="TB1 1AA", place=village.mill_lane)


def looked_at(village, *rows, postcode: str = "TB1 1AA") -> Intake:
    rows = rows or [(NAME, postcode, what) for what in THINGS]
    return checked(village.amina, [dict(zip(HEADINGS, (*row, ""))) for row in rows], "Singers", HEADINGS)


def say(client, intake: Intake, answer: str) -> str:
    """Answer the one question of the page; gives the page that follows."""
    row = alike.waiting(intake).get()
    return client.post(
        reverse("exchange:decide", args=[intake.key]), {"row": row.pk, f"row-{row.pk}": answer}, follow=True
    ).text


def take(village, intake: Intake) -> None:
    jobs.go_on(Intake.objects.get(pk=intake.pk).take(village.amina))
    drain(scheduled=False)


def test_three_lines_of_one_body_are_one_question(client, village, choir):
    intake = looked_at(village)
    client.force_login(village.amina)

    page = client.get(reverse("exchange:alike", args=[intake.key]))

    assert intake.rows.filter(answer=Row.Answer.ASK).count() == 3
    assert (page.context["left"], len(page.context["choices"]), alike.counted(intake)["ask"]) == (1, 1, 1)
    assert "and 2 more rows of the same group" in page.text
    assert "One group in your list looks like one that is here already" in client.get(intake.get_absolute_url()).text


def test_the_same_holds_for_all_its_lines(client, village, choir):
    intake = looked_at(village)
    client.force_login(village.amina)

    assert "3 rows decided" in say(client, intake, str(choir.pk))

    assert set(intake.rows.values_list("answer", "body")) == {(Row.Answer.SAME, choir.pk)}
    assert alike.counted(intake) == {"ask": 0, "adds": 3, "exact": 0, "said": 1}
    take(village, intake)
    assert Record.objects.filter(source=intake.source, organisation=choir).count() == 3
    assert not Organisation.objects.filter(name=NAME).exists()


@pytest.mark.parametrize("chunk", [1, 2, 2_000])
@pytest.mark.parametrize("postcode", ["TB1 1AA", ""])
@pytest.mark.parametrize("answer", ["different", "later"])
def test_whoever_is_somebody_else_is_one_new_body(client, village, choir, monkeypatch, answer, postcode, chunk):
    monkeypatch.setattr(taking, "CHUNK", chunk)
    intake = looked_at(village, postcode=postcode)
    client.force_login(village.amina)
    say(client, intake, answer)

    take(village, intake)

    made = Organisation.objects.get(name=NAME)
    assert set(Activity.objects.filter(parties__organisation=made).values_list("title", flat=True)) == set(THINGS)
    assert Party.objects.filter(organisation=choir).count() == 0
    assert Match.objects.filter(verdict="different").count() == (1 if answer == "different" else 0)


def test_another_place_is_another_question(village, choir):
    intake = looked_at(village, (NAME, "", "Carols"), (NAME, "TB1 1AA", "Carols"), (NAME, "TB1 1AA", "Junior choir"))
    assert intake.rows.filter(answer=Row.Answer.ASK).count() == 3
    assert alike.waiting(intake).count() == 2


def test_whom_one_line_alone_is_like_may_be_chosen_for_all(client, village, choir):
    other = Organisation.objects.create(name="Weirside Singers", postcode="TB1 1AA", phone="01632 960001")
    intake = looked_at(village, (NAME, "TB1 1AA", "Carols"), (NAME, "TB1 1AA", "Junior choir", "01632 960001"))
    Row.objects.filter(intake=intake, number=2).update(alike=[{"body": choir.pk, "likelihood": 0.9, "reasons": []}])
    Row.objects.filter(intake=intake, number=3).update(alike=[{"body": other.pk, "likelihood": 0.9, "reasons": []}])
    client.force_login(village.amina)

    say(client, intake, str(other.pk))

    assert set(intake.rows.values_list("body", flat=True)) == {other.pk}


def test_who_adds_by_itself_stands_there_once(client, village, choir):
    intake = looked_at(village, *((choir.name, "TB1 1AA", what) for what in THINGS))
    client.force_login(village.amina)

    page = client.get(reverse("exchange:alike", args=[intake.key]), {"which": "exact"})

    assert "One group in your list has the number" in page.text
    assert alike.counted(intake) == {"ask": 0, "adds": 3, "exact": 1, "said": 0}
