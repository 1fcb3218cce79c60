"""bin/manage take."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from folkmoot.directory.models import Organisation
from folkmoot.exchange.models import Intake

from .sheets import csv_of, ordinary

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "groups.csv"
    path.write_bytes(csv_of(ordinary()))
    return path


def take(*words: str) -> tuple[int, str, str]:
    """Exit code, what was said, and the complaints."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("take", *map(str, words), stdout=out, stderr=err)
    except SystemExit as ended:
        return ended.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_without_a_yes_nothing_is_taken(village, sheet):
    before = Organisation.objects.count()
    code, out, err = take(sheet, "--as", "sheet")
    assert "79 new, 0 changed, 0 same, 1 refused, 0 gone" in out
    assert "Nothing was taken." in out
    assert "groups.csv, row 80, column Group name: has no name" in err
    assert (code, Organisation.objects.count()) == (3, before)


def test_with_a_yes_it_is_taken_once(village, sheet, read_apart):
    for new in ("79 new", "0 new, 0 changed, 79 same"):
        assert new in take(sheet, "--source", "Our list", "--yes")[1]
    assert Organisation.objects.filter(records__source__name="Our list").count() == 79


def test_columns_can_be_named(village, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("Code,Called\nx1,Mill Lane Choir\nx2,Riverside Band\n")
    code, out, _ = take(path, "--map", "name=Called", "id=Code", "--match", "Code", "--yes")
    assert code == 0
    assert Intake.objects.get(file_name="odd.csv").mapping == {
        "Code": ["id", "used only to match"],
        "Called": ["name", "shown"],
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--map", "name=Nothing"], "has no column “Nothing”. It has: Group name, Postcode"),
        (["--map", "colour=Notes"], "“colour” is none of name, other_name"),
        (["--as", "hsds"], "groups.csv: is not hsds"),
        (["--by", "nobody@example.org"], "Nobody here has the address"),
    ],
)
def test_what_is_wrong_is_said(words, said, village, sheet):
    with pytest.raises(CommandError, match="(?s)" + said.replace(".", r"\.")):
        take(sheet, *words)


def test_a_file_that_is_not_there_is_named(village, tmp_path):
    with pytest.raises(CommandError, match="there is no such file"):
        take(tmp_path / "nothing.csv")


def test_more_than_a_fifth_needs_to_be_sure(village, sheet):
    take(sheet, "--source", "Our list", "--yes")
    sheet.write_bytes(csv_of(ordinary()[:50]))
    with pytest.raises(CommandError, match="change or lose"):
        take(sheet, "--source", "Our list", "--yes")
    assert take(sheet, "--source", "Our list", "--sure")[0] == 0
