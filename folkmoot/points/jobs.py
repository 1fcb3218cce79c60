"""A year on: whoever carries a theme is asked how it stands, and of one that nobody carries whoever named it hears."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Notice, Pace
from folkmoot.kit.jobs import every, job, once
from folkmoot.people.models import Person
from folkmoot.points.models import Progress, Theme

YEAR = timedelta(days=365)
# Asked three years running in vain, it is left in peace.
YEARS = 3
ENDED = (Progress.State.DONE, Progress.State.DROPPED)


@every(minutes=24 * 60)
@job
def ask_how_themes_stand() -> None:
    """Once a year after the last word on it, for as long as it has not ended."""
    day = timezone.localdate()
    for theme, since in silent(day):
        years = (day - since) // YEAR
        for person in carriers(theme, day) or namers(theme):
            with once(f"theme {theme.pk} since {since} {years} {person.pk}") as first:
                if first:
                    _ask(theme, person, bool(carriers(theme, day)))


def silent(day: date) -> Iterator[tuple[Theme, date]]:
    """Themes of which nothing was said for one to three years, each with the day since when."""
    named = Theme.objects.shown().filter(made_at__date__lte=day - YEAR)
    for theme in named.select_related("theming", "owner", "organisation", "by").prefetch_related("progress"):
        last = next(iter(theme.progress.all()), None)
        published = theme.theming and theme.theming.published_at
        since = last.on if last else timezone.localdate(published or theme.made_at)
        if not (last and last.state in ENDED) and YEAR <= day - since < (YEARS + 1) * YEAR:
            yield theme, since


def carriers(theme: Theme, day: date) -> list[Person]:
    """Whoever carries it on and can be told: its owner, and those who speak for its body."""
    people = [theme.owner] if theme.owner else []
    people += theme.organisation.speakers(day) if theme.organisation else []
    return [one for one in dict.fromkeys(people) if one.is_here]


def namers(theme: Theme) -> list[Person]:
    """Whoever could find somebody to carry it: those who lead its team, else whoever named it."""
    if theme.theming:
        people = [one.person for one in theme.theming.team.current().filter(leads=True)]
    else:
        people = [theme.by] if theme.by else []
    return [one for one in people if one.is_here]


def _ask(theme: Theme, person: Person, carries: bool) -> None:
    if carries:
        words = _("You carry on “%(theme)s”. Nothing was said of it for a year: how does it stand?")
    else:
        words = _("Nobody carries on “%(theme)s”, and nothing was said of it for a year. Who could?")
    address = reverse("points:theme", args=[theme.pk])
    Notice.tell(person, words % {"theme": theme}, address, pace=Pace.AT_ONCE)
