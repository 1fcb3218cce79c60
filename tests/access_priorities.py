"""What the matrix of tests/test_access.py asks of questions, sheets and vouches."""

from __future__ import annotations

from types import SimpleNamespace

from folkmoot.kit.links import sign
from folkmoot.priorities.models import Batch, Matrix, Question, Statement, Vouch

SIGNED_IN = ("bram", "carys", "amina", "dilys", "kofi", "deputy")
LOOK_AFTER = ("amina", "kofi", "deputy")


def _open(village: SimpleNamespace) -> Question:
    """One of Amina's own, open, with people putting statements."""
    made = Question.ask("Which evening suits you?", village.amina, place=village.thornbeck, once="matrix")
    for words in ("Mondays", "Fridays"):
        Statement.seed_with(made, words, village.amina)
    return made


def _waits(village: SimpleNamespace) -> Statement:
    return Statement.put(_open(village), "Sundays", village.bram, once="matrix")


def _batch(village: SimpleNamespace) -> Batch:
    return _open(village).batches.first() or Batch.make(_open(village), 2, "at the door", False, village.amina)


def _vouch(village: SimpleNamespace) -> Vouch:
    return Vouch.ask(village.bram, village.mill_lane, village.voluntary_action)


def _matrix(village: SimpleNamespace) -> dict:
    told = Matrix.begin("Told", ["One"], village.policies, None, once="matrix story", story=True)
    return {"live": village.matrix, "story": told}


def _cells(village: SimpleNamespace) -> dict:
    return {name: {"pk": one.pk, "aim": 1, "policy": 1} for name, one in _matrix(village).items()}


THINGS: dict = {
    "questions": lambda village: {"live": _open(village)},
    "questions/priorities": lambda village: {"live": village.way_home},
    "questions/matrix": _matrix,
}
EXAMPLES: dict = {
    "priorities:by_link": lambda village: {
        "token": sign("speak in a question", [_open(village).pk, "mail", "nia@example.org"])
    },
    "priorities:votes_file": lambda village: {"pk": village.buildings.pk},
    "priorities:statements_file": lambda village: {"pk": village.buildings.pk},
    "priorities:weights_file": lambda village: {"pk": village.buildings.pk},
    "priorities:population_file": lambda village: {"pk": village.buildings.pk},
    "priorities:judge": lambda village: {"pk": _open(village).pk, "statement": _waits(village).pk},
    "priorities:sheets": lambda village: {"pk": _open(village).pk, "batch": _batch(village).pk},
    "priorities:cell": _cells,
    "priorities:rate": _cells,
    "priorities:remark": _cells,
    "priorities:vouch": lambda village: {"pk": _vouch(village).pk},
    "priorities:end_vouch": lambda village: {"pk": _vouch(village).pk},
}
SENT: dict = {
    "priorities:give_vouch": {"email": "nobody@thornbeck.example", "place": "Mill Lane"},
    "priorities:new_sheets": {"count": "2", "how": "at the door"},
    "priorities:seed": {"words": "Tuesdays"},
    "priorities:judge": {"do": "in"},
    "priorities:vouch": {"answer": "yes"},
    "priorities:rate": {"relation": "supports"},
    "priorities:remark": {"kind": "gap", "words": "x"},
    "priorities:existing": {"field": "x", "words": "y"},
    "priorities:priority_settle": {"state": "met"},
}
LETS_IN: dict = {
    "priorities:waiting": LOOK_AFTER,
    "priorities:judge": LOOK_AFTER,
    "priorities:vouch": ("bram", *LOOK_AFTER),
    "priorities:end_vouch": ("bram", *LOOK_AFTER),
    "priorities:rate": SIGNED_IN,
    "priorities:remark": SIGNED_IN,
    "priorities:existing": ("dilys", *LOOK_AFTER),
    "priorities:carry": ("dilys", *LOOK_AFTER),
    "priorities:sign": ("dilys", *LOOK_AFTER),
    "priorities:": LOOK_AFTER,
}
