"""How many people, groups and points stand in each theme, and what of that everybody may see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Line
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

from . import sums
from .models import Theme, Theming
from .models.regrouping import lock


@dataclass
class Counted:
    """What is in one theme. `people` counts separate voices, None where nobody told voices apart or where it is hidden
    (`hidden`); groups and points are None where they are hidden with it."""

    theme: Theme | None
    people: int | None = None
    groups: int | None = 0
    points: int | None = 0
    hidden: bool = False
    voices: set[str] = field(default_factory=set)


def live(theming: Theming) -> tuple[list[Counted], int]:
    """Each theme as it stands now, for its team, in the team's order; and how many people there are in all."""
    found = {theme.pk: Counted(theme) for theme in theming.themes.standing().select_related("owner", "organisation")}
    groups, voices = defaultdict(set), set()
    rows = theming.points.standing().filter(placings__theming=theming)
    every = theming.points.standing().exclude(voice="").values_list("source_kind", "voice")
    for theme, kind, key, voice, group in rows.values_list(
        "placings__theme", "source_kind", "source_key", "voice", "group"
    ):
        if theme not in found:
            continue
        found[theme].points += 1
        groups[theme].add((kind, key, group))
        if voice:
            found[theme].voices.add(f"{kind} {voice}")
    voices |= {f"{kind} {voice}" for kind, voice in every}
    for pk, one in found.items():
        one.groups, one.people = len(groups[pk]), len(one.voices) or None
    return list(found.values()), len(voices)


def public(theming: Theming) -> tuple[list[Counted], int | None]:
    """Each theme as everybody may see it, the most people first, and how many were heard in all (None: hidden).

    Where anything was said in private, only people are counted, as they were when it was last published; where ten or
    more withdrew since, or fewer than ten are left, as many fewer. Whatever is under ten, or would give that away, is
    hidden.
    """
    rows, total = live(theming)
    if not theming.has_private_words():
        return sorted(rows, key=lambda row: (-(row.groups or 0), row.theme.position)), total
    kept = theming.figures.get("themes", {})
    counts = {row.theme.pk: sums.held(kept.get(str(row.theme.pk), 0), row.people or 0) for row in rows}
    shown = sums.shown(counts)
    for row in rows:
        people = shown[row.theme.pk]
        row.people, row.hidden, row.groups, row.points = people, people is None, None, None
        row.voices = set()
    total = sums.held(theming.figures.get("total", 0), total)
    ordered = sorted(rows, key=lambda row: (-(row.people or 0), row.theme.position))
    return ordered, total if total >= sums.LEAST else None


@transaction.atomic
def publish(theming: Theming, by: Person, method: str) -> None:
    """Let everybody see the themes with their counts and how they were made.

    Published again, a count that would move by less than ten stays as it was, so that nobody can be picked out of the
    difference. Refused with fewer than ten people where anything was said in private, and without a word on the method.
    """
    locked = lock(theming)
    if not locked.is_led_by(by, timezone.localdate()):
        raise Refusal(_("Whoever leads this team publishes it."))
    if not method.strip():
        raise Refusal(_("Say how it was asked and counted, and what it cannot say."))
    rows, total = live(locked)
    if locked.has_private_words() and total < sums.LEAST:
        raise Refusal(_("Fewer than ten people have been heard. It can be published once there are ten."))
    now = {str(row.theme.pk): row.people or 0 for row in rows}
    kept = locked.figures.get("themes", {})
    figures = {
        "themes": {key: sums.settled(kept.get(key, 0), count) for key, count in now.items()},
        "total": sums.settled(locked.figures.get("total", 0), total),
        "agreement": _agreement(locked),
    }
    Theming.objects.filter(pk=locked.pk).update(
        figures=figures, method=method.strip()[:4000], published_at=timezone.now(), published_by=by
    )
    theming.refresh_from_db()
    Line.record(by, "published what was heard:", theming, place=theming.place)


def _agreement(theming: Theming) -> dict:
    """What the method card says of a second coder: as it was when published, without which themes were mixed up; {}
    while nobody has sorted ten a second time."""
    found = agreement_of(theming)
    if found is None or found.n < sums.LEAST:
        return {}
    figures = {name: getattr(found, name) for name in ("kappa", "low", "high")}
    shown = {name: None if figure is None else round(float(figure), 4) for name, figure in figures.items()}
    return shown | {"n": found.n, "agreed": found.agreed}


def withdraw(theming: Theming, by: Person) -> None:
    """Nobody but the team sees it from now on."""
    if not theming.is_led_by(by, timezone.localdate()):
        raise Refusal(_("Whoever leads this team can do that."))
    Theming.objects.filter(pk=theming.pk).update(published_at=None, published_by=None)
    Line.record(by, "took back what was published:", theming, place=theming.place)


def agreement_of(theming: Theming):
    """How far those who sorted a second time agree with the team, all of them together; None while nobody has.

    "In none of these" is a class like any other. Points moved since they were sorted again count as they stand.
    """
    names = {theme.pk: theme.name for theme in theming.themes.all()}
    stand = dict(theming.placings.values_list("point", "theme"))
    none = _("in none of these")
    pairs = [
        (names[stand[point]], names.get(theme, none))
        for point, theme in theming.codings.values_list("point", "theme")
        if point in stand
    ]
    return sums.agreed(pairs) if pairs else None
