"""Addresses as squares that a phone's camera reads."""

from __future__ import annotations

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def square(address: str, *, scale: int = 5) -> SafeString:
    """The address as a QR code, drawn in SVG: no style, no script, dark on white whatever the page's colours.

    Level M: a creased or dirty card still reads. Raises segno's error for more than about 2,300 characters.
    """
    drawn = io.BytesIO()
    code = segno.make_qr(address, error="m")
    code.save(
        drawn, kind="svg", scale=scale, border=4, light="#fff", dark="#000", xmldecl=False, svgns=True, omitsize=True
    )
    return mark_safe(drawn.getvalue().decode())  # noqa: S308  made here, from squares alone
