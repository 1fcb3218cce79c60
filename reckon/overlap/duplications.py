"""Activities that may be the same thing done twice."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from .candidates import candidates
from .entries import Activity, Atlas, Entry, Pair, Reason, check_ids
from .evidence import Bools, Evidence, Likeness
from .ranking import Ranked, stage_of, worth
from .reasons import Pick, findings
from .wording import Floats, Ints

WEIGHTS = {"kind": 0.25, "topic": 0.15, "people": 0.15, "place": 0.20, "dates": 0.10, "text": 0.15}
LEAST = 0.45  # a lower score is not worth anybody's time
_ALIKE = 0.25  # from here on a field counts as shared
_KIND, _TOPIC, _PEOPLE, _PLACE, _DATES, _TEXT = range(6)


def duplications(
    entries: Sequence[Entry], atlas: Atlas | None = None, *, top: int = 100, today: date | None = None, each: int = 10
) -> list[Pair]:
    """Pairs of activities that may be the same thing twice, best first, equal ones by id; `a` is the smaller id.

    Two are put forward when they have no organisation in common, are not known to be in different places, at
    different times or of different kinds, and share at least two things of which one says what they do; guesses
    are not counted for this. The type of help alone does not say it where both say whom they serve and it is others:
    every town has several that train somebody.

    The score is lower where nothing can be saved any more: 1 × while one is only planned, 0.9 × while one is funded or
    of unknown stage, 0.8 × when both run, 0.6 × when one is over (`today` helps to tell). Nobody stands in the list
    more than `each` times, so that who has filled in most does not fill it; pairs with a private plan in them are
    counted by themselves, `top` more. Other entries are passed over.

    ValueError for an id used twice.
    """
    check_ids(entries)
    activities = sorted((entry for entry in entries if isinstance(entry, Activity)), key=lambda entry: entry.id)
    evidence = Evidence(activities, atlas or Atlas(), WEIGHTS)
    stage = np.array([stage_of(activity, today) for activity in activities])

    def fit(rows: Ints, cols: Ints) -> Bools:
        return evidence.could_overlap(rows, cols) & evidence.could_share(rows, cols)

    found = [_promising(evidence, stage, left, right) for left, right in candidates(evidence, fit=fit)]
    ranked = Ranked.of(found, activities)
    return findings(evidence, [_pick(evidence, stage, rows) for rows in ranked.pick(top, each)])


def _promising(evidence: Evidence, stage: Ints, left: Ints, right: Ints) -> tuple[Ints, Ints, Floats]:
    found = evidence.compare(left, right)
    score = found.score * worth(stage[left], stage[right])
    keep = (score >= LEAST) & _grounds(evidence, found, left, right) & ~evidence.same_organisation(left, right)
    return left[keep], right[keep], score[keep]


def _grounds(evidence: Evidence, found: Likeness, left: Ints, right: Ints) -> Bools:
    """Enough that somebody has said themselves, and nothing said that rules it out."""
    shared = (found.alike >= _ALIKE) & found.sound
    both = evidence.said[left] & evidence.said[right]
    others = both[:, _PEOPLE] & (found.alike[:, _PEOPLE] < _ALIKE)
    what = shared[:, [_TOPIC, _PEOPLE, _TEXT]].any(axis=1) | (shared[:, _KIND] & ~others)
    enough = (shared.sum(axis=1) >= 2) & what
    ruled_out = (both & (found.alike <= 0))[:, [_KIND, _PLACE, _DATES]].any(axis=1)
    return np.asarray(enough & ~ruled_out)


def _pick(evidence: Evidence, stage: Ints, rows: tuple[int, int]) -> Pick:
    factor = float(worth(stage[[rows[0]]], stage[[rows[1]]])[0])
    extra = () if factor < 1 else (Reason("stage", _planned(evidence, stage, rows), 0.0),)
    return Pick(rows, "duplication", extra, factor)


def _planned(evidence: Evidence, stage: Ints, rows: tuple[int, int]) -> str:
    planned = [evidence.entries[n].name or evidence.entries[n].id for n in rows if stage[n] == 3]
    if len(planned) == 2:
        return "both are still plans, so nothing is spent yet"
    return f"{planned[0]} is still a plan, so there is time to talk"
