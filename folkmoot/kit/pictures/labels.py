"""Where the words beside the marks of a picture stand, so that they cover as little as they can."""

from __future__ import annotations

import numpy as np

LETTER, LINE = 7.6, 18
MOST_NAMED = 80
Box = tuple[float, float, float, float]


def write(spots: list[dict], width: float, height: float) -> None:
    """Put each label below, right, left of or above its spot: the first place that covers least of the rest.

    Spots have `x`, `y`, `r` and `label` and gain `tx`, `ty` and `anchor`. Where there are more than can be read, the
    largest are named; the others gain nothing, and say their name when pointed at.
    """
    taken = np.zeros((len(spots) + MOST_NAMED, 4))
    if spots:
        taken[: len(spots)] = [(s["x"] - s["r"], s["y"] - s["r"], s["x"] + s["r"], s["y"] + s["r"]) for s in spots]
    largest = sorted(spots, key=lambda one: (-one["r"], one["y"]))[:MOST_NAMED]
    for at, spot in enumerate(largest, len(spots)):
        choices = [_placed(spot, side) for side in ("below", "right", "left", "above")]
        words, box = min(choices, key=lambda one: _spill(one[1], width, height) + _shared(one[1], taken[:at]))
        spot |= words
        taken[at] = box


def _placed(spot: dict, side: str) -> tuple[dict, Box]:
    wide, gap = len(spot["label"]) * LETTER, spot["r"] + 5
    x, y, anchor = {
        "below": (spot["x"], spot["y"] + gap + 11, "middle"),
        "right": (spot["x"] + gap, spot["y"] + 5, "start"),
        "left": (spot["x"] - gap, spot["y"] + 5, "end"),
        "above": (spot["x"], spot["y"] - gap, "middle"),
    }[side]
    left = {"middle": x - wide / 2, "start": x, "end": x - wide}[anchor]
    return {"tx": round(x, 1), "ty": round(y, 1), "anchor": anchor}, (left, y - LINE + 4, left + wide, y + 4)


def _shared(one: Box, others: np.ndarray) -> float:
    """The area a box shares with all the others, rows of left, top, right, bottom."""
    wide = np.minimum(one[2], others[:, 2]) - np.maximum(one[0], others[:, 0])
    high = np.minimum(one[3], others[:, 3]) - np.maximum(one[1], others[:, 1])
    return float((wide.clip(0) * high.clip(0)).sum())


def _spill(box: Box, width: float, height: float) -> float:
    """How badly a label would be cut by the edge; far worse than lying over something."""
    return 1000 * (max(4 - box[0], 0) + max(box[2] - width + 4, 0) + max(4 - box[1], 0) + max(box[3] - height + 4, 0))
