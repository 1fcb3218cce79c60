"""Processor time that can be held to a budget: measured beside a piece of work that never changes.

Processor time too grows on a slower machine, and on a busy one, whose memory and clock are shared. Where the yardstick
takes longer than it did on the machine on which the budgets were set, they grow with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable

BUDGET = 0.25
# Seconds of the yardstick on a quiet machine of two shared cores; 0.0053 to 0.006 were seen.
YARD = 0.0055


def spent(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def yardstick() -> None:
    """Words and numbers moved about, as a reader of texts does: nothing of ours, so that it is the same for ever."""
    words = [f"word {n % 97}" for n in range(20_000)]
    found: dict[str, list[int]] = {}
    for n, word in enumerate(words):
        found.setdefault(word.upper(), []).append(n)
    assert len(found) == 97


def least(act: Callable[[], object], budget: float = BUDGET, times: int = 15) -> float:
    """The least processor time of several: what this process clears up meanwhile, or its machine does for others, is in
    none of it. The first within the budget ends it."""
    found = float("inf")
    for _time in range(times):
        took = spent(act)
        if took >= budget:  # else no yardstick could put it past
            took /= max(1, min(spent(yardstick) for _n in range(3)) / YARD)
        found = min(found, took)
        if found < budget:
            break
    return found
