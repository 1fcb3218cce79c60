"""The lists of working together as files: what one visitor may read on the page, every row of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import Activity
from folkmoot.joinup.models import Look
from folkmoot.joinup.models.heard import SIDES
from folkmoot.joinup.narrowing import Narrowed
from folkmoot.people.models import Person


@dataclass(frozen=True)
class Row:
    """One line: which list, what it is about, where, why, and how much is known. A gap has no second side."""

    list: str
    one: str
    other: str
    place: str
    score: float
    why: str
    known: str
    address: str

    def get_absolute_url(self) -> str:
        return self.address or "/together/"


COLUMNS = (
    ("list", gettext_lazy("List"), "list"),
    ("one", gettext_lazy("What"), "one"),
    ("other", gettext_lazy("And"), "other"),
    ("place", gettext_lazy("Where"), "place"),
    ("score", gettext_lazy("Score, 0 to 1"), "score"),
    ("why", gettext_lazy("Why"), "why"),
    ("known", gettext_lazy("Facts known of each, of 10"), "known"),
    ("address", gettext_lazy("Its page"), "address"),
)


def rows(person: Person | None, day: date, narrowed: Narrowed) -> list[Row]:
    """Pairs whose names this visitor may hear, best first; then what is asked for or needed; then empty places."""
    heard = narrowed.findings().heard_by(person, day).select_related(*SIDES, "place")
    look = Look.objects.filter(story=False).first()
    pairs = [_pair(finding) for finding in heard.order_by("kind", "-score", "pk")]
    return [*pairs, *map(_gap, narrowed.gaps(look)), *map(_supply, narrowed.supply(look))]


def _pair(finding) -> Row:
    one, other = finding.sides()
    why = "; ".join(reason["words"] for reason in finding.reasons)
    known = f"{finding.known_a}, {finding.known_b}"
    facts = (str(one), str(other), str(finding.place or ""), round(finding.score, 3), why, known)
    return Row(finding.get_kind_display(), *facts, finding.get_absolute_url())


def _gap(gap: dict) -> Row:
    why = "; ".join(each["words"] for each in gap["nearest"])
    return Row(_("Asked for or needed"), gap["words"], "", gap["place_name"], gap["score"], why, "", gap_address(gap))


def _supply(row: dict) -> Row:
    return Row(_("More places than people"), row["words"], "", "", 0.0, "", "", "")


def gap_address(gap: dict) -> str:
    """The page of the ask or need behind a gap; "" for one that stands on no entry."""
    return f"/{gap['what']}s/{gap['pk']}/" if gap["pk"] and gap["what"] in ("ask", "need") else ""


def with_nearest(gaps: list[dict]) -> list[dict]:
    """Each gap with its address and, in `near`, the public activity that comes nearest to filling it."""
    ids = {
        int(near["id"].split(":")[1]) for gap in gaps for near in gap["nearest"] if near["id"].startswith("activity:")
    }
    known = {one.pk: one for one in Activity.objects.live().shown().public().filter(pk__in=ids)}
    return [gap | {"address": gap_address(gap), "near": _near(gap, known)} for gap in gaps]


def _near(gap: dict, known: dict[int, Activity]) -> dict | None:
    for each in gap["nearest"]:
        found = known.get(int(each["id"].split(":")[1])) if each["id"].startswith("activity:") else None
        if found:
            return {"entry": found, "words": each["words"]}
    return None
