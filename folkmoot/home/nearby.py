"""The answer to the first question: who does it nearby, who could help, and one next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import Activity, Offer, Organisation, Thing
from folkmoot.home import meant, saying
from folkmoot.people.models import Person
from folkmoot.places.models import Place

FEW, ENOUGH = 6, 3
Found = tuple[Activity, str]
HELP = (
    (Thing.MONEY, gettext_lazy("Money"), gettext_lazy("Nobody we know of offers money here yet.")),
    (Thing.TRAINING, gettext_lazy("Training"), gettext_lazy("Nobody we know of trains people here yet.")),
    (Thing.SPACE, gettext_lazy("A room"), gettext_lazy("Nobody has offered a room here yet.")),
    (Thing.PEOPLE, gettext_lazy("A person"), gettext_lazy("Nobody has offered their time here yet.")),
)


def home_place() -> Place | None:
    """The place this site is for, where its host has said so."""
    return Place.objects.live().filter(slug=settings.HOME_PLACE).first() if settings.HOME_PLACE else None


@dataclass
class Answer:
    """What is known of `what` at `where`, for one visitor on one day."""

    what: str
    where: str
    person: Person | None
    day: date

    @cached_property
    def meant(self) -> list[Place]:
        """The places the words may mean, likeliest first."""
        return Place.find(self.where, most=5) if self.where else []

    @cached_property
    def place(self) -> Place | None:
        """The likeliest of them as it stands today; without words, the place the site is for."""
        if self.meant:
            return next(iter(self.meant[0].successors_on(self.day)), self.meant[0])
        return None if self.where else home_place()

    @property
    def unknown(self) -> bool:
        return bool(self.where) and not self.meant

    @cached_property
    def seen(self):
        """Every living activity this visitor may see that has not ended."""
        rows = Activity.objects.live().shown().visible_to(self.person, self.day).exclude(stage=Activity.Stage.ENDED)
        return rows.with_all()

    @cached_property
    def nearby(self) -> list[Found]:
        """Up to six who do it, those in the place first, then in what lies around it; with where each was found."""
        found: dict[int, Found] = {}
        for place in self._circles():
            for activity in self._doing(place):
                found.setdefault(activity.pk, (activity, str(place) if place else ""))
            if len(found) >= ENOUGH:
                break
        return list(found.values())[:FEW]

    @cached_property
    def weighed(self) -> dict[str, float]:
        """The words that matter, with what each weighs."""
        return meant.weights(self.what)

    def _circles(self) -> list[Place | None]:
        """The place, then each place it lies in, then anywhere."""
        if self.place is None:
            return [None]
        return [self.place, *Place.objects.filter(pk__in=self.place.line()[:-1]).order_by("-path"), None]

    def _doing(self, place: Place | None) -> list[Activity]:
        keys = [int(hit.key) for hit in meant.hits(self.what, self.weighed, place)]
        rows = {row.pk: row for row in self.seen.filter(pk__in=keys)}
        return [rows[key] for key in keys if key in rows]

    @cached_property
    def help(self) -> list[dict]:
        """Money, training, a room, a person: for each what is offered or who gives it, or words that nobody does."""
        return [
            {
                "name": name,
                "none": none,
                "found": self._helping(thing),
                "ask": f"/asks/new/?{self._carried(thing=thing)}",
            }
            for thing, name, none in HELP
        ]

    def _helping(self, thing: str) -> list:
        offers = Offer.objects.live().shown().open().filter(self._reach("place"), thing=thing)
        found = list(offers.select_related("organisation", "place").order_by("-entered_at", "pk")[:FEW])
        if thing == Thing.MONEY:
            givers = Organisation.objects.live().shown().filter(is_funder=True)
            found += list(givers.filter(self._reach("place")).order_by("name")[:FEW])
        if thing in (Thing.MONEY, Thing.TRAINING):
            code = "fund" if thing == Thing.MONEY else "train"
            doing = self.seen.filter(types=code)
            found += list((doing.at(self.place) if self.place else doing)[:FEW])
        return found[:ENOUGH]

    def _reach(self, field: str) -> Q:
        """In the place, inside it, or for all of something it lies in; anywhere, and nowhere said, when none is."""
        if self.place is None:
            return Q()
        inside = Place.objects.within(self.place).values("pk")
        return Q(**{f"{field}__in": inside}) | Q(**{f"{field}__in": self.place.line()}) | Q(**{field: None})

    @property
    def said(self) -> str:
        """The answer in a sentence."""
        here = [one for one, where in self.nearby if self.place and where == str(self.place)]
        name = str(self.place) if self.place else _("the places we know")
        if here:
            titles = _(" and ").join(_("“%(words)s”") % {"words": one.title} for one in here[:2])
            known = {"place": name, "what": titles, "n": saying.spelled(len(here))}
            words = _("In %(place)s we know of %(n)s: %(what)s")
            if len(here) > 2:
                words = _("In %(place)s we know of %(n)s, among them %(what)s")
            return saying.sentence(words % known)
        if self.nearby:
            one, where = self.nearby[0]
            known = {"place": name, "what": one.title, "where": where or _("elsewhere")}
            return saying.sentence(
                _("Nobody we know of does that in %(place)s. The nearest is “%(what)s” (%(where)s)") % known
            )
        return saying.sentence(
            _("Nobody we know of does that in %(place)s yet. You may be the first") % {"place": name}
        )

    @property
    def next_step(self) -> dict[str, str]:
        """One thing to do now: {"words", "address", "action"}."""
        tell = f"/who/new/?{self._carried()}"
        if not self.nearby:
            words = _("Say what you do or plan. Then the next person who asks finds you.")
            return {"words": words, "address": tell, "action": _("Tell us what you do")}
        one = self.nearby[0][0]
        body = next((part.body for part in one.parties.all() if part.role in part.OWNERS), None)
        words = _("Talk to %(who)s first: they do “%(what)s”.") % {"who": body or _("them"), "what": one.title}
        return {"words": words, "address": one.get_absolute_url(), "action": _("See how to reach them"), "tell": tell}

    def _carried(self, **more) -> str:
        """What was said here, for the form that comes next."""
        where = {"place": self.place.slug} if self.place else {"place": self.where, "where": self.where}
        known = {"title": self.what, "words": self.what} | where | more
        return urlencode({name: value for name, value in known.items() if value})
