"""Why two entries were put beside each other, in words a person can check."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .entries import FIELDS, Entry, Pair, Reason
from .evidence import Evidence, Likeness
from .wording import Floats, stems

RARE = 0.05  # a word is rare that at most so many of all use, or two
_LEAST = 0.005  # a smaller part of the score is not worth a sentence
_SAID = {
    "kind": "type of help",
    "topic": "topic",
    "people": "people served",
    "place": "place",
    "dates": "dates",
    "text": "description",
}


@dataclass(frozen=True)
class Pick:
    """Two rows to explain: `extra` reasons stand first, `factor` multiplies the score."""

    rows: tuple[int, int]
    rule: str
    extra: tuple[Reason, ...] = ()
    factor: float = 1.0


def findings(evidence: Evidence, picks: Sequence[Pick]) -> list[Pair]:
    """The finding for each pick, in order; `a` and `b` as the rows stand."""
    left, right = (np.array([pick.rows[n] for pick in picks], dtype=np.int64) for n in (0, 1))
    found = evidence.compare(left, right)
    may, surely = evidence.overlap(left, right)
    known = evidence.said[left, 4] & evidence.said[right, 4]
    when = np.where(surely, "certainly", np.where(may, "perhaps", np.where(known, "no", "unknown")))
    scores = np.column_stack([found.score, found.likeness, found.certainty])
    return [_pair(evidence, pick, scores[n], str(when[n]), found.only(n)) for n, pick in enumerate(picks)]


def _pair(evidence: Evidence, pick: Pick, scores: Floats, when: str, found: Likeness) -> Pair:
    i, j = pick.rows
    a, b = evidence.entries[i], evidence.entries[j]
    score, likeness, certainty = (round(float(value), 6) for value in scores)
    both = evidence.said[i] & evidence.said[j]
    return Pair(
        a=a.id,
        b=b.id,
        rule=pick.rule,
        score=round(score * pick.factor, 6),
        likeness=likeness,
        certainty=certainty,
        when=when,
        reasons=pick.extra + reasons(evidence, found, pick.rows),
        missing=tuple(_SAID[name] for n, name in enumerate(FIELDS) if evidence.weights[n] and not both[n]),
        complete_a=evidence.complete[i],
        complete_b=evidence.complete[j],
        private=tuple(entry.id for entry in (a, b) if entry.private),
    )


def reasons(evidence: Evidence, found: Likeness, rows: tuple[int, int]) -> tuple[Reason, ...]:
    """What the two share, most telling first."""
    parts = (found.weight * found.alike)[0]
    shares = []
    for n, name in enumerate(FIELDS):
        if parts[n] >= _LEAST:
            guess = "" if found.sound[0, n] else " (a guess nobody has confirmed)"
            shares.append(Reason(name, _WORDS[name](evidence, *rows) + guess, round(float(parts[n]), 4)))
    return tuple(sorted(shares, key=lambda reason: (-reason.share, reason.field)))


def listed(things: list[str], most: int = 4) -> str:
    """One, two and three; beyond `most`, and how many others.

    >>> listed(["a", "b", "c"]), listed(list("abcdef"))
    ('a, b and c', 'a, b, c, d and 2 others')
    """
    more = len(things) - most
    if more > 0:
        things = [*things[:most], f"{more} other{'s' if more > 1 else ''}"]
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} and {things[-1]}" if things else ""


def _kind(evidence: Evidence, i: int, j: int) -> str:
    a, b = evidence.entries[i], evidence.entries[j]
    return f"both are for the same type of help: {listed(_named(evidence, a.kinds & b.kinds))}"


def _topic(evidence: Evidence, i: int, j: int) -> str:
    a, b = evidence.entries[i], evidence.entries[j]
    same = a.topics & b.topics
    if same:
        return f"both are about {listed(_named(evidence, same))}"
    wide = _wider(evidence, a) & _wider(evidence, b)
    return f"their topics are both part of {listed(_named(evidence, wide))}"


def _people(evidence: Evidence, i: int, j: int) -> str:
    a, b = evidence.entries[i], evidence.entries[j]
    same = a.people & b.people
    if same:
        return f"both serve the same people: {listed(sorted(same))}"
    return f'"{listed(sorted(a.people))}" and "{listed(sorted(b.people))}" are much the same people'


def _place(evidence: Evidence, i: int, j: int) -> str:
    a, b = evidence.entries[i], evidence.entries[j]
    same = set(a.places) & set(b.places)
    if same:
        return f"both are in {listed(_named(evidence, same))}"
    atlas = evidence.atlas
    for one in a.places:
        for other in b.places:
            if atlas.steps(one, other):
                inner, outer = (one, other) if other in atlas.within.get(one, ()) else (other, one)
                return f"{atlas.name(inner)} is in {atlas.name(outer)}"
    return f"{listed(_named(evidence, a.places))} and {listed(_named(evidence, b.places))} are next door"


def _dates(evidence: Evidence, i: int, j: int) -> str:
    a, b = evidence.entries[i].dates, evidence.entries[j].dates
    how = "they run at the same time" if a.sure and b.sure else "they may run at the same time"
    return f"{how}: {_said(a.said)}; {_said(b.said)}"


def _text(evidence: Evidence, i: int, j: int) -> str:
    found = evidence.words["text"]
    shared = found.matrix[i].multiply(found.matrix[j]).tocsr()
    order = np.lexsort((shared.indices, -np.round(shared.data, 9)))
    best = shared.indices[order[:3]]
    text = f"{evidence.entries[i].name} {evidence.entries[i].text}"
    said = [f"“{as_written(text, found.features[n])}”" for n in best]
    words = f"their words share {listed(said)}"
    if found.owners < 10 or (found.users[best] > max(2, RARE * found.owners)).any():
        return words
    return f"{words}, which {'are' if len(said) > 1 else 'is'} rare here"


def as_written(text: str, key: str) -> str:
    """The first word of a text with this stem, as it stands there."""
    return next((word for word in re.findall(r"[^\W_]+", text) if key in stems(word)), key)


def _named(evidence: Evidence, ids: frozenset[str] | set[str] | tuple[str, ...]) -> list[str]:
    return sorted(evidence.atlas.name(known_as) for known_as in ids)


def _wider(evidence: Evidence, entry: Entry) -> set[str]:
    return {wider for topic in entry.topics for wider in (topic, *evidence.atlas.within.get(topic, ()))}


def _said(words: str) -> str:
    return words or "dates not said in words"


_WORDS = {"kind": _kind, "topic": _topic, "people": _people, "place": _place, "dates": _dates, "text": _text}
