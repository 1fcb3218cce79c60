"""Votes on statements as everything that the page of a question shows, and nothing of fewer than ten people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from folkmoot.priorities.sums import Plain
from reckon import opinions as sums

Counting = Callable[[sums.Votes], sums.Opinions]
FEWEST = 10
# Of all people, so that a block of false voices cannot make a group and with it a veto.
A_TENTH = 0.1
# Of fewer people than this, one voice more or less moves who is in which group. Where not all are known to be people,
# nobody is put into groups until there are as many: see bench/manipulation.py.
ENOUGH_FOR_GROUPS = 40
# From this many mean silhouette on; Kaufman and Rousseeuw, "Finding Groups in Data", 1990, chapter 2.
CERTAINTY = ((0.7, "clear"), (0.5, "fair"), (0.25, "weak"), (-2, "hardly"))
TOP = 5
MANY_SHOWN = 400


@dataclass(frozen=True)
class Spoken:
    """What one voice said: `votes`, statement → 1, 0 or -1; a word for the hour it came in, or None."""

    votes: dict[int, int]
    hour: str | None = None
    local: bool = False


def least_of(people: int, *, trust: bool = True) -> int:
    """How many people a group has at least: ten, and a tenth of all. Where fewer than forty spoke and they are not
    known to be people, all of them: there is one group."""
    if not trust and people < ENOUGH_FOR_GROUPS:
        return people
    return max(FEWEST, round(A_TENTH * people))


def counted(
    spoken: Sequence[Spoken], statements: Sequence[int], *, keep: int = 0, final: bool = False, trust: bool = True
) -> Plain:
    """The map of these voices, as plain values; {"enough": False} for fewer than ten who said enough of it.

    `trust`: they are known to be people, so copies all count; else near-copies count once. `keep`: the number of groups
    there was, kept to while it is nearly as clear. How firm each claim is appears in a `final` count alone.
    """
    spoken = [one for one in spoken if one.votes]
    if len(spoken) < FEWEST:
        return {"enough": False}
    votes = _votes(spoken, statements)
    judged = votes if trust else sums.once_each(votes)
    least = least_of(len(judged.people), trust=trust)
    whole = sums.opinions(judged, least=least, keep=keep)
    if (whole.group >= 0).sum() < FEWEST:
        return {"enough": False}
    found = told(whole)
    again = partial(sums.opinions, least=least)
    shown = {
        "enough": True,
        "least": least,
        "ungrouped": not trust and len(judged.people) < ENOUGH_FOR_GROUPS,
        "counted": len(judged.people),
        "copies": len(votes.people) - len(judged.people),
        "groups": _groups(found),
        "unplaced": int((found.group < 0).sum()) if found.grouping.count > 1 else 0,
        "certainty": _certainty(found),
        "nearly": _nearly(found),
        "positions": _positions(found),
        "statements": _statements(found, statements),
        "unites": _unites(found, least, final),
        "divides": _divides(found, final),
        "reruns": _reruns(found, again, spoken, judged),
    }
    if final and len(judged.people) <= 3000:
        broken = sums.breaking(found, lambda votes: told(again(votes if trust else sums.once_each(votes))))
        shown["breaks_at"] = {"first": broken.first, "agreed": broken.agreed}
    return shown


def told(found: sums.Opinions) -> sums.Opinions:
    """The map, of ten people or more, with those claims alone that are shown."""
    return sums.shown(found, FEWEST)


def _votes(spoken: Sequence[Spoken], statements: Sequence[int]) -> sums.Votes:
    column = {one: at for at, one in enumerate(statements)}
    rows = [
        (who, column[what], value)
        for who, one in enumerate(spoken)
        for what, value in one.votes.items()
        if what in column
    ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return sums.Votes.of_arrays(
        list(range(len(spoken))), list(statements), table[:, 0], table[:, 1], table[:, 2].astype(np.int8)
    )


def _groups(found: sums.Opinions) -> list[Plain]:
    """Each group's letter, size and what it holds more than the others; one group alone is none."""
    if found.grouping.count < 2:
        return []
    names, sizes = found.votes.statements, [len(each) for each in found.groups()]
    return [
        {
            "letter": "ABCDE"[at],
            "size": sizes[at],
            "holds": [
                {
                    "statement": names[one.statement],
                    "side": one.side,
                    "said": one.said,
                    "voted": one.voted,
                    "elsewhere": round(100 * one.said_elsewhere / one.voted_elsewhere) if one.voted_elsewhere else None,
                    "sure": one.is_sure,
                }
                for one in held
                if one.voted >= FEWEST
            ],
        }
        for at, held in enumerate(found.holds)
    ]


def _certainty(found: sums.Opinions) -> str:
    clear = found.grouping.silhouettes.get(found.grouping.count)
    return "" if clear is None else next(word for from_here, word in CERTAINTY if clear >= from_here)


def _nearly(found: sums.Opinions) -> list[int]:
    """Other numbers of groups that would be as clear, or nearly."""
    clear, k = found.grouping.silhouettes, found.grouping.count
    return sorted(other for other, score in clear.items() if k in clear and other != k and score >= clear[k] - 0.05)


def _positions(found: sums.Opinions) -> list[list[int]]:
    """[x, y, group] of those in a group, from -100 to 100, in no order that says who is who; at most MANY_SHOWN, evenly
    taken."""
    placed = np.flatnonzero(found.group >= 0)
    where = found.positions.people[placed]
    far = np.abs(where).max(initial=0) or 1.0
    rows = sorted(
        [*np.round(one / far * 100).astype(int).tolist(), int(g)]
        for one, g in zip(where, found.group[placed], strict=True)
    )
    step = max(1, -(-len(rows) // MANY_SHOWN))
    return rows[::step]


def _statements(found: sums.Opinions, statements: Sequence[int]) -> list[Plain]:
    """Of each statement how many agree, disagree and pass, with the interval of the share who agree, and the same in
    each group where ten of every group voted on it. With groups, of those who are in one."""
    table, rows = found.counts, []
    for at, key in enumerate(statements):
        agree, disagree, voted = (int(each[:, at].sum()) for each in (table.agree, table.disagree, table.voted))
        low, high = sums.wilson(agree, voted)
        cells = [
            {"agree": int(table.agree[g, at]), "disagree": int(table.disagree[g, at]), "voted": int(table.voted[g, at])}
            for g in range(found.grouping.count)
        ]
        shown = voted >= FEWEST
        rows.append(
            {
                "statement": key,
                "voted": voted if shown else None,
                "agree": agree if shown else None,
                "disagree": disagree if shown else None,
                "low": round(100 * low),
                "high": round(100 * high),
                "groups": cells if len(cells) > 1 and all(cell["voted"] >= FEWEST for cell in cells) else [],
            }
        )
    return rows


def _unites(found: sums.Opinions, least: int, final: bool) -> list[Plain]:
    names, rows = found.votes.statements, []
    for one in found.unites[:TOP]:
        firm = sums.to_undo_uniting(found.counts, one, least) if final else None
        rows.append({"statement": names[one.statement], "side": one.side, "firm": firm})
    return rows


def _divides(found: sums.Opinions, final: bool) -> list[Plain]:
    names, rows = found.votes.statements, []
    for one in found.divides[:TOP]:
        rows.append(
            {
                "statement": names[one.statement],
                "more": "ABCDE"[one.more],
                "less": "ABCDE"[one.less],
                "difference": round(100 * one.difference),
                "low": round(100 * one.low),
                "high": round(100 * one.high),
                "firm": sums.to_undo_dividing(found.counts, one) if final else None,
            }
        )
    return rows


def _reruns(found: sums.Opinions, again: Counting, spoken: Sequence[Spoken], votes: sums.Votes) -> list[Plain]:
    """What moves when the strongest are clipped, any one group is left out, copies count once, bursts are left out."""
    number = {who: at for at, who in enumerate(votes.people)}
    burst = sums.bursts([one.hour for one in spoken])
    flood = [number[who] for who, is_one in enumerate(burst) if is_one and who in number]
    copy = [who for each in sums.copies(votes) for who in each[1:]]
    least = FEWEST
    runs = [("strongest", sums.rerun(found, again, "", sums.strongest(found), least), len(sums.strongest(found)))]
    runs.append(("group", sums.any_one_group(found, again, least), 0))
    runs.append(("bursts", sums.rerun(found, again, "", flood, least), len(flood)))
    runs.append(("copies", sums.rerun(found, again, "", copy, least), len(copy)))
    return [_run(name, one, out) for name, one, out in runs if name != "group" or found.grouping.count > 1]


def _run(name: str, one: sums.Rerun, out: int) -> Plain:
    moved = [
        {
            "statement": move.claim.statement,
            "kind": move.claim.kind,
            "was": None if move.was is None else round(100 * move.was),
            "now": None if move.now is None else round(100 * move.now),
            "holds": move.holds,
        }
        for move in one.moved
    ]
    return {"without": name, "out": out, "ran": one.ran, "moved": moved}


def locals_only(everyone: Sequence[Spoken], statements: Sequence[int]) -> Plain:
    """The map of everybody held against that of the voices known to be local alone: as one more re-run."""
    spoken = [one for one in everyone if one.votes]
    votes = _votes(spoken, statements)
    others = [at for at, one in enumerate(spoken) if not one.local]
    least = least_of(len(votes.people), trust=False)
    again = partial(sums.opinions, least=least)
    return _run("others", sums.rerun(told(again(votes)), again, "", others, FEWEST), len(others))


def groups_of(spoken: Sequence[Spoken], statements: Sequence[int]) -> list[set[int]]:
    """Which voices (positions in `spoken`) fall into each group, where there is more than one; none under ten."""
    if len(spoken) < FEWEST:
        return []
    found = sums.opinions(_votes(spoken, statements), least=least_of(len(spoken)))
    if found.grouping.count < 2:
        return []
    return [set(np.flatnonzero(found.group == at).tolist()) for at in range(found.grouping.count)]


def floods(spoken: Sequence[Spoken], statements: Sequence[int]) -> list[Plain]:
    """For those who run it: sets of five or more that voted alike, and hours with far more voices than usual."""
    said = [one for one in spoken if one.votes]
    sets = [len(each) for each in sums.copies(_votes(said, statements)) if len(each) >= 5]
    found = [{"sort": "copies", "n": n, "hour": None} for n in sets]
    hours = [one.hour for one in said]
    burst = sorted({hour for hour, is_one in zip(hours, sums.bursts(hours), strict=True) if is_one and hour})
    return found + [{"sort": "burst", "n": hours.count(hour), "hour": hour} for hour in burst]


def in_bursts(hours: Sequence[str | None]) -> list[bool]:
    return sums.bursts(hours)


def share(said: int, voted: int) -> tuple[int, int, int] | None:
    """Per cent, with its nine-in-ten interval; None for fewer than ten."""
    if voted < FEWEST:
        return None
    low, high = sums.wilson(said, voted)
    return round(100 * said / voted), round(100 * low), round(100 * high)
