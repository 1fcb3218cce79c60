"""Comparing and merging texts with pencil and paper: every length in a table, and every rule said once."""

from __future__ import annotations


def kept(before: list[str], after: list[str]) -> list[tuple[int, int]]:
    """First what both begin with, then what both end with, then the table of what lies between."""
    first = 0
    while first < min(len(before), len(after)) and before[first] == after[first]:
        first += 1
    last = 0
    while last < min(len(before), len(after)) - first and before[-1 - last] == after[-1 - last]:
        last += 1
    a, b = before[first : len(before) - last], after[first : len(after) - last]
    longest = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            same = longest[i - 1][j - 1] + 1 if a[i - 1] == b[j - 1] else 0
            longest[i][j] = max(same, longest[i - 1][j], longest[i][j - 1])
    i, j, middle = len(a), len(b), []
    while i and j:
        if longest[i][j] == longest[i - 1][j]:
            i -= 1
        elif longest[i][j] == longest[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            middle.insert(0, (first + i, first + j))
    start = [(n, n) for n in range(first)]
    end = [(len(before) - last + n, len(after) - last + n) for n in range(last)]
    return start + middle + end


def merged(base: list[str], mine: list[str], theirs: list[str]) -> list[str] | None:
    """Both put together line by line, or None: walk down the base, and stop wherever both have the line."""
    my_lines, their_lines = dict(kept(base, mine)), dict(kept(base, theirs))
    stops = [n for n in range(len(base)) if n in my_lines and n in their_lines]
    done: list[str] = []
    b = m = t = 0
    for stop in stops + [len(base)]:
        to_m = my_lines[stop] if stop in stops else len(mine)
        to_t = their_lines[stop] if stop in stops else len(theirs)
        was, have, has = base[b:stop], mine[m:to_m], theirs[t:to_t]
        if have == has or has == was:
            done += have
        elif have == was:
            done += has
        else:
            return None
        if stop in stops:
            done.append(base[stop])
        b, m, t = stop + 1, to_m + 1, to_t + 1
    return done
