"""What a column holds, seen beside the other columns of its sheet: which is the name, which only looks like it."""

from dataclasses import replace

from . import values
from .headings import heading_says
from .meanings import MEANINGS, SEVERAL, Guess

Cells = dict[str, list[str]]
NAMING = (
    (("other_name",), "no other column says who does it"),
    (("activity",), "no column says who does it, so what is done is the name"),
    (("", "topic", "place", "address"), "no heading says “name”; this is the first column of short texts that differ"),
)
# A type of help is one of a few; a column with more different ones names each thing that is done.
MOST_TYPES = 12


def settled(found: list[Guess], cells: Cells) -> list[Guess]:
    """The guesses, with one column as the name and no two as something that there is one of."""
    return _without_rivals(_with_deeds(_with_a_name(found, cells), cells))


def _as(one: Guess, meaning: str, confidence: float, reason: str) -> Guess:
    return replace(one, meaning=meaning, use=MEANINGS[meaning][1], confidence=confidence, reason=reason)


def _with_a_name(found: list[Guess], cells: Cells) -> list[Guess]:
    """Every list names what it lists: if no column says who does it, the one that says what is done is the name, else
    the first column of different short texts."""
    if any(one.meaning == "name" for one in found):
        return found
    for meanings, reason in NAMING:
        at = next((n for n, one in enumerate(found) if one.meaning in meanings and _may_name(one, cells)), None)
        if at is not None:
            return [*found[:at], _as(found[at], "name", 0.5, reason), *found[at + 1 :]]
    return found


def _may_name(one: Guess, cells: Cells) -> bool:
    said = cells[one.heading]
    if not said or (one.meaning == "address" and any(map(values.is_address, said))):
        return False
    least = 0.5 if one.meaning == "activity" else 0.8
    return len(set(said)) > least * len(said) and sum(map(_is_worded, said)) > 0.8 * len(said)


def _is_worded(cell: str) -> bool:
    """More letters than digits: “Lye Food Bank 2”, not “0013X00012QAZ”."""
    letters = sum(map(str.isalpha, cell))
    return letters > sum(map(str.isdecimal, cell)) and letters <= 120


def _with_deeds(found: list[Guess], cells: Cells) -> list[Guess]:
    """Beside a column that says who, one of “services” that are nearly all different says what each is called."""
    if not any(one.meaning == "name" for one in found) or any(one.meaning == "activity" for one in found):
        return found
    reason = "many different ones, beside the name of who does it"
    return [
        _as(one, "activity", 0.6, reason)
        if one.meaning == "type_of_help" and len(set(cells[one.heading])) > MOST_TYPES
        else one
        for one in found
    ]


def _without_rivals(found: list[Guess]) -> list[Guess]:
    """Only one column can be the name, the postcode and so on; of two, the surer one is, and the first of equals."""
    best: dict[str, Guess] = {}
    for one in found:
        if one.meaning and (one.meaning not in best or one.confidence > best[one.meaning].confidence):
            best[one.meaning] = one
    return [
        one if one.meaning in SEVERAL or not one.meaning or best[one.meaning] is one else _rival(one, best)
        for one in found
    ]


def _rival(one: Guess, best: dict[str, Guess]) -> Guess:
    if one.meaning == "name":
        meaning = next((other for other in _other_names(one) if other not in best), "")
    else:
        meaning = ""
    best.setdefault(meaning or one.meaning, one)
    reason = f"also looks like {MEANINGS[one.meaning][0]}, but “{best[one.meaning].heading}” does more"
    return _as(one, meaning, 0.3, reason)


def _other_names(one: Guess) -> tuple[str, ...]:
    """A second name is what is done, where its heading can say so (“Program name”); else one more for who does it."""
    return ("activity", "other_name") if "activity" in heading_says(one.heading) else ("other_name",)
