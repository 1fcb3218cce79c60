"""How many random cases are tried: all that a test names with FOLKMOOT_FULL, else a third of them."""

from __future__ import annotations

import os

FULL = bool(os.environ.get("FOLKMOOT_FULL"))


def some(many: int) -> int:
    """A third of many, and of few no fewer than twenty."""
    return many if FULL else max(many // 3, min(many, 20))
