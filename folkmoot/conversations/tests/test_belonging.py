"""Being part of another group: asked of those who look after it, and ended by either side, with a reason."""

from __future__ import annotations

import pytest

from folkmoot.conversations import belonging, founding
from folkmoot.conversations.models import LogRow
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.requests.models import Request

FACTS = {"name": "Repair café", "about": "Toasters.", "way_in": "open", "readers": "everyone"}


@pytest.fixture
def cafe(village):
    """Bram's own, which would be part of a group that Amina looks after."""
    return founding.begin(village.bram, FACTS | {"parent": village.neighbours_first}, once="cafe")


def asked(group) -> Request:
    return Request.objects.get(kind=belonging.KIND, about_key=str(group.pk))


def test_it_is_part_of_nothing_until_the_wider_group_says_yes(client, village, cafe):
    cafe.refresh_from_db()
    assert cafe.parent is None
    belonging.ask(cafe, village.neighbours_first, village.bram)
    waiting = asked(cafe)
    client.force_login(village.carys)
    assert client.get(waiting.address).status_code == 404

    client.force_login(village.amina)
    assert "Repair café" in client.get(waiting.address).content.decode()
    client.post(waiting.address, {"answer": "yes"})
    client.post(waiting.address, {"answer": "yes"})

    cafe.refresh_from_db()
    assert cafe.parent == village.neighbours_first
    for group in (cafe, village.neighbours_first):
        assert group.log.filter(what=LogRow.What.PART_OF).count() == 1


def test_a_no_needs_a_reason_and_changes_nothing(village, cafe):
    with pytest.raises(Refusal, match="Say why"):
        belonging.answer(asked(cafe), village.amina, False)
    with pytest.raises(NotYours):
        belonging.answer(asked(cafe), village.carys, True)
    belonging.answer(asked(cafe), village.amina, False, "Another street.")
    cafe.refresh_from_db()
    assert cafe.parent is None and village.bram.notices.filter(words__contains="Another street.").exists()


def test_whoever_looks_after_the_wider_group_lets_it_go(client, village, cafe):
    belonging.answer(asked(cafe), village.amina, True)
    client.force_login(village.amina)
    address = f"{village.neighbours_first.get_absolute_url()}let-go/"
    assert client.post(address, {"part": cafe.pk}).status_code == 409
    client.post(address, {"part": cafe.pk, "because": "It grew out of us."})
    cafe.refresh_from_db()
    assert cafe.parent is None and cafe.log.first().because == "It grew out of us."
    assert belonging.let_go(village.neighbours_first, cafe, village.amina, "again") is False


def test_a_group_leaves_the_wider_one_by_itself(village, cafe):
    belonging.answer(asked(cafe), village.amina, True)
    cafe.refresh_from_db()
    founding.change(cafe, village.bram, {"parent": None}, "We stand alone.")
    cafe.refresh_from_db()
    assert cafe.parent is None


def test_a_change_asks_as_well(village):
    mine = founding.begin(village.bram, FACTS)
    founding.change(mine, village.bram, {"parent": village.neighbours_first}, "We belong there.")
    mine.refresh_from_db()
    assert mine.parent is None and asked(mine).closed_at is None
