"""The one door between questions and the sums: plain values in, plain values out."""

from __future__ import annotations

from typing import Any

# A result as it is kept: names to plain values.
Plain = dict[str, Any]
