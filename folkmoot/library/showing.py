"""A difference as a page shows it: what changed with two lines around it, long stretches of the same folded away."""

from __future__ import annotations

from typing import NamedTuple

from folkmoot.library.sums import Difference

AROUND = 2


class Stretch(NamedTuple):
    """ "same" lines to show, a number of lines "folded" away, or the `pieces` (kind, words) of what "changed"."""

    kind: str
    text: str = ""
    lines: int = 0
    pieces: tuple = ()


def stretches(found: Difference) -> list[Stretch]:
    shown: list[Stretch] = []
    for number, one in enumerate(found.stretches):
        if one.kind == "changed":
            shown.append(Stretch("changed", pieces=tuple((piece.kind, piece.text) for piece in one.pieces)))
        else:
            first, last = number == 0, number == len(found.stretches) - 1
            shown += _around(one.after, 0 if first else AROUND, 0 if last else AROUND)
    return shown


def _around(lines: tuple[str, ...], before: int, after: int) -> list[Stretch]:
    if len(lines) <= before + after + 1:
        return [Stretch("same", "\n".join(lines))]
    head, tail = lines[:before], lines[len(lines) - after :]
    middle = Stretch("folded", lines=len(lines) - before - after)
    parts = [
        Stretch("same", "\n".join(head)) if head else None,
        middle,
        Stretch("same", "\n".join(tail)) if tail else None,
    ]
    return [part for part in parts if part]
