"""What a place's page shows: who does what there, what is coming, promised, offered, asked for and missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.db.models import F, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.conversations.models import Discussion, Group
from folkmoot.decisions.models import Proposition
from folkmoot.directory import mapping
from folkmoot.directory.models import (
    Activity,
    Ask,
    Need,
    Offer,
    Organisation,
    Presence,
    Record,
    Tally,
    Term,
    TypeOfHelp,
)
from folkmoot.events.models import Event, Listed
from folkmoot.home import heat, saying, talking
from folkmoot.joinup.board import Narrowed, board
from folkmoot.joinup.models import Look
from folkmoot.library.models import Case, Page
from folkmoot.newsroom import planet
from folkmoot.newsroom.models import Outlet, OutsidePost
from folkmoot.people.models import Person
from folkmoot.places.models import Place
from folkmoot.points import counting
from folkmoot.points.models import Theming
from folkmoot.priorities.models import Priority, Question
from folkmoot.promises.models import Outcome, Promise

FEW, HEAT_FROM, MOST_NAMED = 5, 20, 30
COUNTED_ON_REQUEST = 2_000  # above this the page says how much there is, not how fresh each of it is
LATELY = timedelta(days=90)
# What is left out rather than what is wanted, so that a database reads in the order asked for and stops early.
NOT_RUNNING = [stage for stage in Activity.Stage.values if stage != Activity.Stage.RUNNING]
NO_PLANS = [stage for stage in Activity.Stage.values if stage not in Activity.PLANS]


@dataclass
class Hub:
    """One place on one day, as one visitor may see it. Everything is fetched when first asked for, in a number
    of queries that does not depend on how much there is."""

    place: Place
    person: Person | None
    day: date
    counts: object = field(init=False)

    def __post_init__(self) -> None:
        self.counts = Tally.objects.of(self.place)

    @cached_property
    def activities(self) -> QuerySet:
        """What serves the place or somewhere inside it, as far as this visitor may see it."""
        seen = Activity.objects.shown().filter(story=self.place.story, same_as=None)
        return (seen.reaching(self.place) if self.is_large else seen.at(self.place)).visible_to(self.person, self.day)

    @property
    def is_large(self) -> bool:
        """Whether only what has an index may be asked for."""
        return self.counts.activities > COUNTED_ON_REQUEST

    @cached_property
    def running(self) -> list[Activity]:
        newest = self.activities.filter(stage=Activity.Stage.RUNNING)
        return list(newest.with_all().order_by("-confirmed_on", "title", "pk")[:FEW])

    @cached_property
    def coming(self) -> list[Activity]:
        """What is planned and not over: soonest first, no date last. In a large place only what is yet to begin."""
        ahead = self.activities.exclude(stage__in=NO_PLANS).with_all()
        if self.is_large:
            return list(ahead.filter(starts_from__gte=self.day).order_by("starts_from", "title", "pk")[:FEW])
        ahead = ahead.filter(Q(starts_to=None) | Q(starts_to__gte=self.day) | Q(ends_to__gte=self.day))
        # Not by the column: PostgreSQL would read all dates there are in order, to find the few of a small place.
        return list(ahead.order_by(Coalesce("starts_from", date.max), "title", "pk")[:FEW])

    @cached_property
    def events(self) -> list[Event]:
        """What is coming here, soonest first, called off or not."""
        rows = Event.objects.shown().filter(story=self.place.story).at(self.place).coming(timezone.now())
        return list(rows.select_related("venue").prefetch_related("kinds")[:FEW])

    @cached_property
    def also_on(self) -> list[Listed]:
        """What others list in calendars of their own, each with its source."""
        if self.place.story:
            return []
        rows = Listed.objects.at(self.place).coming(timezone.now(), self.day)
        return list(rows.select_related("calendar")[:FEW])

    @cached_property
    def posts_elsewhere(self) -> list[OutsidePost]:
        """What blogs around here posted last, each once."""
        return list(planet.posts_at(self.place).prefetch_related(None)[:FEW])

    @cached_property
    def blogs(self) -> bool:
        """Whether any blog or feed is read for it."""
        rows = Outlet.objects.shown().filter(story=self.place.story, desk=None)
        return rows.at(self.place).exists()

    @cached_property
    def fullest(self) -> Activity | None:
        """Something nearly everybody's place in which is taken."""
        said = self.activities.exclude(stage__in=NOT_RUNNING).filter(offered__gte=5, filled__gte=F("offered") * 0.9)
        return said.order_by("-filled", "pk").first()

    @cached_property
    def some(self) -> list[Activity]:
        """Everything, while it is little enough to be read: under twenty entries there is no heat."""
        return list(self.activities.exclude(stage=Activity.Stage.ENDED).with_all()[:HEAT_FROM])

    @property
    def has_heat(self) -> bool:
        return self.counts.activities >= HEAT_FROM

    @cached_property
    def bodies(self) -> list[Organisation]:
        """The organisations at work here in order of name, while they are few enough to be read."""
        if self.counts.bodies > MOST_NAMED:
            return []
        present = Presence.objects.filter(place=self.place).values("organisation")
        return list(Organisation.objects.shown().filter(pk__in=present, same_as=None).order_by("name"))

    @cached_property
    def promised(self) -> list[Promise]:
        rows = Promise.objects.shown().filter(story=self.place.story).at(self.place).open()
        rows = rows.select_related("organisation", "holder", "outcome")
        return list(rows.order_by(F("due_on").asc(nulls_last=True), "pk")[:FEW])

    @cached_property
    def asked(self) -> list[Question]:
        """Questions that are open here, then the newest that were answered."""
        rows = Question.objects.shown().filter(story=self.place.story).at(self.place).select_related("round")
        open_ones = list(rows.open()[:FEW])
        over = [one for one in rows.order_by("-asked_at", "-pk")[: 2 * FEW] if one not in open_ones]
        for one in open_ones:
            one.open_now = True
        return [*open_ones, *over][:FEW]

    @cached_property
    def wanted(self) -> list[Priority]:
        """What is put first here."""
        rows = Priority.objects.shown().filter(story=self.place.story).at(self.place).wanting()
        return list(rows.order_by("-made_at", "-pk")[:FEW])

    @cached_property
    def groups(self) -> list[Group]:
        return talking.groups_at(self.place, self.person)

    @cached_property
    def talks(self) -> list[Discussion]:
        """What was said here last, in groups."""
        return talking.talk_at(self.place, self.person)

    @cached_property
    def kept(self) -> Promise | None:
        """The promise kept last, if that was lately."""
        rows = Promise.objects.shown().filter(story=self.place.story).at(self.place)
        lately = {"outcome__state": Outcome.State.KEPT, "outcome__on__gte": self.day - LATELY}
        return rows.filter(**lately).select_related("outcome").order_by("-outcome__on", "pk").first()

    @cached_property
    def cases(self) -> list[Case]:
        """What was tried here, the newest first."""
        rows = Case.objects.shown().filter(story=self.place.story, same_as=None).at(self.place)
        return list(rows.order_by("-changed_at", "pk")[:FEW])

    @cached_property
    def pages(self) -> list[Page]:
        """Pages of the library about this place, the last changed first."""
        rows = Page.objects.shown().filter(story=self.place.story).at(self.place).listed()
        return list(rows.order_by("-changed_at", "-pk")[:FEW])

    @cached_property
    def heard(self) -> dict:
        """What people said here, as a team published it last: {"theming", "rows" (the first themes), "total"}."""
        if self.place.story:
            return {}
        here = Theming.objects.published().filter(place__path__startswith=self.place.path)
        newest = here.order_by("-published_at").first()
        if newest is None:
            return {}
        rows, total = counting.public(newest)
        return {"theming": newest, "rows": rows[:4], "total": total}

    @cached_property
    def offers(self) -> list[Offer]:
        return self._open(Offer)

    @cached_property
    def asks(self) -> list[Ask]:
        return self._open(Ask)

    def _open(self, model) -> list:
        rows = model.objects.shown().filter(story=self.place.story, same_as=None).at(self.place).open()
        return list(rows.select_related("organisation", "place").order_by("-entered_at", "pk")[:FEW])

    @cached_property
    def matrix(self) -> dict:
        asks = Ask.objects.shown().filter(story=self.place.story, same_as=None).at(self.place).open()
        pairs = set(asks.exclude(types=None).exclude(people=None).values_list("types", "people"))
        return heat.matrix(self.place, self.counts, pairs)

    @cached_property
    def together(self):
        """What joinup says of this place: names only where a party has published its answer."""
        return board(self.person, self.day, Narrowed(place=self.place))

    @property
    def findings(self) -> int:
        return len(self.together.duplications) + len(self.together.synergies) + self.together.closed

    @cached_property
    def gaps(self) -> list[dict]:
        """What is asked for or needed here with nobody we know of, then what has no supply known: {"what", "sort",
        "words", "address", "why"}. Joinup computes them; what was closed or hidden since is left out."""
        look = Look.objects.filter(story=self.place.story).first()
        named = (
            {name: [gap["pk"] for gap in look.gaps if gap["what"] == name] for name in ("ask", "need")} if look else {}
        )
        asks = self._among(Ask.objects.open(), named.get("ask"))
        needs = self._among(Need.objects, named.get("need"))
        found = [_gap("ask", _("Asked for; nobody we know of yet"), one) for one in asks]
        found += [_gap("need", _("Needed; nobody we know of yet"), one) for one in needs]
        here = [gap for gap in (look.gaps if look else []) if not gap["what"] and gap["place"] == self.place.pk]
        types = {one.pk: one.name for one in TypeOfHelp.objects.all()} if here else {}
        why = _("How much need there is, we do not know.")
        found += [
            {"what": "", "sort": _("No supply known"), "words": types[g["kind"]], "why": why}
            for g in here
            if g["kind"] in types
        ]
        return found[:FEW]

    def _gaps_of(self, what: str) -> list[str]:
        return [gap["words"] for gap in self.gaps if gap["what"] == what]

    def _among(self, rows, keys: list[int] | None) -> list:
        """Those of these rows that lie here and everybody may see."""
        if not keys:
            return []
        inside = Place.objects.within(self.place).values("pk")
        rows = rows.filter(pk__in=keys, place__in=inside, story=self.place.story, same_as=None)
        return list(rows.shown().select_related("place").order_by("pk")[:FEW])

    @cached_property
    def asked_for(self) -> list[Proposition]:
        """What was asked of whoever can decide, what waits for an answer first."""
        rows = Proposition.objects.shown().filter(story=self.place.story, withdrawn_at=None).at(self.place)
        rows = rows.with_answer().select_related("post__organisation", "organisation")
        return list(rows.order_by(F("chosen").asc(nulls_first=True), "-put_at", "pk")[:FEW])

    @cached_property
    def represented_by(self) -> list[Term]:
        """Who holds a post for this place, or for one it lies in, on the day: the nearest place first."""
        on = Q(since=None) | Q(since__lte=self.day), Q(until=None) | Q(until__gte=self.day)
        rows = Term.objects.filter(*on, post__place__in=self.place.line(), post__organisation__story=self.place.story)
        shown = Q(post__organisation__standing=None) | Q(post__organisation__standing__state="shown")
        rows = rows.filter(shown).select_related("post__organisation", "post__place", "person")
        return list(rows.order_by("-post__place__path", "post__name", "name")[:12])

    @cached_property
    def fresh(self) -> dict:
        """How many sources say so, and how long ago the oldest and newest of it was confirmed; {} where there is
        too much to look through for one page."""
        if not 0 < self.counts.activities <= COUNTED_ON_REQUEST:
            return {}
        said = self.activities.order_by().aggregate(oldest=Min("confirmed_on"), newest=Max("confirmed_on"))
        sources = Record.objects.filter(activity__in=self.activities.order_by().values("pk"), gone_at=None)
        return said | {"sources": sources.order_by().values("source").distinct().count()}

    @cached_property
    def parts(self) -> list[tuple[Place, int]]:
        """What lies directly inside it and stands, with how much is done there; most first."""
        totals = Tally.objects.filter(type="", people="", place__parent=self.place).values_list("place", "activities")
        counted = dict(totals)
        inside = self.place.children.standing_on(self.day).order_by("name")[:100]
        return sorted(((part, counted.get(part.pk, 0)) for part in inside), key=lambda pair: -pair[1])

    @cached_property
    def mapped(self) -> list[dict]:
        """What the map of this place shows; a hidden address is in none of it."""
        return mapping.around(self.place, self.counts.activities, self.parts)

    @cached_property
    def line(self) -> list[Place]:
        """What it lies in, largest first."""
        return list(Place.objects.around(self.place).exclude(pk=self.place.pk))

    @cached_property
    def said(self) -> str:
        """The answer, in sentences: what goes well, then what could work together, then what is missing."""
        if not self.counts.activities:
            return ""
        parts = [
            saying.who_does_what(self.counts.activities, self.counts.bodies),
            saying.going_well(self),
            saying.worth_a_look(self.findings),
            saying.missing(self._gaps_of("ask"), self._gaps_of("need")),
        ]
        return " ".join(filter(None, parts))


def _gap(what: str, sort: str, thing: Ask | Need) -> dict:
    return {
        "what": what,
        "sort": sort,
        "words": thing.words,
        "address": thing.get_absolute_url(),
        "why": str(thing.place or ""),
    }
