"""Signed links: for one purpose, until a day."""

from __future__ import annotations

import pytest

from folkmoot.kit.links import LinkRanOut, sign, unsign


def test_it_gives_back_what_was_signed():
    assert unsign("still-right", sign("still-right", ["activity", 7])) == ["activity", 7]


def test_it_refuses_another_purpose():
    with pytest.raises(LinkRanOut):
        unsign("stop", sign("still-right", 7))


@pytest.mark.parametrize("bend", [lambda t: t[:-1], lambda t: "", lambda t: "x" + t, lambda t: t.replace(":", ".")])
def test_it_refuses_a_bent_link(bend):
    with pytest.raises(LinkRanOut):
        unsign("stop", bend(sign("stop", 7)))


def test_it_runs_out(time_machine):
    time_machine.move_to("2026-11-20 10:00Z", tick=False)
    token = sign("stop", 7, days=14)
    time_machine.move_to("2026-12-04 09:59Z", tick=False)
    assert unsign("stop", token) == 7
    time_machine.move_to("2026-12-04 10:01Z", tick=False)
    with pytest.raises(LinkRanOut):
        unsign("stop", token)
