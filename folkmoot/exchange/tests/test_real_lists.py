"""Real lists and spoiled files, through the pages: everything is read or refused in words, and nothing breaks."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from folkmoot.directory.models import Organisation
from folkmoot.exchange.models import Intake
from folkmoot.kit.work import drain

pytestmark = [pytest.mark.django_db, pytest.mark.real]
AT_EACH_STEP = {Intake.State.COLUMNS, Intake.State.CHECK, Intake.State.REFUSED}
EVERY_NTH = 12


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


def take(path: Path, *more: str) -> str:
    said = io.StringIO()
    call_command("take", str(path), *more, stdout=said, stderr=io.StringIO())
    return said.getvalue()


def test_ten_lists_of_nurseries(real_data, village):
    messy = real_data / "chicago-early-childhood/csv_example_messy_input.csv"
    said = take(messy, "--as", "sheet", "--source", "Chicago", "--map", "name=Site name", "--yes")
    assert "3,337 new, 0 changed, 0 same, 0 refused" in said
    assert Organisation.objects.filter(records__source__name="Chicago").distinct().count() == 3337


def test_charities_are_known_by_their_numbers(real_data, village):
    path = real_data / "uk-charities/charities-tagged.csv"
    said = take(path, "--source", "Charities", "--map", "name=name", "charity_number=reg_number")
    assert "2,165 new" in said
    assert "Nothing was taken. Add --yes to take it in." in said


def spoiled(hostile: Path) -> list[Path]:
    """One in twelve of the spoiled files, and every sheet among them."""
    found = sorted(path for path in hostile.rglob("*") if path.is_file())
    return [path for at, path in enumerate(found) if at % EVERY_NTH == 0 or path.suffix in (".xlsx", ".ods", ".tsv")]


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
