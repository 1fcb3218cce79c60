"""Real lists and spoiled files, through the pages: everything is read or refused in words, and nothing breaks."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from folkmoot.directory.models import Record
from folkmoot.exchange import outcome
from folkmoot.exchange.models import Intake
from folkmoot.joinup.models import Match
from folkmoot.joinup.sums import sameness
from folkmoot.joinup.twins import look_for_twins
from folkmoot.kit.work import drain

pytestmark = [pytest.mark.django_db, pytest.mark.real, pytest.mark.usefixtures("read_apart")]
AT_EACH_STEP = {Intake.State.COLUMNS, Intake.State.CHECK, Intake.State.REFUSED}
EVERY_NTH = 1 if os.environ.get("FOLKMOOT_FULL") else 100
COLUMNS = {"name": "Site name", "address": "Address", "postcode": "Zip", "phone": "Phone", "id": "Id"}
LEAST_F1 = 0.96


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


def take(path: Path, *more: str) -> str:
    said = io.StringIO()
    call_command("take", str(path), *more, stdout=said, stderr=io.StringIO())
    return said.getvalue()


def ten_lists(folder: Path, to: Path) -> list[Path]:
    """The lists apart, as each of the ten bodies kept its own."""
    kept: dict[str, list[dict]] = {}
    with (folder / "csv_example_messy_input.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kept.setdefault(row["Source"], []).append(row)
    for name, rows in kept.items():
        with (to / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return [to / f"{name}.csv" for name in kept]


def truth_of(folder: Path) -> dict[str, str]:
    """Number of a row → the site it truly is."""
    with (folder / "csv_example_input_with_true_ids.csv").open(encoding="utf-8", newline="") as file:
        return {row["Id"]: row["True Id"] for row in csv.DictReader(file)}


def pairs(groups: dict) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(groups.values()).values())


@pytest.mark.once
def test_ten_lists_of_nurseries_stand_in_the_directory_and_are_joined(real_data, tmp_path, village, monkeypatch):
    """Pairwise F1 of what the look for twins groups, against the truth, of the rows as they stand after the door."""
    monkeypatch.setattr(outcome, "look_and_tidy", lambda intake: None)
    folder = real_data / "chicago-early-childhood"
    columns = [f"{field}={name}" for field, name in COLUMNS.items()]
    for path in ten_lists(folder, tmp_path):
        said = take(path, "--as", "sheet", "--source", path.stem, "--map", *columns, "--yes")
        assert " 0 refused" in said, said
    kept = Record.objects.filter(source__name__endswith=".csv")
    assert kept.count() == 3337

    known = sameness.known_organisations()
    found = dict(zip((each.pk for each in known), sameness.clustered(known, [], []).cluster))
    body_of = dict(kept.values_list("row", "organisation"))
    group = {row: found[body] for row, body in body_of.items()}
    truth = truth_of(folder)
    both = pairs({row: (group[row], truth[row]) for row in group})
    f1 = 2 * both / (pairs(group) + pairs({row: truth[row] for row in group}))
    assert f1 >= LEAST_F1, f"F1 {f1:.4f}"

    assert look_for_twins()["new"] > 500
    row_of = {body: row for row, body in body_of.items()}
    likeliest = Match.objects.filter(a__in=row_of, b__in=row_of).order_by("-likelihood").values_list("a", "b")[:200]
    right = sum(truth[row_of[a]] == truth[row_of[b]] for a, b in likeliest)
    assert right >= 190


def test_charities_are_known_by_their_numbers(real_data, village):
    path = real_data / "uk-charities/charities-tagged.csv"
    said = take(path, "--source", "Charities", "--map", "name=name", "charity_number=reg_number")
    assert "2,165 new" in said
    assert "Nothing was taken. Add --yes to take it in." in said


def spoiled(hostile: Path) -> list[Path]:
    """One in a hundred of the spoiled files (each is read by itself elsewhere), and every sheet among them."""
    found = sorted(path for path in hostile.rglob("*") if path.is_file())
    return [path for at, path in enumerate(found) if at % EVERY_NTH == 0 or path.suffix in (".xlsx", ".ods", ".tsv")]


@pytest.mark.once
def test_spoiled_files_break_no_page(client, village, hostile):
    client.force_login(village.amina)
    for path in spoiled(hostile):
        file = SimpleUploadedFile(path.name, path.read_bytes() or b" ")
        answer = client.post(reverse("exchange:begin"), {"file": file})
        assert answer.status_code == 302, path
        drain(scheduled=False)
        page = client.get(answer.url)
        assert page.status_code == 200, path
        assert page.context["intake"].state in AT_EACH_STEP, path
        if page.context["intake"].state == Intake.State.COLUMNS:
            said = {field.html_name: field.value() or "" for field in page.context["form"]}
            assert client.post(f"{answer.url}columns/", said).status_code in (302, 422), path
            drain(scheduled=False)
            assert client.get(answer.url).status_code == 200, path
