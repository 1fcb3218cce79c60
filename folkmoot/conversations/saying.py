"""What the lists of groups and of discussions open with, computed from them."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.conversations.models import Discussion, Group
from folkmoot.people.models import Person

WEEK = timedelta(days=7)


def of_all(groups: QuerySet, person: Person | None) -> str:
    """How many there are, and in how many something was said this week, as far as this visitor reads them."""
    many = groups.count()
    if not many:
        return _("No group is here yet, or none that fits.")
    words = ngettext("One group meets here", "%(n)d groups meet here", many) % {"n": many}
    lately = Discussion.objects.shown().visible_to(person).filter(group__in=groups.order_by().values("pk"))
    lately = lately.filter(last_at__gte=timezone.now() - WEEK).values("group").distinct().count()
    if not lately:
        return f"{words}."
    talking = ngettext("in one of them people talked this week", "in %(n)d of them people talked this week", lately)
    return f"{words}; {talking % {'n': lately}}."


def of_talks(talks: QuerySet) -> str:
    many = talks.count()
    if not many:
        return _("Nothing yet, or nothing that fits.")
    newest = talks.order_by("-last_at").first()
    words = ngettext("One so far", "%(n)d so far", many) % {"n": many}
    day = f"{timezone.localdate(newest.last_at):%-d %B %Y}"
    return _("%(many)s; the last word was on %(day)s, in “%(title)s”.") % {
        "many": words,
        "day": day,
        "title": newest.title,
    }


def of_groups_of(thing) -> list[Group]:
    """The groups for a programme or of a body that everybody may know of, by name."""
    rows = thing.groups.all().shown().filter(story=thing.story).exclude(readers=Group.Readers.HIDDEN)
    return list(rows.order_by("name")[:20])
