"""What a priority can rest on: the thing at an address of ours, and how many people its own page says there were."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.people.models import Person
from folkmoot.points import counting
from folkmoot.points.models import Theme
from folkmoot.priorities.models import Evidence, Priority, Question
from folkmoot.priorities.models.question import FEWEST

FEW = 8
# Name of a page → what stands there and can be cited.
CITABLE = {
    "points:theme": "points.Theme",
    "priorities:question": "priorities.Question",
    "events:event": "events.Event",
}
METHODS = {"points.theme": Evidence.Method.DISCUSSION, "events.event": Evidence.Method.EVENT}


@dataclass(frozen=True)
class Known:
    """How many separate people the page of a thing says there were; None where it hides that."""

    people: int | None

    def wrong(self, said: int | None) -> str:
        """What is wrong with another number than that, in words; or nothing."""
        if said is None or said == self.people:
            return ""
        if self.people is None:
            return _("How many raised this is hidden on its page, so that nobody can be told. Leave it empty.")
        counted = ngettext("%(n)d person is counted there.", "%(n)d people are counted there.", self.people)
        return f"{counted % {'n': self.people}} {_('Leave it empty, and that is taken.')}"


def thing_at(words: str, person: Person, pages: dict[str, str] = CITABLE):
    """What stands at an address of ours, of these `pages`, and this person may see, so that the trail can lead on.

    A theme of an event has no page of its own: it stands on the event's, at `#theme-` and its number.
    """
    words = words.strip().removeprefix(settings.SITE_URL)
    part = re.fullmatch(r"/[^#]*#theme-(\d{1,18})", words)
    model, key = ("points.Theme", part[1]) if part else _named_by(words, pages)
    found = apps.get_model(model)._default_manager.filter(pk=key).first() if model else None
    if found is None or not hasattr(found, "is_visible_to"):
        return found
    return found if found.is_visible_to(person, timezone.localdate()) else None


def _named_by(words: str, pages: dict[str, str]) -> tuple[str | None, str]:
    """The model and the key that an address of a page names."""
    try:
        match = resolve(words.split("#")[0].split("?")[0])
    except Resolver404:
        return None, ""
    model = pages.get(match.view_name)
    return model, match.kwargs["pk"] if model else ""


def known(thing) -> Known | None:
    """How many people its own page counts; None where that page says nothing of it."""
    if isinstance(thing, Theme) and thing.theming:
        row = next((row for row in counting.public(thing.theming)[0] if row.theme == thing), None)
        return Known(row.people) if row and (row.hidden or row.people) else None
    return None


def method_of(thing) -> str:
    """By which method what stands there was heard, as far as that can be told from it."""
    if isinstance(thing, Question):
        return Evidence.Method.QUESTION if thing.kind == Question.Kind.STATEMENTS else Evidence.Method.TRADE_OFF
    if isinstance(thing, Theme) and thing.theming and thing.theming.has_private_words():
        return Evidence.Method.LISTENING
    if isinstance(thing, Theme) and thing.source_kind == "events.event":
        return Evidence.Method.EVENT
    return METHODS.get(thing._meta.label_lower, Evidence.Method.DISCUSSION)


def prefilled(thing) -> dict:
    """What the form of a row of evidence says of it at first: method, title, address, people."""
    counted = known(thing)
    told = {"method": method_of(thing), "title": str(thing), "address": thing.get_absolute_url()}
    if isinstance(thing, Question):
        last = thing.found.first()
        return told | ({"people": last.voices} if last and last.voices >= FEWEST else {})
    return told | ({"people": counted.people} if counted and counted.people else {})


def begun_from(thing) -> dict:
    """What the form of a new priority says at first, where it comes from something."""
    if thing is None:
        return {}
    place = getattr(thing, "place", None)
    return {"words": str(thing)[:300], "about": thing.get_absolute_url()} | ({"place": place} if place else {})


def near(priority: Priority) -> list[Theme]:
    """Themes of its place that everybody may read and that it does not rest on yet, newest first."""
    if priority.place is None:
        return []
    laid = priority.evidence.filter(kind="points.theme").values_list("key", flat=True)
    rows = Theme.objects.shown().at(priority.place).exclude(pk__in=[int(key) for key in laid])
    return list(rows.select_related("theming").order_by("-made_at", "pk")[:FEW])
