"""The matrix: rows and columns, views and what was settled, carrying it on, signing it."""

from __future__ import annotations

from datetime import date

import pytest

from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.priorities.grid import Grid
from folkmoot.priorities.models import Matrix, PolicySet, Relation, Remark


@pytest.fixture
def later(village):
    more = {"publisher": "The next", "published_on": date(2030, 1, 1), "source": "made up", "follows": village.policies}
    return PolicySet.add("Villages Again", ["Plant trees", "Fewer forms"], village.amina, **more)


def ties(matrix) -> list:
    """What is done already, with the numbers of the priorities it serves."""
    rows = [(str(one), sorted(one.aims.values_list("number", flat=True))) for one in matrix.existing.all()]
    return sorted(rows)


def test_several_see_a_cell_and_what_was_settled_stands_apart(client, village):
    cell = village.matrix.cell(1, 1)
    cell.rate(village.bram, Relation.SUPPORTS, "It helps")
    cell.rate(village.bram, Relation.CONFLICTS)
    cell.rate(village.dilys, Relation.SUPPORTS)
    assert cell.ratings.count() == 2 and cell.relation == Relation.UNKNOWN
    cell.agree(village.amina, Relation.NEUTRAL)
    page = client.get(f"/questions/matrix/{village.matrix.pk}/1/1/").content.decode()
    assert "settled:" in page and "Bram de Wit: conflicts" in page


def test_only_those_who_look_after_it_settle_a_cell(village):
    with pytest.raises(NotYours):
        village.matrix.cell(1, 1).agree(village.bram, Relation.SUPPORTS)


def test_carried_to_the_next_policies_the_old_matrix_stays(village, later):
    carried = village.matrix.carry_to(later, village.amina)
    assert village.matrix.carry_to(later, village.amina) == carried != village.matrix
    assert [str(aim) for aim in carried.aims.all()] == [str(aim) for aim in village.matrix.aims.all()]
    assert not carried.cells.exists() and village.matrix.cells.exists()
    assert carried.existing.count() == village.matrix.existing.count()
    assert ties(carried) == ties(village.matrix) and any(aims for _what, aims in ties(carried))
    assert [str(one) for one in Grid(carried).aimless] == [str(one) for one in Grid(village.matrix).aimless]
    with pytest.raises(Refusal):
        carried.carry_to(later, village.amina)


def test_signed_off_it_takes_nothing_more(village):
    with pytest.raises(NotYours, match="speak for Thornbeck Council"):
        village.matrix.sign(village.amina)
    village.matrix.sign(village.dilys, "As settled on 15 September.")
    village.matrix.sign(village.dilys)
    assert village.matrix.signatures.count() == 1
    with pytest.raises(Refusal):
        village.matrix.cell(1, 1).rate(village.bram, Relation.SUPPORTS)
    with pytest.raises(Refusal):
        village.matrix.cell(1, 1).remark(village.bram, Remark.Kind.GAP, "No buses")


def test_the_story_is_changed_by_nobody(client, village):
    told = Matrix.begin("Told", ["One"], village.policies, None, story=True)
    with pytest.raises(NotYours):
        told.cell(1, 1).rate(village.amina, Relation.SUPPORTS)
    client.force_login(village.amina)
    assert client.post(f"/questions/matrix/{told.pk}/1/1/rate/", {"relation": "supports"}).status_code == 403
    assert not told.cells.exists()


def test_loose_ends_are_named(village):
    grid = Grid(village.matrix)
    assert [str(aim) for aim in grid.idle] == ["Buildings that pay their way"]
    village.matrix.note_existing("Elsewhere", "A thing nobody tied", [])
    assert [str(one) for one in Grid(village.matrix).aimless] == ["A thing nobody tied"]
    assert [str(policy) for policy in grid.unmet] == ["Groups may ask to run a service"]


def test_unknown_is_not_neutral(client, village):
    page = client.get(village.matrix.get_absolute_url()).content.decode()
    assert "not that there is no relation" in page and page.count('class="unknown"') == 7


def test_the_paper_for_a_board_says_what_is_asked(client, village):
    page = client.get(f"/questions/matrix/{village.matrix.pk}/paper/").content.decode()
    assert "Which two of these to take up this year" in page and "Wait for the guidance" in page


def test_whoever_types_the_name_of_a_body_signs_for_themselves(village):
    made = Matrix.begin("Theirs", ["One"], village.policies, village.bram, body_words="The Water Board")
    assert str(made.sign(village.bram)) == "Bram de Wit, for The Water Board"


def test_views_of_people_without_an_account_are_written_down_for_them(client, village):
    cell = village.matrix.cell(1, 1)
    cell.rate(village.amina, Relation.SUPPORTS)
    cell.rate(village.amina, Relation.CONFLICTS, "Too dear", "Old Mr Pugh")
    cell.rate(village.amina, Relation.NEUTRAL, "", " Old  Mr Pugh")
    cell.rate(village.amina, Relation.CONFLICTS, "", "Nia")
    assert [str(one) for one in cell.ratings.all()][-2:] == ["Old Mr Pugh: neither", "Nia: conflicts"]
    with pytest.raises(NotYours):
        cell.rate(village.bram, Relation.SUPPORTS, "", "Somebody else")
    address = f"/questions/matrix/{village.matrix.pk}/1/1/"
    client.force_login(village.bram)
    assert 'name="said_by" maxlength="120" id="id_said_by"' not in client.get(address).content.decode()
    client.force_login(village.amina)
    page = client.get(address).content.decode()
    assert "Old Mr Pugh: neither" in page and "Whose view is it, if not yours?" in page
