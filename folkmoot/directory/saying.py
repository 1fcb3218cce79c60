"""Sentences about entries, computed from what is known and silent about what is not."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.directory.models import Activity, Organisation, Party


def said_of_activity(entry: Activity) -> str:
    """Who does it, for whom, where and when, in one or two sentences."""
    owners = joined([body.name for body in entry.owners()])
    people = joined([group.name.lower() for group in entry.people.all()]) or entry.people_words
    places = joined([row.place.name for row in entry.served.select_related("place")])
    first = (owners or _("Somebody")) + " " + (_("plans this") if entry.is_plan else _("does this"))
    first += " " + _("for %(people)s") % {"people": people} if people else ""
    first += " " + _("in %(places)s") % {"places": places} if places else ""
    return f"{first}. {_when(entry)}".strip()


def _when(entry: Activity) -> str:
    stage = entry.get_stage_display() if entry.stage else ""
    ends = _("until %(day)s") % {"day": entry.ends_said} if entry.ends_said else ""
    words = ", ".join(filter(None, (stage, entry.starts_said, ends)))
    return f"{words}." if words else ""


def said_of_organisation(entry: Organisation, activities) -> str:
    """How many things it does and in how many places."""
    own = [each for each in activities if any(_owned(part, entry) for part in each.parties.all())]
    if not own:
        return _("We know of nothing it does here yet.")
    where = sorted({row.place.name for each in own for row in each.served.all()})
    does = ngettext("It does one thing", "It does %(n)s things", len(own)) % {"n": len(own)}
    return does + (" " + _("in %(places)s") % {"places": joined(where)} if where else "") + "."


def _owned(part: Party, body: Organisation) -> bool:
    return part.role in Party.OWNERS and part.organisation.survivor().pk == body.pk


def joined(names: list[str], most: int = 4) -> str:
    """ "Mill Lane, Riverside and 3 more"."""
    if len(names) > most:
        return _("%(names)s and %(n)s more") % {"names": ", ".join(names[:most]), "n": len(names) - most}
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
