"""One list of what can be found: each kind, the public rows of it, and how it is put into the index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.directory import findable
from folkmoot.directory.models import Activity, Ask, Need, Offer, Organisation, Programme
from folkmoot.kit import search
from folkmoot.kit.search.models import Document
from folkmoot.places.models import Place
from folkmoot.places.models.place import document as place_document


class Kind(NamedTuple):
    """`public`: what everybody may see of it today. `put` makes many of it findable and says how many."""

    code: str
    name: str
    public: Callable[[], QuerySet]
    put: Callable[[Iterable], int]


def _activities() -> QuerySet:
    return Activity.objects.live().shown().public()


def _put_places(places: Iterable[Place]) -> int:
    return search.put_many(place_document(place) for place in places)


KINDS = (
    Kind("activity", _("Activities"), _activities, findable.refresh_many),
    Kind("organisation", _("Organisations"), lambda: Organisation.objects.live().shown(), findable.refresh_many),
    Kind("programme", _("Programmes"), lambda: Programme.objects.live().shown(), findable.refresh_many),
    Kind("offer", _("Offers"), lambda: Offer.objects.live().shown().open(), findable.refresh_many),
    Kind("ask", _("Asks"), lambda: Ask.objects.live().shown().open(), findable.refresh_many),
    Kind("need", _("Needs"), lambda: Need.objects.live().shown(), findable.refresh_many),
    Kind("place", _("Places"), lambda: Place.objects.live().prefetch_related("other_names"), _put_places),
)


def label(kind: Kind) -> str:
    """What documents of this kind carry: "directory.activity"."""
    return kind.public().model._meta.label_lower


def find(words: str, place=None, kind: str = "", limit: int = 50) -> list[search.Hit]:
    """What everybody may see that holds these words, likeliest first. Whatever the index still holds of a thing
    that was hidden a moment ago is left out."""
    wanted = [each for each in KINDS if not kind or each.code == kind]
    hits = search.find(words, place=place, kinds=[label(each) for each in wanted], limit=limit)
    return visible(hits)


def visible(hits: Iterable[search.Hit]) -> list[search.Hit]:
    """Only those whose thing is public now: one query for each kind among them."""
    hits, keys = list(hits), defaultdict(set)
    for hit in hits:
        keys[hit.kind].add(int(hit.key))
    seen = set()
    for kind in KINDS:
        if among := keys.get(label(kind)):
            seen |= {(label(kind), str(pk)) for pk in kind.public().filter(pk__in=among).values_list("pk", flat=True)}
    return [hit for hit in hits if (hit.kind, hit.key) in seen]


def reindex() -> Iterator[tuple[str, int]]:
    """Put everything public in anew and take out what is no longer public; gives each kind's name and count."""
    for kind in KINDS:
        yield str(kind.name), kind.put(kind.public().iterator(chunk_size=1000))
        public = {str(pk) for pk in kind.public().values_list("pk", flat=True)}
        kept = Document.objects.filter(kind=label(kind))
        gone = [pk for pk, key in kept.values_list("pk", "key") if key not in public]
        for start in range(0, len(gone), 500):
            Document.objects.filter(pk__in=gone[start : start + 500]).delete()
