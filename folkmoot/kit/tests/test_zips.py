"""A zip spoilt anywhere is refused by each of its readers in the reader's own words, never by an error nobody expected."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from folkmoot.kit import stripping

WORDS = "Something that packs well and can be spoilt. " * 200


def packed(**members: str) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as new:
        for name, body in members.items():
            new.writestr(name.replace("__", "/").replace("_", "."), body)
    return page.getvalue()


def spoilt(raw: bytes) -> list[bytes]:
    """Each of many bytes changed alone, and the file cut off here and there."""
    dice, found = random.Random(1848), []
    for _ in range(300):
        at = dice.randrange(len(raw))
        found.append(raw[:at] + bytes([raw[at] ^ (1 << dice.randrange(8))]) + raw[at + 1 :])
    return found + [raw[: dice.randrange(len(raw))] for _ in range(20)]


def test_a_sheet_to_be_stripped():
    refused = 0
    for raw in spoilt(packed(xl__workbook_xml=WORDS, docProps__core_xml=WORDS)):
        try:
            stripping.stripped("xlsx", raw)
        except stripping.Broken:
            refused += 1
    assert refused > 20


def test_the_control_an_error_that_is_not_named_would_be_met(monkeypatch):
    monkeypatch.setattr(
        stripping, "DAMAGED", (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError)
    )
    with pytest.raises(Exception, match="Error -3"):
        test_a_sheet_to_be_stripped()
