"""What was taken in bulk is made findable and counted, as the directory does for one entry at a time."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from folkmoot.directory import findable
from folkmoot.directory.models import Activity, Organisation, PeopleServed, Tally, Topic, TypeOfHelp
from folkmoot.kit import search
from folkmoot.kit.search.keeping import Entry
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
    words = Words(one.row.plan for one in begun)
    alone = [one for one in begun if not one.row.plan.get("links")]
    bodies = (words.of_body(one.body) for one in begun if one.body and not one.shared)
    search.put_many([*bodies, *(words.of_deed(one) for one in alone if one.deed)])
    Tally.refresh([one.deed for one in alone if one.deed])
    if by_key := [one.deed for one in begun if one.deed and one.row.plan.get("links")]:
        refresh([], by_key)


class Words:
    """The places, types, topics and people that some plans speak of, fetched once; and what search keeps of rows.

    The same as `findable.row` gives for the entry read back, at a tenth of the time; a test compares the two.
    """

    LINKS = {"types": TypeOfHelp, "people": PeopleServed, "topics": Topic}

    def __init__(self, plans: Iterable[dict]) -> None:
        plans = list(plans)
        self._known = {
            name: model.objects.in_bulk({code for plan in plans for code in plan.get(name, ())})
            for name, model in self.LINKS.items()
        }
        places = {pk for plan in plans for pk in (*plan.get("served", ()), plan.get("place")) if pk}
        self._places = Place.objects.select_related("parent").in_bulk(places)
        self._addresses = {name: reverse(name, args=[0]) for name in ("organisation", "activity")}

    def of_body(self, body: Organisation) -> Entry:
        body.place = self._places.get(body.place_id)
        place = body.shown_place
        said = [body.about, body.shown_address, place.name if place else ""]
        return self._entry("organisation", body.pk, body.name, said, [place] if place else [])

    def of_deed(self, one) -> Entry:
        """`one` is a Begun with a deed, whose only party is its body."""
        deed, plan = one.deed, one.row.plan
        places = [self._places[pk] for pk in plan.get("served", ()) if pk in self._places]
        said = [deed.about, deed.people_words, deed.contact]
        for name, known in self._known.items():
            said += [known[code].name for code in plan.get(name, ()) if code in known]
        said += [str(deed.programme or ""), one.body.name if one.body else "", *(place.name for place in places)]
        return self._entry("activity", deed.pk, deed.title, said, places)

    def _entry(self, noun: str, pk: int, title: str, said: list[str], places: list[Place]) -> Entry:
        paths = " ".join(place.path for place in places)
        address = self._addresses[noun].replace("/0/", f"/{pk}/")
        return Entry(f"directory.{noun}", pk, title, " . ".join(filter(None, said)), paths, address)
