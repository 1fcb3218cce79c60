"""The money chain: funder → programme → activity → place, in pence, with what is passed on counted once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from folkmoot.directory.models import Party


@dataclass(frozen=True)
class Link:
    """One piece of money: from whom, under which programme, into which activity, for which places.

    `funder` None: nobody said who pays. `pence` None: nobody said how much. `passed_on`: the funder had it from
    another link above, so that it is left out of sums.
    """

    funder: object
    programme: object
    activity: object
    places: tuple
    pence: int | None
    passed_on: int = 0

    @property
    def purse(self) -> tuple[int | None, int | None]:
        """Whose money under which programme it is."""
        return self.funder and self.funder.pk, self.programme and self.programme.pk


@dataclass(frozen=True)
class Chain:
    """All links, and sums in pence over those whose amount is known; `unsaid` counts the links that say none."""

    links: list[Link]
    total: int
    passed_on: int
    unsaid: int

    @property
    def once(self) -> int:
        """The total with money that was passed on counted once."""
        return self.total - self.passed_on


def with_money(activities):
    """Those of which somebody said what they cost or who pays, with all that `chain_of` reads."""
    paid = Party.objects.filter(role=Party.Role.FUNDS).values("activity")
    return activities.filter(Q(pk__in=paid) | Q(money_pence__isnull=False)).with_all().order_by("pk")


def chain_of(activities) -> Chain:
    """The chain of these activities (with parties, places and programme fetched). Absorbed bodies count as theirs.

    A body passes on what it gives, up to what it was given under the same programme (or both under none) for
    activities that it delivers to fund others.
    What an activity costs beyond what its funders are said to give stands as a link from nobody known.
    """
    links = [link for activity in activities for link in _links(activity)]
    left = _granted(links)
    told = []
    for link in links:
        again = min(link.pence or 0, left[link.purse]) if link.funder else 0
        if again:
            left[link.purse] -= again
        told.append(Link(link.funder, link.programme, link.activity, link.places, link.pence, again))
    known = [link for link in told if link.pence is not None]
    total, again = sum(link.pence for link in known), sum(link.passed_on for link in known)
    return Chain(told, total, again, len(told) - len(known))


def _links(activity) -> list[Link]:
    places = tuple(row.place for row in activity.served.all())
    funders = [part for part in activity.parties.all() if part.role == Party.Role.FUNDS]
    links = [Link(part.body, activity.programme, activity, places, part.money_pence) for part in funders]
    given = sum(part.money_pence or 0 for part in funders)
    rest = (activity.money_pence or 0) - given
    if activity.money_pence is not None and (rest > 0 or not funders):
        only = len(funders) == 1 and funders[0].money_pence is None
        if only:
            return [Link(links[0].funder, activity.programme, activity, places, activity.money_pence)]
        links.append(Link(None, activity.programme, activity, places, rest))
    return links


def _granted(links: list[Link]) -> Counter:
    """Purse (body, programme) → pence given for activities of the type "fund" that the body delivers: to pass on."""
    granted: Counter = Counter()
    for link in links:
        if any(kind.pk == "fund" for kind in link.activity.types.all()):
            bodies = {part.body.pk for part in link.activity.parties.all() if part.role == Party.Role.DELIVERS}
            for body in bodies:
                granted[body, link.purse[1]] += (link.pence or 0) // len(bodies)
    return granted


def flow(chain: Chain, most: int = 8) -> tuple[list[list[tuple[str, int]]], list[tuple[int, str, str, int]]]:
    """For the picture: the columns of (name, pence), largest first, and the bands (column, from, to, pence) between.

    Money for several places is shown as one band to "several places"; what does not fit as "others".
    """
    steps = [_steps(link) for link in chain.links if link.pence]
    columns, names = [], []
    for place in range(4):
        sums: Counter = Counter()
        for step, pence in steps:
            sums[step[place]] += pence
        kept = [name for name, _pence in sums.most_common(most)]
        names.append({name: name if name in kept else _("others") for name in sums})
        folded: Counter = Counter()
        for name, pence in sums.items():
            folded[names[place][name]] += pence
        columns.append(folded.most_common())
    bands: Counter = Counter()
    for step, pence in steps:
        for place in range(3):
            bands[place, names[place][step[place]], names[place + 1][step[place + 1]]] += pence
    return columns, [(*band, pence) for band, pence in bands.items()]


def _steps(link: Link) -> tuple[tuple[str, str, str, str], int]:
    where = str(link.places[0]) if len(link.places) == 1 else _("several places") if link.places else _("Not said")
    names = (link.funder or _("Not said"), link.programme or _("no programme"), link.activity, where)
    return tuple(map(str, names)), link.pence
