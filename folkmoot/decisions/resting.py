"""What a proposition rests on, with how many people are behind each thing, as far as its own page shows that."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.decisions.models import Ground
from folkmoot.people.models import Person
from folkmoot.points.models import Theme
from folkmoot.priorities import answers, citing, weighing
from folkmoot.priorities.models import Priority, Question

OF = {"points.theme": Theme, "priorities.priority": Priority, "priorities.question": Question}


def grounds(rows: Iterable[Ground], person: Person | None) -> list[tuple[Ground, str]]:
    """Each ground with the people behind it in words; nothing where that is not known, or not for this person."""
    return [(one, people_behind(one, person)) for one in rows]


def people_behind(ground: Ground, person: Person | None) -> str:
    model = OF.get(ground.kind)
    thing = model.objects.filter(pk=ground.key).first() if model and ground.key.isdecimal() else None
    if thing is None or not thing.is_visible_to(person, timezone.localdate()):
        return ""
    if isinstance(thing, Priority):
        return weighing.people_words(list(thing.evidence.all()))
    if isinstance(thing, Question):
        n = answers.voices(thing)
        return ngettext("%(n)d person has spoken.", "%(n)d people have spoken.", n) % {"n": n} if n else ""
    return _of_theme(thing)


def _of_theme(theme: Theme) -> str:
    counted = citing.known(theme)
    if counted and counted.people:
        return ngettext("One person raised it.", "%(n)d people raised it.", counted.people) % {"n": counted.people}
    if counted:
        return _("How many raised it is hidden, so that nobody can be told.")
    if theme.groups_said:
        return ngettext("One group raised it.", "%(n)d groups raised it.", theme.groups_said) % {"n": theme.groups_said}
    return ""
