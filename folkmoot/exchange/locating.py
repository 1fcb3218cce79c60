"""Which places a record speaks of: by postcode, by name, else the one the site is for. What is not said is a guess."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from folkmoot.kit.search.words import fold
from folkmoot.places.codes import as_postcode
from folkmoot.places.models import Place, Postcode

from .drafts import Draft


@dataclass(frozen=True)
class Where:
    """Ids of places: where the body is, and what is served; whether the latter is only a guess."""

    place: int | None
    point: tuple[float, float] | None
    served: tuple[int, ...]
    guessed: bool


class Atlas:
    """Every live place by its name and code, looked up once for a whole reading; postcodes a batch at a time."""

    def __init__(self) -> None:
        home = Place.objects.live().filter(slug=settings.HOME_PLACE).first() if settings.HOME_PLACE else None
        self.home = home.pk if home else None
        self._home_path = home.path if home else ""
        self._named: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
        self._coded: dict[str, int] = {}
        self._postcodes: dict[str, tuple[int | None, float, float]] = {}
        here = Place.objects.live().standing_on(timezone.localdate())
        for pk, folded, code, path, people in here.values_list("pk", "folded", "code", "path", "population"):
            self._named[folded].append((pk, path, people or 0))
            if code:
                self._coded[code] = pk

    def learn(self, drafts: Iterable[Draft]) -> None:
        """Look up the postcodes of a batch."""
        wanted = {code for draft in drafts if (code := as_postcode(_postcode(draft)))} - self._postcodes.keys()
        for code, *where in Postcode.objects.filter(code__in=wanted).values_list(
            "code", "place", "latitude", "longitude"
        ):
            self._postcodes[code] = tuple(where)

    def where(self, draft: Draft) -> Where:
        """Where a draft's body is and what it serves. Learn its batch first."""
        found = self._postcodes.get(as_postcode(_postcode(draft)))
        town = self.called(str(draft.fields.get("town", "")))
        based = (found[0] if found else None) or town
        shown = bool(draft.fields.get("postcode"))  # the point of a postcode that only matches would give it away
        point = draft.point or ((found[1], found[2]) if found and shown else None)
        told = tuple(dict.fromkeys(filter(None, map(self.called, draft.told.get("served", ())))))
        if told:
            return Where(based, point, told, guessed=False)
        guess = based or self.home
        return Where(based, point, (guess,) if guess else (), guessed=True)

    def called(self, words: str) -> int | None:
        """The place of that code or name: of several the one in or around the home place, else the only large one."""
        words = words.strip()
        if not words:
            return None
        if words.upper() in self._coded:
            return self._coded[words.upper()]
        name, _, inside = words.partition(", ")
        named = self._named.get(fold(words)) or (self._named.get(fold(name)) if inside else None) or []
        near = [one for one in named if self._home_path and one[1].startswith(self._home_path)]
        around = [one for one in named if self._home_path.startswith(one[1])]
        pool = near or around or named
        if len(pool) > 1 and not (near or around):
            return None
        return max(pool, key=lambda one: one[2])[0] if pool else None


def _postcode(draft: Draft) -> str:
    return str(draft.fields.get("postcode") or draft.matching.get("postcode") or "")
