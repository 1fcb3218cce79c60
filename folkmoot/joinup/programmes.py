"""Pairs of programmes: what is worth a look between their activities, rolled up, so that two leads can talk once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from folkmoot.directory.models import Programme
from folkmoot.joinup.models import Finding


@dataclass(frozen=True)
class ProgrammePair:
    """Two programmes and the findings between them, best first."""

    one: Programme
    other: Programme
    findings: list[Finding]

    @property
    def best(self) -> Finding:
        return self.findings[0]

    @property
    def places(self) -> list:
        """Where, each place once."""
        return list(dict.fromkeys(finding.place for finding in self.findings if finding.place))


def rolled_up(findings: Iterable[Finding]) -> list[ProgrammePair]:
    """The pairs of different programmes among these findings: those that meet most often first, then by best score.

    `findings` come best first, with `a__programme` and `b__programme`; merged programmes count as one.
    """
    pairs: dict[tuple[int, int], list[Finding]] = defaultdict(list)
    known: dict[int, Programme] = {}
    for finding in findings:
        sides = [side.programme.survivor() for side in (finding.a, finding.b) if side and side.programme]
        if len(sides) == 2 and sides[0] != sides[1]:
            one, other = sorted(sides, key=lambda programme: programme.pk)
            known |= {one.pk: one, other.pk: other}
            pairs[one.pk, other.pk].append(finding)
    made = [ProgrammePair(known[one], known[other], found) for (one, other), found in pairs.items()]
    return sorted(made, key=lambda pair: (-len(pair.findings), -pair.best.score, pair.one.name))
