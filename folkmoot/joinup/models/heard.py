"""Who may hear of a finding: its parties first, a private plan's owner alone, everyone once an answer is public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property, reduce
from operator import or_

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from folkmoot.directory.models import Activity, Ask, Membership, Offer, Organisation, Party, Programme
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Deputy, Person
from folkmoot.people.permissions import acts_for, is_keeper
from folkmoot.places.models import Place

SIDES = ("a", "b", "offer", "ask", "programme_a", "programme_b")


class Voice:
    """For whom one person answers on one day: themselves, whom they stand in for, and bodies, merged ones included."""

    def __init__(self, person: Person, day: date) -> None:
        self.person, self.day = person, day

    @cached_property
    def selves(self) -> list[int]:
        return acts_for(self.person, self.day)

    @cached_property
    def bodies(self) -> list[int]:
        return Membership.objects.spoken_by(self.person, self.day)

    @cached_property
    def parties(self) -> list[str]:
        """Their party words."""
        bodies = [f"{Organisation._meta.label_lower}:{pk}" for pk in self.bodies]
        return [*bodies, *(f"{Person._meta.label_lower}:{pk}" for pk in self.selves)]

    @cached_property
    def keeps(self) -> bool:
        return is_keeper(self.person, self.day)

    def of(self, bodies: Iterable[Organisation]) -> Organisation | None:
        """The first of these that the person speaks for."""
        return next((body for body in bodies if body.pk in self.bodies), None)

    def may_stand_in(self, side: models.Model, bodies: list[Organisation]) -> bool:
        """Whether the person answers for bodies that nobody speaks for: a keeper, or whoever entered the thing."""
        keeps = self.keeps and not getattr(side, "private_for_now", False)
        if not (keeps or side.entered_by_id in self.selves):
            return False
        return bool(bodies) and not any(body.speakers(self.day).exists() for body in bodies)

    def own_activities(self) -> models.QuerySet:
        """Those of the bodies this person speaks for; and a private plan of a body that nobody speaks for, which
        they entered: as soon as somebody does speak for it, it is no longer theirs."""
        parts = Party.objects.filter(organisation__in=self.bodies, role__in=Party.OWNERS).values("activity")
        unheard = ~Exists(_spoken_parts(spoken(self.day), "pk"))
        orphans = Q(entered_by__in=self.selves, private_for_now=True) & unheard
        return Activity.objects.filter(Q(pk__in=parts) | orphans).values("pk")


def _spoken_parts(known: Q, activity: str) -> models.QuerySet:
    """The parts that owners somebody speaks for have in the activity of that name."""
    return Party.objects.filter(known, activity=OuterRef(activity), role__in=Party.OWNERS)


def spoken(day: date) -> Q:
    """Rows whose organisation somebody speaks for on that day, or for one that it was merged with."""
    speaking = Membership.objects.speaking(day)
    merged = defaultdict(set)
    for absorbed, survivor in Organisation.objects.survivors().items():
        merged[survivor] |= {absorbed, survivor}
    among = {body for group in merged.values() for body in group}
    heard = set(speaking.filter(organisation__in=among).values_list("organisation", flat=True)) if among else set()
    more = {body for group in merged.values() if group & heard for body in group}
    return Q(organisation__in=speaking.values("organisation")) | Q(organisation__in=more)


class FindingSet(models.QuerySet):
    def standing(self) -> FindingSet:
        """Those that still hold with what is known today."""
        return self.filter(gone_at=None)

    def live(self) -> FindingSet:
        return self.filter(story=False)

    def shown(self) -> FindingSet:
        """Those neither side of which moderators hold or have removed."""
        away = (Standing.State.HELD, Standing.State.REMOVED)
        return self.exclude(reduce(or_, (Q(**{f"{side}__standing__state__in": away}) for side in SIDES)))

    def open_to_all(self) -> FindingSet:
        """Those whose names may be shown: a party's published answer stands, or it is history; and neither side is
        private today, whatever it was when somebody last looked, nor held or removed."""
        published = Q(published_at__isnull=False) & Exists(self._published())
        secret = Q(a__private_for_now=True) | Q(b__private_for_now=True)
        return self.filter(Q(story=True) | published, for_owner_alone=False).exclude(secret).shown()

    def _published(self) -> models.QuerySet:
        publications = self.model._meta.get_field("publications").related_model.objects
        return publications.filter(finding=OuterRef("pk"), answer__undone_at=None)

    def at(self, place: Place) -> FindingSet:
        return self.filter(place__in=Place.objects.within(place))

    def of_activities(self, activities) -> FindingSet:
        return self.filter(Q(a__in=activities) | Q(b__in=activities))

    def heard_by(self, person: Person | None, day: date) -> FindingSet:
        """Those whose names this person may see: the open ones, their own bodies', and, for whoever keeps the site or
        entered the thing, those of bodies that nobody speaks for yet. A private plan's owner alone, until both
        owners have said that they may be named."""
        if person is None or not person.is_authenticated:
            return self.open_to_all()
        voice = Voice(person, day)
        mine = voice.own_activities()
        told = Q(a__in=mine) | Q(b__in=mine)
        for side in ("offer", "ask"):
            told |= Q(**{f"{side}__organisation__in": voice.bodies}) | Q(**{f"{side}__person__in": voice.selves})
            nobodys = {f"{side}__organisation": None, f"{side}__person": None, f"{side}__entered_by__in": voice.selves}
            told |= Q(**nobodys)
        told |= Q(programme_a__organisation__in=voice.bodies) | Q(programme_b__organisation__in=voice.bodies)
        secret = (Q(a__private_for_now=True) & ~Q(a__in=mine)) | (Q(b__private_for_now=True) & ~Q(b__in=mine))
        named = Q(approach__made_at__isnull=False)
        hidden = self.model.objects.filter(secret).exclude(named)
        heard = Q(pk__in=self.open_to_all().values("pk")) | told | unspoken_for(voice)
        return self.filter(heard).exclude(pk__in=hidden.values("pk")).shown()


def unspoken_for(voice: Voice) -> Q:
    """Findings with a side that nobody speaks for, for a keeper of the site or for whoever entered that side."""
    known, found = spoken(voice.day), Q(pk=None)
    for side in ("a", "b"):
        entered = Q(**{f"{side}__isnull": False}) if voice.keeps else Q(**{f"{side}__entered_by__in": voice.selves})
        found |= entered & ~Exists(_spoken_parts(known, side))
    for side, model in (("offer", Offer), ("ask", Ask)):
        entered = Q() if voice.keeps else Q(**{f"{side}__entered_by__in": voice.selves})
        found |= entered & Q(**{f"{side}__in": model.objects.filter(person=None).exclude(known).values("pk")})
    for side in ("programme_a", "programme_b"):
        entered = Q() if voice.keeps else Q(**{f"{side}__entered_by__in": voice.selves})
        found |= entered & Q(**{f"{side}__in": Programme.objects.exclude(known).values("pk")})
    return Q(for_owner_alone=False) & found


def name_of(party: str) -> str:
    """A party as people call it; a person who is no longer here is somebody."""
    label, _sep, key = party.partition(":")
    model = {Organisation._meta.label_lower: Organisation, Person._meta.label_lower: Person}.get(label)
    found = model.objects.filter(pk=key).first() if model and key.isdigit() else None
    return str(found) if found and getattr(found, "is_here", True) else str(_("Somebody"))


def people_for(party: str, day: date) -> list[Person]:
    """Whoever answers for this party on that day, those who stand in for them included."""
    label, _sep, key = party.partition(":")
    body = Organisation.objects.filter(pk=key).first() if label == Organisation._meta.label_lower else None
    first = body.speakers(day).values("pk") if body else Person.objects.filter(pk=key).values("pk")
    deputies = Deputy.objects.acting_on(day).filter(person__in=first).values("deputy")
    return list(Person.objects.filter(Q(pk__in=first) | Q(pk__in=deputies), is_active=True).order_by("pk"))


def side_by_side(one: object, other: object) -> str:
    """Both names in one line; where it is broken, the dot stays with the first."""
    return f"{one}\N{NO-BREAK SPACE}· {other}"
