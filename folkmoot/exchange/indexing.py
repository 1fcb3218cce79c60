"""What was taken in bulk is made findable and counted, as the directory does for one entry at a time."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from django.db.models import Model
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
    words = Words(one.plan for one in begun)
    alone = [one for one in begun if one.made_deed and not one.plan.get("links")]
    bodies = (words.of_body(one.body, one.made_body) for one in begun if one.made_body)
    search.put_many(chain(bodies, map(words.of_deed, alone)))
    Tally.begin({one.deed: words.marks(one) for one in alone if one.made_deed["stage"] != Activity.Stage.ENDED})
    if by_key := [one.deed for one in begun if one.made_deed and one.plan.get("links")]:
        refresh([], Activity.objects.filter(pk__in=by_key))


class Words:
    """The places, types, topics and people that some plans speak of, fetched once; and what search keeps of rows.

    The same as `findable.row` and `tallies.marks_of` give for the entry read back, at a tenth of the time; tests
    compare them.
    """

    LINKS = {"types": TypeOfHelp, "people": PeopleServed, "topics": Topic}

    def __init__(self, plans: Iterable[dict]) -> None:
        plans = list(plans)
        self._known = {
            name: dict(_named(model, {code for plan in plans for code in plan.get(name, ())}))
            for name, model in self.LINKS.items()
        }
        places = {pk for plan in plans for pk in (*plan.get("served", ()), plan.get("place")) if pk}
        self._places = Place.objects.select_related("parent").in_bulk(places)
        self._paths = {pk: findable.paths_of(place) for pk, place in self._places.items()}
        self._addresses = {name: reverse(name, args=[0]) for name in ("organisation", "activity")}

    def of_body(self, pk: int, columns: dict) -> Entry:
        place, address = self._places.get(columns["place_id"]), columns["address"]
        address = (
            f"{address}, {columns['postcode']}" if address and columns["postcode"] else address or columns["postcode"]
        )
        if columns["hides_address"]:
            # What may be shown of a hidden one is for the noun alone to say.
            hiding = Organisation(
                pk=pk, place=place, **{n: columns[n] for n in ("address", "postcode", "hides_address")}
            )
            place, address = hiding.shown_place, hiding.shown_address
        said = [columns["about"], address, place.name if place else ""]
        return self._entry("organisation", pk, columns["name"], said, [place] if place else [])

    def of_deed(self, one) -> Entry:
        """`one` is a Begun with a deed, whose only party is its body."""
        columns, plan = one.made_deed, one.plan
        places = [self._places[pk] for pk in plan.get("served", ()) if pk in self._places]
        said = [columns["about"], columns["people_words"], columns["contact"]]
        for name, known in self._known.items():
            said += [known[code] for code in plan.get(name, ()) if code in known]
        said += [str(one.programme or ""), one.body_name, *(place.name for place in places)]
        return self._entry("activity", one.deed, columns["title"], said, places)

    def _entry(self, noun: str, pk: int, title: str, said: list[str], places: list[Place]) -> Entry:
        paths = " ".join(path for place in places for path in self._paths.get(place.pk) or findable.paths_of(place))
        address = self._addresses[noun].replace("/0/", f"/{pk}/")
        return Entry(f"directory.{noun}", pk, title, " . ".join(filter(None, said)), paths, address)

    def marks(self, one) -> dict:
        """What a public activity of today, whose only party is its body, counts as: see `Counted`."""
        plan = one.plan
        served = [pk for pk in plan.get("served", ()) if pk in self._places and not self._places[pk].story]
        places = {int(part) for pk in served for path in self._paths[pk] for part in path.strip("/").split("/")}
        return {
            "places": sorted(places),
            "types": sorted(set(plan.get("types", ()))),
            "people": sorted(set(plan.get("people", ()))),
            "bodies": [one.body] if one.body else [],
            "pence": one.made_deed["money_pence"],
        }


def _named(model: type[Model], codes: set[str]) -> Iterable[tuple[str, str]]:
    return model.objects.filter(pk__in=codes).values_list("pk", "name")
