"""Where the words beside the marks of a picture stand, so that they cover as little as they can."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

LETTER, LINE = 7.6, 18
CROSSED = 8
MOST_NAMED = 80
Box = tuple[float, float, float, float]
Line = tuple[float, float, float, float]


def write(spots: list[dict], width: float, height: float, lines: Sequence[Line] = ()) -> None:
    """Put each label below, right, left of or above its spot: the first place that covers least of the rest.

    `lines` (x and y of both ends) are kept clear of words too, where there is room.
    Spots have `x`, `y`, `r` and `label` and gain `tx`, `ty` and `anchor`. Where there are more than can be read, the
    largest are named; the others gain nothing, and say their name when pointed at.
    """
    taken = np.zeros((len(spots) + MOST_NAMED, 4))
    if spots:
        taken[: len(spots)] = [(s["x"] - s["r"], s["y"] - s["r"], s["x"] + s["r"], s["y"] + s["r"]) for s in spots]
    largest = sorted(spots, key=lambda one: (-one["r"], one["y"]))[:MOST_NAMED]
    drawn = np.array(lines, dtype=float).reshape(-1, 4)

    def covers(one: tuple[dict, Box]) -> float:
        return _spill(one[1], width, height) + _shared(one[1], taken[:at]) + CROSSED * _crossed(one[1], drawn)

    for at, spot in enumerate(largest, len(spots)):
        choices = [_placed(spot, side, width) for side in ("below", "right", "left", "above")]
        words, box = min(choices, key=covers)
        spot |= words
        taken[at] = box


def _placed(spot: dict, side: str, width: float) -> tuple[dict, Box]:
    wide, gap = len(spot["label"]) * LETTER, spot["r"] + 5
    middle = min(max(spot["x"], wide / 2 + 4), max(width - wide / 2 - 4, wide / 2 + 4))
    x, y, anchor = {
        "below": (middle, spot["y"] + gap + 11, "middle"),
        "right": (spot["x"] + gap, spot["y"] + 5, "start"),
        "left": (spot["x"] - gap, spot["y"] + 5, "end"),
        "above": (middle, spot["y"] - gap, "middle"),
    }[side]
    left = {"middle": x - wide / 2, "start": x, "end": x - wide}[anchor]
    return {"tx": round(x, 1), "ty": round(y, 1), "anchor": anchor}, (left, y - LINE + 4, left + wide, y + 4)


def _shared(one: Box, others: np.ndarray) -> float:
    """The area a box shares with all the others, rows of left, top, right, bottom."""
    wide = np.minimum(one[2], others[:, 2]) - np.maximum(one[0], others[:, 0])
    high = np.minimum(one[3], others[:, 3]) - np.maximum(one[1], others[:, 1])
    return float((wide.clip(0) * high.clip(0)).sum())


def _crossed(box: Box, lines: np.ndarray) -> float:
    """How much of all the lines, in their own lengths, lies inside a box."""
    start, step = lines[:, :2], lines[:, 2:] - lines[:, :2]
    step = np.where(step == 0, 1e-9, step)
    to_near, to_far = (np.array(box[:2]) - start) / step, (np.array(box[2:]) - start) / step
    enters = np.minimum(to_near, to_far).max(axis=1).clip(0, 1)
    leaves = np.maximum(to_near, to_far).min(axis=1).clip(0, 1)
    return float(((leaves - enters).clip(0) * np.hypot(*step.T)).sum())


def _spill(box: Box, width: float, height: float) -> float:
    """How badly a label would be cut by the edge; far worse than lying over something."""
    return 1000 * (max(4 - box[0], 0) + max(box[2] - width + 4, 0) + max(4 - box[1], 0) + max(box[3] - height + 4, 0))
