"""One accent colour per community, made readable in light and dark whatever the host chose.

Contrast is WCAG 2.2's: (lighter + 0.05) / (darker + 0.05) of relative luminance, 4.5 at least for text.
"""

from __future__ import annotations

import re

Colour = tuple[float, float, float]
HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
ENOUGH = 4.6
LIGHT = {"paper": "#faf8f3", "surface": "#ffffff", "ink": "#1d2421", "heat": "#10211c"}
DARK = {"paper": "#131715", "surface": "#1b201e", "ink": "#eceee9", "heat": "#f2f6f3"}
WHITE, BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)


def parse(text: str) -> Colour | None:
    """The colour in "#0d5c4d" or "#fa0" as three parts from 0 to 1; None for anything else."""
    found = HEX.fullmatch(text.strip())
    if not found:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(one * 2 for one in found[1])
    return tuple(int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))


def spelt(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def luminance(colour: Colour) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: Colour, other: Colour) -> float:
    """From 1 (the same) to 21 (black on white), whichever is the lighter."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the first, the rest of the second."""
    return tuple(a * share + b * (1 - share) for a, b in zip(one, other, strict=True))


def readable(colour: Colour, on: list[Colour], towards: Colour) -> Colour:
    """The colour, moved towards black or white by no more than it takes to be read on every one of those grounds."""
    for step in range(101):
        moved = mix(towards, colour, step / 100)
        if all(contrast(moved, ground) >= ENOUGH for ground in on):
            return moved
    return towards


def tokens(accent: Colour, scheme: dict[str, str], dark: bool) -> dict[str, str]:
    """The accent's family in one scheme: itself, what is written on it, its tints and lines."""
    ground = {name: parse(value) for name, value in scheme.items()}
    towards = WHITE if dark else BLACK
    soft = mix(accent, ground["surface"], 0.16 if dark else 0.1)
    main = readable(accent, [ground["paper"], ground["surface"], soft], towards)
    ink = max(((1.0, 1.0, 1.0), (0.03, 0.06, 0.05)), key=lambda one: contrast(one, main))
    heat = [readable(mix(main, ground["surface"], share), [ground["heat"]], _away(dark)) for share in (0.14, 0.3, 0.45)]
    return {
        "--accent": spelt(main),
        "--accent-ink": spelt(ink),
        "--accent-soft": spelt(soft),
        "--accent-line": spelt(mix(main, ground["surface"], 0.35)),
        "--accent-deep": spelt(mix(towards, main, 0.25)),
        "--k1": spelt(main),
        **{f"--heat-{at}": spelt(shade) for at, shade in enumerate(heat, 1)},
    }


def _away(dark: bool) -> Colour:
    """Where a ground goes to leave its writing readable: darker under light writing."""
    return BLACK if dark else WHITE


def stylesheet(text: str) -> str:
    """The accent as a stylesheet of tokens for both schemes; empty when the setting is not a colour."""
    accent = parse(text)
    if accent is None:
        return ""
    light, dark = tokens(accent, LIGHT, dark=False), tokens(accent, DARK, dark=True)
    return (
        f"@layer tokens {{ :root {{ {_spell(light)} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {_spell(dark)} }} }} }}\n"
    )


def _spell(names: dict[str, str]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in names.items())
