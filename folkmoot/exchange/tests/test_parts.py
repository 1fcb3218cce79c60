"""A list read again: who funds, hosts and delivers what follows it, and each part says which list gave it."""

from __future__ import annotations

import json

import pytest

from folkmoot.directory.models import Activity, Organisation, Party, Revision
from folkmoot.directory.models.suggesting import SUGGESTION, accept
from folkmoot.exchange import jobs
from folkmoot.kit.work import drain
from folkmoot.requests.models import Request

from .bringing import taken
from .test_grants import GRANT

pytestmark = pytest.mark.django_db
OTHER = {"fundingOrganization": [{"id": "GB-CHC-9", "name": "Beck Trust"}]}
FIRST, LATER = ("Thornbeck Fund", "funds", 250050), ("Beck Trust", "funds", 250050)
AGE_WELL = ("Age Well", "delivers", None)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


def bring(village, by=None, **said):
    # Most stay as they are: a reading that changes more than a fifth of a list asks for a second yes.
    others = [GRANT | {"id": f"360G-thornbeck-{n}", "title": f"Grant {n}"} for n in range(2, 12)]
    return taken(by or village.amina, json.dumps({"grants": [GRANT | said, *others]}).encode(), name="Grants of 2026")


def deed() -> Activity:
    return Activity.objects.get(title="Lunch club")


def parts() -> set:
    return {(part.organisation.name, part.role, part.money_pence) for part in deed().parties.all()}


def test_a_part_keeps_the_list_that_gave_it(client, village):
    intake = bring(village)

    assert {part.source for part in deed().parties.all()} == {intake.source}
    words = "Thornbeck Fund (funds, £2,500.50, 1 June 2024 – 31 May 2025, says “Grants of 2026”)"
    assert words in client.get(deed().get_absolute_url()).text


def test_parts_change_and_end_with_the_list_and_come_back_when_it_is_undone(village):
    bring(village)
    assert parts() == {FIRST, AGE_WELL}

    second = bring(village, **OTHER)

    assert parts() == {LATER, AGE_WELL}
    before, after = Revision.objects.of(deed()).first().changes["parties"]
    assert sorted(row[1] for row in before) == sorted(row[1] for row in after) and before != after
    jobs.go_on(second.undo(village.amina))
    drain(scheduled=False)
    assert parts() == {FIRST, AGE_WELL}
    assert Party.objects.filter(activity=deed(), source=second.source).count() == 2


def test_what_a_party_put_in_follows(village):
    bring(village)

    bring(village, amountAwarded=3000)

    assert parts() == {("Thornbeck Fund", "funds", 300000), AGE_WELL}


def test_a_part_that_somebody_changed_or_took_away_stays_so(village):
    bring(village)
    fund = Organisation.objects.get(name="Thornbeck Fund")
    deed().revise(village.amina, {"parties": [[fund.pk, "funds", 100]]})
    assert not Party.objects.get(activity=deed()).source

    bring(village, **OTHER)

    assert parts() == {("Thornbeck Fund", "funds", 100), LATER}


def test_whoever_runs_it_is_asked_first(village):
    bring(village, village.bram)
    body = Organisation.objects.get(name="Age Well")
    body.memberships.create(person=village.emeka, speaks_for=True, accepted_at="2026-11-19 09:00Z")

    bring(village, village.bram, **OTHER)

    assert parts() == {FIRST, AGE_WELL}
    asked = Request.objects.open().get(kind=SUGGESTION, about_key=str(deed().pk))
    accept(asked, village.emeka)
    assert parts() == {LATER, AGE_WELL}


def test_a_yes_changes_only_what_the_list_says(village):
    """Whoever came in while the question waited stays, and what was changed by hand since stays so."""
    bring(village, village.bram)
    body = Organisation.objects.get(name="Age Well")
    body.memberships.create(person=village.emeka, speaks_for=True, accepted_at="2026-11-19 09:00Z")
    bring(village, village.bram, **OTHER)
    asked = Request.objects.open().get(kind=SUGGESTION, about_key=str(deed().pk))
    church = Organisation.objects.create(name="Mill Church")
    deed().revise(village.emeka, {"parties": [*deed().rows_of_parties(), [church.pk, "hosts", None]]})

    accept(asked, village.emeka)

    assert parts() == {LATER, AGE_WELL, ("Mill Church", "hosts", None)}
    kept = deed().parties.get(organisation=body)
    assert kept.source.name == "Grants of 2026"


def test_a_yes_leaves_a_part_that_was_changed_by_hand_while_it_waited(village):
    bring(village, village.bram)
    body, fund = (Organisation.objects.get(name=name) for name in ("Age Well", "Thornbeck Fund"))
    body.memberships.create(person=village.emeka, speaks_for=True, accepted_at="2026-11-19 09:00Z")
    bring(village, village.bram, amountAwarded=3000)
    asked = Request.objects.open().get(kind=SUGGESTION, about_key=str(deed().pk))
    deed().revise(village.emeka, {"parties": [[body.pk, "delivers", None], [fund.pk, "funds", 100]]})

    accept(asked, village.emeka)

    assert parts() == {("Thornbeck Fund", "funds", 100), AGE_WELL}
