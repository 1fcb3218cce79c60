"""The pages of taking in: who may do what, what they show, and what never leaks."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from folkmoot.directory.models import Activity, Organisation, Record
from folkmoot.exchange import files, outcome, taking
from folkmoot.exchange.models import Intake
from folkmoot.exchange.saying import noticed
from folkmoot.joinup.models import Finding
from folkmoot.kit import search
from folkmoot.kit.work import drain
from folkmoot.requests.models import Request

from .bringing import brought, checked, taken
from .sheets import SECRET, csv_of, ordinary

pytestmark = pytest.mark.django_db
CANARIES = (SECRET.encode(), b"07700 900", b"Grace Okafor", b"Ahmed Khan")


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def amina(client, village):
    client.force_login(village.amina)
    return client


def address(intake, page="intake", **more):
    return reverse(f"exchange:{page}", kwargs={"key": intake.key, **more})


def upload(client, raw: bytes, name: str = "groups.csv", **more):
    return client.post(reverse("exchange:begin"), {"file": SimpleUploadedFile(name, raw), **more})


def test_from_a_file_to_what_came_of_it(amina, village, read_apart):
    answer = upload(amina, csv_of(ordinary()), name="our_groups.csv")
    assert answer.status_code == 302
    drain(scheduled=False)
    page = amina.get(answer.url)
    assert "What your columns hold" in page.text
    assert "07700 900" in page.text  # her own cells, for her alone
    form = page.context["form"]
    said = {field.html_name: field.value() or "" for field in form}
    assert amina.post(f"{answer.url}columns/", said).status_code == 302
    drain(scheduled=False)
    page = amina.get(answer.url)
    assert "Of 80 rows in “Our groups”, 79 are new, 1 cannot be taken." in re.sub(r"\s+", " ", page.text)
    assert amina.post(f"{answer.url}take/").status_code == 302
    drain(scheduled=False)
    page = amina.get(answer.url)
    assert "78 groups and" in page.text  # one of them stands in two rows
    assert reverse("place", args=["thornbeck"]) in page.text
    assert "Nothing yet, and this would help" in page.text or "Worth a look" in page.text


def test_pasted_rows_are_read_too(amina):
    answer = amina.post(reverse("exchange:begin"), {"pasted": "Name\tPostcode\nMill Lane Choir\tTB1 1AA\n"})
    drain(scheduled=False)
    page = amina.get(answer.url)
    assert [guess.meaning for guess, _, _ in page.context["form"].columns()] == ["name", "postcode"]


def test_a_list_of_nothing_is_asked_for_again(amina):
    page = amina.post(reverse("exchange:begin"), {})
    assert page.status_code == 422
    assert "Choose a file, paste some rows, or give an address." in page.text


def test_a_file_past_the_limit_is_refused_in_words(amina, settings):
    settings.UPLOAD_LIMIT = 1000
    page = upload(amina, csv_of(ordinary()))
    assert page.status_code == 422
    assert "is the most" in page.text


def test_a_file_that_is_no_list_says_so_and_nothing_is_lost(amina):
    answer = upload(amina, b"\x89PNG\r\n\x1a\n" + bytes(500), name="photo.csv")
    drain(scheduled=False)
    page = amina.get(answer.url)
    assert page.status_code == 200
    assert "This list could not be read" in page.text
    assert Intake.objects.get(file_name="photo.csv").state == Intake.State.REFUSED


def test_a_stranger_signs_in_first(client, village):
    assert client.get(reverse("exchange:start")).status_code == 200
    assert upload(client, csv_of(ordinary())).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("verb", ["columns", "again", "take", "ask", "undo", "link"])
def test_somebody_elses_list_is_not_there(verb, client, village):
    intake = checked(village.amina, ordinary())
    client.force_login(village.bram)
    assert client.get(address(intake)).status_code == 404
    assert client.post(address(intake, verb)).status_code == 404


@pytest.mark.parametrize("verb", ["columns", "again", "ask", "link"])
def test_a_keeper_does_not_speak_for_whoever_brought_it(verb, client, village):
    intake = checked(village.amina, ordinary())
    client.force_login(village.kofi)
    assert client.post(address(intake, verb)).status_code == 403


def test_private_cells_are_for_the_sheets_keeper_alone(client, village):
    intake = brought(village.amina, ordinary())
    client.force_login(village.kofi)
    page = client.get(address(intake))
    assert page.status_code == 200
    assert not any(canary in page.content for canary in CANARIES)
    for name in ("refused.csv", "tidied.csv", "tidied.xlsx"):
        assert client.get(address(intake, "given", name=name)).status_code == 403


def test_refused_rows_come_back_with_their_reasons(amina, village):
    intake = checked(village.amina, ordinary())
    answer = amina.get(address(intake, "given", name="refused.csv"))
    assert "attachment" in answer["Content-Disposition"]
    said = b"".join(answer.streaming_content).decode()
    assert '"80"' in said.splitlines()[1]
    assert "has no name" in said
    assert SECRET in said  # the row as it was, for its keeper to mend


@pytest.mark.usefixtures("compared")
@pytest.mark.once
def test_a_tidier_sheet_is_given_back(amina, village):
    intake = taken(village.amina, ordinary())
    answer = amina.get(address(intake, "given", name="tidied.csv"))
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 81
    assert "Possible twin of row" in lines[0]
    assert '"81"' in lines[1]  # the first row has a twin in the last; one that a number tells apart is none
    assert amina.get(address(intake, "given", name="tidied.xlsx")).status_code == 200
    assert (intake.told["twins"], intake.told["missing"]) == (2, 2)


@pytest.mark.once
def test_files_cannot_be_named_freely(amina, village):
    intake = checked(village.amina, ordinary())
    for name in ("sheet", "columns.json", "..%2Fsheet"):
        assert amina.get(f"{address(intake)}files/{name}").status_code == 404


def test_two_yeses_take_once(amina, village):
    intake = checked(village.amina, ordinary())
    for _ in range(2):
        assert amina.post(address(intake, "take")).status_code == 302
    drain(scheduled=False)
    assert Record.objects.filter(source=intake.source).count() == 79


def test_more_than_a_fifth_changed_needs_the_tick(amina, village):
    taken(village.amina, ordinary())
    short = checked(village.amina, ordinary()[:60])
    assert "Yes, I mean it" in amina.get(address(short)).text
    page = amina.post(address(short, "take"))
    assert page.status_code == 409
    assert "Tick that you mean it" in page.text
    assert amina.post(address(short, "take"), {"sure": "yes"}).status_code == 302


def test_a_long_list_asks_a_keeper_who_says_yes(client, village):
    rows = [row | {"Group name": f"Group {at}"} for at, row in enumerate(ordinary(120))]
    intake = checked(village.bram, rows)
    client.force_login(village.bram)
    assert "a keeper or convenor of this site says yes first" in client.get(address(intake)).text
    assert client.post(address(intake, "take")).status_code == 403
    for _ in range(2):
        client.post(address(intake, "ask"))
    assert Request.objects.filter(kind="intake").count() == 1
    client.force_login(village.kofi)
    assert "List" in client.get(reverse("exchange:start")).text
    client.post(address(intake, "take"))
    drain(scheduled=False)
    intake.refresh_from_db()
    assert (intake.state, intake.taken_by) == (Intake.State.TAKEN, village.kofi)
    assert not Request.objects.filter(kind="intake", closed_at=None).exists()


def test_undoing_on_the_page(amina, village):
    intake = taken(village.amina, ordinary())
    for _ in range(2):
        assert amina.post(address(intake, "undo")).status_code == 302
    drain(scheduled=False)
    assert "Undone" in amina.get(address(intake)).text
    assert not Record.objects.filter(source=intake.source).exists()


@pytest.mark.once
def test_changing_what_the_columns_mean(amina, village):
    intake = checked(village.amina, ordinary())
    amina.post(address(intake, "again"), {"to": "columns"})
    page = amina.get(address(intake))
    said = {field.html_name: field.value() or "" for field in page.context["form"]}
    said["u0"] = "left out"
    page = amina.post(address(intake, "columns"), said)
    assert page.status_code == 422
    assert "Choose one column that holds the name" in page.text


@pytest.mark.once
def test_what_is_left_out_or_only_matches_is_nowhere(client, village, django_user_model):
    matched = {"Mobile": ["mobile", "used only to match"], "Contact": ["person", "used only to match"]}
    intake = taken(village.amina, ordinary(), mapping=matched)
    assert Record.objects.filter(source=intake.source).first().matching["mobile"].startswith("07700")
    body = Organisation.objects.get(name="Mill Lane Lunch Club")
    deed = Activity.objects.get(title="Mill Lane Lunch Club")
    pages = [
        body.get_absolute_url(),
        deed.get_absolute_url(),
        intake.source.get_absolute_url(),
        village.mill_lane.get_absolute_url(),
        f"/organisations/{body.pk}/history/",
        "/organisations/",
        "/organisations/?as=csv",
        "/who/",
        "/who/?as=json",
        "/search/?q=lunch",
        "/together/",
        "/journal/",
        "/",
        address(intake),
        address(intake, "rows", verdict="new"),
        reverse("exchange:guesses"),
    ]
    for person in (None, village.bram, village.kofi):
        if person:
            client.force_login(person)
        for page in pages:
            answer = client.get(page, follow=True)
            whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert not any(canary in whole for canary in CANARIES), f"{page} as {person}"
    for canary in (SECRET, "07700", "Okafor"):
        assert search.find(canary) == []


def test_a_private_cell_is_not_quoted_in_a_note(village):
    rows = [{"Name": "A group", "Mobile": f"ring {SECRET}"}]
    matched = {"Mobile": ["mobile", "used only to match"]}
    intake = checked(village.amina, rows, headings=("Name", "Mobile"), mapping=matched)
    (row,) = intake.rows.all()
    assert SECRET not in str(row.reasons)
    assert row.reasons[0][1].startswith("a value is not a telephone number")


def test_the_place_of_a_postcode_that_only_matches_shows_no_point(village):
    matched = {"Postcode": ["postcode", "used only to match"]}
    taken(village.amina, [{"Name": "A group", "Postcode": "TB1 1AA"}], headings=("Name", "Postcode"), mapping=matched)
    body = Organisation.objects.get(name="A group")
    assert (body.place, body.latitude, body.postcode) == (village.mill_lane, None, "")


def test_headings_are_the_only_thing_that_names_a_column(amina):
    raw = csv_of(
        [{"<script>alert(1)</script>": "A group", "Postcode": "TB1 1AA"}], ("<script>alert(1)</script>", "Postcode")
    )
    answer = upload(amina, raw)
    drain(scheduled=False)
    assert b"<script>alert(1)" not in amina.get(answer.url).content


@pytest.mark.usefixtures("compared")
def test_what_is_still_being_done_is_said_until_it_is_through(amina, village):
    intake = checked(village.amina, ordinary())
    taking.take_all(intake.take(village.amina))
    page = amina.get(address(intake))
    assert "Still comparing your list with everything here" in page.text
    assert "have no postcode" not in page.text
    assert "A tidier copy of your sheet" not in page.text
    outcome.look_and_tidy(Intake.objects.get(pk=intake.pk))
    page = amina.get(address(intake))
    assert "data-working" not in page.text
    assert "2 rows may have a twin and 2 have no real postcode." in page.text


def test_nobody_waits_for_ever_for_a_job_that_died(amina, village):
    intake = checked(village.amina, ordinary())
    taking.take_all(intake.take(village.amina))
    Intake.objects.filter(pk=intake.pk).update(taken_at=timezone.now() - timedelta(hours=2))
    assert "data-working" not in amina.get(address(intake)).text


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"twins": 0, "missing": 0, "dead": 0}, "Nothing to mend: no twins."),
        (
            {"twins": 0, "postcodes": True, "pages": True},
            "Nothing to mend: no twins, a real postcode in every row, each",
        ),
        ({"twins": 0, "missing": 1, "dead": 0}, "One has no real postcode."),
        ({"twins": 1_200, "missing": 3, "dead": 1}, "1,200 rows may have a twin, 3 have no real postcode and one web"),
    ],
)
def test_counts_of_nothing_are_left_out(told, words):
    assert noticed(told).startswith(words)


def test_homes_are_spoken_of_only_where_there_are_addresses(amina, village):
    for headings, said in ((("Group name", "Postcode"), False), (("Group name", "Address"), True)):
        rows = [{headings[0]: f"Choir {n}", headings[1]: f"{n} Mill Lane" if said else "TB1 1AA"} for n in range(5)]
        page = amina.get(address(brought(village.amina, rows, str(said), headings)))
        assert ("people’s homes" in page.text) is said


@pytest.mark.usefixtures("compared")
@pytest.mark.once
def test_two_spellings_of_one_group_are_told_as_twins_and_lead_where_they_are_settled(client, village):
    rows = [dict(row) for row in ordinary(40)]
    rows[7] = rows[1] | {"Group name": "Mill Lane Luncheon Club"}
    intake = taken(village.amina, rows, mapping={"Mobile": ["mobile", "used only to match"]})
    tidied = (intake.folder / files.TIDIED_CSV).read_bytes().decode("utf-8-sig")
    first = next(row for row in csv.DictReader(io.StringIO(tidied)) if row["Group name"] == "Mill Lane Lunch Club")
    assert first["Possible twin of row"] == "9"
    client.force_login(village.amina)
    assert outcome.outcome_of(intake, village.amina, timezone.localdate()).twins >= 1
    assert outcome.outcome_of(intake, village.carys, timezone.localdate()).twins == 0
    Finding.objects.all().delete()
    assert "/together/twins/" in client.get(intake.get_absolute_url()).text
