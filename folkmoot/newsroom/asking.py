"""Asking many machines at once, each no more than it can bear, and giving back what each said as it comes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass

from folkmoot.kit import fetch
from folkmoot.kit.refusals import Refusal
from folkmoot.newsroom.turns import LANES, Turn, Turns


@dataclass
class Came:
    """What one said: an answer, or why there was none; and how long it took, in seconds."""

    turn: Turn
    answer: fetch.Answer | None
    refusal: Refusal | None
    seconds: float


def ask(
    turns: Iterable[Turn], how: Callable[[Turn], fetch.Answer], *, for_seconds: float, clock=time.monotonic
) -> Iterator[Came]:
    """Each as it comes. After `for_seconds` nobody else is asked; those not asked are left for the next round.

    `how` runs in a thread of its own and touches no database. What it raises but a Refusal is a Refusal here too: one
    machine's oddity ends nobody's round.
    """
    waiting, ends = Turns(turns), clock() + for_seconds
    with ThreadPoolExecutor(max_workers=LANES, thread_name_prefix="asking") as pool:
        running = {}
        while waiting:
            while clock() < ends and (turn := waiting.take()):
                running[pool.submit(_one, turn, how, clock)] = turn
            if not running:
                return
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                waiting.done(running.pop(done))
                yield done.result()


def _one(turn: Turn, how: Callable[[Turn], fetch.Answer], clock) -> Came:
    began, answer, refusal = clock(), None, None
    try:
        answer = how(turn)
    except Refusal as no:
        refusal = no
    except Exception as odd:  # noqa: BLE001 - whatever a machine elsewhere makes us stumble over
        refusal = fetch.FetchFailed(f"It could not be read: {type(odd).__name__}.")
    return Came(turn, answer, refusal, clock() - began)
