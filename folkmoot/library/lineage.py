"""Where a case comes from and where it went: a tree of what was adapted from it, as deep as it goes."""

from __future__ import annotations

from dataclasses import dataclass, field

from folkmoot.library.models import Adaptation, Case

DEEPEST, MOST = 6, 200


@dataclass
class Branch:
    """A case, or a use of one that is not written up, with what was adapted from it."""

    case: Case | None
    used: Adaptation | None
    inside: list[Branch] = field(default_factory=list)


def tree(case: Case) -> list[Branch]:
    """What was adapted from this case, each with what was adapted from that: two queries for each generation."""
    top = Branch(case, None)
    level, seen = {case.pk: top}, {case.pk}
    for _depth in range(DEEPEST):
        below = _next(level, seen)
        if not below or len(seen) > MOST:
            break
        level = below
    return top.inside


def _next(level: dict[int, Branch], seen: set[int]) -> dict[int, Branch]:
    below: dict[int, Branch] = {}
    uses = Adaptation.objects.shown().filter(of__in=level).select_related("organisation", "place")
    written = {}
    for use in uses:
        if use.written_up_id is None:
            level[use.of_id].inside.append(Branch(None, use))
        else:
            written[use.written_up_id] = use
    rows = Case.objects.shown().filter(adapted_from__in=level, same_as=None).select_related("place", "organisation")
    for case in rows.order_by("title", "pk"):
        if case.pk not in seen:
            seen.add(case.pk)
            branch = Branch(case, written.get(case.pk))
            level[case.adapted_from_id].inside.append(branch)
            below[case.pk] = branch
    return below
