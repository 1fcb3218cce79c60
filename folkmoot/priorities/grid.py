"""A matrix as it is drawn: rows and columns with what was agreed, how the views spread, and what stands in no cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.directory.models import Activity
from folkmoot.priorities.models import Aim, Cell, Matrix, Policy, Relation, Remark

KINDS = Remark.Kind


@dataclass
class Square:
    """One cell as it is shown. `spread`: how many see it how, where somebody has."""

    aim: Aim
    policy: Policy
    cell: Cell | None = None
    spread: list[tuple[str, int]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def relation(self) -> str:
        return self.cell.relation if self.cell else Relation.UNKNOWN

    @property
    def name(self) -> str:
        return Relation(self.relation).label

    def of(self, kind: str) -> list[Remark]:
        return [one for one in self.remarks if one.kind == kind]

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [(KINDS(kind).label, n) for kind, n in Counter(one.kind for one in self.remarks).items()]


class Grid:
    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix
        self.aims = list(matrix.aims.all())
        self.policies = list(matrix.policies.policies.all())

    @cached_property
    def squares(self) -> dict[tuple[int, int], Square]:
        made = {(a.pk, p.pk): Square(a, p) for a in self.aims for p in self.policies}
        rows = self.matrix.cells.prefetch_related("ratings", "remarks__standing", "remarks__by")
        for cell in rows:
            square = made[cell.aim_id, cell.policy_id]
            square.cell = cell
            seen = Counter(one.relation for one in cell.ratings.all())
            square.spread = [(Relation(name).label, n) for name, n in seen.most_common()]
            square.remarks = [one for one in cell.remarks.all() if not one.standing or one.standing.state == "shown"]
        return made

    @cached_property
    def rows(self) -> list[tuple[Aim, list[Square]]]:
        return [(aim, [self.squares[aim.pk, policy.pk] for policy in self.policies]) for aim in self.aims]

    @cached_property
    def fields(self) -> list[tuple[str, list]]:
        """What is done already, by field, in the order in which fields were written down."""
        found: dict[str, list] = {}
        rows = self.matrix.existing.select_related("activity__standing").prefetch_related("aims").order_by("pk")
        for one in rows:
            if one.activity is None or _is_public(one.activity):
                found.setdefault(one.field, []).append(one)
        return list(found.items())

    def remarks(self, kind: str) -> list[tuple[Square, Remark]]:
        return [(square, one) for square in self.squares.values() for one in square.of(kind)]

    @property
    def lists(self) -> list[tuple[str, list]]:
        return [(kind.label, rows) for kind in KINDS if (rows := self.remarks(kind))]

    @property
    def idle(self) -> list[Aim]:
        """Priorities to which nothing that is done already was tied."""
        tied = {aim.pk for _field, rows in self.fields for one in rows for aim in one.aims.all()}
        return [aim for aim in self.aims if aim.pk not in tied] if self.fields else []

    @property
    def aimless(self) -> list:
        """What is done and was tied to no priority."""
        return [one for _field, rows in self.fields for one in rows if not one.aims.all()]

    @property
    def unmet(self) -> list[Policy]:
        """Policies with a threat somewhere and no action beside it."""
        bad = {s.policy for s in self.squares.values() if s.of(KINDS.THREAT) and not s.of(KINDS.ACTION)}
        return [policy for policy in self.policies if policy in bad]

    def sentence(self) -> str:
        counts = Counter(square.relation for square in self.squares.values())
        all_of_them = len(self.squares)
        if counts[Relation.UNKNOWN] == all_of_them:
            return _("%(aims)d priorities by %(policies)d policies; what was agreed of each pair is not known.") % {
                "aims": len(self.aims),
                "policies": len(self.policies),
            }
        known = all_of_them - counts[Relation.UNKNOWN]
        words = ngettext("Of %(all)d pairs %(known)d is settled", "Of %(all)d pairs %(known)d are settled", known)
        told = _(": %(supports)d support each other, %(conflicts)d conflict.")
        return words % {"all": all_of_them, "known": known} + told % {
            "supports": counts[Relation.SUPPORTS],
            "conflicts": counts[Relation.CONFLICTS],
        }


def _is_public(activity: Activity) -> bool:
    hidden = activity.standing is not None and activity.standing.state != "shown"
    return not (activity.private_for_now or hidden)
