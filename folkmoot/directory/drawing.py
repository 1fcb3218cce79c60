"""Where the bars and bands of the money picture lie, in units of its view box."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH, GAP, BAR = 960, 14, 12
COLUMN = (WIDTH - BAR) / 3.62
MOST_LETTERS = 24


@dataclass(frozen=True)
class Bar:
    """One bar with its label beside it; x, y, height in the units of the view box."""

    label: str
    pence: int
    x: float
    y: float
    height: float
    middle: float


@dataclass(frozen=True)
class Band:
    """One band between two bars, as an SVG path."""

    path: str
    title: str
    pence: int


def sankey(columns: list[list[tuple[str, int]]], bands: list[tuple[int, str, str, int]]) -> dict:
    """`bars`, `bands`, `width` and `height` for the picture. A pound is as thick everywhere."""
    total = sum(pence for _name, pence in columns[0]) or 1
    scale = 300 / total
    bars = {}
    for place, column in enumerate(columns):
        y = 30.0
        for name, pence in column:
            height = max(pence * scale, 2.0)
            bars[place, name] = Bar(_short(name), pence, round(place * COLUMN, 1), round(y, 1), round(height, 1),
                                    round(y + height / 2 + 4, 1))  # fmt: skip
            y += height + GAP
    height = max((bar.y + bar.height for bar in bars.values()), default=0) + 12
    return {"bars": list(bars.values()), "bands": _bands(bars, bands, scale), "width": WIDTH, "height": round(height)}


def _bands(bars: dict, bands: list[tuple[int, str, str, int]], scale: float) -> list[Band]:
    left = {key: bar.y for key, bar in bars.items()}
    right = dict(left)
    drawn = []
    for place, start, end, pence in sorted(bands, key=lambda band: (band[0], bars[band[0], band[1]].y,
                                                                    bars[band[0] + 1, band[2]].y)):  # fmt: skip
        thick = max(pence * scale, 1.0)
        y1, y2 = left[place, start], right[place + 1, end]
        left[place, start] += thick
        right[place + 1, end] += thick
        drawn.append(Band(_curve(bars[place, start].x + BAR, bars[place + 1, end].x, (y1, y2), thick),
                          f"{start} → {end}", pence))  # fmt: skip
    return drawn


def _curve(x1: float, x2: float, ys: tuple[float, float], thick: float) -> str:
    y1, y2 = ys
    half = (x1 + x2) / 2
    return (
        f"M{x1:.1f} {y1:.1f}C{half:.1f} {y1:.1f} {half:.1f} {y2:.1f} {x2:.1f} {y2:.1f}V{y2 + thick:.1f}"
        f"C{half:.1f} {y2 + thick:.1f} {half:.1f} {y1 + thick:.1f} {x1:.1f} {y1 + thick:.1f}z"
    )


def _short(name: str) -> str:
    return name if len(name) <= MOST_LETTERS else name[: MOST_LETTERS - 1].rstrip() + "…"
