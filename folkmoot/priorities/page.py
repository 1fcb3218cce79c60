"""The page of one question with a result: the picture, the tables, and how it was asked and counted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.priorities import answers, recount
from folkmoot.priorities.models import Question, Result, Voice
from folkmoot.priorities.models.question import FEWEST

WIDE, HIGH, EDGE = 600, 370, 26
SHAPES = ("circle", "square", "triangle", "diamond", "circle")


# Half of a name's width and its height on a phone, in the picture's own units.
HALF, TALL = 105, 30


def _spots(marks: list[dict]) -> list[tuple[int, int]]:
    """Where the name of these marks could stand: above first, then below, then further to either side of both."""
    middle = sum(mark["x"] for mark in marks) / len(marks)
    above, below = min(mark["y"] for mark in marks) - 12, max(mark["y"] for mark in marks) + TALL
    sides = (middle, middle - HALF, middle + HALF)
    return [
        (round(min(max(x, HALF), WIDE - HALF)), min(max(y, TALL - 6), HIGH - 8)) for x in sides for y in (above, below)
    ]


def _hidden(spot: dict, marks: list[dict], names: list[dict]) -> int:
    """How much a name there would hide: marks, and other names many times over."""
    over = [name for name in names if abs(name["x"] - spot["x"]) < 2 * HALF and abs(name["y"] - spot["y"]) < TALL]
    under = [m for m in marks if abs(m["x"] - spot["x"]) < HALF and -TALL < m["y"] - spot["y"] < 8]
    return len(under) + 1000 * len(over)


@dataclass
class Page:
    """One question and its newest result, as everybody may see it."""

    question: Question
    result: Result | None

    @cached_property
    def found(self) -> dict:
        return self.result.found if self.result else {}

    @property
    def has_result(self) -> bool:
        """Something was counted that is large enough to show."""
        return bool(self.found.get("enough"))

    @cached_property
    def words(self) -> dict[int, str]:
        return answers.words_of(self.question)

    @property
    def sentence(self) -> str:
        state = answers.standing(self.question)
        return f"{answers.headline(self.question, self.found)} {state}".strip() if self.result else state

    @property
    def facts(self) -> list[tuple[int, str]]:
        """Figures at the top: people, statements, votes."""
        found = self.found
        if not self.has_result:
            return []
        n, local = found["voices"], found["local"]
        small = {local, n - local} & set(range(1, 10))
        people = ngettext("person", "people", n)
        if not small and found["others"]:
            people = _("people, %(n)d known to be local") % {"n": local}
        rows = [(n, people), (len(self.words), _("statements") if self.is_map else _("things to choose from"))]
        return [*rows, (found["votes"], _("votes"))] if self.is_map else rows

    @property
    def is_map(self) -> bool:
        return self.question.kind == Question.Kind.STATEMENTS

    @cached_property
    def marks(self) -> list[dict]:
        """Each person on the picture: where, and which look their group has."""
        half_w, half_h = WIDE / 2 - EDGE, HIGH / 2 - EDGE
        return [
            {
                "x": round(WIDE / 2 + x / 100 * half_w),
                "y": round(HIGH / 2 - y / 100 * half_h),
                "k": g + 1,
                "shape": SHAPES[g],
            }
            for x, y, g in self.found.get("positions", [])
        ]

    @cached_property
    def names(self) -> list[dict]:
        """Where each group's name stands on the picture: above, below or beside its people, where it hides the fewest
        marks and no other name, at the size it has on a phone."""
        placed: list[dict] = []
        for at, group in enumerate(self.found.get("groups", [])):
            mine = [mark for mark in self.marks if mark["k"] == at + 1]
            if mine:
                label = _("%(letter)s · %(n)d people") % {"letter": group["letter"], "n": group["size"]}
                spots = [{"x": x, "y": y, "words": label} for x, y in _spots(mine)]
                placed.append(min(spots, key=lambda spot: _hidden(spot, self.marks, placed)))
        return placed

    def _row(self, key: int) -> dict | None:
        """One statement's row of a table: its words, the shares of all and of each group."""
        row = self._rows.get(key)
        if row is None or key not in self.words:
            return None
        share = None if row["voted"] is None else round(100 * row["agree"] / row["voted"])
        no = None if row["voted"] is None else round(100 * row["disagree"] / row["voted"])
        groups = [round(100 * cell["agree"] / cell["voted"]) for cell in row["groups"]]
        bars = [{"y": 1 + 10 * at, "w": round(1.5 * one), "k": at + 1} for at, one in enumerate(groups)]
        unsure = self.found.get("unsure", {}).get(str(key))
        return row | {
            "words": self.words[key],
            "share": share,
            "no": no,
            "cells": groups,
            "bars": bars,
            "unsure": unsure,
        }

    @cached_property
    def _rows(self) -> dict[int, dict]:
        return {row["statement"]: row for row in self.found.get("statements", [])}

    @property
    def unites(self) -> list[dict]:
        return [
            row | {"side": one["side"]} for one in self.found.get("unites", []) if (row := self._row(one["statement"]))
        ]

    @property
    def divides(self) -> list[dict]:
        rows = [(self._row(one["statement"]), one) for one in self.found.get("divides", [])]
        return [row | {"claim": one} for row, one in rows if row]

    @property
    def statements(self) -> list[dict]:
        """Every statement with its counts, those most agreed with first; too few votes last."""
        rows = [row for key in self._rows if (row := self._row(key))]
        return sorted(rows, key=lambda row: (row["share"] is None, -(row["share"] or 0)))

    @property
    def groups(self) -> list[dict]:
        """Each group and what it says more than the others, in words."""
        made = []
        for at, group in enumerate(self.found.get("groups", [])):
            holds = [
                one | {"words": self.words[one["statement"]]}
                for one in group["holds"]
                if one["statement"] in self.words
            ]
            for one in holds:
                one["share"] = round(100 * one["said"] / one["voted"])
            made.append(group | {"holds": holds, "k": at + 1, "shape": SHAPES[at]})
        return made

    @property
    def choices(self) -> list[dict]:
        """The rows of a trade-off, strongest first."""
        rows = [
            row | {"words": self.words[row["statement"]]}
            for row in self.found.get("rows", [])
            if row["statement"] in self.words
        ]
        for row in rows:
            value = row.get("mean", row.get("share", 0))
            row["x"], row["low_x"], row["high_x"] = (
                round(3 * row.get(name, value)) for name in ("against", "low", "high")
            )
            row["w"] = round(3 * value)
        return rows

    def _named(self, name: str) -> list[dict]:
        return [
            row | {"words": self.words[row["statement"]]}
            for row in self.found.get(name, [])
            if row["statement"] in self.words
        ]

    @property
    def others(self) -> list[dict]:
        return self._named("others_said")

    @property
    def affected(self) -> list[dict]:
        """Of what the result claims first, then of the rest. For a trade-off in their own order."""
        if not self.is_map:
            return self._named("affected_said")
        claimed = [one["statement"] for name in ("unites", "divides") for one in self.found.get(name, [])]
        rows = self._named("affected_said")
        return sorted(rows, key=lambda row: claimed.index(row["statement"]) if row["statement"] in claimed else 99)

    @property
    def shift(self) -> list[dict]:
        """Those on which most changed their mind first."""
        return sorted(self._named("shift"), key=lambda row: -row["moved"] / row["n"])

    @property
    def weighted(self) -> list[dict]:
        found = self.found.get("weighted", {})
        return [
            row | {"words": self.words[row["statement"]]}
            for row in found.get("rows", [])
            if row["statement"] in self.words
        ]

    @property
    def weighed_people(self) -> int | None:
        """How many said their age; None where that would tell that a few did not."""
        n, rest = self.found.get("weighted", {}).get("n", 0), self.found.get("counted", 0)
        return n if rest == n or rest - n >= FEWEST else None

    @property
    def weighing_moves(self) -> str:
        """What weighting does to the order, in a sentence."""
        return answers.weighing_moves(self.question, self.found)

    @property
    def weighing_refused(self) -> bool:
        return bool(self.found.get("weighted", {}).get("refused"))

    @property
    def weighed_by(self) -> str:
        """What it was weighted by, in words."""
        by = self.found.get("weighted", {}).get("by", ["age"])
        words = {"age": _("age"), "part": _("the part of the place people live in")}
        return _(" and ").join(words[name] for name in by)

    @property
    def weighed_less(self) -> bool:
        """It could not be weighted by all that is known of the place."""
        found = self.found.get("weighted", {})
        return bool(found.get("rows")) and len(found.get("by", ["age"])) < len(self.question.margins())

    @property
    def may_have_weights(self) -> bool:
        """Whether what the weighted figures come from was kept and may be given out."""
        return self.may_have_file and bool(self.found.get("weighted", {}).get("table"))

    @property
    def weighing_command(self) -> str:
        return f"python -m reckon.weighting weights.csv population.csv --kind {self.question.kind}"

    @property
    def by_hand(self) -> bool:
        """A pencil is enough: shares or means, weighted by one thing alone."""
        return len(self.found.get("weighted", {}).get("by", ["age"])) == 1 and self.question.kind not in recount.SHEETS

    @property
    def unit(self) -> str:
        """What a figure of the result is of: in 100, or points."""
        return "" if self.question.kind == Question.Kind.POINTS else "%"

    @property
    def certainty(self) -> str:
        return answers.certainty(self.found)

    @property
    def reruns(self) -> list[tuple[str, list[str]]]:
        return answers.reruns(self.question, self.found)

    @property
    def firmness(self) -> list[str]:
        return answers.firmness(self.question, self.found) if self.result and self.result.final else []

    @property
    def breaks_at(self) -> str:
        """The share of false voices that broke it; where that was not measured, that it was not."""
        measured = answers.breaks_at(self.found)
        if measured or not (self.result and self.result.final and self.found.get("unites")):
            return measured
        return _(
            "With so many people we did not flood it with made-up voices to see when it breaks. On real conversations "
            "a block that votes alike, but not quite, won from 1% to 10% of all voices on."
        )

    @property
    def ways(self) -> str:
        """How they came, in words; nothing where that would give a few away."""
        names = dict(Voice.Way.choices)
        return ", ".join(f"{n} {names[way]}" for way, n in self.found.get("ways", {}).items())

    @property
    def ages(self) -> list[tuple[str, int, int | None]]:
        """(age, how many here, how many in each hundred of the place) where both are known."""
        here, people = self.found.get("ages", {}), self.question.population.get("ages", {})
        whole, names = sum(people.values()), dict(Voice.Age.choices)
        return [(names[age], n, round(100 * people[age] / whole) if age in people else None) for age, n in here.items()]

    @property
    def opened_on(self) -> str:
        return date_format(timezone.localtime(self.question.round.opens_at), "j F Y")

    @property
    def closed_on(self) -> str:
        on = answers.closed_on(self.question)
        return date_format(on, "j F Y") if on else ""

    @property
    def may_have_file(self) -> bool:
        return bool(self.result and self.result.final and self.has_result and self.question.gives_file)

    @property
    def command(self) -> str:
        """What counts the file again to the same figures."""
        if not self.is_map:
            purse = f" --purse {self.question.purse_pence}" if self.question.kind == Question.Kind.BASKET else ""
            return (
                f"python -m reckon.tradeoffs votes.csv --statements statements.csv --kind {self.question.kind}{purse}"
            )
        once = "" if self.question.voices == Question.Voices.LOCAL else " --copies-once"
        shown = f"--least {self.found.get('least', 10)} --shown {FEWEST}{once}"
        return f"python -m reckon.opinions votes.csv --comments statements.csv {shown} --json"
