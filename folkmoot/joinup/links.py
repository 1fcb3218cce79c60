"""What is known to tie the two sides of a finding, in words; nothing known is no proof that there is nothing."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from folkmoot.directory.models import Activity, Organisation, Party, Programme
from folkmoot.joinup.circle import all_ties
from folkmoot.joinup.models import Agreement, Finding, Introduction
from folkmoot.joinup.models.finding import Side
from folkmoot.joinup.sums import ties as sums

FEW = 3
Ties = list[tuple[int, int]]


def links_of(found: Finding, party: bool) -> list[str]:
    """A body in both, a shared funder, shared work that is public, whom both work with, or else the way from one to the
    other that the network knows; for the parties also that they were introduced."""
    one, other = (_selves(bodies) for bodies in found.parties())
    funders = _funders(found)
    said = [_("%(body)s has a part in both.") % {"body": body} for body in _bodies(one & other)]
    said += [_("%(body)s funds both.") % {"body": body} for body in funders]
    if one and other and not one & other:
        said += [_("Both have a part in “%(title)s”.") % {"title": each} for each in _done_by(one, other)[:FEW]]
        said += [_("They share “%(what)s”.") % {"what": each.what} for each in _agreed(one, other)[:FEW]]
        said += _introduced(one, other) if party else []
        ties = list(all_ties())
        said += _in_common(ties, one, other, funders) or ([] if said else _way(ties, one, other))
    return said


def _selves(bodies: list[Organisation]) -> set[int]:
    return {pk for body in bodies for pk in body.selves()}


def _bodies(wanted: set[int]) -> QuerySet:
    return Organisation.objects.shown().filter(pk__in=wanted, same_as=None).order_by("name")


def _in_common(ties: Ties, one: set[int], other: set[int], told: list[Organisation]) -> list[str]:
    """Whom both work with, but for those who were told of already."""
    both = sums.in_common(ties, one, other) - {body.pk for body in told}
    return [_("Both work with %(body)s.") % {"body": body} for body in _bodies(both)[:FEW]]


def _way(ties: Ties, one: set[int], other: set[int]) -> list[str]:
    """Who stands between two that have nobody in common, in the order of the way."""
    between = sums.way_between(ties, one, other)[1:-1]
    named = Organisation.objects.in_bulk(between)
    bodies = ", ".join(str(named[body]) for body in between)
    return [_("A way from one to the other leads through %(bodies)s.") % {"bodies": bodies}] if between else []


def _funders(found: Finding) -> list[Organisation]:
    paid = Party.objects.filter(role=Party.Role.FUNDS).select_related("organisation__same_as")
    sides = [{part.body.pk for part in paid.filter(activity__in=_activities(side))} for side in found.sides()]
    return list(_bodies(sides[0] & sides[1])) if all(sides) else []


def _activities(side: Side) -> list[Activity] | QuerySet:
    if isinstance(side, Programme):
        return Activity.objects.live().shown().public().filter(programme__in=side.selves())
    return [side] if isinstance(side, Activity) else []


def _done_by(one: set[int], other: set[int]) -> QuerySet:
    """The public activities in which both have a part."""
    activities = Activity.objects.live().shown().public().filter(parties__organisation__in=one)
    return activities.filter(pk__in=Party.objects.filter(organisation__in=other).values("activity")).distinct()


def _agreed(one: set[int], other: set[int]) -> list[Agreement]:
    standing = Agreement.objects.standing().prefetch_related("joinings").order_by("-at")
    joined = (
        (each, {joining.organisation_id for joining in each.joinings.all() if joining.is_in}) for each in standing
    )
    return [each for each, bodies in joined if bodies & one and bodies & other]


def _introduced(one: set[int], other: set[int]) -> list[str]:
    both = Introduction.objects.made().filter(a__in=one | other, b__in=one | other).order_by("made_at")
    met = [each for each in both if {each.a_id, each.b_id} & one and {each.a_id, each.b_id} & other]
    return [_("You were introduced on %(day)s.") % {"day": date_format(localtime(each.made_at))} for each in met[:1]]
