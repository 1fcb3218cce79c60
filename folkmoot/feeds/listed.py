"""The lists that can be followed with their filters: whose rows they hold, and which of the things that were just
written about stand on one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.conversations.forms.sieve import FilterForm as GroupFilter
from folkmoot.conversations.forms.sieve import narrowed as narrowed_groups
from folkmoot.conversations.forms.sieve import narrowed_talks
from folkmoot.conversations.models import Discussion, Group
from folkmoot.decisions.forms.among import FilterForm as DecisionFilter
from folkmoot.decisions.forms.asking import FilterForm as PropositionFilter
from folkmoot.decisions.models import Decision, Proposition
from folkmoot.decisions.sieve import narrowed as narrowed_propositions
from folkmoot.decisions.sieve import narrowed_register
from folkmoot.directory.models import Activity, Ask, Need, Offer, Organisation, Programme
from folkmoot.directory.sieve import Sieve
from folkmoot.directory.views.lists import narrowed as narrowed_entries
from folkmoot.events.views.lists import FilterForm as EventFilter
from folkmoot.events.views.lists import narrowed as narrowed_events
from folkmoot.feeds.matching import LIST
from folkmoot.feeds.models.follower import Followed
from folkmoot.journal.models import Line
from folkmoot.kit.search.asking import question_of
from folkmoot.kit.search.models import Document
from folkmoot.library.models import Case, Page, Toolkit
from folkmoot.library.views.cases import CasesFilter
from folkmoot.library.views.cases import narrowed as narrowed_cases
from folkmoot.library.views.shelves import PagesFilter
from folkmoot.library.views.shelves import narrowed as narrowed_pages
from folkmoot.newsroom.models import OutsidePost, Piece, RoundUp
from folkmoot.places.models import Place
from folkmoot.priorities.models import Question
from folkmoot.promises.forms import FilterForm as PromiseFilter
from folkmoot.promises.models import Promise
from folkmoot.promises.sieve import narrowed as narrowed_promises

# Not part of what is asked for: which page of it, in what form, and how it looks.
ASIDE = ("page", "as", "look", "next")
LONGEST_ADDRESS = 280


@dataclass(frozen=True)
class Followable:
    """A list by the name of its page: what it is called, the kind of its rows, and those that pass the filters. A page
    that lists several kinds has a row for each."""

    page: str
    name: str
    kind: str
    rows: Callable[[QueryDict], QuerySet]


def _who(asked: QueryDict) -> QuerySet:
    return Sieve(asked).sift(Activity.objects.live().shown().public())


def _bodies(asked: QueryDict) -> QuerySet:
    rows, place = Organisation.objects.live().shown(), Sieve(asked).place_now
    rows = rows.at(place) if place else rows
    words = asked.get("words", "").strip()[:120]
    return rows.filter(name__icontains=words) if words else rows


def _have_or_want(model) -> Callable[[QueryDict], QuerySet]:
    return lambda asked: narrowed_entries(model.objects.live().shown().open(), Sieve(asked))


def _said(form) -> dict:
    form.is_valid()
    return form.cleaned_data


def _promises(asked: QueryDict) -> QuerySet:
    return narrowed_promises(Promise.objects.shown().live(), _said(PromiseFilter(asked)), timezone.localdate())


def _asked_for(asked: QueryDict) -> QuerySet:
    return narrowed_propositions(
        Proposition.objects.shown().live(), _said(PropositionFilter(asked)), timezone.localdate()
    )


def _decided(asked: QueryDict) -> QuerySet:
    return narrowed_register(Decision.objects.public().live(), _said(DecisionFilter(asked)), timezone.localdate())


def _questions(asked: QueryDict) -> QuerySet:
    every = Question.objects.shown().live()
    where = Place.objects.filter(slug=asked.get("place", "")[:80]).first()
    return every.at(where) if where else every


def _groups(asked: QueryDict) -> QuerySet:
    return narrowed_groups(Group.objects.shown().live().public(), _said(GroupFilter(asked)))


def _talks(every: QuerySet) -> Callable[[QueryDict], QuerySet]:
    return lambda asked: narrowed_talks(every.shown().live().public(), _said(GroupFilter(asked)))


def _pages(asked: QueryDict) -> QuerySet:
    return narrowed_pages(Page.objects.live().shown(), _said(PagesFilter(asked)))


def _cases(asked: QueryDict) -> QuerySet:
    return narrowed_cases(Case.objects.live().shown(), _said(CasesFilter(asked)))


LISTS = (
    Followable("directory:who", gettext_lazy("Who does what"), "directory.activity", _who),
    Followable("directory:organisations", gettext_lazy("Organisations"), "directory.organisation", _bodies),
    Followable("directory:programmes", gettext_lazy("Programmes"), "directory.programme",
               lambda asked: Programme.objects.live().shown()),
    Followable("directory:offers", gettext_lazy("Offers"), "directory.offer", _have_or_want(Offer)),
    Followable("directory:asks", gettext_lazy("Asks"), "directory.ask", _have_or_want(Ask)),
    Followable("directory:needs", gettext_lazy("Needs"), "directory.need",
               lambda asked: narrowed_entries(Need.objects.live().shown(), Sieve(asked))),
    Followable("events:events", gettext_lazy("Events"), "events.event",
               lambda asked: narrowed_events(_said(EventFilter(asked)))),
    Followable("promises:promises", gettext_lazy("Promises"), "promises.promise", _promises),
    Followable("conversations:groups", gettext_lazy("Groups"), "conversations.group", _groups),
    Followable("conversations:talks", gettext_lazy("Discussions and stories"), "conversations.discussion",
               _talks(Discussion.objects.all())),
    Followable("conversations:stories", gettext_lazy("Stories"), "conversations.discussion",
               _talks(Discussion.objects.stories())),
    Followable("library:pages", gettext_lazy("Pages of the library"), "library.page", _pages),
    Followable("library:recent", gettext_lazy("What changed in the library"), "library.page",
               lambda asked: Page.objects.live().shown()),
    Followable("library:cases", gettext_lazy("What works"), "library.case", _cases),
    Followable("library:toolkits", gettext_lazy("Toolkits and howtos"), "library.toolkit",
               lambda asked: Toolkit.objects.live().shown()),
    Followable("decisions:propositions", gettext_lazy("What we ask for"), "decisions.proposition", _asked_for),
    Followable("decisions:register", gettext_lazy("Decisions"), "decisions.decision", _decided),
    Followable("priorities:questions", gettext_lazy("Questions"), "priorities.question", _questions),
    Followable("newsroom:front", gettext_lazy("Newsroom"), "newsroom.roundup", lambda asked: RoundUp.objects.shown()),
    Followable("newsroom:front", gettext_lazy("Newsroom"), "newsroom.piece",
               lambda asked: Piece.objects.shown("onward")),
    Followable("newsroom:front", gettext_lazy("Newsroom"), "newsroom.outsidepost",
               lambda asked: OutsidePost.objects.shown().live()),
)  # fmt: skip
BY_PAGE: dict[str, list[Followable]] = defaultdict(list)
for _one in LISTS:
    BY_PAGE[_one.page].append(_one)
SEARCH = "search"


def at(address: str) -> Followed | None:
    """The list or search at this address of ours, as something to follow; None for a page that is none."""
    page, asked = _parts(address)
    if page == SEARCH and asked.get("q", "").strip():
        title = _("Search for “%(words)s”") % {"words": asked["q"].strip()[:100]}
    elif page in BY_PAGE:
        title = str(BY_PAGE[page][0].name)
    else:
        return None
    plain = tidy(address)
    more = [_plain(name, value) for name, value in asked.items() if name != "q" and value]
    title = f"{title} ({', '.join(more)})" if more else title
    return Followed(LIST, sha256(plain.encode()).hexdigest()[:40], title[:300], plain) if plain else None


def _plain(name: str, value: str) -> str:
    place = Place.objects.filter(slug=value).first() if name == "place" else None
    return str(place or value)


def tidy(address: str) -> str:
    """The address with its filters in order and nothing else; "" where it is too long to keep."""
    asked = QueryDict(urlsplit(address).query, mutable=True)
    for name in ASIDE:
        asked.pop(name, None)
    kept = QueryDict(mutable=True)
    for name in sorted(asked):
        if asked[name].strip():
            kept[name] = asked[name].strip()
    made = f"{urlsplit(address).path}{'?' if kept else ''}{kept.urlencode()}"
    return made if len(made) <= LONGEST_ADDRESS else ""


def _parts(address: str) -> tuple[str, QueryDict]:
    try:
        page = resolve(urlsplit(address).path).view_name
    except Resolver404:
        page = ""
    asked = QueryDict(urlsplit(address).query, mutable=True)
    for name in ASIDE:
        asked.pop(name, None)
    return page, asked


def new_on(lines: list[Line], wishes: QuerySet) -> Iterator[tuple[object, Line]]:
    """(wish, line) for each thing that stands on a list somebody follows and of which they were not told by it before.
    A list is read once, however many follow it."""
    by_address = defaultdict(list)
    for wish in wishes.filter(kind=LIST):
        by_address[wish.address].append(wish)
    for address, following in by_address.items():
        standing = _standing(address, lines)
        told = _told(following, standing)
        for wish in following:
            for line in standing:
                if wish.since <= line.at and (wish.pk, line.kind, line.key) not in told and wish.pace != "muted":
                    told.add((wish.pk, line.kind, line.key))
                    yield wish, line


def _standing(address: str, lines: list[Line]) -> list[Line]:
    """Those of the lines whose thing stands on the list at this address."""
    page, asked = _parts(address)
    if page == SEARCH:
        return _found(asked, lines)
    return [line for known in BY_PAGE.get(page, ()) for line in _on(known, asked, lines)]


def _on(known: Followable, asked: QueryDict, lines: list[Line]) -> list[Line]:
    about = [line for line in lines if line.kind == known.kind and line.key.isdigit()]
    if not about:
        return []
    rows = known.rows(asked).filter(pk__in={int(line.key) for line in about})
    there = {str(pk) for pk in rows.order_by().values_list("pk", flat=True)}
    return [line for line in about if line.key in there]


def _found(asked: QueryDict, lines: list[Line]) -> list[Line]:
    """Those whose thing a search would find: the same words and marks as the index holds."""
    place = Place.objects.live().filter(slug=asked.get("place", "")[:120]).first()
    question = question_of(asked.get("q", "")[:200], place)
    if question is None or not lines:
        return []
    documents = Document.objects.filter(kind__in={line.kind for line in lines}, key__in={line.key for line in lines})
    kind = asked.get("kind", "")
    there = {(one.kind, one.key) for one in documents if one.kind.endswith(kind) and _holds(one, question)}
    return [line for line in lines if (line.kind, line.key) in there]


def _holds(document: Document, question) -> bool:
    words = set(f"{document.title_words} {document.text_words}".split())
    *first, last = question.stems
    begun = last in words or (question.beginning and any(word.startswith(question.beginning) for word in words))
    return begun and words.issuperset(first) and (not question.place or question.place in document.mark_words.split())


def _told(following: Iterable, lines: list[Line]) -> set[tuple[int, str, str]]:
    """(wish, kind, key) of what these were told before by way of this list."""
    if not lines or not following:
        return set()
    keys, kinds = {line.key for line in lines}, {line.kind for line in lines}
    wish = following[0]
    told = wish.news if hasattr(wish, "news") else wish.notices
    field = "follower" if hasattr(wish, "news") else "watch"
    rows = told.model.objects.filter(**{f"{field}__in": following}, line__kind__in=kinds, line__key__in=keys)
    return set(rows.values_list(field, "line__kind", "line__key"))
