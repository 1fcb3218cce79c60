"""What was taken in bulk is made findable and counted, as the directory does for one entry at a time."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace

from folkmoot.directory import findable
from folkmoot.directory.models import Activity, Organisation, PeopleServed, Tally, Topic, TypeOfHelp
from folkmoot.kit import search
from folkmoot.places.models import Place


def refresh(bodies: Iterable[Organisation], deeds: Iterable[Activity]) -> None:
    """Call it in the transaction that writes them, with entries of today's directory that are saved."""
    findable.refresh_many(Organisation.objects.filter(pk__in=[body.pk for body in bodies]))
    deeds = list(Activity.objects.filter(pk__in=[deed.pk for deed in deeds]))
    findable.refresh_many(deeds)
    Tally.refresh(deeds)


def enter(begun: Iterable) -> None:
    """The same for entries just made from rows (`entering.Begun`): nothing of them is read back to be found."""
    begun = list(begun)
    words = _Words(one.row.plan for one in begun)
    bodies = [words.lend_place(one.body) for one in begun if one.body and not one.shared]
    deeds = [words.lend(one) for one in begun if one.deed and not one.row.plan.get("links")]
    search.put_many(findable.row(entry) for entry in (*bodies, *deeds))
    Tally.refresh(deeds)
    if by_key := [one.deed for one in begun if one.deed and one.row.plan.get("links")]:
        refresh([], by_key)


class _Words:
    """The places, types, topics and people that some plans speak of, fetched once."""

    LINKS = {"types": TypeOfHelp, "topics": Topic, "people": PeopleServed}

    def __init__(self, plans: Iterable[dict]) -> None:
        plans = list(plans)
        self._known = {
            name: model.objects.in_bulk({code for plan in plans for code in plan.get(name, ())})
            for name, model in self.LINKS.items()
        }
        places = {pk for plan in plans for pk in (*plan.get("served", ()), plan.get("place")) if pk}
        self._places = Place.objects.select_related("parent").in_bulk(places)

    def lend_place(self, body: Organisation) -> Organisation:
        body.place = self._places.get(body.place_id)
        return body

    def lend(self, one) -> Activity:
        """The entry with its lists as if they had been fetched."""
        plan = one.row.plan
        held = {
            name: [self._known[name][code] for code in plan.get(name, ()) if code in self._known[name]]
            for name in self.LINKS
        }
        served = [SimpleNamespace(place=self._places[pk]) for pk in plan.get("served", ()) if pk in self._places]
        parties = [SimpleNamespace(organisation=one.body)] if one.body else []
        one.deed._prefetched_objects_cache = {**held, "served": served, "parties": parties}
        return one.deed
