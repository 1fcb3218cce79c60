"""What bin/setup does after its questions: it makes a site, tries its first backup and says how it is."""

from __future__ import annotations

import json

import pytest

from folkmoot.home.keeping import backup, doctor
from folkmoot.home.keeping.settle import say_how_it_is, settle
from folkmoot.people.models import Person, Role
from folkmoot.places.models import Place

KEEPERS = ["Amina Yusuf <amina@thornbeck.example>", "Kofi Mensah <kofi@thornbeck.example>"]


@pytest.fixture
def said(transactional_db, settings, tmp_path) -> list[str]:
    settings.DATA = tmp_path
    (tmp_path / "site.env").write_text("FOLKMOOT_MODE=production\n")
    heard: list[str] = []
    settle("Thornbeck", KEEPERS, heard.append)
    return heard


def test_the_first_backup_is_tried_and_the_doctor_has_looked(said, tmp_path, settings):
    words = "\n".join(said)
    assert "It was tried" in words and "was restored and compared" in words
    assert json.loads((tmp_path / "drill.json").read_text())["backup"] == backup.newest().name
    assert "No backup has ever been tried" not in words
    seen = [wrong for wrong, _do in doctor.look() if wrong != doctor.NO_WORKER]
    assert all(any(wrong in line for line in said) for wrong in seen)
    assert seen or "all is well" in words


def test_it_makes_two_keepers_and_plants_nobody(said):
    keepers = Role.objects.filter(
        kind="keeper", person__email__in=["amina@thornbeck.example", "kofi@thornbeck.example"]
    )
    assert keepers.count() == 2 and any("Amina Yusuf and Kofi Mensah" in line for line in said)
    assert Place.objects.filter(name="Thornbeck").count() == 1 and Person.objects.count() == 2


def test_what_the_doctor_finds_is_said_and_a_worker_not_begun_is_no_fault(monkeypatch):
    heard: list[str] = []
    monkeypatch.setattr(doctor, "look", lambda: [(doctor.NO_WORKER, "Start it."), ("The disk is full.", "Tidy up.")])
    say_how_it_is(heard.append)
    assert heard[1:] == ["- The disk is full. Tidy up."]
    heard.clear()
    monkeypatch.setattr(doctor, "look", lambda: [(doctor.NO_WORKER, "Start it.")])
    say_how_it_is(heard.append)
    assert "all is well" in heard[0]


def test_run_again_it_leaves_a_corrected_paper_as_it_is_and_names_whoever_keeps_the_site_still(said, tmp_path):
    privacy = tmp_path / "papers" / "privacy.md"
    privacy.write_text("# Our own words\n")
    (tmp_path / "papers" / "complaints.md").unlink()
    again: list[str] = []

    settle("Thornbeck", [KEEPERS[0], "Nell Okafor <nell@thornbeck.example>"], again.append)

    assert privacy.read_text() == "# Our own words\n"
    assert "# Complaints" in (tmp_path / "papers" / "complaints.md").read_text()
    kept = [line for line in again if "Kept as you have it" in line]
    assert len(kept) == 1 and "privacy.md" in kept[0]
    assert "Nell Okafor" in (tmp_path / "papers" / "assessment.md").read_text(), "nobody had touched that one"
    assert any(line.startswith("Kofi Mensah keeps it too") for line in again)
