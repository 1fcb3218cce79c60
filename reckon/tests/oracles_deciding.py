"""Deciding, slowly: what a treasurer would do with a pencil."""

from __future__ import annotations

from itertools import combinations, permutations


def speakers(said: dict, delegates: dict) -> dict:
    """Everybody → who speaks for them, walking at most as many steps as there are people; None for nobody."""
    found = {}
    for person in [*said, *delegates]:
        step = person
        for _ in range(len(said) + len(delegates) + 1):
            if step in said or step is None:
                break
            step = delegates.get(step)
        found[person] = step if step in said else None
    return found


def ballots(said: dict, delegates: dict) -> list[dict]:
    """One sheet for each person who is counted: their own, or a copy of their speaker's."""
    return [said[speaker] for speaker in speakers(said, delegates).values() if speaker is not None]


def strongest(options: list, beats: dict, a, b) -> int:
    """The strength of the strongest path from a to b, trying each path there is."""
    best = 0
    between = [one for one in options if one not in (a, b)]
    for length in range(len(between) + 1):
        for middle in permutations(between, length):
            walk = [a, *middle, b]
            links = [beats[x][y] if beats[x][y] > beats[y][x] else 0 for x, y in zip(walk, walk[1:], strict=False)]
            best = max(best, min(links))
    return best


def first(options: list, sheets: list[dict]) -> tuple[dict, list]:
    """(who is put before whom by how many, the winners by the widest path)."""
    last = len(options) + 1
    beats = {
        a: {b: sum(sheet.get(a, last) < sheet.get(b, last) for sheet in sheets) for b in options if b != a}
        for a in options
    }
    wins = [
        a
        for a in options
        if all(strongest(options, beats, a, b) >= strongest(options, beats, b, a) for b in options if b != a)
    ]
    return beats, wins if sheets else []


ASKS_FOR = {0: 101, 1: 90, 2: 75, 3: 50, 4: 25, 5: 0}


def content(sheets: list[dict], option) -> set[int]:
    """Of all sets of sheets, the largest in which each is content with how many the set is: every set is tried."""
    for size in range(len(sheets), 0, -1):
        for some in combinations(range(len(sheets)), size):
            if all(100 * size >= ASKS_FOR[sheets[at].get(option, 0)] * len(sheets) for at in some):
                return set(some)
    return set()


def slips(options: list, sheets: list[dict]) -> tuple[dict, dict]:
    """(option → how many go along, option → how many slips), a slip for each sheet that goes along with anything."""
    along = {option: content(sheets, option) for option in options}
    found = dict.fromkeys(options, 0)
    for at, sheet in enumerate(sheets):
        best = None
        for option in options:
            if at not in along[option]:
                continue
            worth = (len(along[option]), sheet[option])
            if best is None or worth > best[0]:
                best = worth, option
        if best:
            found[best[1]] += 1
    return {option: len(those) for option, those in along.items()}, found
