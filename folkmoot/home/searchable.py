"""One list of what can be found: each kind, the public rows of it, and how it is put into the index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.conversations import findable as talk
from folkmoot.conversations.models import Discussion, Group, Post
from folkmoot.decisions.findable import refresh_many as put_decisions
from folkmoot.decisions.models import Decision, Proposition
from folkmoot.directory import findable
from folkmoot.directory.models import Activity, Ask, Need, Offer, Organisation, Programme
from folkmoot.events.findable import refresh_many as put_events
from folkmoot.events.models import Event
from folkmoot.kit import search
from folkmoot.kit.search.keeping import drop_many
from folkmoot.kit.search.models import Document
from folkmoot.library.findable import put_cases, put_pages, put_toolkits
from folkmoot.library.models import Case, Page, Toolkit
from folkmoot.moderation.models import Standing
from folkmoot.newsroom.findable import refresh_many as put_newsroom
from folkmoot.newsroom.models import OutsidePost, Piece, RoundUp
from folkmoot.places.models import Place
from folkmoot.places.models.place import document as place_document
from folkmoot.priorities.findable import refresh_many as put_questions
from folkmoot.priorities.models import Priority, Question

FEW = 10


class Kind(NamedTuple):
    """`public`: what everybody may see of it today. `put` makes many of it findable and says how many."""

    code: str
    name: str
    public: Callable[[], QuerySet]
    put: Callable[[Iterable], int]


def _activities() -> QuerySet:
    return Activity.objects.live().shown().public()


def _pieces() -> QuerySet:
    """Only what its people agreed to be sent on: a search is not the page of the event."""
    return Piece.objects.shown("onward").filter(desk__event__story=False)


def _pages() -> QuerySet:
    return Page.objects.live().shown().select_related("folder", "place", "standing")


def _cases() -> QuerySet:
    return Case.objects.live().shown().select_related("place", "organisation", "standing")


def _groups() -> QuerySet:
    return Group.objects.live().shown().public().select_related("place", "standing")


def _talks() -> QuerySet:
    return Discussion.objects.live().shown().public().select_related("group__place", "group__standing", "place")


def _posts() -> QuerySet:
    """But for the first of each discussion in a group, which are found by its title; and all that is said below what
    everybody may see."""
    in_groups = Q(discussion__in=Discussion.objects.live().shown().public().values("pk"), number__gt=1)
    said = Post.objects.shown().filter(in_groups | Q(discussion__in=_below().values("pk")))
    return said.select_related("discussion__group__place", "discussion__place", "standing")


def _below() -> QuerySet:
    """The discussions below something, while that and they are shown."""
    events, cases = Event.objects.live().shown(), Case.objects.live().shown()
    held_by = Q(pk__in=events.order_by().values("talk")) | Q(pk__in=cases.order_by().values("talk"))
    fine = Q(standing=None) | Q(standing__state=Standing.State.SHOWN)
    return Discussion.objects.filter(fine, held_by, group=None)


def _asked() -> QuerySet:
    return Proposition.objects.live().shown().select_related("post__organisation", "organisation", "place", "standing")


def _decided() -> QuerySet:
    return Decision.objects.live().public().settled().select_related("settlement", "place", "standing")


def _put_places(places: Iterable[Place]) -> int:
    return search.put_many(place_document(place) for place in places)


KINDS = (
    Kind("activity", _("Activities"), _activities, findable.refresh_many),
    Kind("organisation", _("Organisations"), lambda: Organisation.objects.live().shown(), findable.refresh_many),
    Kind("programme", _("Programmes"), lambda: Programme.objects.live().shown(), findable.refresh_many),
    Kind("offer", _("Offers"), lambda: Offer.objects.live().shown().open(), findable.refresh_many),
    Kind("ask", _("Asks"), lambda: Ask.objects.live().shown().open(), findable.refresh_many),
    Kind("need", _("Needs"), lambda: Need.objects.live().shown(), findable.refresh_many),
    Kind("event", _("Events"), lambda: Event.objects.live().shown().select_related("place", "venue"), put_events),
    Kind("question", _("Questions"), lambda: Question.objects.live().shown().select_related("place"), put_questions),
    Kind("priority", _("Priorities"), lambda: Priority.objects.live().shown().select_related("place"), put_questions),
    Kind("piece", _("Reports"), _pieces, put_newsroom),
    Kind("post", _("Posts elsewhere"), lambda: OutsidePost.objects.shown().live(), put_newsroom),
    Kind("round-up", _("Round-ups"), lambda: RoundUp.objects.shown(), put_newsroom),
    Kind("page", _("Library pages"), _pages, put_pages),
    Kind("case", _("What works"), _cases, put_cases),
    Kind("toolkit", _("Toolkits"), lambda: Toolkit.objects.live().shown().select_related("place"), put_toolkits),
    Kind("group", _("Groups"), _groups, talk.refresh_groups),
    Kind("talk", _("Discussions"), _talks, talk.refresh_discussions),
    Kind("said", _("Said in discussions"), _posts, talk.refresh_posts),
    Kind("asked", _("What was asked for"), _asked, put_decisions),
    Kind("decision", _("Decisions"), _decided, put_decisions),
    Kind("place", _("Places"), lambda: Place.objects.live().prefetch_related("other_names"), _put_places),
)


def label(kind: Kind) -> str:
    """What documents of this kind carry: "directory.activity"."""
    return kind.public().model._meta.label_lower


def find(words: str, place=None, kind: str = "", limit: int = 50, alike: bool = False) -> list[search.Hit]:
    """What everybody may see that holds these words, likeliest first; `alike`: or others for the same. Whatever the
    index still holds of a thing that was hidden a moment ago is left out."""
    wanted = [each for each in KINDS if not kind or each.code == kind]
    hits = search.find(words, place=place, kinds=[label(each) for each in wanted], limit=limit, alike=alike)
    return visible(hits)


def suggested(words: str, place=None, kind: str = "") -> list[str]:
    """Other spellings of what found nothing, each of which does find something that everybody may see there."""
    return [each for each in search.respelt(words) if find(each, place=place, kind=kind, limit=FEW)]


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


def reindex_in(place: Place) -> int:
    """Put in anew what is found in a place or inside it, and nothing else, after the place was moved; gives how many.

    What search holds is known by its mark, which names every place on the way down and none by where it lay.
    """
    mark, keys = f" _p{place.pk}", defaultdict(list)
    held = Document.objects.filter(Q(mark_words__endswith=mark) | Q(mark_words__contains=f"{mark} "))
    for kind, key in held.values_list("kind", "key"):
        keys[kind].append(key)
    return sum(_put_anew(kind, keys[label(kind)]) for kind in KINDS if label(kind) in keys)


def _put_anew(kind: Kind, keys: list[str]) -> int:
    done = 0
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        public = list(kind.public().filter(pk__in=some))
        drop_many(label(kind), set(some) - {str(one.pk) for one in public})
        done += kind.put(public)
    return done
