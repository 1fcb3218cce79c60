"""How many random cases are tried: all that a test names with FOLKMOOT_FULL, else a third of them."""

from __future__ import annotations

import os

FULL = bool(os.environ.get("FOLKMOOT_FULL"))


def some(many: int) -> int:
    """A third of many, and of few no fewer than twenty."""
    return many if FULL else max(many // 3, min(many, 20))


def few(dear: int) -> int:
    """Of cases that are dear because the slow way is slow: all, or a third and no fewer than four."""
    return dear if FULL else max(dear // 3, min(dear, 4))
