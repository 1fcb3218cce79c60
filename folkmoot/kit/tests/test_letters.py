"""To whom a letter came: by every header that says so, whatever the others hold."""

from __future__ import annotations

import pytest

from folkmoot.kit.letters import Letter

HERE, WORD = "list@moot.example", "[a-z0-9]+"


def words(*headers: str, envelope: str = "") -> list[str]:
    return Letter("\n".join([*headers, "", "Words"]).encode(), envelope).words_after(HERE, WORD)


@pytest.mark.parametrize("header", ["To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To"])
def test_one_header_is_enough(header):
    assert words("From: a@b.example", f"{header}: list+abc1@moot.example") == ["abc1"]


def test_a_header_that_cannot_be_read_takes_nothing_from_the_others():
    """Python finds no address in any of several headers where one of them is wrong (from 3.13 on, and in Debian's)."""
    assert words("To: a@b@c.example, <", "Delivered-To: The list <list+abc1@moot.example>") == ["abc1"]


def test_what_the_mail_server_says_goes_first():
    assert words("To: list+abc1@moot.example", envelope="list+xyz2@moot.example") == ["xyz2"]
    assert words("To: somebody@moot.example") == []
