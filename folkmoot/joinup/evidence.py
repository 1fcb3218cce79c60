"""Two sides of a finding set beside each other, fact by fact, for the page that shows them."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.directory.models import Activity, PeopleServed, Programme, TypeOfHelp
from folkmoot.joinup.models.finding import Side
from folkmoot.places.models import Place

Row = tuple[str, str, str]
FEW = 12


def side_by_side(one: Side, other: Side) -> list[Row]:
    """(what, of the first, of the second); an empty string where nothing is known. Never a value used only to match."""
    left, right = facts(one), facts(other)
    return [(name, left.get(name, ""), right.get(name, "")) for name in NAMES() if name in left or name in right]


def NAMES() -> list[str]:  # noqa: N802 - read like the constant it would be, were it not translated
    first = [_("Who"), _("Type of help"), _("For whom"), _("Where"), _("When"), _("How"), _("Stage"), _("Places")]
    return [*first, _("Its activities")]


def facts(side: Side) -> dict[str, str]:
    who, kind, people, where, when, how, stage, places, _activities = NAMES()
    if isinstance(side, Programme):
        return _facts_of_programme(side)
    if isinstance(side, Activity):
        return {
            who: ", ".join(f"{part.body} {part.get_role_display()}" for part in side.parties.all()),
            kind: _joined(side.types.all()),
            people: side.people_words or _joined(side.people.all()),
            where: ", ".join(str(served.place) for served in side.served.all()),
            when: _when(side),
            how: side.about,
            stage: side.get_stage_display() if side.stage else "",
            places: _places(side),
        }
    return {
        who: str(side.organisation or side.person or ""),
        kind: _joined(side.types.all()) or side.get_thing_display(),
        people: _joined(side.people.all()),
        where: str(side.place or ""),
        when: side.when_said,
        how: side.about or side.words,
    }


def _facts_of_programme(side: Programme) -> dict[str, str]:
    """What it says itself and what its public activities say; of a private plan of it nothing."""
    who, kind, people, where, when, how, _stage, _places, activities = NAMES()
    rows = Activity.objects.filter(same_as=None, programme__in=side.selves()).shown().public()
    served = PeopleServed.objects.filter(activities__in=rows).distinct()
    words = rows.exclude(people_words="").values_list("people_words", flat=True)
    dates = " – ".join(filter(None, (side.starts_said, side.ends_said)))
    return {
        who: str(side.organisation.survivor()),
        kind: _joined(TypeOfHelp.objects.filter(activities__in=rows).distinct()),
        people: _joined({*map(str, served), *words}),
        where: _joined(Place.objects.filter(pk__in=rows.values("served__place"))),
        when: dates or _joined({each.when_said for each in rows[:FEW] if each.when_said}),
        how: side.about,
        activities: "; ".join(map(str, rows[:FEW])),
    }


def _joined(things) -> str:
    return ", ".join(sorted(str(each) for each in things))


def _when(side: Activity) -> str:
    starts, ends = side.starts_said, side.ends_said
    if not starts and side.starts_from:
        starts = date_format(side.starts_from)
    if not ends and side.ends_to:
        ends = date_format(side.ends_to)
    return _("%(starts)s to %(ends)s") % {"starts": starts, "ends": ends} if ends and ends != starts else starts


def _places(side: Activity) -> str:
    if side.offered is None and side.filled is None:
        return ""
    known = {"filled": side.filled, "offered": side.offered}
    if side.filled is None:
        return _("%(offered)s offered; how many are filled is not said") % known
    if side.offered is None:
        return _("%(filled)s filled; how many are offered is not said") % known
    return _("%(filled)s filled of %(offered)s offered") % known
