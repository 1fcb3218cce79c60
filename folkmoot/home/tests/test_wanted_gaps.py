"""What a place puts first and nobody meets is a gap of join-up."""

from __future__ import annotations

from django.utils import timezone

from folkmoot.joinup.looking import look_again
from folkmoot.priorities.models import Priority


def test_a_priority_that_nobody_meets_is_found_as_a_gap_until_it_is_met(client, village):
    words = "Somebody to teach signing to the deaf"
    one = Priority.set_down(words, village.amina, place=village.mill_lane, types=list(village.way_home.types.all()))
    look_again(timezone.localdate())
    assert words in client.get("/together/?as=csv").getvalue().decode()
    one.settle(village.amina, "met")
    look_again(timezone.localdate())
    assert words not in client.get("/together/?as=csv").getvalue().decode()
