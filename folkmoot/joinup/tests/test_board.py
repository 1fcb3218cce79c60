"""What Work together shows one visitor."""

from __future__ import annotations

from django.utils import timezone

from folkmoot.joinup.board import Narrowed, board
from folkmoot.joinup.looking import look_again


def test_what_is_for_me_to_answer_stands_once_on_the_page(client, village):
    today = timezone.localdate()
    look_again(today)
    asked = [who for who in (village.amina, village.emeka, village.dilys) if board(who, today, Narrowed()).yours]
    assert asked
    for person in asked:
        client.force_login(person)
        page = client.get("/together/").content.decode()
        mine = board(person, today, Narrowed()).yours
        assert all(page.count(f'<a href="{finding.get_absolute_url()}"') == 1 for finding in mine)
