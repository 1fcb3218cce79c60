"""Who raised the same theme and may be asked whether they would meet."""

from __future__ import annotations

from dataclasses import dataclass

from folkmoot.listening.models import Allowed, Heard
from folkmoot.points.models import Placing, Theme


@dataclass(frozen=True)
class Candidate:
    """Somebody who raised the same theme, with where they were heard and by whom; nothing else of them."""

    heard: Heard
    theme: Theme


def candidates(heard: Heard) -> list[Candidate]:
    """Those who raised a theme this one raised, both having allowed to be asked, not asked together before; in the
    order of the themes, then as they were heard."""
    if not heard.allows(Allowed.Purpose.INTRODUCE):
        return []
    themes = Theme.objects.standing().filter(points__in=heard.points(), theming__isnull=False).distinct()
    met = {one for pairing in heard.pairings() for one in (pairing.a_id, pairing.b_id)} | {heard.pk}
    found: dict[int, Candidate] = {}
    for theme in themes:
        rows = Placing.objects.filter(theme=theme, point__taken_back_at=None, point__voice__startswith="heard ")
        keys = {int(voice.split()[1]) for voice in rows.values_list("point__voice", flat=True)} - met
        asked = {"allowed__purpose": Allowed.Purpose.INTRODUCE, "allowed__taken_back_at": None}
        people = Heard.objects.filter(pk__in=keys, withdrawn_at=None, **asked)
        for one in people.select_related("listening__patch", "listening__kept_by__person").order_by("pk"):
            found.setdefault(one.pk, Candidate(one, theme))
    return list(found.values())
