"""Sentences about entries, computed from what is known and silent about what is not."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.directory.models import Activity, Served
from folkmoot.kit.templatetags.kit import pounds


def said_of_activity(entry: Activity) -> str:
    """Who does it, for whom, where and when, in one or two sentences."""
    owners = [body.name for body in entry.owners()]
    people = joined([group.name.lower() for group in entry.people.all()]) or entry.people_words
    places = joined([row.place.name for row in entry.served.select_related("place").order_by("pk")])
    first = (joined(owners) or _("Somebody")) + " " + _doing(entry, len(owners) or 1)
    first += " " + _("for %(people)s") % {"people": people} if people else ""
    first += " " + _("in %(places)s") % {"places": places} if places else ""
    return f"{first}. {_when(entry)}".strip()


def _doing(entry: Activity, bodies: int) -> str:
    if entry.stage == Activity.Stage.ENDED:
        return _("did this")
    return ngettext("plans this", "plan this", bodies) if entry.is_plan else ngettext("does this", "do this", bodies)


def _when(entry: Activity) -> str:
    stage = entry.get_stage_display() if entry.stage else ""
    ends = _("until %(day)s") % {"day": entry.ends_said} if entry.ends_said else ""
    words = ", ".join(filter(None, (stage, entry.starts_said, ends)))
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def said_of_organisation(own: QuerySet[Activity], in_all: int) -> str:
    """How many things it does and where, and in how many more, of all it has a part in, it is with others."""
    done = own.count()
    others = in_all - done
    has_part = ngettext("It has a part in one thing that others do.", "It has a part in %(n)s things that others do.",
                        others) % {"n": others}  # fmt: skip
    if not done:
        return has_part if others else _("We know of nothing it does here yet.")
    served = Served.objects.filter(activity__in=own.order_by().values("pk")).order_by("place__name")
    where = list(served.values_list("place__name", flat=True).distinct())
    does = ngettext("It does one thing", "It does %(n)s things", done) % {"n": done}
    said = does + (" " + _("in %(places)s") % {"places": joined(where)} if where else "") + "."
    return f"{said} {has_part}" if others else said


def said_of_matrix(grid) -> str:
    """How much stands in the table, and what is asked for or needed with nobody known."""
    if not grid.entries:
        return _("Nothing is known here yet.")
    first = ngettext("One activity", "%(n)s activities", grid.entries) % {"n": grid.entries}
    if not grid.gaps:
        return _("%(first)s; nothing is asked for that nobody does.") % {"first": first}
    gaps = ngettext(
        "in one cell something is asked for or needed, and nobody we know of does it",
        "in %(n)s cells something is asked for or needed, and nobody we know of does it",
        grid.gaps,
    )
    return f"{first}; {gaps % {'n': grid.gaps}}."


def said_of_money(chain) -> str:
    """The sum with what was passed on counted once, and how many did not say."""
    if not chain.links:
        return _("Nobody has said yet what anything costs, or who pays.")
    said = _("%(sum)s in all, as far as anybody has said.") % {"sum": pounds(chain.once)}
    if chain.passed_on:
        more = _("%(again)s of it was passed on from one body to another and is counted once.")
        said += " " + more % {"again": pounds(chain.passed_on)}
    unsaid = ngettext("One link does not say how much.", "%(n)s links do not say how much.", chain.unsaid)
    return f"{said} {unsaid % {'n': chain.unsaid}}" if chain.unsaid else said


def joined(names: list[str], most: int = 4) -> str:
    """ "Mill Lane, Riverside and 3 more"."""
    if len(names) > most:
        return _("%(names)s and %(n)s more") % {"names": ", ".join(names[:most]), "n": len(names) - most}
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
